/** Publish and PublishBatch. */
import { createHash, randomUUID } from 'node:crypto';
import type { MessageAttributeValue, PublishCommandInput } from '@aws-sdk/client-sns';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { CallContext, Operations, Recording } from '../../core/service';
import { topicAccess } from './access';
import { deliver } from './delivery';
import { useTopicKey } from './encryption';
import { passesFilter } from './filter';
import type { Notification } from './notification';
import { invalidParameter, placeOfArn, requireTopic, type SnsSdk, subscriptionsOf, type Topic } from './state';
import { MAXIMUM_MESSAGE_BYTES } from './topic-attributes';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
type Target = { readonly TopicArn?: string | undefined; readonly TargetArn?: string | undefined };
type Draft = Omit<PublishCommandInput, 'TopicArn' | 'TargetArn' | 'PhoneNumber'>;

/** Publishing is a data event: https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html */
const DATA_EVENT: Recording = {
  category: 'Data',
  requestParameters: (input: Target) => ({ topicArn: input.TopicArn ?? input.TargetArn, message: HIDDEN }),
  resources: (input: Target) => {
    const arn = input.TopicArn ?? input.TargetArn ?? '';
    return [{ ARN: arn, accountId: arn.split(':')[4] ?? '', type: 'AWS::SNS::Topic' }];
  },
};

export const publicationOperations: Operations<SnsSdk> = {
  Publish: {
    record: DATA_EVENT,
    access: (input, context) => {
      if (input.PhoneNumber !== undefined) throw notImplemented('sns', 'Publish to a phone number');
      return topicAccess(context, 'Publish', placeOfArn(input.TopicArn ?? input.TargetArn, context.region));
    },
    handle: async (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn ?? input.TargetArn, context.region));
      const notification = read(topic, input, context.clock.now());
      await useTopicKey(context, topic);
      return publish(context, topic, notification);
    },
  },
  PublishBatch: {
    record: DATA_EVENT,
    access: (input, context) => topicAccess(context, 'Publish', placeOfArn(input.TopicArn, context.region)),
    handle: async (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      const entries = input.PublishBatchRequestEntries ?? [];
      checkEntries(entries.map(({ Id = '' }) => Id));
      await useTopicKey(context, topic);
      const answer = {
        Successful: [] as { Id: string; MessageId: string }[],
        Failed: [] as { Id: string; Code: string; Message: string; SenderFault: boolean }[],
      };
      for (const entry of entries) {
        const Id = entry.Id ?? '';
        try {
          answer.Successful.push({ Id, ...publish(context, topic, read(topic, entry, context.clock.now())) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          answer.Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
        }
      }
      return answer;
    },
  },
};

function checkEntries(ids: readonly string[]): void {
  if (ids.length === 0)
    throw new AwsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.");
  if (ids.length > 10)
    throw new AwsError(
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
    );
  if (!ids.every((id) => /^[A-Za-z0-9_-]{1,80}$/.test(id)))
    throw new AwsError(
      'InvalidBatchEntryIdException',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  if (new Set(ids).size < ids.length)
    throw new AwsError(
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
    );
}

/** @throws AwsError `InvalidParameterException`, `InvalidParameterValueException` */
function read(topic: Topic, draft: Draft, publishedAt: Date): Notification {
  const { Message: message, Subject: subject, MessageStructure: structure, MessageAttributes: attributes = {} } = draft;
  if (message === undefined || message === '') throw invalidParameter('Empty message');
  if (structure !== undefined && structure !== 'json') throw invalidParameter('MessageStructure');
  if (subject !== undefined) checkSubject(subject);
  checkAttributes(attributes);
  const limit = Number(topic.attributes.get('MaximumMessageSize') ?? MAXIMUM_MESSAGE_BYTES);
  if (sizeOf(message, attributes) > limit) throw invalidParameter('Message too long');
  const messages = structure === 'json' ? readMessages(message) : {};
  return {
    messageId: randomUUID(),
    topicArn: topic.arn,
    publishedAt,
    message: messages.default ?? message,
    messages,
    attributes,
    ...(subject === undefined ? {} : { subject }),
    ...orderOf(topic, draft),
  };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function checkSubject(subject: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what SNS refuses.
  if (subject === '' || subject.length >= 100 || /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(subject))
    throw invalidParameter('Subject');
}

function checkAttributes(attributes: Readonly<Record<string, MessageAttributeValue>>): void {
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(attributes)) {
    const refuse = (reason: string): AwsError =>
      new AwsError('InvalidParameterValueException', `The message attribute '${name}' ${reason}`);
    if (!/^(String|Number|Binary)(\..+)?$/.test(DataType))
      throw refuse(
        'has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.',
      );
    if (StringValue === '' && (BinaryValue?.length ?? 0) === 0)
      throw refuse(`must contain non-empty message attribute value for message attribute type '${DataType}'.`);
    if (DataType === 'Number' && !Number.isFinite(Number(StringValue)))
      throw refuse('could not be parsed as a number.');
    if (DataType === 'String.Array' && !isArray(StringValue)) throw refuse('could not be parsed as an array.');
  }
}

function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function sizeOf(message: string, attributes: Readonly<Record<string, MessageAttributeValue>>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType = '', StringValue = '', BinaryValue }]) =>
      sum + Buffer.byteLength(name) + DataType.length + (BinaryValue?.length ?? Buffer.byteLength(StringValue)),
    Buffer.byteLength(message),
  );
}

function readMessages(text: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value as Record<string, unknown>) : [];
  const messages = Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  if (messages.default === undefined)
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return messages;
}

/** The members that only FIFO topics, and for the group also their standard kin with FIFO subscribers, take. */
function orderOf(topic: Topic, draft: Draft): Pick<Notification, 'groupId' | 'deduplicationId'> {
  const groupId = draft.MessageGroupId;
  if (!topic.fifo) {
    if (draft.MessageDeduplicationId !== undefined)
      throw invalidParameter(
        'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      );
    return groupId === undefined ? {} : { groupId };
  }
  if (groupId === undefined) throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  const byContent = topic.attributes.get('ContentBasedDeduplication') === 'true';
  const deduplicationId =
    draft.MessageDeduplicationId ??
    (byContent
      ? createHash('sha256')
          .update(draft.Message ?? '')
          .digest('hex')
      : undefined);
  if (deduplicationId === undefined)
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  return { groupId, deduplicationId };
}

function publish(context: CallContext, topic: Topic, notification: Notification): { MessageId: string } {
  for (const subscription of subscriptionsOf(topic, context.clock.now()))
    if (subscription.confirmed && passesFilter(subscription, notification))
      deliver(context, subscription, notification);
  return { MessageId: notification.messageId };
}
