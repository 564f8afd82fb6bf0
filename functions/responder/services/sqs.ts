/** Amazon SQS, as far as queues are kept. */
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import { senders } from './service';

export const sender = senders(SQSClient, {
  CreateQueue: CreateQueueCommand,
  GetQueueAttributes: GetQueueAttributesCommand,
  GetQueueUrl: GetQueueUrlCommand,
  ListQueueTags: ListQueueTagsCommand,
  SetQueueAttributes: SetQueueAttributesCommand,
  TagQueue: TagQueueCommand,
});
