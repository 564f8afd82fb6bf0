/** The attributes of a topic: which can be set, what they may hold, and how they read. */
import { AwsError } from '../../core/aws-error';
import { parsePolicy } from '../../core/policy-document';
import type { PolicyDocument } from '../../core/service';
import type { State } from '../../core/state';
import { missingPrincipals } from '../iam/principals';
import { invalidParameter, subscriptionsOf, type Topic, type TopicPlace, topicArn } from './state';

/** A topic takes messages up to this size unless `MaximumMessageSize` says otherwise. */
export const MAXIMUM_MESSAGE_BYTES = 262_144;

const FEEDBACK = ['Application', 'Firehose', 'HTTP', 'Lambda', 'SQS'].flatMap((protocol) =>
  ['SuccessFeedbackRoleArn', 'SuccessFeedbackSampleRate', 'FailureFeedbackRoleArn'].map((kind) => protocol + kind),
);
const FREE = ['DeliveryPolicy', 'DisplayName', 'KmsMasterKeyId', ...FEEDBACK];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ContentBasedDeduplication: ['true', 'false'],
  FifoThroughputScope: ['Topic', 'MessageGroup'],
  FifoTopic: ['true', 'false'],
  SignatureVersion: ['1', '2'],
  TracingConfig: ['PassThrough', 'Active'],
};
const OWNER_ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];
const DELIVERY_POLICY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
  },
};

/** The policy of a topic that nobody gave one: its own account, and nobody else. */
export function defaultPolicy(place: TopicPlace): PolicyDocument {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: OWNER_ACTIONS.map((action) => `SNS:${action}`),
        Resource: topicArn(place),
        Condition: { StringEquals: { 'AWS:SourceOwner': place.account } },
      },
    ],
  };
}

/** @throws AwsError `InvalidParameterException` */
export function setTopicAttribute(state: State, topic: Topic, name: string, value: string): void {
  if (name === 'Policy') {
    topic.policy = value === '' ? defaultPolicy(topic) : readPolicy(state, value);
    if (value === '') topic.attributes.delete(name);
    else topic.attributes.set(name, value);
    return;
  }
  const choices = CHOICES[name];
  const bytes = Number(value);
  if (choices !== undefined) {
    if (!choices.includes(value)) throw invalidParameter(`Attributes Reason: ${name}: Invalid value [${value}]`);
  } else if (name === 'MaximumMessageSize') {
    if (!Number.isInteger(bytes) || bytes < 1024 || bytes > 1_048_576)
      throw invalidParameter(`Attributes Reason: ${name}: Invalid value [${value}]`);
  } else if (!FREE.includes(name)) throw invalidParameter('AttributeName');
  if (name === 'DisplayName' && value.length > 100) throw invalidParameter('DisplayName Reason: too long');
  if (value === '') topic.attributes.delete(name);
  else topic.attributes.set(name, value);
}

function readPolicy(state: State, text: string): PolicyDocument {
  try {
    const policy = parsePolicy(text, { kind: 'resource', code: 'InvalidParameterException' });
    if (missingPrincipals(state, policy).length > 0) throw invalidParameter('Policy Error: PrincipalNotFound');
    return policy;
  } catch (error) {
    if (!(error instanceof AwsError) || error.message.startsWith('Invalid parameter: ')) throw error;
    throw invalidParameter(`Policy Error: ${error.message}`);
  }
}

export function readTopicAttributes(topic: Topic, now: Date): Record<string, string> {
  const subscriptions = subscriptionsOf(topic, now);
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed).length;
  const fifo = topic.fifo ? { FifoTopic: 'true', ContentBasedDeduplication: 'false' } : {};
  return {
    DisplayName: '',
    EffectiveDeliveryPolicy: topic.attributes.get('DeliveryPolicy') ?? JSON.stringify(DELIVERY_POLICY),
    ...fifo,
    ...Object.fromEntries(topic.attributes),
    Owner: topic.account,
    Policy: topic.attributes.get('Policy') ?? JSON.stringify(topic.policy),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
    SubscriptionsPending: String(subscriptions.length - confirmed),
    TopicArn: topic.arn,
  };
}
