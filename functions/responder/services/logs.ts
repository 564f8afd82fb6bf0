/** Amazon CloudWatch Logs, as far as log groups are kept. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  PutLogGroupDeletionProtectionCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { senders } from './service';

export const sender = senders(CloudWatchLogsClient, {
  CreateLogGroup: CreateLogGroupCommand,
  DeleteMetricFilter: DeleteMetricFilterCommand,
  DescribeLogGroups: DescribeLogGroupsCommand,
  DescribeMetricFilters: DescribeMetricFiltersCommand,
  DisassociateKmsKey: DisassociateKmsKeyCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  PutLogGroupDeletionProtection: PutLogGroupDeletionProtectionCommand,
  PutMetricFilter: PutMetricFilterCommand,
  PutRetentionPolicy: PutRetentionPolicyCommand,
  TagResource: TagResourceCommand,
});
