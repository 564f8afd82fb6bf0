/** Amazon CloudWatch, as far as alarms are kept. */
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { senders } from './service';

export const sender = senders(CloudWatchClient, {
  DescribeAlarms: DescribeAlarmsCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  PutMetricAlarm: PutMetricAlarmCommand,
  TagResource: TagResourceCommand,
});
