/** The alarms as declared, and what keeping them takes. */
import { arn } from '../../arn';
import { type AccountKind, accountIdOf, type OrganizationConfiguration } from '../../configuration';
import { arnsOf } from '../../names';
import { type AlarmSpecification, alarmsOf } from '../monitoring';
import type { Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** In the words of `DescribeAlarms`; where a value is `null`, the alarm must not have one. */
export interface AlarmSettings {
  readonly AlarmDescription: string;
  readonly ActionsEnabled: true;
  readonly AlarmActions: readonly string[];
  readonly OKActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic: string;
  readonly ExtendedStatistic: null;
  readonly Unit: null;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: null;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  /** An alarm on an expression over several metrics has these, and no metric of its own. */
  readonly Metrics: readonly object[];
  readonly Tags: Tags;
}

export type AlarmResource = Resource<'alarm', AlarmSettings>;

export function alarms(configuration: OrganizationConfiguration, kind: AccountKind): AlarmResource[] {
  const account = accountIdOf(kind, configuration);
  if (account === undefined) return [];
  return alarmsOf(configuration, kind).map((alarm) => {
    const name = `${configuration.namePrefix}-${alarm.name}`;
    return {
      type: 'alarm',
      account,
      region: configuration.homeRegion,
      name,
      arn: alarmArn(configuration, account, name),
      settings: {
        ...settingsOf(alarm, arnsOf(configuration).alertTopic),
        Tags: declaredTags(configuration, kind),
      },
    };
  });
}

function settingsOf(alarm: AlarmSpecification, topic: string): Omit<AlarmSettings, 'Tags'> {
  return {
    AlarmDescription: alarm.description,
    ActionsEnabled: true,
    AlarmActions: [topic],
    OKActions: [],
    InsufficientDataActions: [],
    MetricName: alarm.metricName,
    Namespace: alarm.namespace,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: alarm.statistic,
    ExtendedStatistic: null,
    Unit: null,
    Period: alarm.periodInSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: null,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator,
    TreatMissingData: alarm.treatMissingData,
    Metrics: [],
  };
}

function alarmArn(
  { partition, homeRegion }: Pick<OrganizationConfiguration, 'partition' | 'homeRegion'>,
  account: string,
  name: string,
): string {
  return arn({ partition, service: 'cloudwatch', region: homeRegion, account, resource: `alarm:${name}` });
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export function alarmPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  const account = accountIdOf(kind, configuration);
  if (account === undefined || alarmsOf(configuration, kind).length === 0) return [];
  return [
    // Describing one alarm is asked for as describing all of them.
    { actions: ['cloudwatch:DescribeAlarms'], resources: [alarmArn(configuration, account, '*')] },
    {
      actions: ['cloudwatch:ListTagsForResource', 'cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource'],
      resources: [alarmArn(configuration, account, `${configuration.namePrefix}-*`)],
    },
  ];
}
