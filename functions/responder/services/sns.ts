/** Amazon SNS, as far as topics are kept. */
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { senders } from './service';

export const sender = senders(SNSClient, {
  CreateTopic: CreateTopicCommand,
  GetSubscriptionAttributes: GetSubscriptionAttributesCommand,
  GetTopicAttributes: GetTopicAttributesCommand,
  ListSubscriptionsByTopic: ListSubscriptionsByTopicCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  SetSubscriptionAttributes: SetSubscriptionAttributesCommand,
  SetTopicAttributes: SetTopicAttributesCommand,
  Subscribe: SubscribeCommand,
  TagResource: TagResourceCommand,
  Unsubscribe: UnsubscribeCommand,
});
