/** SendMessage and SendMessageBatch. */
import type { MessageAttributeValue, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws-error';
import type { Principal } from '../../core/principal';
import type { CallContext, Operations } from '../../core/service';
import { byUrl, DATA_EVENT } from './access';
import { numberOf } from './attributes';
import { eachEntry } from './batch';
import { md5, md5OfAttributes } from './digest';
import { useQueueKey } from './encryption';
import { addMessage } from './messages';
import { publishQueueLength } from './metrics';
import { placeOfUrl, type Queue, requireQueue, type SqsSdk } from './state';

const MEBIBYTE = 1_048_576;
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

type Sent = { MessageId: string; MD5OfMessageBody: string; MD5OfMessageAttributes?: string; SequenceNumber?: string };
type Outgoing = Omit<SendMessageCommandInput, 'QueueUrl'>;

export const sendingOperations: Operations<SqsSdk> = {
  SendMessage: {
    record: {
      ...DATA_EVENT,
      requestParameters: (input: SendMessageCommandInput) => ({ queueUrl: input.QueueUrl, messageBody: HIDDEN }),
    },
    access: byUrl('SendMessage'),
    handle: async (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      await useQueueKey(context, queue, ['kms:GenerateDataKey', 'kms:Decrypt']);
      return send(context, queue, input);
    },
  },
  SendMessageBatch: {
    record: {
      ...DATA_EVENT,
      requestParameters: (input: { QueueUrl?: string; Entries?: { Id?: string }[] }) => ({
        queueUrl: input.QueueUrl,
        entries: input.Entries?.map(({ Id }) => ({ id: Id, messageBody: HIDDEN })),
      }),
    },
    access: byUrl('SendMessage'),
    handle: async (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const entries = input.Entries ?? [];
      const bytes = entries.reduce(
        (sum, entry) => sum + sizeOf(entry.MessageBody ?? '', entry.MessageAttributes ?? {}),
        0,
      );
      if (bytes > MEBIBYTE)
        throw new AwsError(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${MEBIBYTE} bytes. You have sent ${bytes} bytes.`,
        );
      await useQueueKey(context, queue, ['kms:GenerateDataKey', 'kms:Decrypt']);
      return eachEntry(entries, (entry) => send(context, queue, entry));
    },
  },
};

function send(context: CallContext, queue: Queue, input: Outgoing): Sent {
  const body = input.MessageBody;
  if (body === undefined || body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  const attributes = input.MessageAttributes ?? {};
  checkMessage(queue, body, attributes, input.DelaySeconds);
  const traceHeader = input.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  const { id, sequenceNumber } = addMessage(queue, context.clock.now().getTime(), {
    body,
    attributes,
    senderId: senderId(context.principal),
    delaySeconds: input.DelaySeconds,
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(input.MessageGroupId === undefined ? {} : { groupId: input.MessageGroupId }),
    ...(input.MessageDeduplicationId === undefined ? {} : { deduplicationId: input.MessageDeduplicationId }),
  });
  publishQueueLength(context, queue);
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(body),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
    ...(sequenceNumber === undefined ? {} : { SequenceNumber: sequenceNumber }),
  };
}

function checkMessage(
  queue: Queue,
  body: string,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
  delaySeconds: number | undefined,
): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that SQS refuses.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(body))
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  const limit = numberOf(queue, 'MaximumMessageSize');
  if (sizeOf(body, attributes) > limit)
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  if (Object.keys(attributes).length > 10)
    throw new AwsError('InvalidParameterValue', 'Number of message attributes exceeds the allowed maximum [10].');
  for (const [name, value] of Object.entries(attributes)) {
    if (!/^(String|Number|Binary)(\..+)?$/.test(value.DataType ?? ''))
      throw new AwsError(
        'InvalidParameterValue',
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    if ((value.StringValue ?? '') === '' && (value.BinaryValue ?? new Uint8Array()).length === 0)
      throw new AwsError(
        'InvalidParameterValue',
        `The message (user) attribute '${name}' must contain a non-empty value of type '${value.DataType}'.`,
      );
  }
  if (delaySeconds === undefined) return;
  if (delaySeconds < 0 || delaySeconds > 900 || queue.fifo)
    throw new AwsError(
      'InvalidParameterValue',
      queue.fifo
        ? `Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`
        : `Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
}

function sizeOf(body: string, attributes: Readonly<Record<string, MessageAttributeValue>>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType = '', StringValue = '', BinaryValue }]) =>
      sum + Buffer.byteLength(name) + DataType.length + (BinaryValue?.length ?? Buffer.byteLength(StringValue)),
    Buffer.byteLength(body),
  );
}

function senderId(principal: Principal): string {
  return principal.kind === 'service' ? principal.service : `${principal.roleId}:${principal.sessionName}`;
}
