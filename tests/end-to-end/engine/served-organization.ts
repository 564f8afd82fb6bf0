/** The sample organization with nothing in it, and a small engine that deploys into it through the provider of each account. */
import entry from '../../../infra/index';
import { deploymentTarget } from '../../../sandbox/deployment';
import { type ServedProvider, serveProvider } from '../../../sandbox/doors/provider/index';
import { leaveOutTraces } from '../../../sandbox/doors/pulumi-traces';
import { openSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { Engine, type RunResult, type StackIdentity } from '../../support/engine/engine';
import { inProcess } from '../../support/engine/language-host';
import { SAMPLE } from '../../support/organization';

export interface RunSetting {
  /** Configuration that differs from the sample's, by key without its namespace; lists as JSON. */
  readonly changes?: Readonly<Record<string, string>>;
  /** Calls after which the provider dies. @default - it lives */
  readonly killAfter?: number;
  /** Told of every call to the provider. */
  readonly onCall?: (method: string, urn: string) => void;
  readonly refresh?: boolean;
  /** Another program than the blueprint's. */
  readonly program?: () => Promise<object>;
  readonly parallel?: number;
}

export class ServedOrganization {
  private constructor(
    readonly sandbox: Sandbox,
    readonly engine: Engine,
    private readonly providers: ReadonlyMap<string, ServedProvider>,
  ) {}

  static async open(): Promise<ServedOrganization> {
    leaveOutTraces();
    const sandbox = await openSandbox({ organization: SAMPLE.description, clock: 'virtual' });
    const engine = new Engine('organization', SAMPLE.project);
    const target = deploymentTarget(sandbox);
    const providers = new Map<string, ServedProvider>();
    for (const { name, account } of SAMPLE.stacks) {
      engine.init(name);
      providers.set(account, await serveProvider({ ...target, principal: await target.deployer(account) }));
    }
    return new ServedOrganization(sandbox, engine, providers);
  }

  async up(name: string, setting: RunSetting = {}): Promise<RunResult> {
    const result = await this.engine.up(this.stack(name, setting), this.options(setting));
    await this.sandbox.clock.settle();
    return result;
  }

  async preview(name: string, setting: RunSetting = {}): Promise<RunResult> {
    return await this.engine.preview(this.stack(name, setting), this.options(setting));
  }

  /** The stack as the engine is told of it. */
  stack(name: string, { changes = {}, killAfter, onCall }: RunSetting = {}): StackIdentity {
    const stack = SAMPLE.stacks.find((each) => each.name === name);
    const provider = this.providers.get(stack?.account ?? '');
    if (stack === undefined || provider === undefined) throw new Error(`The sample organization has no stack ${name}.`);
    const changed = Object.entries(changes).map(([key, value]) => [`${SAMPLE.project}:${key}`, value]);
    return {
      name,
      config: { ...stack.config, ...Object.fromEntries(changed) },
      provider: {
        address: `127.0.0.1:${provider.port}`,
        ...(killAfter === undefined ? {} : { killAfter }),
        ...(onCall === undefined ? {} : { onCall }),
      },
    };
  }

  async close(): Promise<void> {
    for (const provider of this.providers.values()) await provider.close();
    await this.sandbox.close();
  }

  private options({ program = entry, refresh = false, parallel }: RunSetting) {
    return { host: inProcess(program), refresh, ...(parallel === undefined ? {} : { parallel }) };
  }
}
