/** Commands and scripts, run in processes of their own and timed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export const ROOT = join(__dirname, '../..');
export const REGISTER = join(ROOT, 'sandbox/register.cjs');
/** How much of the beginning, and of the end, of what a command wrote its error carries, in characters. */
const EXCERPT = 800;

export interface CommandRun {
  readonly durationMs: number;
  /** When it was started, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly stdout: string;
}

/**
 * Runs a command in the project's folder until it ends.
 *
 * @throws Error with the end of what it wrote, when it does not end with 0
 */
export function runCommand(command: string, args: readonly string[]): Promise<CommandRun> {
  return new Promise((resolve, reject) => {
    const startedAtMs = performance.timeOrigin + performance.now();
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const durationMs = performance.timeOrigin + performance.now() - startedAtMs;
      if (code === 0) return resolve({ durationMs, startedAtMs, stdout });
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const written = excerpt((stderr === '' ? stdout : stderr).trim());
      reject(new Error(`"${[command, ...args].join(' ').slice(0, 200)}" ended with ${how}:\n${written}`));
    });
  });
}

function excerpt(text: string): string {
  return text.length <= 2 * EXCERPT ? text : `${text.slice(0, EXCERPT)}\n…\n${text.slice(-EXCERPT)}`;
}

/**
 * Runs one of the project's own TypeScript files as a process; what it prints must be JSON.
 *
 * @param nodeFlags what Node is started with, the loader of TypeScript included
 */
export async function runScript<T>(
  file: string,
  argument: unknown,
  nodeFlags: readonly string[] = ['-r', REGISTER],
): Promise<CommandRun & { readonly answer: T }> {
  const run = await runCommand(process.execPath, [...nodeFlags, file, JSON.stringify(argument)]);
  return { ...run, answer: JSON.parse(run.stdout) as T };
}
