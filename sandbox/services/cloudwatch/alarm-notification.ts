/** The message that an alarm publishes to a topic. */
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from './state';

/** The Regions that are on by default, as AWS names them to people. */
const REGION_NAMES: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-northeast-3': 'Asia Pacific (Osaka)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'sa-east-1': 'South America (Sao Paulo)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
};

/** At most the 100 characters that SNS allows. */
export function alarmSubject(alarm: Alarm): string {
  return `${alarm.state}: "${alarm.name}" in ${regionName(alarm)}`.slice(0, 100);
}

export function alarmNotification(alarm: Alarm, previous: StateValue): Record<string, unknown> {
  const { settings } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmDescription: settings.description ?? null,
    AWSAccountId: alarm.account,
    AlarmConfigurationUpdatedTimestamp: timestamp(alarm.configuredAt),
    NewStateValue: alarm.state,
    NewStateReason: alarm.stateReason,
    StateChangeTime: timestamp(alarm.stateUpdatedAt),
    Region: regionName(alarm),
    AlarmArn: alarm.arn,
    OldStateValue: previous,
    OKActions: settings.actions.OK,
    AlarmActions: settings.actions.ALARM,
    InsufficientDataActions: settings.actions.INSUFFICIENT_DATA,
    Trigger: {
      MetricName: settings.metricName,
      Namespace: settings.namespace,
      StatisticType: 'Statistic',
      Statistic: settings.statistic.toUpperCase(),
      Unit: settings.unit ?? null,
      Dimensions: [...settings.dimensions].map(([name, value]) => ({ value, name })),
      Period: settings.periodInSeconds,
      EvaluationPeriods: settings.evaluationPeriods,
      DatapointsToAlarm: settings.datapointsToAlarm ?? settings.evaluationPeriods,
      ComparisonOperator: settings.comparison,
      Threshold: settings.threshold,
      TreatMissingData: settings.missingData,
      EvaluateLowSampleCountPercentile: '',
    },
  };
}

function regionName({ region }: Alarm): string {
  return REGION_NAMES[region] ?? region;
}

function timestamp(moment: Date): string {
  return moment.toISOString().replace('Z', '+0000');
}
