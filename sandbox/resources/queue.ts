/** `aws.sqs.Queue` and `aws.sqs.QueuePolicy`. */
import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import type { sqs } from '@pulumi/aws';
import { adapter, jsonText, type Plain, required, unless } from './adapter';
import { tagMap, tagState } from './tags';

type Args = Plain<sqs.QueueArgs>;

const TEXTS = {
  deduplicationScope: 'DeduplicationScope',
  fifoThroughputLimit: 'FifoThroughputLimit',
  kmsMasterKeyId: 'KmsMasterKeyId',
  policy: 'Policy',
  redriveAllowPolicy: 'RedriveAllowPolicy',
  redrivePolicy: 'RedrivePolicy',
} as const satisfies Partial<Record<keyof Args, QueueAttributeName>>;

const NUMBERS = {
  delaySeconds: 'DelaySeconds',
  kmsDataKeyReusePeriodSeconds: 'KmsDataKeyReusePeriodSeconds',
  maxMessageSize: 'MaximumMessageSize',
  messageRetentionSeconds: 'MessageRetentionPeriod',
  receiveWaitTimeSeconds: 'ReceiveMessageWaitTimeSeconds',
  visibilityTimeoutSeconds: 'VisibilityTimeout',
} as const satisfies Partial<Record<keyof Args, QueueAttributeName>>;

const FACTS = {
  contentBasedDeduplication: 'ContentBasedDeduplication',
  fifoQueue: 'FifoQueue',
  sqsManagedSseEnabled: 'SqsManagedSseEnabled',
} as const satisfies Partial<Record<keyof Args, QueueAttributeName>>;

const ATTRIBUTES: readonly [keyof Args, QueueAttributeName][] = Object.entries({
  ...TEXTS,
  ...NUMBERS,
  ...FACTS,
}) as [keyof Args, QueueAttributeName][];

export const queue = adapter<sqs.QueueArgs, sqs.QueueState>({
  type: 'aws:sqs/queue:Queue',
  inputs: [...ATTRIBUTES.map(([input]) => input), 'name', 'region', 'tags'],

  async create(cloud, inputs, name) {
    const given = ATTRIBUTES.filter(([input]) => inputs[input] !== undefined);
    const { QueueUrl } = await cloud.call('sqs', 'CreateQueue', {
      Attributes: Object.fromEntries(given.map(([input, attribute]) => [attribute, attributeText(inputs[input])])),
      QueueName: inputs.name ?? (inputs.fifoQueue ? `${name}.fifo` : name),
      tags: tagMap(cloud, inputs.tags),
    });
    return required(QueueUrl, 'QueueUrl');
  },

  async read(cloud, id) {
    const found = await unless(['QueueDoesNotExist'], () =>
      cloud.call('sqs', 'GetQueueAttributes', { QueueUrl: id, AttributeNames: ['All'] }),
    );
    if (found === undefined) return undefined;
    const attributes: Partial<Record<string, string>> = found.Attributes ?? {};
    const { Tags } = await cloud.call('sqs', 'ListQueueTags', { QueueUrl: id });
    const arn = required(attributes.QueueArn, 'QueueArn');
    return {
      ...pick(TEXTS, attributes, (text) => text),
      ...pick(NUMBERS, attributes, Number),
      ...pick(FACTS, attributes, (text) => text === 'true'),
      arn,
      name: arn.slice(arn.lastIndexOf(':') + 1),
      url: id,
      ...tagState(cloud, Tags),
    };
  },
});

export const queuePolicy = adapter<sqs.QueuePolicyArgs, sqs.QueuePolicyState>({
  type: 'aws:sqs/queuePolicy:QueuePolicy',
  inputs: ['policy', 'queueUrl', 'region'],

  async create(cloud, { policy, queueUrl }) {
    await cloud.call('sqs', 'SetQueueAttributes', { QueueUrl: queueUrl, Attributes: { Policy: jsonText(policy) } });
    return queueUrl;
  },

  async read(cloud, id) {
    const found = await unless(['QueueDoesNotExist'], () =>
      cloud.call('sqs', 'GetQueueAttributes', { QueueUrl: id, AttributeNames: ['Policy'] }),
    );
    const policy = found?.Attributes?.Policy;
    return policy ? { policy, queueUrl: id } : undefined;
  },
});

function attributeText(value: unknown): string {
  return typeof value === 'object' && value !== null ? jsonText(value) : String(value);
}

/** The properties whose attributes are set, their texts read as `parse` says. */
function pick<Table extends Record<string, string>, Value>(
  table: Table,
  attributes: Partial<Record<string, string>>,
  parse: (text: string) => Value,
): { [Key in keyof Table]?: Value } {
  const found: { [Key in keyof Table]?: Value } = {};
  for (const input of Object.keys(table) as (keyof Table & string)[]) {
    const text = attributes[table[input] ?? ''];
    if (text !== undefined) found[input] = parse(text);
  }
  return found;
}
