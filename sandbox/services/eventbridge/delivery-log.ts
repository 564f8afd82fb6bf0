/** What became of every event that a rule sent to a target: each attempt, and AWS's metrics per rule. */
import { type State, store } from '../../core/state';
import type { DeliveryFailureCode } from './delivery-failure';

/** One attempt to hand one event to one target. */
export interface DeliveryAttempt {
  readonly time: Date;
  readonly ruleArn: string;
  readonly targetId: string;
  readonly targetArn: string;
  /** The event's id on the rule's bus. */
  readonly eventId: string;
  /** The event's id on the bus that received it, when the target is one. */
  readonly forwardedId?: string;
  /** 0 for the first attempt. */
  readonly retry: number;
  readonly outcome: 'DELIVERED' | DeliveryFailureCode;
  /** What the target answered, when it did not take the event. */
  readonly message?: string;
  /** What followed a failure. */
  readonly next?: 'RETRY' | 'DEAD_LETTER_QUEUE' | 'DROPPED';
}

/**
 * The metrics of one rule, counted as `AWS/Events` counts them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export interface RuleMetrics {
  /** Events that the rule matched. */
  readonly MatchedEvents: number;
  /** Invocations that ended, well or not; a retry does not count by itself. */
  readonly Invocations: number;
  /** Invocations that failed for good. */
  readonly FailedInvocations: number;
  readonly InvocationsSentToDlq: number;
  readonly InvocationsFailedToBeSentToDlq: number;
}

interface Log {
  attempts: DeliveryAttempt[];
  readonly metrics: Map<string, Record<keyof RuleMetrics, number>>;
}

const KEPT_ATTEMPTS = 10_000;

const log = store<Log>('events-deliveries', 'organization', () => ({ attempts: [], metrics: new Map() }));

/** The last attempts of the whole organization, oldest first; at least the last five thousand are kept. */
export function deliveries(state: State): readonly DeliveryAttempt[] {
  return log.of(state, '', '').attempts;
}

export function logAttempt(state: State, attempt: DeliveryAttempt): void {
  const kept = log.of(state, '', '');
  kept.attempts.push(attempt);
  if (kept.attempts.length > KEPT_ATTEMPTS) kept.attempts = kept.attempts.slice(KEPT_ATTEMPTS / 2);
}

/** What a rule did so far; all zero for one that did nothing. */
export function metricsOf(state: State, ruleArn: string): RuleMetrics {
  return { ...counters(state, ruleArn) };
}

export function count(state: State, ruleArn: string, metric: keyof RuleMetrics): void {
  counters(state, ruleArn)[metric] += 1;
}

function counters(state: State, ruleArn: string): Record<keyof RuleMetrics, number> {
  const { metrics } = log.of(state, '', '');
  let found = metrics.get(ruleArn);
  if (found === undefined) {
    found = {
      MatchedEvents: 0,
      Invocations: 0,
      FailedInvocations: 0,
      InvocationsSentToDlq: 0,
      InvocationsFailedToBeSentToDlq: 0,
    };
    metrics.set(ruleArn, found);
  }
  return found;
}
