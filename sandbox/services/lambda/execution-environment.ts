/** One process that runs one revision of a function, one invocation at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const BOOTSTRAP = join(__dirname, 'bootstrap.cjs');
/** Lambda turns off what Node would otherwise do with ES modules: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const NODE_FLAGS = ['--no-experimental-require-module', '--no-experimental-detect-module'].filter((flag) =>
  process.allowedNodeEnvironmentFlags.has(flag),
);
/** What loading the handler may take: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INITIALIZATION_MS = 10_000;

export interface ProcessOptions {
  /** Everything that the process finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryInMiB: number;
  /** How far the organization's clock is ahead of the machine's. */
  readonly clockOffsetMs: number;
  /** The folder of all unpacked code, which a process removes when its parent is gone. */
  readonly packages: string;
}

export interface Request {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly clockOffsetMs: number;
}

export type Ending = 'success' | 'error' | 'crash' | 'timeout';

export interface Answer {
  readonly ending: Ending;
  /** JSON: what the handler returned, or the error's type, message and trace. */
  readonly payload: string;
  /** What the process wrote meanwhile, and while it started. */
  readonly lines: readonly string[];
  readonly durationMs: number;
  readonly memoryMiB: number;
}

interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

type Message = { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly error: FunctionError } | Answered;

interface Answered {
  readonly kind: 'answer';
  readonly memoryMiB: number;
  readonly payload?: string;
  readonly error?: FunctionError;
  /** The process ends itself after this. */
  readonly fatal?: boolean;
}

export class ExecutionEnvironment {
  readonly startedAtMs = performance.timeOrigin + performance.now();
  /** From starting the process to its handler being loaded; undefined until then. */
  initMs: number | undefined;
  private readonly child: ChildProcess;
  private readonly started: Promise<FunctionError | undefined>;
  private readonly ended: Promise<string>;
  private lines: string[] = [];
  private marks = 0;
  private memoryMiB = 0;
  private alive = true;
  private received: ((message: Message) => void) | undefined;
  private marked: (() => void) | undefined;

  constructor(options: ProcessOptions) {
    const begin = performance.now();
    this.child = fork(BOOTSTRAP, [String(options.clockOffsetMs), options.packages], {
      env: { ...options.variables },
      execArgv: [...NODE_FLAGS, `--max-old-space-size=${Math.floor(options.memoryInMiB * 0.9)}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) this.read(stream as Readable);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.alive = false;
        resolve(signal === null ? `exit status ${code}` : `signal: ${signal === 'SIGKILL' ? 'killed' : signal}`);
      });
      this.child.once('error', (error) => {
        this.alive = false;
        resolve(error.message);
      });
    });
    this.child.on('message', (message: Message) => this.received?.(message));
    this.started = new Promise((resolve) => {
      this.received = (message) => {
        if (message.kind === 'answer') return;
        this.initMs = performance.now() - begin;
        resolve(message.kind === 'failed' ? message.error : undefined);
      };
    });
  }

  /** Whether it can take another invocation. */
  get usable(): boolean {
    return this.alive;
  }

  /** Runs the handler once. A process that failed to start, crashed or ran out of time is not usable afterwards. */
  async invoke(request: Request): Promise<Answer> {
    this.hold(true);
    try {
      const failed = await within<FunctionError | undefined | string>(INITIALIZATION_MS, [this.started, this.ended]);
      const begin = performance.now();
      const outcome = failed === undefined ? await this.handle(request) : failed;
      return await this.conclude(request, outcome, performance.now() - begin);
    } finally {
      this.hold(false);
    }
  }

  /** Ends the process, whatever it is doing. */
  async close(): Promise<void> {
    if (this.alive) this.child.kill('SIGKILL');
    await this.ended;
  }

  private async handle(request: Request): Promise<Message | string> {
    this.marks = 0;
    const answered = new Promise<Message>((resolve) => {
      this.received = resolve;
    });
    const read = new Promise<void>((resolve) => {
      this.marked = resolve;
    });
    const { requestId, event, functionArn, timeoutMs, clockOffsetMs } = request;
    this.child.send({ requestId, event, functionArn, remainingMs: timeoutMs, clockOffsetMs });
    return within<Message | string>(timeoutMs, [
      Promise.all([answered, read]).then(([message]) => message),
      this.ended,
    ]);
  }

  private async conclude(
    { requestId, timeoutMs }: Request,
    outcome: Message | FunctionError | string,
    durationMs: number,
  ): Promise<Answer> {
    const answer = (ending: Ending, payload: unknown): Answer => {
      const lines = this.lines;
      this.lines = [];
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      return { ending, payload: text, lines, durationMs, memoryMiB: this.memoryMiB };
    };
    if (typeof outcome === 'string') {
      await this.close();
      const limitMs = this.initMs === undefined ? INITIALIZATION_MS : timeoutMs;
      const reason =
        outcome === 'timeout'
          ? `Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`
          : `Runtime exited ${outcome === 'exit status 0' ? 'without providing a reason' : `with error: ${outcome}`}`;
      const errorType = outcome === 'timeout' ? 'Sandbox.Timedout' : 'Runtime.ExitError';
      const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
      return answer(outcome === 'timeout' ? 'timeout' : 'crash', { errorType, errorMessage });
    }
    if ('errorType' in outcome) {
      await this.close();
      return answer('error', outcome);
    }
    if (outcome.kind !== 'answer') throw new Error(`A process answered an invocation with "${outcome.kind}".`);
    this.memoryMiB = outcome.memoryMiB;
    if (outcome.fatal === true) await this.ended;
    return outcome.error === undefined ? answer('success', outcome.payload ?? 'null') : answer('error', outcome.error);
  }

  private read(stream: Readable): void {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!line.startsWith('\0')) this.lines.push(line);
        else if (++this.marks === 2) this.marked?.();
      }
    });
    stream.on('end', () => {
      if (rest !== '') this.lines.push(rest);
    });
  }

  /** Only a process that works keeps this one from ending. */
  private hold(working: boolean): void {
    const method = working ? 'ref' : 'unref';
    this.child[method]();
    this.child.channel?.[method]();
    for (const stream of [this.child.stdout, this.child.stderr])
      (stream as unknown as { ref(): void; unref(): void } | null)?.[method]();
  }
}

/** The first answer, or `timeout`. */
async function within<T>(limitMs: number, answers: readonly Promise<T>[]): Promise<T | 'timeout'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), limitMs);
  });
  try {
    return await Promise.race([...answers, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
