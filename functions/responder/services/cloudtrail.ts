/** AWS CloudTrail, as far as trails are kept. */
import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { senders } from './service';

export const sender = senders(CloudTrailClient, {
  AddTags: AddTagsCommand,
  CreateTrail: CreateTrailCommand,
  GetEventSelectors: GetEventSelectorsCommand,
  GetInsightSelectors: GetInsightSelectorsCommand,
  GetTrail: GetTrailCommand,
  GetTrailStatus: GetTrailStatusCommand,
  ListTags: ListTagsCommand,
  PutEventSelectors: PutEventSelectorsCommand,
  PutInsightSelectors: PutInsightSelectorsCommand,
  StartLogging: StartLoggingCommand,
  UpdateTrail: UpdateTrailCommand,
});
