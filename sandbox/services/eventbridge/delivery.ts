/** The way of one event to one target: attempts, retries, and the dead-letter queue at the end. */
import type { Cloud } from '../../core/service';
import type { BusReference } from './arn';
import { sendToDeadLetterQueue } from './dead-letter';
import { failureOf } from './delivery-failure';
import { count, logAttempt } from './delivery-log';
import type { EventEnvelope } from './envelope';
import { nextRetry } from './retry';
import type { Target } from './state';
import { send } from './target-call';

/** One event for one target, with the rule and the target as they were when the event matched. */
export interface Delivery {
  readonly bus: BusReference;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly target: Target;
  readonly event: EventEnvelope;
  /** Whether the event came to this bus from another one; such an event goes to no further bus. */
  readonly forwarded: boolean;
  /** When the bus took the event in. */
  readonly ingestedAt: Date;
}

/** An event that another bus admitted. */
export interface Arrival {
  readonly bus: BusReference;
  readonly event: EventEnvelope;
}

/**
 * Sends the event as soon as the clock comes round, and again while that may help.
 *
 * @param onward takes in what another bus admitted, when the target is a bus
 */
export function deliver(cloud: Cloud, delivery: Delivery, onward: (arrival: Arrival) => void): void {
  cloud.clock.after(0, () => attempt(cloud, delivery, onward, 0));
}

async function attempt(
  cloud: Cloud,
  delivery: Delivery,
  onward: (arrival: Arrival) => void,
  retries: number,
): Promise<void> {
  const { state, clock } = cloud;
  const { ruleArn, target, event } = delivery;
  const entry = {
    time: clock.now(),
    ruleArn,
    targetId: target.Id,
    targetArn: target.Arn,
    eventId: event.id,
    retry: retries,
  };
  try {
    const arrival = await send(cloud, delivery);
    count(state, ruleArn, 'Invocations');
    logAttempt(state, { ...entry, ...(arrival && { forwardedId: arrival.event.id }), outcome: 'DELIVERED' });
    if (arrival !== undefined) onward(arrival);
  } catch (error) {
    const failure = failureOf(error);
    const failed = { ...entry, outcome: failure.code, message: failure.message };
    const age = clock.now().getTime() - delivery.ingestedAt.getTime();
    const next = failure.retryable ? nextRetry(target.RetryPolicy, retries, age) : undefined;
    if (typeof next === 'number') {
      logAttempt(state, { ...failed, next: 'RETRY' });
      clock.after(next, () => attempt(cloud, delivery, onward, retries + 1));
      return;
    }
    count(state, ruleArn, 'Invocations');
    count(state, ruleArn, 'FailedInvocations');
    const kept = await sendToDeadLetterQueue(cloud, delivery, failure, retries, next);
    logAttempt(state, { ...failed, next: kept ? 'DEAD_LETTER_QUEUE' : 'DROPPED' });
  }
}
