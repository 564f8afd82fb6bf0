/** A process that runs one stack's program and makes its resources through a provider, as an engine would. */
import { performance } from 'node:perf_hooks';
import { runtime } from '@pulumi/pulumi';
import deploy from '../../infra/index';
import { currentRegistration, urnOf, watchRegistrations } from '../doors/registration';
import { ProviderClient, type WireProperties } from './provider-client';

type Outputs = Readonly<Record<string, unknown>>;

/** The argument of the process, as JSON. */
export interface ProgramToDeploy {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  /** The provider of the stack's account, on loopback. */
  readonly port: number;
  /** The outputs of stacks that were deployed before, by full name. */
  readonly outputs: Readonly<Record<string, Outputs>>;
}

/** What the process prints, as JSON. */
export interface DeployedProgram {
  /** What the provider made. */
  readonly resources: number;
  /** From the provider's first question to its last answer. */
  readonly seconds: number;
  readonly outputs: Outputs;
}

async function main({
  organization,
  project,
  stack,
  config,
  port,
  outputs,
}: ProgramToDeploy): Promise<DeployedProgram> {
  const provider = new ProviderClient(port);
  let resources = 0;
  let beganMs: number | undefined;
  let endedMs = 0;
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    beganMs ??= performance.now();
    const answer = await work;
    endedMs = performance.now();
    return answer;
  };
  await runtime.setMocks(
    {
      newResource: async ({ type, name, inputs, custom }) => {
        if (custom === false) return { id: undefined, state: inputs };
        if (type === 'pulumi:pulumi:StackReference')
          return { id: name, state: { name: inputs.name, outputs: outputs[inputs.name] ?? {}, secretOutputNames: [] } };
        const urn = currentRegistration()?.urn ?? urnOf(type, name);
        const properties = await wire(urn, inputs);
        if (type.startsWith('pulumi:providers:')) {
          await timed(provider.configure(urn, properties));
          return { id: name, state: inputs };
        }
        const { id, state } = await timed(provider.create(urn, properties));
        resources += 1;
        return { id, state: runtime.deserializeProperties(state) };
      },
      call: async ({ token, inputs }) =>
        runtime.deserializeProperties(await timed(provider.invoke(token, await wire(token, inputs)))),
    },
    project,
    stack,
    false,
    organization,
  );
  runtime.setAllConfig({ ...config });
  watchRegistrations();
  const own = await runtime.runInPulumiStack(deploy);
  await runtime.disconnect();
  provider.close();
  return { resources, seconds: (endedMs - (beganMs ?? endedMs)) / 1000, outputs: own ?? {} };
}

async function wire(label: string, inputs: object): Promise<WireProperties> {
  return (await runtime.serializeProperties(label, { ...inputs })) as WireProperties;
}

main(JSON.parse(process.argv[2] ?? '') as ProgramToDeploy).then(
  (deployed) => void process.stdout.write(JSON.stringify(deployed)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
