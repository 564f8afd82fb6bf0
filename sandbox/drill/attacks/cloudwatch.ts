/** Attacks on the alarms. */
import type { AttackTargets, CatalogueAttack } from './attack';

type AlarmAttack = Pick<CatalogueAttack, 'title' | 'expected'> & {
  /** @param alarm its name */
  readonly input: (alarm: string, targets: AttackTargets) => object;
  readonly lost?: readonly string[];
};

/** By an administrator of the security account, on the alarm about responses that failed. */
function alarmAttack(event: string, { input, ...attack }: AlarmAttack): CatalogueAttack {
  return {
    event,
    service: 'monitoring',
    operation: event,
    from: 'security',
    input: (targets) => input(`${targets.configuration.namePrefix}-failed-responses`, targets),
    ...attack,
  };
}

export const CLOUDWATCH_ATTACKS: readonly CatalogueAttack[] = [
  alarmAttack('DeleteAlarms', {
    title: 'Delete the alarm about responses that failed',
    input: (alarm) => ({ AlarmNames: [alarm] }),
    expected: 'repaired',
    lost: ['trailwarden:account-name'],
  }),
  alarmAttack('DisableAlarmActions', {
    title: 'Have the alarm tell nobody',
    input: (alarm) => ({ AlarmNames: [alarm] }),
    expected: 'repaired',
  }),
  alarmAttack('PutMetricAlarm', {
    title: 'Have the alarm watch a queue that is always empty',
    input: (alarm, { arns }) => ({
      AlarmName: alarm,
      AlarmActions: [arns.alertTopic],
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'always-empty' }],
      Statistic: 'Maximum',
      Period: 86_400,
      EvaluationPeriods: 1,
      Threshold: 1_000_000,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
    expected: 'repaired',
  }),
  alarmAttack('SetAlarmState', {
    title: 'Have the alarm look as if all were well',
    input: (alarm) => ({ AlarmName: alarm, StateValue: 'OK', StateReason: 'Nothing to see.' }),
    expected: 'alerted',
  }),
];
