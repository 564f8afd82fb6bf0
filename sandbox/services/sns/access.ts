/** What a call on a topic needs. */
import type { Access, CallContext } from '../../core/service';
import { findTopic, placeOfArn, type TopicPlace, topicArn } from './state';

/**
 * The access of an action on a topic, under the topic's own policy. SNS tells that policy the caller's account as
 * `aws:SourceOwner`, which is what its default policy asks for.
 */
export function topicAccess(
  { state, account }: CallContext,
  action: string,
  place: TopicPlace,
  context: Readonly<Record<string, string>> = {},
): Access[] {
  return [
    {
      action: `sns:${action}`,
      resource: topicArn(place),
      resourceAccount: place.account,
      resourcePolicy: findTopic(state, place)?.policy,
      context: { 'aws:SourceOwner': account, ...context },
    },
  ];
}

/** The same, for the operations that name the topic by its ARN. */
export function byTopicArn(
  action: string,
): (input: { readonly TopicArn?: string | undefined }, context: CallContext) => Access[] {
  return (input, context) => topicAccess(context, action, placeOfArn(input.TopicArn, context.region));
}

/**
 * The operations on a subscription, whose resource is the topic. A topic's policy cannot speak of them, so an account acts
 * on its own subscriptions to another account's topic by its identity policies alone.
 */
export function bySubscriptionArn(
  action: string,
): (input: { readonly SubscriptionArn: string | undefined }, context: CallContext) => Access[] {
  return (input, { account, region }) => [
    {
      action: `sns:${action}`,
      resource: topicArn(placeOfArn(input.SubscriptionArn, region, 'SubscriptionArn')),
      resourceAccount: account,
    },
  ];
}
