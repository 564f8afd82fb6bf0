/** The processes of every function: started when they are needed, kept warm, replaced when the function changes. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { unpack } from './deployment-package';
import { type Answer, type Ending, ExecutionEnvironment } from './execution-environment';
import { assumeExecutionRole, type Credentials } from './execution-role';
import { FunctionLog } from './function-log';
import { publishInvocation } from './metrics';
import type { LambdaFunction } from './state';
import { requireReadableVariables, variablesOf } from './variables';

/** A process gets a new session well before the old one expires. */
const SESSION_MS = 45 * 60_000;
const RESPONSE_BYTES = 6_291_556;

/** Folders of unpacked code that go when this process does, should nobody close their runtime before. */
const leftovers = new Set<string>();
process.once('exit', () => {
  for (const folder of leftovers) rmSync(folder, { recursive: true, force: true });
});

/** One invocation, as it was measured; durations are the machine's, not the organization's. */
export interface InvocationReport {
  readonly functionArn: string;
  readonly requestId: string;
  readonly ending: Ending;
  /** When the process was started, in milliseconds since 1970. */
  readonly processStartedAtMs: number;
  /** From starting the process to its handler being loaded; only in the process's first invocation. */
  readonly initMs?: number;
  readonly durationMs: number;
  readonly memoryMiB: number;
}

/** What an invocation came to. */
export interface Invocation {
  readonly failed: boolean;
  /** JSON. */
  readonly payload: string;
  readonly logLines: readonly string[];
}

/** A process with what belongs to it. */
interface Place {
  readonly arn: string;
  readonly revisionId: string;
  readonly credentials: Credentials;
  readonly process: ExecutionEnvironment;
  readonly log: FunctionLog;
  busy: boolean;
}

export class LambdaRuntime {
  /** Every invocation so far, oldest first. */
  readonly reports: InvocationReport[] = [];
  private readonly places = new Set<Place>();
  private readonly running = new Map<string, number>();
  private readonly sessions = new Map<string, Promise<Credentials>>();
  private readonly unpacked = new Set<string>();
  private readonly waiting: (() => void)[] = [];
  private packages: string | undefined;
  private free: number;
  private closed = false;

  /** @param processes how many asynchronous invocations run at once; Lambda's own queue holds the others back */
  constructor(processes = Math.max(4, 2 * availableParallelism())) {
    this.free = processes;
  }

  /**
   * Refuses what the sandbox cannot run.
   *
   * @throws AwsError `NotImplemented` for a function that is not written for Node.js
   */
  requireRunnable({ settings }: LambdaFunction): void {
    if (!settings.runtime.startsWith('nodejs')) throw notImplemented('lambda', `functions on ${settings.runtime}`);
  }

  /**
   * Runs a function once, in a warm process or a new one.
   *
   * @throws AwsError `TooManyRequestsException` beyond the function's reserved concurrency, `AccessDeniedException` when the
   *   execution role cannot be assumed, `KMSAccessDeniedException` and its kind when its variables cannot be decrypted
   */
  async invoke(cloud: Cloud, fn: LambdaFunction, requestId: string, event: string): Promise<Invocation> {
    const running = this.running.get(fn.arn) ?? 0;
    if (fn.reservedConcurrency !== undefined && running >= fn.reservedConcurrency)
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        Type: 'User',
      });
    this.running.set(fn.arn, running + 1);
    try {
      const place = await this.placeFor(cloud, fn);
      return await this.run(cloud, fn, place, requestId, event);
    } finally {
      this.running.set(fn.arn, (this.running.get(fn.arn) ?? 1) - 1);
    }
  }

  /** Does `work` once fewer asynchronous invocations are running than may run at once. */
  async inBackground<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }

  /** Ends the processes that are idle, as Lambda does after a while: what they remember is forgotten. */
  async cool(): Promise<void> {
    await Promise.all([...this.places].filter(({ busy }) => !busy).map((place) => this.retire(place)));
  }

  /** Ends every process and removes what was unpacked. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.places].map((place) => this.retire(place)));
    if (this.packages !== undefined) {
      rmSync(this.packages, { recursive: true, force: true });
      leftovers.delete(this.packages);
    }
    this.packages = undefined;
    this.unpacked.clear();
  }

  private async run(
    cloud: Cloud,
    fn: LambdaFunction,
    place: Place,
    requestId: string,
    event: string,
  ): Promise<Invocation> {
    const first = place.process.initMs === undefined;
    let answer: Answer;
    try {
      answer = await place.process.invoke({
        requestId,
        event,
        functionArn: fn.arn,
        timeoutMs: fn.settings.timeoutInSeconds * 1000,
        clockOffsetMs: offsetOf(cloud),
      });
    } finally {
      place.busy = false;
      if (!place.process.usable) this.places.delete(place);
    }
    const { ending, durationMs, memoryMiB } = answer;
    const { initMs, startedAtMs } = place.process;
    const report: InvocationReport = {
      functionArn: fn.arn,
      requestId,
      ending,
      processStartedAtMs: startedAtMs,
      ...(first && initMs !== undefined ? { initMs } : {}),
      durationMs,
      memoryMiB,
    };
    this.reports.push(report);
    publishInvocation(cloud, fn, report);
    const logLines = place.log.write(cloud, fn, place.credentials, report, answer);
    if (Buffer.byteLength(answer.payload) <= RESPONSE_BYTES)
      return { failed: ending !== 'success', payload: answer.payload, logLines };
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`;
    const payload = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
    return { failed: true, payload, logLines };
  }

  /** A warm process of the function's present revision, or a new one, taken; older ones are ended on the way. */
  private async placeFor(cloud: Cloud, fn: LambdaFunction): Promise<Place> {
    for (const place of this.places) {
      if (place.arn !== fn.arn || place.busy) continue;
      if (place.process.usable && place.revisionId === fn.revisionId && isFresh(cloud, place.credentials)) {
        place.busy = true;
        return place;
      }
      void this.retire(place);
    }
    const credentials = await this.session(cloud, fn);
    await requireReadableVariables(cloud, fn, credentials);
    if (this.closed) throw new Error('The functions of this organization have been shut down.');
    const folder = this.folderOf(fn);
    const log = new FunctionLog(cloud.clock.now());
    const place: Place = {
      arn: fn.arn,
      revisionId: fn.revisionId,
      credentials,
      log,
      process: new ExecutionEnvironment({
        variables: variablesOf(cloud, fn, credentials, { folder, logStream: log.stream }),
        memoryInMiB: fn.settings.memoryInMiB,
        clockOffsetMs: offsetOf(cloud),
        packages: this.packages ?? '',
      }),
      busy: true,
    };
    this.places.add(place);
    return place;
  }

  private async retire(place: Place): Promise<void> {
    this.places.delete(place);
    await place.process.close();
  }

  /** The session that a function's processes share, renewed before it expires or when the role changes. */
  private async session(cloud: Cloud, fn: LambdaFunction): Promise<Credentials> {
    const key = `${fn.arn} ${fn.settings.role}`;
    const kept = await this.sessions.get(key)?.catch(() => undefined);
    if (kept !== undefined && isFresh(cloud, kept)) return kept;
    const made = assumeExecutionRole(cloud, fn.settings.role, fn);
    this.sessions.set(key, made);
    try {
      return await made;
    } catch (error) {
      this.sessions.delete(key);
      if (!(error instanceof AwsError) || error.code !== 'AccessDenied') throw error;
      throw new AwsError('AccessDeniedException', 'The role defined for the function cannot be assumed by Lambda.');
    }
  }

  /** The credentials by which Lambda delivers a function's outcome. */
  credentialsOf(cloud: Cloud, fn: LambdaFunction): Promise<Credentials> {
    return this.session(cloud, fn);
  }

  private folderOf({ code }: LambdaFunction): string {
    this.packages ??= mkdtempSync(join(tmpdir(), 'trailwarden-functions-'));
    leftovers.add(this.packages);
    const folder = join(this.packages, Buffer.from(code.sha256, 'base64').toString('hex').slice(0, 32));
    if (!this.unpacked.has(folder)) {
      mkdirSync(folder, { recursive: true });
      unpack(code, folder);
      this.unpacked.add(folder);
    }
    return folder;
  }
}

function isFresh(cloud: Cloud, credentials: Credentials): boolean {
  return cloud.clock.now().getTime() - credentials.issuedAt.getTime() < SESSION_MS;
}

function offsetOf(cloud: Cloud): number {
  return cloud.clock.now().getTime() - Date.now();
}
