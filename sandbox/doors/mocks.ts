/** The mocks door: programs that run under `setMocks` deploy into the organization in memory through it. */
import { CustomResource, runtime } from '@pulumi/pulumi';
import { AwsError } from '../core/aws-error';
import { checkInputs } from '../resources/adapter';
import { autoName } from '../resources/auto-name';
import { adapterOf } from '../resources/index';
import { invoke } from '../resources/invoke';
import { type ConfiguredProvider, type Credentials, cloudOf, configureProvider } from '../resources/provider';
import { currentRegistration, type Registration, urnOf } from './registration';

type Properties = Record<string, unknown>;

/** A resource that a program has registered. */
export interface RegisteredResource extends Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Plain values: no outputs, no secrets, and an id where a resource was passed. */
  readonly inputs: Readonly<Properties>;
  /** `urn::id` of the explicit provider. */
  readonly provider?: string;
  readonly id?: string;
  readonly outputs: Readonly<Properties>;
}

export interface MocksDoorOptions extends Credentials {
  /** The outputs of a stack that was deployed before, by its full name: `organization/project/stack`. */
  readonly stackOutputs: (name: string) => Readonly<Properties> | undefined;
}

export interface MocksDoor extends runtime.Mocks {
  /** What has been deployed, in the order in which it was there. */
  readonly resources: readonly RegisteredResource[];
  /** What could not be deployed, or answered, first. Nothing is attempted after it. */
  readonly failure: DeploymentError | undefined;
}

/** What could not be deployed, and what AWS (or the sandbox) answered, which `cause` holds. */
export class DeploymentError extends Error {
  constructor(
    /** The URN of the resource, or the token of the function that the program asked. */
    readonly urn: string,
    override readonly cause: unknown,
  ) {
    super(`${urn} could not be deployed: ${reason(cause)}`);
    this.name = 'DeploymentError';
  }
}

interface Deployed {
  readonly id: string | undefined;
  readonly state: Properties;
}

/**
 * The mocks that deploy.
 *
 * @example await pulumi.runtime.setMocks(mocksDoor({ gate, principal, sessionOf, stackOutputs }), project, stack)
 */
export function mocksDoor(options: MocksDoorOptions): MocksDoor {
  const resources: RegisteredResource[] = [];
  const urns = new Set<string>();
  const providers = new Map<string, ConfiguredProvider>();
  let failure: DeploymentError | undefined;

  const fail = (what: string, cause: unknown): DeploymentError => {
    const failed = new DeploymentError(what, cause);
    failure ??= failed;
    return failed;
  };

  const deploy = async (args: runtime.MockResourceArgs, urn: string, inputs: Properties): Promise<Deployed> => {
    if (args.custom === false) return { id: undefined, state: inputs };
    if (args.type === 'pulumi:pulumi:StackReference') return stackReference(options, inputs);
    if (args.type === 'pulumi:providers:aws') {
      const id = autoName(urn, args.name);
      providers.set(`${urn}::${id}`, await configureProvider(options, inputs));
      return { id, state: inputs };
    }
    return await resource(args, urn, inputs, providers);
  };

  return {
    resources,
    get failure() {
      return failure;
    },
    async newResource(args) {
      const registration = currentRegistration() ?? alone(args);
      const { urn } = registration;
      if (failure !== undefined) throw new Error(`${urn} was not attempted, because ${failure.urn} failed before it.`);
      try {
        if (urns.has(urn)) throw new Error('Duplicate resource URN; try giving it a unique name.');
        urns.add(urn);
        if (registration.remote)
          throw new Error(
            `"${args.type}" is constructed by a plugin, and the sandbox runs none. Write it in TypeScript.`,
          );
        const inputs = (await plain(args.inputs)) as Properties;
        const { id, state } = await deploy(args, urn, inputs);
        resources.push({
          ...registration,
          type: args.type,
          name: args.name,
          custom: args.custom !== false,
          inputs,
          ...(args.provider ? { provider: args.provider } : {}),
          ...(id === undefined ? {} : { id }),
          outputs: state,
        });
        return { id, state };
      } catch (error) {
        throw fail(urn, error);
      }
    },
    async call(args) {
      try {
        const provider = providerOf(providers, args.provider, args.token);
        return await invoke(args.token, cloudOf(provider, (args.inputs as Properties).region));
      } catch (error) {
        throw fail(args.token, error);
      }
    },
  };
}

async function resource(
  args: runtime.MockResourceArgs,
  urn: string,
  inputs: Properties,
  providers: ReadonlyMap<string, ConfiguredProvider>,
): Promise<Deployed> {
  const adapter = adapterOf(args.type);
  const cloud = cloudOf(providerOf(providers, args.provider, args.type), inputs.region);
  if (!args.id) checkInputs(args.type, adapter.inputs, inputs);
  // An adapter's own inputs, because the program's types let nothing else through and no unknown property passes.
  const id = args.id || (await adapter.create(cloud, inputs as never, autoName(urn, args.name)));
  const state = await adapter.read(cloud, id, inputs as never);
  if (state === undefined) throw new Error(`resource '${id}' does not exist`);
  return { id, state: { ...inputs, ...state } };
}

function stackReference({ stackOutputs }: MocksDoorOptions, inputs: Properties): Deployed {
  const name = String(inputs.name);
  const outputs = stackOutputs(name);
  if (outputs === undefined) throw new Error(`unknown stack "${name}": it has not been deployed yet.`);
  return { id: name, state: { name, outputs, secretOutputNames: [] } };
}

/** The provider that was named. The blueprint disables default providers, so a resource without one would fail for real. */
function providerOf(
  providers: ReadonlyMap<string, ConfiguredProvider>,
  reference: string | undefined,
  token: string,
): ConfiguredProvider {
  const found = providers.get(reference ?? '');
  if (found !== undefined) return found;
  throw new Error(`Default provider for 'aws' disabled. '${token}' must use an explicit provider.`);
}

/** What is known of a registration that no monitor is watched for: no parent, and none of the options. */
function alone(args: runtime.MockResourceArgs): Registration {
  const urn = urnOf(args.type, args.name);
  return { urn, dependencies: [], protect: false, retainOnDelete: false, ignoreChanges: [], remote: false };
}

/** A value as the engine hands it to a provider: secrets opened, and a resource's id in place of the resource. */
async function plain(value: unknown): Promise<unknown> {
  if (runtime.isRpcSecret(value)) return await plain(runtime.unwrapRpcSecret(value));
  if (CustomResource.isInstance(value)) return await new Promise((resolve) => value.id.apply(resolve));
  if (Array.isArray(value)) return await Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await plain(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function reason(cause: unknown): string {
  if (cause instanceof AwsError) return `${cause.code}: ${cause.message}`;
  return cause instanceof Error ? cause.message : String(cause);
}
