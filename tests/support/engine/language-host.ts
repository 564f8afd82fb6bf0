/** Runs a stack's program against a monitor: as the CLI's language host does, or in this process. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { runtime } from '@pulumi/pulumi';
import * as runtimeState from '@pulumi/pulumi/runtime/state';

const ROOT = join(__dirname, '../../..');
const PULUMI = 'node_modules/@pulumi/pulumi';

export interface ProgramRun {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  /** By full key; what is no text stands there as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly preview: boolean;
  /** Registrations under way at once; 1 makes their order certain. */
  readonly parallel: number;
  /** `host:port` of the monitor and the engine. */
  readonly address: string;
  /** Resolves when the program is to end although it is not done. */
  readonly failed: Promise<void>;
}

export interface ProgramEnd {
  /** What the program printed that is not part of its conversation with the engine. */
  readonly stdout: string;
  readonly stderr: string;
  /** The program's own error, where it ended by one. */
  readonly error?: string;
}

export type LanguageHost = (run: ProgramRun) => Promise<ProgramEnd>;

/** The program as the CLI runs it: Pulumi's own runner in a process of its own, which finds the entry in `package.json`. */
export const childProcess: LanguageHost = async (run) => {
  const { organization, project, stack, config, preview, parallel, address } = run;
  const child = spawn(
    process.execPath,
    [
      join(PULUMI, 'cmd/run'),
      `--monitor=${address}`,
      `--engine=${address}`,
      `--organization=${organization}`,
      `--project=${project}`,
      `--root-directory=${ROOT}`,
      `--stack=${stack}`,
      `--pwd=${ROOT}`,
      ...(preview ? ['--dry-run'] : []),
      `--parallel=${parallel}`,
      '.',
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: '[]',
        PULUMI_NODEJS_TYPESCRIPT: 'true',
      },
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  void run.failed.then(() => child.kill());
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { stdout, stderr, ...(code === 0 || code === null ? {} : { error: `The program exited with code ${code}.` }) };
};

/** Each run keeps its monitor, configuration and options in a store of its own; the type declarations leave this out. */
const { withLocalStorage } = runtimeState as unknown as { withLocalStorage<T>(callback: () => T): T };

/** The program in this process: no start to pay for, and no proof that it starts. */
export function inProcess(program: () => Promise<object>): LanguageHost {
  return async (run) => {
    const rejections: unknown[] = [];
    const collect = (error: unknown): void => void rejections.push(error);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', collect);
    try {
      await Promise.race([withLocalStorage(async () => await runHere(run, program)), run.failed]);
      await setImmediate();
    } catch (error) {
      rejections.unshift(error);
    } finally {
      process.removeListener('unhandledRejection', collect);
      for (const listener of others) process.on('unhandledRejection', listener);
    }
    const [error] = rejections;
    return { stdout: '', stderr: '', ...(error === undefined ? {} : { error: (error as Error).message }) };
  };
}

async function runHere(run: ProgramRun, program: () => Promise<object>): Promise<void> {
  const { organization, project, stack, config, preview, parallel, address } = run;
  runtime.resetOptions(project, stack, parallel, address, address, preview, organization);
  runtime.setAllConfig({ ...config });
  const clients = [runtime.getMonitor(), runtime.getEngine()] as ({ close(): void } | undefined)[];
  try {
    await runtime.runInPulumiStack(program);
  } finally {
    // A program that throws still has its outputs registered, which nobody waits for.
    await setImmediate();
    await runtime.disconnect();
    for (const client of clients) client?.close();
  }
}
