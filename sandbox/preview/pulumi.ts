/** The real engine: Pulumi's CLI, as it is on the PATH. */
import { type CommandResult, run } from './command';

/** From this version on, a preview goes on past what is protected, and shows it. */
const IGNORES_PROTECTION = [3, 256];

export interface PulumiOptions {
  /** The checkout whose programs are run. */
  readonly cwd: string;
  readonly stack: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export interface PreviewOptions extends PulumiOptions {
  /** In place of the stack's own file, into which the CLI would write. */
  readonly configurationFile: string;
  /** Where the engine logs its events; the violations of policies are in no other place. */
  readonly eventLog: string;
  readonly policyPack?: string;
  readonly policyPackConfiguration?: string;
}

export class Pulumi {
  private constructor(private readonly version: readonly number[]) {}

  /**
   * The CLI; undefined when there is none on the PATH.
   *
   * @param environment variables in place of those of this process
   */
  static async find(cwd: string, environment: PulumiOptions['environment'] = {}): Promise<Pulumi | undefined> {
    try {
      const { stdout } = await run('pulumi', ['version'], {
        cwd,
        environment: { PULUMI_SKIP_UPDATE_CHECK: 'true', ...environment },
      });
      return new Pulumi([...stdout.matchAll(/\d+/g)].map(Number));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Makes a stack in the backend of the environment, and writes the salt of its secrets into the stack's file. */
  async init(options: PulumiOptions): Promise<CommandResult> {
    return await this.run(['stack', 'init', options.stack, '--no-select'], options);
  }

  /** Deploys a stack. */
  async up(options: PulumiOptions): Promise<CommandResult> {
    return await this.run(['up', '--stack', options.stack, '--yes', '--skip-preview'], options);
  }

  /** Previews a stack; the digest is what it writes to stdout. */
  async preview(options: PreviewOptions): Promise<CommandResult> {
    const { stack, configurationFile, eventLog, policyPack, policyPackConfiguration } = options;
    return await this.run(
      [
        ...['preview', '--stack', stack, '--json', '--show-sames'],
        ...['--config-file', configurationFile, '--event-log', eventLog],
        ...(policyPack === undefined ? [] : ['--policy-pack', policyPack]),
        ...(policyPackConfiguration === undefined ? [] : ['--policy-pack-config', policyPackConfiguration]),
        ...(this.ignoresProtection() ? ['--ignore-protect'] : []),
      ],
      options,
    );
  }

  private async run(args: readonly string[], { cwd, environment, signal }: PulumiOptions): Promise<CommandResult> {
    return await run('pulumi', [...args, '--non-interactive', '--color', 'never'], {
      cwd,
      // Only with this does the CLI know `--event-log`; its own Automation API sets it too.
      environment: { ...environment, PULUMI_DEBUG_COMMANDS: 'true' },
      ...(signal === undefined ? {} : { signal }),
    });
  }

  private ignoresProtection(): boolean {
    const [major = 0, minor = 0] = this.version;
    const [leastMajor = 0, leastMinor = 0] = IGNORES_PROTECTION;
    return major > leastMajor || (major === leastMajor && minor >= leastMinor);
  }
}
