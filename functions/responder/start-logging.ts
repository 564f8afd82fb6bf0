/** The repair of a trail that was stopped: level-triggered, so that once, twice or out of order end the same. */

/** What CloudTrail says of a trail. */
export interface TrailStatus {
  readonly isLogging: boolean;
  /** When logging was last stopped. */
  readonly stoppedAt?: string;
  /** When logging was last started. */
  readonly startedAt?: string;
  /** Why the last log file could not be delivered. */
  readonly deliveryError?: string;
}

/** One trail, reached with the repair role of the account that owns it, in its home Region. */
export interface TrailControl {
  status(): Promise<TrailStatus>;
  startLogging(): Promise<void>;
}

export type RepairOutcome =
  /** The state was right already. */
  | 'intact'
  | 'repaired'
  /** Not repaired, because the mode is `observe`. */
  | 'observed'
  | 'failed';

/** What a repair found, did and verified, each as a sentence for people. */
export interface RepairResult {
  readonly outcome: RepairOutcome;
  readonly found: string;
  readonly done: string;
  readonly verified: string;
  /** Why it failed. */
  readonly error?: unknown;
}

/**
 * Reads whether the trail is logging, starts it if not, and reads again. A read that fails does not stand in the way: starting
 * a trail that is logging changes nothing.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
 */
export async function startLogging(trail: TrailControl, enforce: boolean): Promise<RepairResult> {
  let found: string;
  try {
    const before = await trail.status();
    if (before.isLogging)
      return {
        outcome: 'intact',
        found: describe(before),
        done: 'Nothing: there was nothing to repair.',
        verified: describe(before),
      };
    found = describe(before);
  } catch (error) {
    found = `The status of the trail could not be read: ${messageOf(error)}`;
    if (!enforce)
      return { outcome: 'failed', found, done: 'Nothing: the mode is observe.', verified: 'Not verified.', error };
  }
  if (!enforce)
    return {
      outcome: 'observed',
      found,
      done: 'Nothing: the mode is observe. In enforce mode: cloudtrail:StartLogging.',
      verified: 'Not applicable.',
    };
  try {
    await trail.startLogging();
  } catch (error) {
    return {
      outcome: 'failed',
      found,
      done: `cloudtrail:StartLogging failed: ${messageOf(error)}`,
      verified: 'Not verified.',
      error,
    };
  }
  return verify(trail, found);
}

async function verify(trail: TrailControl, found: string): Promise<RepairResult> {
  const done = 'cloudtrail:StartLogging';
  try {
    const after = await trail.status();
    const result = { found, done, verified: describe(after) };
    if (after.isLogging) return { ...result, outcome: 'repaired' };
    return { ...result, outcome: 'failed', error: new Error('The trail was started, and is not logging.') };
  } catch (error) {
    return { outcome: 'failed', found, done, verified: `Not verified: ${messageOf(error)}`, error };
  }
}

/** The times tell of a stop that was repaired before, when only the alert about it got lost. */
function describe({ isLogging, stoppedAt, startedAt, deliveryError }: TrailStatus): string {
  const since = isLogging ? startedAt : stoppedAt;
  const before = isLogging && stoppedAt !== undefined ? ` It was stopped before, at ${stoppedAt}.` : '';
  const delivery = deliveryError === undefined ? '' : ` Its last delivery failed: ${deliveryError}.`;
  return `The trail is ${isLogging ? 'logging' : 'not logging'}${since === undefined ? '' : ` since ${since}`}.${before}${delivery}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
