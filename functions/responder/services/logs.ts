/** Amazon CloudWatch Logs, as far as log groups are kept. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  PutLogGroupDeletionProtectionCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { senders } from './service';

export const sender = senders(CloudWatchLogsClient, {
  CreateLogGroup: CreateLogGroupCommand,
  DescribeLogGroups: DescribeLogGroupsCommand,
  DescribeMetricFilters: DescribeMetricFiltersCommand,
  PutLogGroupDeletionProtection: PutLogGroupDeletionProtectionCommand,
  PutMetricFilter: PutMetricFilterCommand,
  PutRetentionPolicy: PutRetentionPolicyCommand,
});
