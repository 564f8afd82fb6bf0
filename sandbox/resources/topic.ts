/** `aws.sns.Topic` and `aws.sns.TopicPolicy`. */
import type { sns } from '@pulumi/aws';
import { adapter, jsonText, type Plain, required, unless } from './adapter';
import { tagList, tagListState } from './tags';

/** Topic attributes that `SetTopicAttributes` takes, by the input that carries them. */
const ATTRIBUTES = {
  contentBasedDeduplication: 'ContentBasedDeduplication',
  deliveryPolicy: 'DeliveryPolicy',
  displayName: 'DisplayName',
  kmsMasterKeyId: 'KmsMasterKeyId',
  policy: 'Policy',
  signatureVersion: 'SignatureVersion',
  tracingConfig: 'TracingConfig',
} as const satisfies Partial<Record<keyof Plain<sns.TopicArgs>, string>>;

const SETTABLE = Object.entries(ATTRIBUTES) as [keyof typeof ATTRIBUTES, string][];

export const topic = adapter<sns.TopicArgs, sns.TopicState>({
  type: 'aws:sns/topic:Topic',
  inputs: [...SETTABLE.map(([input]) => input), 'fifoThroughputScope', 'fifoTopic', 'name', 'region', 'tags'],

  async create(cloud, inputs, name) {
    // What makes a topic FIFO can only be said when it is made; all else is set afterwards, one attribute at a time.
    const { TopicArn } = await cloud.call('sns', 'CreateTopic', {
      Name: inputs.name ?? (inputs.fifoTopic ? `${name}.fifo` : name),
      Attributes: inputs.fifoTopic
        ? {
            FifoTopic: 'true',
            ...(inputs.fifoThroughputScope === undefined ? {} : { FifoThroughputScope: inputs.fifoThroughputScope }),
          }
        : undefined,
      Tags: tagList(cloud, inputs.tags),
    });
    for (const [input, AttributeName] of SETTABLE) {
      const value = inputs[input];
      if (value === undefined) continue;
      const AttributeValue = typeof value === 'object' ? jsonText(value) : String(value);
      await cloud.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
    }
    return required(TopicArn, 'TopicArn');
  },

  async read(cloud, id) {
    const found = await unless(['NotFoundException'], () => cloud.call('sns', 'GetTopicAttributes', { TopicArn: id }));
    if (found === undefined) return undefined;
    const attributes: Partial<Record<string, string>> = found.Attributes ?? {};
    const { Tags } = await cloud.call('sns', 'ListTagsForResource', { ResourceArn: id });
    const signatureVersion = attributes.SignatureVersion;
    return {
      arn: id,
      contentBasedDeduplication: attributes.ContentBasedDeduplication === 'true',
      deliveryPolicy: attributes.DeliveryPolicy,
      displayName: attributes.DisplayName,
      fifoThroughputScope: attributes.FifoThroughputScope,
      fifoTopic: attributes.FifoTopic === 'true',
      kmsMasterKeyId: attributes.KmsMasterKeyId,
      name: id.slice(id.lastIndexOf(':') + 1),
      owner: attributes.Owner,
      policy: attributes.Policy,
      signatureVersion: signatureVersion === undefined ? undefined : Number(signatureVersion),
      tracingConfig: attributes.TracingConfig,
      ...tagListState(cloud, Tags),
    };
  },
});

export const topicPolicy = adapter<sns.TopicPolicyArgs, sns.TopicPolicyState>({
  type: 'aws:sns/topicPolicy:TopicPolicy',
  inputs: ['arn', 'policy', 'region'],

  async create(cloud, { arn, policy }) {
    await cloud.call('sns', 'SetTopicAttributes', {
      TopicArn: arn,
      AttributeName: 'Policy',
      AttributeValue: jsonText(policy),
    });
    return arn;
  },

  async read(cloud, id) {
    const found = await unless(['NotFoundException'], () => cloud.call('sns', 'GetTopicAttributes', { TopicArn: id }));
    const { Owner, Policy }: Partial<Record<string, string>> = found?.Attributes ?? {};
    return Policy ? { arn: id, owner: Owner, policy: Policy } : undefined;
  },
});
