/** Follows documented commands: Pulumi's by the small engine, the AWS CLI's as calls of an administrator. */
import type { Snapshot } from '../../support/engine/snapshot';
import type { ServedOrganization } from './served-organization';

/** The clients of the AWS CLI that are not called as the service signs. */
const SERVICES: Readonly<Record<string, string>> = { s3api: 's3' };

export class CommandLine {
  /** What was exported, by file. */
  private readonly files = new Map<string, Snapshot>();
  /** What was configured, by stack. */
  private readonly configuration = new Map<string, Readonly<Record<string, string>>>();

  constructor(private readonly organization: ServedOrganization) {}

  /** The same files and configuration, in another organization. */
  in(organization: ServedOrganization): CommandLine {
    const other = new CommandLine(organization);
    for (const [file, snapshot] of this.files) other.files.set(file, snapshot);
    for (const [stack, changes] of this.configuration) other.configuration.set(stack, changes);
    return other;
  }

  /**
   * Runs Pulumi's commands, one after the other.
   *
   * @throws Error naming a command that it does not know
   */
  async pulumi(commands: readonly string[]): Promise<void> {
    for (const command of commands) await this.follow(command);
  }

  /**
   * Makes the AWS CLI's calls. A comment says in which stack's account: `# in management`.
   *
   * @param values by what stands for them, `<key>`, and by stack
   */
  async aws(commands: readonly string[], values: (stack: string) => Readonly<Record<string, string>>): Promise<void> {
    let stack = '';
    for (const command of commands) {
      const [, place] = /^# in (\S+)$/.exec(command) ?? [];
      if (place === undefined) await this.call(stack, command, values(stack));
      else stack = place;
    }
  }

  private async follow(command: string): Promise<void> {
    const { organization } = this;
    const { engine } = organization;
    if (this.configure(command)) return;
    const [, stack = '', file = ''] = /^pulumi .*-s (\S+)(?: --file (\S+))?/.exec(command) ?? [];
    switch (command.replace(` -s ${stack}`, '').replace(` --file ${file}`, '')) {
      case 'pulumi up':
        await organization.up(stack, { changes: this.changesOf(stack) });
        break;
      case 'pulumi up --refresh':
        await organization.up(stack, { changes: this.changesOf(stack), refresh: true });
        break;
      case 'pulumi destroy':
        await organization.destroy(stack);
        break;
      case 'pulumi state unprotect --all':
        for (const { urn } of engine.resourcesOf(stack))
          engine.editState(stack, urn, (state) => ({ ...state, protect: false }));
        break;
      case 'pulumi stack export':
        this.files.set(file, engine.exportStack(stack));
        break;
      case 'pulumi stack import':
        engine.importStack(stack, this.file(file));
        break;
      default:
        throw new Error(`"${command}" cannot be followed here.`);
    }
  }

  /** Whether the command was about the configuration of a stack. */
  private configure(command: string): boolean {
    const [, what, key = '', value = '', stack = ''] =
      /^pulumi config (set|rm) (\S+)(?: (?!-s )(\S+))? -s (\S+)$/.exec(command) ?? [];
    const { [key]: _, ...others } = this.changesOf(stack);
    if (what !== undefined) this.configuration.set(stack, what === 'set' ? { ...others, [key]: value } : others);
    return what !== undefined;
  }

  private changesOf(stack: string): Readonly<Record<string, string>> {
    return this.configuration.get(stack) ?? {};
  }

  private file(name: string): Snapshot {
    const snapshot = this.files.get(name);
    if (snapshot === undefined) throw new Error(`could not open file: open ${name}: no such file or directory`);
    return snapshot;
  }

  private async call(stack: string, command: string, values: Readonly<Record<string, string>>): Promise<void> {
    const [, client = '', operation = '', options = ''] =
      /^aws (\S+) (\S+)((?: --\S+(?: [^-]\S*)?)*)$/.exec(command) ?? [];
    if (operation === '') throw new Error(`"${command}" cannot be followed here.`);
    const input = [...options.matchAll(/ --(\S+)(?: ([^-]\S*))?/g)].map(([, name = '', value]) =>
      value === undefined ? [name.replace(/^no-/, ''), !name.startsWith('no-')] : [name, values[value] ?? value],
    );
    const service = SERVICES[client] ?? client;
    const spelled = (name: string): string => (service === 'logs' ? camelCase(name) : pascalCase(name));
    await this.organization.ask(
      stack,
      service,
      pascalCase(operation).replace('Aws', 'AWS'),
      Object.fromEntries(input.map(([name, value]) => [spelled(String(name)), value])),
    );
  }
}

/** `delete-log-group` → `DeleteLogGroup` */
function pascalCase(words: string): string {
  return words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function camelCase(words: string): string {
  return words.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
