/** What happens when an alarm changes its state: an event, and its actions. */
import { randomUUID } from 'node:crypto';
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { eventTime } from '../eventbridge/envelope';
import { ingest } from '../eventbridge/ingestion';
import { alarmNotification, alarmSubject } from './alarm-notification';
import type { Alarm } from './state';

/** Puts an alarm into a state; when it is a new one, the default bus hears of it and the state's actions run. */
export function enterState(cloud: Cloud, alarm: Alarm, state: StateValue, reason: string, reasonData?: string): void {
  const previous = alarm.state;
  alarm.state = state;
  alarm.stateReason = reason;
  alarm.stateUpdatedAt = cloud.clock.now();
  if (reasonData === undefined) delete alarm.stateReasonData;
  else alarm.stateReasonData = reasonData;
  if (previous === state) return;
  announce(cloud, alarm, previous);
  if (!alarm.settings.actionsEnabled) return;
  const subject = alarmSubject(alarm);
  const message = JSON.stringify(alarmNotification(alarm, previous));
  for (const action of alarm.settings.actions[state])
    cloud.clock.after(0, () => publish(cloud, alarm, action, subject, message));
}

/** A topic that refuses the alarm, or is gone, does not keep the alarm from its state. */
async function publish(cloud: Cloud, alarm: Alarm, topic: string, subject: string, message: string): Promise<void> {
  const { account: sourceAccount, arn: sourceArn } = alarm;
  try {
    await cloud.call({
      principal: { kind: 'service', service: 'cloudwatch.amazonaws.com', sourceArn, sourceAccount },
      region: topic.split(':')[3] ?? alarm.region,
      service: 'sns',
      operation: 'Publish',
      input: { TopicArn: topic, Subject: subject, Message: message },
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
function announce(cloud: Cloud, alarm: Alarm, previous: StateValue): void {
  const { account, region } = alarm;
  ingest(
    cloud,
    { account, region, name: 'default' },
    {
      version: '0',
      id: randomUUID(),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account,
      time: eventTime(alarm.stateUpdatedAt),
      region,
      resources: [alarm.arn],
      detail: {
        alarmName: alarm.name,
        state: {
          value: alarm.state,
          reason: alarm.stateReason,
          ...(alarm.stateReasonData === undefined ? {} : { reasonData: alarm.stateReasonData }),
          timestamp: timestamp(alarm.stateUpdatedAt),
        },
        previousState: { value: previous },
        configuration: {
          ...(alarm.settings.description === undefined ? {} : { description: alarm.settings.description }),
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: {
                  namespace: alarm.settings.namespace,
                  name: alarm.settings.metricName,
                  dimensions: Object.fromEntries(alarm.settings.dimensions),
                },
                period: alarm.settings.periodInSeconds,
                stat: alarm.settings.statistic,
              },
              returnData: true,
            },
          ],
        },
      },
    },
  );
}

/** `2026-11-20T08:15:30.123+0000` */
function timestamp(moment: Date): string {
  return moment.toISOString().replace('Z', '+0000');
}
