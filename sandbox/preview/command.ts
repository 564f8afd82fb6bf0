/** Commands of others, run to their end. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd: string;
  /** Variables in place of those of this process; undefined takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Ends the command early. */
  readonly signal?: AbortSignal;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, with nothing to read.
 *
 * @throws NodeJS.ErrnoException with the code `ENOENT` when there is no such program
 */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, environment, signal }: CommandOptions,
): Promise<CommandResult> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, stdout, stderr }));
  });
}

/** The last lines of what a command said, its complaints first. */
export function complaintOf({ exitCode, stdout, stderr }: CommandResult): string {
  const lines = (stderr.trim() === '' ? stdout : stderr).trim().split('\n');
  return lines.join('') === '' ? `It ended with exit code ${exitCode}, and said nothing.` : lines.slice(-30).join('\n');
}
