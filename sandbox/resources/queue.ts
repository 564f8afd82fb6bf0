/** `aws.sqs.Queue` and `aws.sqs.QueuePolicy`. */
import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import type { sqs } from '@pulumi/aws';
import { adapter, jsonText, type Plain, required, unless } from './adapter';
import { changes } from './change';
import { type ProviderCloud, withoutUndefined } from './provider-cloud';
import { tagMap, tagState, updateTags } from './tags';

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

/** What the provider asks for where the program says nothing, whatever SQS would take by itself. */
const DEFAULTS: Partial<Args> = {
  maxMessageSize: 262_144,
  messageRetentionSeconds: 345_600,
  visibilityTimeoutSeconds: 30,
};

/** What stands for an input that is no longer said. */
const LEFT_OUT: Partial<Args> = {
  ...DEFAULTS,
  contentBasedDeduplication: false,
  delaySeconds: 0,
  kmsMasterKeyId: '',
  receiveWaitTimeSeconds: 0,
};

export const queue = adapter<sqs.QueueArgs, sqs.QueueState>({
  type: 'aws:sqs/queue:Queue',
  inputs: [...ATTRIBUTES.map(([input]) => input), 'name', 'region', 'tags'],
  required: [],
  replacedBy: ['fifoQueue', 'name', 'region'],
  defaults: DEFAULTS,
  computed: [
    'deduplicationScope',
    'fifoThroughputLimit',
    'kmsDataKeyReusePeriodSeconds',
    'name',
    'policy',
    'redriveAllowPolicy',
    'redrivePolicy',
    'sqsManagedSseEnabled',
  ],

  async create(cloud, inputs, name) {
    const Attributes = attributesOf({ ...DEFAULTS, ...withoutUndefined(inputs) });
    const QueueName = inputs.name ?? (inputs.fifoQueue ? `${name}.fifo` : name);
    const tags = tagMap(cloud, inputs.tags);
    const { QueueUrl } = await onceNameIsFree(cloud, () =>
      cloud.call('sqs', 'CreateQueue', { Attributes, QueueName, tags }),
    );
    return required(QueueUrl, 'QueueUrl');
  },

  async update(cloud, id, news, olds) {
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('sqs', 'UntagQueue', { QueueUrl: id, TagKeys }),
      tag: (Tags) => cloud.call('sqs', 'TagQueue', { QueueUrl: id, Tags }),
    });
    const changed = changes(queue, news, olds);
    const values = ATTRIBUTES.filter(([input]) => changed(input)).map(([input]) => [
      input,
      news[input] ?? LEFT_OUT[input],
    ]);
    if (values.length > 0)
      await cloud.call('sqs', 'SetQueueAttributes', {
        QueueUrl: id,
        Attributes: attributesOf(Object.fromEntries(values)),
      });
  },

  async delete(cloud, id) {
    await unless(['QueueDoesNotExist'], () => cloud.call('sqs', 'DeleteQueue', { QueueUrl: id }));
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
  required: ['policy', 'queueUrl'],
  replacedBy: ['queueUrl', 'region'],

  async create(cloud, { policy, queueUrl }) {
    await putPolicy(cloud, queueUrl, jsonText(policy));
    return queueUrl;
  },

  async update(cloud, id, news, olds) {
    if (changes(queuePolicy, news, olds)('policy')) await putPolicy(cloud, id, jsonText(news.policy));
  },

  async delete(cloud, id) {
    await unless(['QueueDoesNotExist'], () => putPolicy(cloud, id, ''));
  },

  async read(cloud, id) {
    const found = await unless(['QueueDoesNotExist'], () =>
      cloud.call('sqs', 'GetQueueAttributes', { QueueUrl: id, AttributeNames: ['Policy'] }),
    );
    const policy = found?.Attributes?.Policy;
    return policy ? { policy, queueUrl: id } : undefined;
  },
});

/** How long, in milliseconds, the provider tries again: SQS gives a deleted queue's name away after a minute. */
const PATIENCE = 90_000;

/** Tries as often as the provider does, at intervals that double from half a second to ten. */
async function onceNameIsFree<T>(cloud: ProviderCloud, create: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (let interval = 500; ; interval = Math.min(2 * interval, 10_000)) {
    const made = waited < PATIENCE ? await unless(['QueueDeletedRecently'], create) : await create();
    if (made !== undefined) return made;
    await cloud.wait(interval);
    waited += interval;
  }
}

function putPolicy(cloud: ProviderCloud, QueueUrl: string, Policy: string): Promise<unknown> {
  return cloud.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
}

/** The inputs that are queue attributes, as SQS spells them. */
function attributesOf(inputs: Partial<Args>): Record<string, string> {
  const given = ATTRIBUTES.filter(([input]) => inputs[input] !== undefined);
  return Object.fromEntries(given.map(([input, attribute]) => [attribute, attributeText(inputs[input])]));
}

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
