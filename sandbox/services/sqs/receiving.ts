/** ReceiveMessage, and what a receiver does with a message afterwards. */
import type { Message as MessageView, ReceiveMessageCommandInput } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { byUrl, DATA_EVENT } from './access';
import { onArrival } from './arrivals';
import { numberOf } from './attributes';
import { eachEntry } from './batch';
import { md5, md5OfAttributes } from './digest';
import { useQueueKey } from './encryption';
import { changeVisibility, deleteMessage, nextVisibleAt, takeMessages } from './messages';
import { type Message, placeOfUrl, type Queue, requireQueue, type SqsSdk } from './state';

export const receivingOperations: Operations<SqsSdk> = {
  ReceiveMessage: {
    record: { ...DATA_EVENT, readOnly: true },
    access: byUrl('ReceiveMessage'),
    handle: async (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const limit = within('MaxNumberOfMessages', input.MaxNumberOfMessages ?? 1, 1, 10);
      const visibility = within(
        'VisibilityTimeout',
        input.VisibilityTimeout ?? numberOf(queue, 'VisibilityTimeout'),
        0,
        43_200,
      );
      const initialWait = input.WaitTimeSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds');
      const wait = within('WaitTimeSeconds', initialWait, 0, 20);
      await useQueueKey(context, queue, ['kms:Decrypt']);
      const taken = await poll(context, queue, limit, visibility, wait);
      return taken.length === 0 ? {} : { Messages: taken.map((message) => viewOf(message, input)) };
    },
  },
  DeleteMessage: {
    record: DATA_EVENT,
    access: byUrl('DeleteMessage'),
    handle: (input, context) => {
      deleteMessage(requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region)), input.ReceiptHandle);
      return {};
    },
  },
  DeleteMessageBatch: {
    record: DATA_EVENT,
    access: byUrl('DeleteMessage'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      return eachEntry(input.Entries ?? [], (entry) => {
        deleteMessage(queue, entry.ReceiptHandle);
        return {};
      });
    },
  },
  ChangeMessageVisibility: {
    record: DATA_EVENT,
    access: byUrl('ChangeMessageVisibility'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      changeVisibility(queue, context.clock.now().getTime(), input.ReceiptHandle, input.VisibilityTimeout);
      return {};
    },
  },
  ChangeMessageVisibilityBatch: {
    record: DATA_EVENT,
    access: byUrl('ChangeMessageVisibility'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const now = context.clock.now().getTime();
      return eachEntry(input.Entries ?? [], (entry) => {
        changeVisibility(queue, now, entry.ReceiptHandle, entry.VisibilityTimeout);
        return {};
      });
    },
  },
};

function within(name: string, value: number, least: number, greatest: number): number {
  if (Number.isInteger(value) && value >= least && value <= greatest) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${greatest}, if provided.`,
  );
}

/**
 * Takes messages, waiting for the first one up to `waitSeconds`. A virtual clock stands still while nobody moves it, so
 * there is nothing to wait for: the answer is what is there now.
 */
async function poll(
  { state, clock }: CallContext,
  queue: Queue,
  limit: number,
  visibility: number,
  waitSeconds: number,
): Promise<Message[]> {
  const deadline = clock.now().getTime() + waitSeconds * 1000;
  for (;;) {
    const now = clock.now().getTime();
    const taken = takeMessages(state, queue, now, limit, visibility);
    if (taken.length > 0 || clock.mode === 'virtual' || now >= deadline) return taken;
    const until = Math.min(deadline, nextVisibleAt(queue, now) ?? deadline);
    await new Promise<void>((resolve) => {
      const cancel = onArrival(queue, () => {
        timer.cancel();
        resolve();
      });
      const timer = clock.after(Math.max(1, until - now), () => {
        cancel();
        resolve();
      });
    });
  }
}

type Asked = Pick<
  ReceiveMessageCommandInput,
  'AttributeNames' | 'MessageSystemAttributeNames' | 'MessageAttributeNames'
>;

function viewOf(message: Message, asked: Asked): MessageView {
  const system = systemAttributes(message, [
    ...(asked.AttributeNames ?? []),
    ...(asked.MessageSystemAttributeNames ?? []),
  ]);
  const names = asked.MessageAttributeNames ?? [];
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => names.some((pattern) => selects(pattern, name))),
  );
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length === 0 ? {} : { Attributes: system }),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest, MessageAttributes: attributes }),
  };
}

/** `All`, `.*`, a prefix with `.*`, or a name. */
function selects(pattern: string, name: string): boolean {
  if (pattern === 'All' || pattern === '.*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -2)) : name === pattern;
}

function systemAttributes(message: Message, names: readonly string[]): Record<string, string> {
  const all: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.sourceArn,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.sequenceNumber,
  };
  const chosen: Record<string, string> = {};
  for (const [name, value] of Object.entries(all))
    if (value !== undefined && (names.includes('All') || names.includes(name))) chosen[name] = value;
  return chosen;
}
