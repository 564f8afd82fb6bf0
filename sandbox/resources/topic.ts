/** `aws.sns.Topic` and `aws.sns.TopicPolicy`. */
import type { sns } from '@pulumi/aws';
import { adapter, jsonText, type Plain, required, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { listedTags, tagList, tagListState, updateTags } from './tags';

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

/** Those and the one that a new topic gets with its name. */
const CHANGEABLE = [...SETTABLE, ['fifoThroughputScope', 'FifoThroughputScope'] as const];

export const topic = adapter<sns.TopicArgs, sns.TopicState>({
  type: 'aws:sns/topic:Topic',
  inputs: [...SETTABLE.map(([input]) => input), 'fifoThroughputScope', 'fifoTopic', 'name', 'region', 'tags'],
  required: [],
  replacedBy: ['fifoTopic', 'name', 'region'],
  computed: ['fifoThroughputScope', 'name', 'policy', 'signatureVersion', 'tracingConfig'],

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
      await cloud.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue: attributeText(value) });
    }
    return required(TopicArn, 'TopicArn');
  },

  async update(cloud, id, news, olds) {
    const changed = changes(topic, news, olds);
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('sns', 'UntagResource', { ResourceArn: id, TagKeys }),
      tag: (tags) => cloud.call('sns', 'TagResource', { ResourceArn: id, Tags: listedTags(tags) }),
    });
    for (const [input, AttributeName] of CHANGEABLE) {
      if (!changed(input)) continue;
      // What is left out goes, and the only attribute without an empty text is a fact.
      const AttributeValue = attributeText(news[input] ?? (input === 'contentBasedDeduplication' ? false : ''));
      await cloud.call('sns', 'SetTopicAttributes', { TopicArn: id, AttributeName, AttributeValue });
    }
  },

  async delete(cloud, id) {
    await unless(['NotFoundException'], () => cloud.call('sns', 'DeleteTopic', { TopicArn: id }));
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
  required: ['arn', 'policy'],
  replacedBy: ['arn', 'region'],

  async create(cloud, { arn, policy }) {
    await putPolicy(cloud, arn, policy);
    return arn;
  },

  async update(cloud, id, news, olds) {
    if (changes(topicPolicy, news, olds)('policy')) await putPolicy(cloud, id, news.policy);
  },

  /** No topic is without a policy, so it gets the one that it was made with. */
  async delete(cloud, id) {
    await unless(['NotFoundException'], () => putPolicy(cloud, id, defaultPolicy(id)));
  },

  async read(cloud, id) {
    const found = await unless(['NotFoundException'], () => cloud.call('sns', 'GetTopicAttributes', { TopicArn: id }));
    const { Owner, Policy }: Partial<Record<string, string>> = found?.Attributes ?? {};
    return Policy ? { arn: id, owner: Owner, policy: Policy } : undefined;
  },
});

function attributeText(value: string | number | boolean | object): string {
  return typeof value === 'object' ? jsonText(value) : String(value);
}

function putPolicy(cloud: ProviderCloud, TopicArn: string, policy: string | object): Promise<unknown> {
  return cloud.call('sns', 'SetTopicAttributes', {
    TopicArn,
    AttributeName: 'Policy',
    AttributeValue: jsonText(policy),
  });
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function defaultPolicy(topicArn: string): object {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
    'Receive',
  ];
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': topicArn.split(':')[4] } },
      },
    ],
  };
}
