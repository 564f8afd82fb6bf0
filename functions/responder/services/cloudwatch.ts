/** Amazon CloudWatch, as far as alarms are kept. */
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { senders } from './service';

export const sender = senders(CloudWatchClient, {
  DescribeAlarms: DescribeAlarmsCommand,
  PutMetricAlarm: PutMetricAlarmCommand,
});
