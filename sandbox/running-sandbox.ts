/** The sandboxes that are running, as other commands find them: a small file for each, that goes with its process. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from './process-id';

/** Where a running sandbox can be reached. */
export interface RunningSandbox {
  readonly pid: number;
  /** When it was ready, in milliseconds since 1970. */
  readonly since: number;
  /** The endpoint, as `AWS_ENDPOINT_URL` takes it. */
  readonly url: string;
  /** The folder of the Pulumi state that belongs to the organization. */
  readonly backend: string;
  /** By stack. */
  readonly accounts: Readonly<Record<string, { readonly account: string; readonly providerPort: number }>>;
}

/** Where sandboxes say that they are running. */
export const RUNNING_FOLDER = join(__dirname, '..', '.trailwarden');

/** What a sandbox leaves in the folder: its announcement, and the Pulumi state of an organization that nobody keeps. */
const NAME = /^(?:sandbox-(\d+)\.json|backend-(\d+))$/;

/** An empty folder for the Pulumi state of an organization that goes with its process. */
export function throwAwayBackend(pid: number, folder = RUNNING_FOLDER): string {
  const backend = backendOf(pid, folder);
  rmSync(backend, { recursive: true, force: true });
  mkdirSync(backend, { recursive: true });
  return backend;
}

/** Says that a sandbox is running. What killed ones left goes. */
export function announceSandbox(running: RunningSandbox, folder = RUNNING_FOLDER): void {
  mkdirSync(folder, { recursive: true });
  for (const other of pidsIn(folder)) if (!isRunning(other)) withdrawSandbox(other, folder);
  const file = fileOf(running.pid, folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(running, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** Takes back that a process is running, and away what it has in the folder. */
export function withdrawSandbox(pid: number, folder = RUNNING_FOLDER): void {
  rmSync(fileOf(pid, folder), { force: true });
  rmSync(backendOf(pid, folder), { recursive: true, force: true });
}

/**
 * The sandbox that is running; of several, the one that began last.
 *
 * @throws Error with the way out when there is none
 */
export function findSandbox(folder = RUNNING_FOLDER): RunningSandbox {
  const running = pidsIn(folder)
    .filter((pid) => isRunning(pid) && existsSync(fileOf(pid, folder)))
    .map((pid) => JSON.parse(readFileSync(fileOf(pid, folder), 'utf8')) as RunningSandbox)
    .sort((left, right) => right.since - left.since);
  if (running[0] !== undefined) return running[0];
  throw new Error('No sandbox is running. Start one in another terminal: npm run sandbox -- --empty');
}

function fileOf(pid: number, folder: string): string {
  return join(folder, `sandbox-${pid}.json`);
}

function backendOf(pid: number, folder: string): string {
  return join(folder, `backend-${pid}`);
}

function pidsIn(folder: string): number[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const found = names.map((name) => NAME.exec(name)).filter((match) => match !== null);
  return [...new Set(found.map(([, announced, backend]) => Number(announced ?? backend)))];
}
