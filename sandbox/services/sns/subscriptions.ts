/** Subscribing to topics, confirming it, and ending it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Subscription as SubscriptionView } from '@aws-sdk/client-sns';
import { AwsError, notImplemented } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import { roleArn } from '../../core/principal';
import type { CallContext, Operations } from '../../core/service';
import { bySubscriptionArn, byTopicArn, topicAccess } from './access';
import { requestConfirmation } from './delivery';
import {
  invalidParameter,
  type Protocol,
  placeOfArn,
  requireSubscription,
  requireTopic,
  type SnsSdk,
  type Subscription,
  subscriptionsBy,
  subscriptionsOf,
  type Topic,
} from './state';
import { readSubscriptionAttributes, setSubscriptionAttributes } from './subscription-attributes';

/** What an endpoint of a protocol looks like. */
const ENDPOINTS: Readonly<Record<Protocol, RegExp>> = {
  sqs: /^arn:aws:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?$/,
  lambda: /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  'email-json': /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  http: /^http:\/\/\S+$/,
  https: /^https:\/\/\S+$/,
};
const UNMODELLED = ['application', 'firehose', 'sms'];

export const subscriptionOperations: Operations<SnsSdk> = {
  Subscribe: {
    access: (input, context) =>
      topicAccess(context, 'Subscribe', placeOfArn(input.TopicArn, context.region), {
        'sns:Protocol': input.Protocol ?? '',
        ...(input.Endpoint === undefined ? {} : { 'sns:Endpoint': input.Endpoint }),
      }),
    handle: (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      const { protocol, endpoint } = destination(topic, input.Protocol, input.Endpoint);
      const attributes = input.Attributes ?? {};
      const same = subscriptionsOf(topic, context.clock.now()).find(
        (other) => other.protocol === protocol && other.endpoint === endpoint,
      );
      if (same !== undefined) return again(context, same, attributes, input.ReturnSubscriptionArn === true);
      const subscription = draft(context, topic, protocol, endpoint);
      setSubscriptionAttributes(context.state, subscription, attributes);
      topic.subscriptions.set(subscription.arn, subscription);
      if (!subscription.confirmed) requestConfirmation(context, subscription);
      return { SubscriptionArn: shownArn(subscription, input.ReturnSubscriptionArn === true) };
    },
  },
  ConfirmSubscription: {
    access: (input, context) =>
      input.AuthenticateOnUnsubscribe === 'true'
        ? topicAccess(context, 'ConfirmSubscription', placeOfArn(input.TopicArn, context.region))
        : [],
    handle: (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      const subscription = subscriptionsOf(topic, context.clock.now()).find(({ token }) => token === input.Token);
      if (subscription === undefined) throw invalidParameter('Token');
      subscription.confirmed = true;
      subscription.authenticated = input.AuthenticateOnUnsubscribe === 'true';
      return { SubscriptionArn: subscription.arn };
    },
  },
  Unsubscribe: {
    access: bySubscriptionArn('Unsubscribe'),
    handle: (input, context) => {
      const { topic, subscription } = requireOwned(input.SubscriptionArn, context);
      if (!subscription.confirmed)
        throw invalidParameter(
          'SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation',
        );
      topic.subscriptions.delete(subscription.arn);
      topic.deletedSubscriptions += 1;
      return {};
    },
  },
  GetSubscriptionAttributes: {
    access: bySubscriptionArn('GetSubscriptionAttributes'),
    handle: (input, context) => ({
      Attributes: readSubscriptionAttributes(requireOwned(input.SubscriptionArn, context).subscription),
    }),
  },
  SetSubscriptionAttributes: {
    access: bySubscriptionArn('SetSubscriptionAttributes'),
    handle: (input, context) => {
      const { subscription } = requireOwned(input.SubscriptionArn, context);
      const { AttributeName: name = '', AttributeValue: value = '' } = input;
      setSubscriptionAttributes(context.state, subscription, { [name]: value });
      return {};
    },
  },
  ListSubscriptions: {
    handle: (input, context) =>
      listed(subscriptionsBy(context.state, context.account, context.region, context.clock.now()), input.NextToken),
  },
  ListSubscriptionsByTopic: {
    access: byTopicArn('ListSubscriptionsByTopic'),
    handle: (input, context) => {
      const topic = requireTopic(context.state, placeOfArn(input.TopicArn, context.region));
      return listed(subscriptionsOf(topic, context.clock.now()), input.NextToken);
    },
  },
};

function destination(
  topic: Topic,
  protocol: string | undefined,
  endpoint: string | undefined,
): { protocol: Protocol; endpoint: string } {
  if (UNMODELLED.includes(protocol ?? '')) throw notImplemented('sns', `Subscribe with protocol ${protocol}`);
  const shape = ENDPOINTS[protocol as Protocol] as RegExp | undefined;
  if (shape === undefined) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (!shape.test(endpoint ?? ''))
    throw invalidParameter(`Endpoint Reason: ${protocol} endpoint ${endpoint} is not valid`);
  if (topic.fifo && protocol !== 'sqs') throw invalidParameter(`Invalid protocol type: ${protocol}`);
  if (protocol === 'sqs' && !topic.fifo && endpoint?.endsWith('.fifo') === true)
    throw invalidParameter('Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
  return { protocol: protocol as Protocol, endpoint: endpoint ?? '' };
}

/** A queue or function of the subscriber's own account needs no confirmation; everything else has to confirm. */
function draft(context: CallContext, topic: Topic, protocol: Protocol, endpoint: string): Subscription {
  const { account, principal } = context;
  const own = (protocol === 'sqs' || protocol === 'lambda') && endpoint.split(':')[4] === account;
  return {
    arn: `${topic.arn}:${randomUUID()}`,
    topicArn: topic.arn,
    owner: account,
    principalArn: principal.kind === 'role' ? roleArn(principal) : principal.service,
    protocol,
    endpoint,
    createdAt: context.clock.now(),
    token: randomBytes(64).toString('hex'),
    confirmed: own,
    authenticated: own,
    attributes: new Map(),
  };
}

/** Subscribing an endpoint once more answers the subscription that there is; a pending one is asked again. */
function again(
  context: CallContext,
  subscription: Subscription,
  attributes: Readonly<Record<string, string>>,
  withArn: boolean,
): { SubscriptionArn: string } {
  const actual = readSubscriptionAttributes(subscription);
  for (const [name, value] of Object.entries(attributes))
    if ((actual[name] ?? '') !== value)
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
  if (!subscription.confirmed) requestConfirmation(context, subscription);
  return { SubscriptionArn: shownArn(subscription, withArn) };
}

function shownArn({ arn, confirmed }: Subscription, always: boolean): string {
  return confirmed || always ? arn : 'pending confirmation';
}

function listed(
  subscriptions: readonly Subscription[],
  nextToken: string | undefined,
): { Subscriptions: SubscriptionView[]; NextToken?: string } {
  const { items, next } = pageOf(subscriptions, ({ arn }) => arn, 100, nextToken, 'InvalidParameterException');
  const views = items.map(({ arn, owner, protocol, endpoint, topicArn, confirmed }) => ({
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  }));
  return { Subscriptions: views, ...(next === undefined ? {} : { NextToken: next }) };
}

/** A subscription belongs to the account that made it; the topic's account may see and end it too. */
function requireOwned(arn: string | undefined, context: CallContext): { topic: Topic; subscription: Subscription } {
  const found = requireSubscription(context.state, arn, context.region, context.clock.now());
  if (found.subscription.owner !== context.account && found.topic.account !== context.account)
    throw new AwsError('AuthorizationErrorException', 'Not authorized');
  return found;
}
