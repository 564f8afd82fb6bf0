/** Amazon SNS, as far as topics are kept. */
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { senders } from './service';

export const sender = senders(SNSClient, {
  CreateTopic: CreateTopicCommand,
  GetTopicAttributes: GetTopicAttributesCommand,
  ListSubscriptionsByTopic: ListSubscriptionsByTopicCommand,
  SetTopicAttributes: SetTopicAttributesCommand,
  Subscribe: SubscribeCommand,
});
