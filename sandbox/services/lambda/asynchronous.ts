/** Lambda's own queue of events: what it tries again, for how long, and what becomes of the rest. */
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { type Conclusion, deliverOutcome } from './destination';
import type { Invocation, LambdaRuntime } from './runtime';
import { findFunction, type LambdaFunction } from './state';

const MAXIMUM_AGE_SECONDS = 21_600;
const MAXIMUM_RETRIES = 2;
const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;

/** An event that Lambda has accepted and not yet disposed of. */
interface QueuedEvent {
  readonly fn: Pick<LambdaFunction, 'account' | 'region' | 'name'>;
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  readonly acceptedAtMs: number;
  /** How often the function ran for it. */
  attempts: number;
  /** How often it could not be run at all. */
  refusals: number;
  last?: Invocation;
}

/** Accepts an event; it runs as soon as the call that brought it has answered. */
export function acceptEvent(
  cloud: Cloud,
  runtime: LambdaRuntime,
  { account, region, name }: LambdaFunction,
  requestId: string,
  payload: string,
): void {
  const acceptedAtMs = cloud.clock.now().getTime();
  const event: QueuedEvent = {
    fn: { account, region, name },
    requestId,
    payload,
    acceptedAtMs,
    attempts: 0,
    refusals: 0,
  };
  cloud.clock.after(0, () => attempt(cloud, runtime, event));
}

/**
 * Function errors are tried again after one minute and after two more; throttling and faults of Lambda for as long as the
 * event may wait, with pauses from one second to five minutes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
async function attempt(cloud: Cloud, runtime: LambdaRuntime, event: QueuedEvent): Promise<void> {
  const fn = findFunction(cloud.state, event.fn);
  if (fn === undefined) return;
  const { maximumEventAgeInSeconds = MAXIMUM_AGE_SECONDS, maximumRetryAttempts = MAXIMUM_RETRIES } =
    fn.eventInvokeConfig ?? {};
  const conclude = (condition: Conclusion['condition']): Promise<void> =>
    deliverOutcome(cloud, runtime, fn, { ...event, condition });
  if (cloud.clock.now().getTime() - event.acceptedAtMs >= maximumEventAgeInSeconds * 1000)
    return conclude('EventAgeExceeded');
  if (fn.reservedConcurrency === 0) return conclude('RetriesExhausted');
  try {
    event.last = await runtime.inBackground(() => runtime.invoke(cloud, fn, event.requestId, event.payload));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** event.refusals);
    event.refusals += 1;
    cloud.clock.after(pauseMs, () => attempt(cloud, runtime, event));
    return;
  }
  event.attempts += 1;
  if (!event.last.failed) return conclude('Success');
  if (event.attempts > maximumRetryAttempts) return conclude('RetriesExhausted');
  cloud.clock.after(event.attempts * MINUTE_MS, () => attempt(cloud, runtime, event));
}
