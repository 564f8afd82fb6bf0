/** The log stream of one process: what the function wrote, between the lines that Lambda adds. */
import { randomBytes } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import type { Answer } from './execution-environment';
import type { Credentials } from './execution-role';
import type { InvocationReport } from './runtime';
import type { LambdaFunction } from './state';

export class FunctionLog {
  readonly stream: string;
  private created = false;

  constructor(now: Date) {
    const [year, month, day] = now.toISOString().slice(0, 10).split('-');
    this.stream = `${year}/${month}/${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
  }

  /**
   * Writes one invocation's lines, as the execution role and only if that role may; they are lost otherwise, as in AWS.
   *
   * @returns the lines
   */
  write(
    cloud: Cloud,
    fn: LambdaFunction,
    credentials: Credentials,
    report: InvocationReport,
    answer: Answer,
  ): readonly string[] {
    const now = cloud.clock.now();
    const lines = linesOf(fn, now, report, answer);
    cloud.clock.after(0, async () => {
      try {
        await this.put(cloud, fn, credentials, now, lines);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
      }
    });
    return lines;
  }

  private async put(
    cloud: Cloud,
    fn: LambdaFunction,
    principal: Credentials,
    at: Date,
    lines: readonly string[],
  ): Promise<void> {
    const { LogGroup: logGroupName } = fn.settings.logging;
    const logs = (operation: string, input: object): Promise<unknown> =>
      cloud.call({ principal, region: fn.region, service: 'logs', operation, input: { logGroupName, ...input } });
    const createStream = (): Promise<unknown> => logs('CreateLogStream', { logStreamName: this.stream });
    if (!this.created) {
      try {
        await createStream().catch(unless('ResourceAlreadyExistsException'));
      } catch (error) {
        if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
        await logs('CreateLogGroup', {}).catch(unless('ResourceAlreadyExistsException'));
        await createStream().catch(unless('ResourceAlreadyExistsException'));
      }
      this.created = true;
    }
    const logEvents = lines.map((message) => ({ timestamp: at.getTime(), message: message === '' ? ' ' : message }));
    await logs('PutLogEvents', { logStreamName: this.stream, logEvents });
  }
}

function unless(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof AwsError) || error.code !== code) throw error;
  };
}

function linesOf(fn: LambdaFunction, now: Date, report: InvocationReport, answer: Answer): string[] {
  const { requestId, initMs, durationMs, memoryMiB } = report;
  const { ending, lines, payload } = answer;
  const billedMs = Math.ceil(durationMs + (initMs ?? 0));
  const time = now.toISOString();
  if (fn.settings.logging.LogFormat === 'JSON') {
    const platform = (type: string, record: object): string =>
      JSON.stringify({ time, type: `platform.${type}`, record: { requestId, ...record } });
    const status = { success: 'success', error: 'error', crash: 'failure', timeout: 'timeout' }[ending];
    const metrics = {
      durationMs: Number(durationMs.toFixed(3)),
      billedDurationMs: billedMs,
      memorySizeMB: fn.settings.memoryInMiB,
      maxMemoryUsedMB: memoryMiB,
      ...(initMs === undefined ? {} : { initDurationMs: Number(initMs.toFixed(3)) }),
    };
    return [platform('start', { version: '$LATEST' }), ...lines, platform('report', { metrics, status })];
  }
  const trouble =
    ending === 'timeout'
      ? [`${time} ${requestId} Task timed out after ${fn.settings.timeoutInSeconds.toFixed(2)} seconds`]
      : ending === 'crash'
        ? [(JSON.parse(payload) as { errorMessage: string }).errorMessage]
        : [];
  const duration = `Duration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms`;
  const memory = `Memory Size: ${fn.settings.memoryInMiB} MB\tMax Memory Used: ${memoryMiB} MB`;
  const init = initMs === undefined ? '' : `\tInit Duration: ${initMs.toFixed(2)} ms`;
  return [
    `START RequestId: ${requestId} Version: $LATEST`,
    ...lines,
    ...trouble,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\t${duration}\t${memory}${init}\t`,
  ];
}
