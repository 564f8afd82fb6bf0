/** The organization on disk: written as a whole, so that there is always one that is complete. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { State } from './core/state';
import { isRunning } from './process-id';

/** What identifies an organization on disk, beside its data. */
export interface StateLabel {
  readonly organization: string;
  /** The endpoint's port: addresses of queues name it, and deployments keep them. */
  readonly port: number;
}

export interface SavedOrganization extends StateLabel {
  readonly state: State;
}

const FILE = 'organization.state';
const LOCK = 'lock';
const FORMAT = 1;

/** What only holds for a running organization: where it is served, and which of its tasks are on the clock. */
const PASSING = ['endpoint/', 'monitoring-evaluation/'];

/** What another sandbox, or a later one, takes over of an organization. */
export function lastingEntries(state: State): [key: string, value: unknown][] {
  return state.entries('').filter(([key]) => !PASSING.some((prefix) => key.startsWith(prefix)));
}

export class StateFile {
  private label: StateLabel | undefined;
  private writing: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  private constructor(private readonly folder: string) {}

  /**
   * Takes a folder for one sandbox, and makes it if it is not there.
   *
   * @throws Error naming the process that has it
   */
  static open(folder: string): StateFile {
    mkdirSync(folder, { recursive: true });
    lock(folder);
    return new StateFile(folder);
  }

  /**
   * The organization that is in the folder; undefined when there is none yet.
   *
   * @throws Error when the file cannot be read, or holds another organization
   */
  read(organization: string): SavedOrganization | undefined {
    const file = join(this.folder, FILE);
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const { format, label, entries } = parsed(file, bytes);
    if (format !== FORMAT)
      throw new Error(`${file} has format ${format}, and this sandbox reads ${FORMAT}. Use another folder.`);
    if (label.organization !== organization)
      throw new Error(
        `${file} holds ${label.organization}, and the stacks describe ${organization}. Use another folder.`,
      );
    const state = new State();
    for (const [key, value] of entries) state.at(key, () => value);
    return { ...label, state };
  }

  /** Keeps the organization from now on: `save` writes it. */
  begin(label: StateLabel): void {
    this.label = label;
  }

  /**
   * Writes the organization as it is now, or as it will be when the write that is under way is done. Before `begin` there is
   * nothing to write.
   */
  save(state: State): Promise<void> {
    const { label } = this;
    if (label === undefined) return Promise.resolve();
    if (this.writing !== undefined) {
      this.next ??= this.writing
        .catch(() => undefined)
        .then(() => {
          this.next = undefined;
          return this.save(state);
        });
      return this.next;
    }
    this.writing = this.write(label, state).finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  /** Gives the folder free. */
  close(): void {
    rmSync(join(this.folder, LOCK), { force: true });
  }

  /** The new file takes the old one's place in one step, when all of it is on disk. */
  private async write(label: StateLabel, state: State): Promise<void> {
    const bytes = serialize({ format: FORMAT, label, entries: lastingEntries(state) });
    const draft = join(this.folder, `${FILE}.new`);
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(this.folder, FILE));
  }
}

interface Content {
  readonly format: number;
  readonly label: StateLabel;
  readonly entries: readonly [string, unknown][];
}

function parsed(file: string, bytes: Buffer): Content {
  try {
    return deserialize(bytes) as Content;
  } catch (error) {
    throw new Error(`${file} is no organization that a sandbox has written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Takes the folder; one whose owner was killed is free. */
function lock(folder: string): void {
  const file = join(folder, LOCK);
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(file, 'utf8'));
    if (isRunning(owner))
      throw new Error(`The sandbox with process id ${owner} keeps its organization in ${folder}. Use another folder.`);
    writeFileSync(file, `${process.pid}\n`);
  }
}
