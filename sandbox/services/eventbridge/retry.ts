/** When a failed delivery is tried again, and when no longer. */
import type { RetryPolicy } from '@aws-sdk/client-eventbridge';

const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE_SECONDS = 86_400;
const LONGEST_WAIT_MS = 480_000;

/** Which bound of the retry policy ended the attempts. */
export type ExhaustedRetryCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/**
 * Decides what follows a failed attempt that may be repeated.
 *
 * The wait doubles from one second up to eight minutes, which spreads 185 retries over the default day.
 * AWS adds jitter; here it is left out, so that a run can be repeated exactly.
 *
 * @param retries the retries made so far
 * @param ageMs how long ago the event was taken in
 * @returns the wait in milliseconds, or what is exhausted
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export function nextRetry(
  policy: RetryPolicy | undefined,
  retries: number,
  ageMs: number,
): number | ExhaustedRetryCondition {
  if (retries >= (policy?.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS)) return 'MaximumRetryAttempts';
  const wait = Math.min(1000 * 2 ** retries, LONGEST_WAIT_MS);
  const longest = (policy?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
  return ageMs + wait > longest ? 'MaximumEventAgeInSeconds' : wait;
}
