/** An organization into which a small engine deploys the sample's stacks, through the provider of each account. */
import { deserialize, serialize } from 'node:v8';
import entry from '../../../infra/index';
import { authorize } from '../../../sandbox/authorization/index';
import { Clock } from '../../../sandbox/core/clock';
import { Gate } from '../../../sandbox/core/gate';
import type { Call } from '../../../sandbox/core/service';
import { State } from '../../../sandbox/core/state';
import { deploymentTarget } from '../../../sandbox/deployment';
import { type ServedProvider, serveProvider } from '../../../sandbox/doors/provider/index';
import { leaveOutTraces } from '../../../sandbox/doors/pulumi-traces';
import { openSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { allServices } from '../../../sandbox/services/index';
import { LambdaRuntime } from '../../../sandbox/services/lambda/runtime';
import { administratorOf } from '../../../sandbox/services/sts/state';
import { Engine, type RunResult, type StackIdentity } from '../../support/engine/engine';
import { inProcess } from '../../support/engine/language-host';
import type { Step } from '../../support/engine/run';
import { SAMPLE } from '../../support/organization';

export interface RunSetting {
  /** Configuration that differs from the sample's, by key without its namespace; lists as JSON. */
  readonly changes?: Readonly<Record<string, string>>;
  /** Calls after which the provider dies. @default - it lives */
  readonly killAfter?: number;
  /** Whether the provider has died meanwhile. @default - it lives */
  readonly hasDied?: () => boolean;
  /** Told of every call to the provider. */
  readonly onCall?: (method: string, urn: string) => void;
  /** @default false */
  readonly refresh?: boolean;
  /** @default - the blueprint's */
  readonly program?: () => Promise<object>;
  /** Whether resources wait for one another, so that calls come in one order. @default false */
  readonly inTurn?: boolean;
}

type World = Pick<Sandbox, 'state' | 'clock' | 'gate' | 'close'>;

export class ServedOrganization {
  private readonly providers = new Map<string, Promise<ServedProvider>>();

  private constructor(
    readonly world: World,
    readonly engine: Engine,
  ) {
    leaveOutTraces();
  }

  /** The sandbox as it is served, with nothing in it: what AWS does by itself happens, and the responder runs. */
  static async open(): Promise<{ organization: ServedOrganization; sandbox: Sandbox }> {
    const sandbox = await openSandbox({ organization: SAMPLE.description, clock: 'virtual' });
    const engine = new Engine('organization', SAMPLE.project);
    for (const { name } of SAMPLE.stacks) engine.init(name);
    return { organization: new ServedOrganization(sandbox, engine), sandbox };
  }

  /** The same once more, apart from this one. Nothing happens in it by itself: no record is delivered, no function runs. */
  fork(): ServedOrganization {
    const state = new State();
    const entries = deserialize(serialize(this.world.state.entries(''))) as [string, unknown][];
    for (const [key, value] of entries) state.at(key, () => value);
    const clock = new Clock('virtual', this.world.clock.now());
    const services = allServices(new LambdaRuntime());
    const gate = new Gate({ state, clock, services, authorize, record: () => undefined });
    return new ServedOrganization({ state, clock, gate, close: () => clock.stop() }, this.engine.copy());
  }

  /** `pulumi up`, and everything that follows from it in AWS. */
  async up(name: string, setting: RunSetting = {}): Promise<RunResult> {
    try {
      return await this.engine.up(await this.stack(name, setting), optionsOf(setting));
    } finally {
      await this.world.clock.settle();
    }
  }

  /** `pulumi up`, in turn, whose provider dies as soon as AWS has carried out the last call, before anybody hears of it. */
  async upUntil(name: string, isLast: (call: Call) => boolean): Promise<RunResult> {
    const { gate } = this.world;
    let hasDied = false;
    const endings = [
      gate.observe(({ call, error }) => {
        if (error === undefined && isLast(call)) hasDied = true;
      }),
      gate.injectFaults(() => {
        if (hasDied) throw new Error('The provider that makes this call is dead.');
      }),
    ];
    try {
      return await this.up(name, { inTurn: true, hasDied: () => hasDied });
    } finally {
      for (const end of endings) end();
    }
  }

  async preview(name: string, setting: RunSetting = {}): Promise<RunResult> {
    return await this.engine.preview(await this.stack(name, setting), optionsOf(setting));
  }

  async destroy(name: string): Promise<readonly Step[]> {
    return await this.engine.destroy(await this.stack(name));
  }

  /** The stack as the engine is told of it. */
  async stack(name: string, { changes = {}, killAfter, hasDied, onCall }: RunSetting = {}): Promise<StackIdentity> {
    const { account, config } = stackOf(name);
    const { port } = await this.provider(account);
    const changed = Object.entries(changes).map(([key, value]) => [`${SAMPLE.project}:${key}`, value]);
    return {
      name,
      config: { ...config, ...Object.fromEntries(changed) },
      provider: {
        address: `127.0.0.1:${port}`,
        ...(killAfter === undefined ? {} : { killAfter }),
        ...(hasDied === undefined ? {} : { hasDied }),
        ...(onCall === undefined ? {} : { onCall }),
      },
    };
  }

  /** A call to AWS by the administrator of a stack's account. */
  async ask(name: string, service: string, operation: string, input: object, region = 'us-east-1'): Promise<object> {
    const principal = administratorOf(this.world.state, stackOf(name).account);
    if (principal === undefined) throw new Error(`${name} has no administrator.`);
    return (await this.world.gate.call({ principal, region, service, operation, input })) as object;
  }

  async close(): Promise<void> {
    this.engine.close();
    for (const provider of this.providers.values()) await (await provider).close();
    await this.world.close();
  }

  private async provider(account: string): Promise<ServedProvider> {
    const known = this.providers.get(account) ?? this.serve(account);
    this.providers.set(account, known);
    return await known;
  }

  private async serve(account: string): Promise<ServedProvider> {
    const target = deploymentTarget(this.world);
    return await serveProvider({ ...target, principal: await target.deployer(account) });
  }
}

function stackOf(name: string) {
  const stack = SAMPLE.stacks.find((each) => each.name === name);
  if (stack === undefined) throw new Error(`The sample organization has no stack ${name}.`);
  return stack;
}

function optionsOf({ program = entry, refresh = false, inTurn = false }: RunSetting) {
  return { host: inProcess(program), refresh, parallel: inTurn ? 1 : 16 };
}

/** The steps that change something of AWS's, as `update EventRule forwarder-us-east-1-cloudtrail: state`. */
export function changesIn(steps: readonly Step[]): string[] {
  return steps
    .filter(
      ({ operation, urn }) => operation !== 'same' && operation !== 'read' && !typeOf(urn).startsWith('trailwarden:'),
    )
    .map(({ operation, urn, keys }) => `${operation} ${shortName(urn)}${keys.length > 0 ? `: ${keys.join(', ')}` : ''}`)
    .sort();
}

/** `EventRule forwarder-us-east-1-cloudtrail` */
export function shortName(urn: string): string {
  return `${typeOf(urn).split(':').at(-1)} ${urn.split('::')[3]}`;
}

/** The resource's own type, without those of its parents. */
function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}
