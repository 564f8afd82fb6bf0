/** The life of messages in a queue: sent, received, hidden, deleted, expired, moved to a dead-letter queue. */
import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import type { State } from '../../core/state';
import { announceArrival } from './arrivals';
import { numberOf, redriveOf } from './attributes';
import { findQueue, type Message, placeOfArn, type Queue } from './state';

const DEDUPLICATION_MS = 5 * 60_000;

/** What a sender says about a message, besides what the queue adds. */
export type Draft = Pick<
  Message,
  'body' | 'attributes' | 'senderId' | 'traceHeader' | 'groupId' | 'deduplicationId'
> & {
  readonly delaySeconds?: number | undefined;
};

/** Drops what is older than the queue keeps messages, and deduplication ids that no longer count. */
export function expireMessages(queue: Queue, now: number): void {
  const oldest = now - numberOf(queue, 'MessageRetentionPeriod') * 1000;
  if (queue.messages.some((message) => message.sentAt <= oldest))
    queue.messages = queue.messages.filter((message) => message.sentAt > oldest);
  for (const [id, { at }] of queue.sent) if (now - at >= DEDUPLICATION_MS) queue.sent.delete(id);
}

/**
 * Puts a message into a queue. A FIFO queue answers a duplicate as if it were sent, and keeps one.
 *
 * @throws AwsError `MissingParameter`, `InvalidParameterValue`
 */
export function addMessage(queue: Queue, now: number, draft: Draft): { id: string; sequenceNumber?: string } {
  expireMessages(queue, now);
  const { delaySeconds = numberOf(queue, 'DelaySeconds'), ...rest } = draft;
  if (!queue.fifo) {
    const id = randomUUID();
    queue.messages.push({ ...rest, id, sentAt: now, visibleAt: now + delaySeconds * 1000, receiveCount: 0 });
    announceArrival(queue);
    return { id };
  }
  if (draft.groupId === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  const deduplicationId = draft.deduplicationId ?? contentId(queue, draft.body);
  const duplicateOf =
    queue.attributes.get('DeduplicationScope') === 'messageGroup'
      ? `${draft.groupId}\n${deduplicationId}`
      : deduplicationId;
  const earlier = queue.sent.get(duplicateOf);
  if (earlier !== undefined) return { id: earlier.id, sequenceNumber: earlier.sequenceNumber };
  const id = randomUUID();
  queue.lastSequenceNumber += 1;
  const sequenceNumber = String(queue.lastSequenceNumber).padStart(20, '0');
  const delayMs = numberOf(queue, 'DelaySeconds') * 1000;
  const visibleAt = now + delayMs;
  queue.messages.push({ ...rest, deduplicationId, id, sequenceNumber, sentAt: now, visibleAt, receiveCount: 0 });
  queue.sent.set(duplicateOf, { at: now, id, sequenceNumber });
  announceArrival(queue);
  return { id, sequenceNumber };
}

function contentId(queue: Queue, body: string): string {
  if (queue.attributes.get('ContentBasedDeduplication') === 'true')
    return createHash('sha256').update(body).digest('hex');
  throw new AwsError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

/** Takes up to `limit` visible messages and hides them for `visibilitySeconds`. */
export function takeMessages(
  state: State,
  queue: Queue,
  now: number,
  limit: number,
  visibilitySeconds: number,
): Message[] {
  expireMessages(queue, now);
  const redrive = redriveOf(queue);
  const blocked = blockedGroups(queue, now);
  const taken: Message[] = [];
  for (const message of [...queue.messages]) {
    if (taken.length >= limit) break;
    if (message.visibleAt > now || (message.groupId !== undefined && blocked.has(message.groupId) && queue.fifo))
      continue;
    if (redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount) {
      const place = placeOfArn(redrive.deadLetterTargetArn);
      const target = place && findQueue(state, place);
      if (target !== undefined) {
        moveMessage(queue, target, message, now);
        continue;
      }
    }
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + visibilitySeconds * 1000;
    message.receiptHandle = Buffer.from(`${message.id} ${randomUUID()}`).toString('base64');
    taken.push(message);
  }
  return taken;
}

/** A group of a FIFO queue waits while one of its messages is in flight or delayed. */
function blockedGroups(queue: Queue, now: number): Set<string> {
  const groups = new Set<string>();
  if (!queue.fifo) return groups;
  for (const message of queue.messages)
    if (message.visibleAt > now && message.groupId !== undefined) groups.add(message.groupId);
  return groups;
}

/** In a dead-letter queue a message keeps its id and the time it was first sent. */
function moveMessage(from: Queue, to: Queue, message: Message, now: number): void {
  from.messages = from.messages.filter((other) => other !== message);
  const { receiptHandle: _handle, ...kept } = message;
  to.messages.push({ ...kept, visibleAt: now, sourceArn: from.arn });
  announceArrival(to);
}

/**
 * The message that a receipt handle stands for; undefined when the message is gone or was received again since.
 *
 * @throws AwsError `ReceiptHandleIsInvalid`
 */
export function messageOf(queue: Queue, receiptHandle: string | undefined): Message | undefined {
  if (receiptHandle === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter ReceiptHandle.');
  if (!/^[0-9a-f-]{36} [0-9a-f-]{36}$/.test(Buffer.from(receiptHandle, 'base64').toString()))
    throw new AwsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
    );
  return queue.messages.find((message) => message.receiptHandle === receiptHandle);
}

/** Deletes a received message. A handle that no longer stands for one is answered as if it did, as AWS does. */
export function deleteMessage(queue: Queue, receiptHandle: string | undefined): void {
  const message = messageOf(queue, receiptHandle);
  if (message !== undefined) queue.messages = queue.messages.filter((other) => other !== message);
}

/**
 * Hides a received message for `seconds` from now; 0 makes it visible at once.
 *
 * @throws AwsError `InvalidParameterValue`, `MessageNotInflight`, `ReceiptHandleIsInvalid`
 */
export function changeVisibility(
  queue: Queue,
  now: number,
  receiptHandle: string | undefined,
  seconds: number | undefined,
): void {
  if (seconds === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter VisibilityTimeout.');
  if (seconds < 0 || seconds > 43_200)
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.`,
    );
  const message = messageOf(queue, receiptHandle);
  if (message === undefined || message.visibleAt <= now)
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
  message.visibleAt = now + seconds * 1000;
  if (seconds === 0) announceArrival(queue);
}

/** When the next hidden message becomes visible; undefined when none will. */
export function nextVisibleAt(queue: Queue, now: number): number | undefined {
  const times = queue.messages.map((message) => message.visibleAt).filter((time) => time > now);
  return times.length === 0 ? undefined : Math.min(...times);
}
