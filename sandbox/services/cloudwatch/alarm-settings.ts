/** What PutMetricAlarm says, checked. */
import type {
  ComparisonOperator,
  Dimension,
  MetricAlarm,
  MetricDataQuery,
  PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../core/aws-error';
import { breaches } from './evaluation';
import type { Alarm, AlarmSettings, MissingData } from './state';
import { requireStatistic } from './statistics';

const MISSING_DATA: readonly string[] = ['breaching', 'notBreaching', 'ignore', 'missing'];

/**
 * The settings of an alarm on one metric.
 *
 * Metric math, percentiles and anomaly detection are refused, and so are actions other than topics.
 *
 * @throws AwsError `ValidationError`, `InvalidParameterValueException`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function alarmSettings(input: PutMetricAlarmInput): AlarmSettings {
  const source = metricOf(input);
  const evaluationPeriods = required(input.EvaluationPeriods, 'EvaluationPeriods');
  const datapointsToAlarm = input.DatapointsToAlarm;
  if ((datapointsToAlarm ?? 1) > evaluationPeriods)
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  const period = source.periodInSeconds;
  if (![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0))
    throw invalid(`Period must be 10, 20, 30 or a multiple of 60, not ${period}.`);
  if (period * evaluationPeriods > 7 * 86_400)
    throw invalid('Metrics cannot be checked across more than seven days (EvaluationPeriods * Period).');
  const missingData = input.TreatMissingData ?? 'missing';
  if (!MISSING_DATA.includes(missingData))
    throw invalid(`Option ${missingData} for TreatMissingData is not valid. Use one of: ${MISSING_DATA.join(', ')}.`);
  const comparison = required<ComparisonOperator>(input.ComparisonOperator, 'ComparisonOperator');
  const threshold = required(input.Threshold, 'Threshold');
  breaches(threshold, comparison, threshold);
  return {
    ...source,
    ...(input.AlarmDescription === undefined ? {} : { description: input.AlarmDescription }),
    actionsEnabled: input.ActionsEnabled ?? true,
    actions: {
      OK: topics(input.OKActions),
      ALARM: topics(input.AlarmActions),
      INSUFFICIENT_DATA: topics(input.InsufficientDataActions),
    },
    evaluationPeriods,
    ...(datapointsToAlarm === undefined ? {} : { datapointsToAlarm }),
    threshold,
    comparison,
    missingData: missingData as MissingData,
  };
}

/** An alarm as DescribeAlarms shows it. */
export function describedAlarm(alarm: Alarm): MetricAlarm {
  const { settings } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    ...(settings.description === undefined ? {} : { AlarmDescription: settings.description }),
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
    ActionsEnabled: settings.actionsEnabled,
    OKActions: [...settings.actions.OK],
    AlarmActions: [...settings.actions.ALARM],
    InsufficientDataActions: [...settings.actions.INSUFFICIENT_DATA],
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    ...(alarm.stateReasonData === undefined ? {} : { StateReasonData: alarm.stateReasonData }),
    StateUpdatedTimestamp: alarm.stateUpdatedAt,
    StateTransitionedTimestamp: alarm.stateUpdatedAt,
    ...describedMetric(settings),
    EvaluationPeriods: settings.evaluationPeriods,
    ...(settings.datapointsToAlarm === undefined ? {} : { DatapointsToAlarm: settings.datapointsToAlarm }),
    Threshold: settings.threshold,
    ComparisonOperator: settings.comparison,
    TreatMissingData: settings.missingData,
  };
}

function describedMetric(settings: AlarmSettings): MetricAlarm {
  if (settings.queries !== undefined) return { Metrics: [...settings.queries] };
  return {
    MetricName: settings.metricName,
    Namespace: settings.namespace,
    Statistic: settings.statistic,
    Dimensions: [...settings.dimensions].map(([Name, Value]) => ({ Name, Value })),
    Period: settings.periodInSeconds,
    ...(settings.unit === undefined ? {} : { Unit: settings.unit }),
  };
}

export function dimensionMap(dimensions: readonly Dimension[] | undefined): Map<string, string> {
  return new Map((dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
}

type MetricSource = Pick<
  AlarmSettings,
  'queries' | 'namespace' | 'metricName' | 'dimensions' | 'statistic' | 'unit' | 'periodInSeconds'
>;

function metricOf(input: PutMetricAlarmInput): MetricSource {
  if (input.Metrics !== undefined) return metricOfQueries(input.Metrics);
  return {
    namespace: required(input.Namespace, 'Namespace'),
    metricName: required(input.MetricName, 'MetricName'),
    dimensions: dimensionMap(input.Dimensions),
    statistic: requireStatistic(input.ExtendedStatistic ?? input.Statistic),
    ...(input.Unit === undefined ? {} : { unit: input.Unit }),
    periodInSeconds: required(input.Period, 'Period'),
  };
}

function metricOfQueries(queries: readonly MetricDataQuery[]): MetricSource {
  const [query, ...further] = queries;
  const stat = query?.MetricStat;
  if (stat?.Metric === undefined || further.length > 0)
    throw invalid('An alarm on metric math is not supported; give one metric.');
  return {
    queries,
    namespace: required(stat.Metric.Namespace, 'Namespace'),
    metricName: required(stat.Metric.MetricName, 'MetricName'),
    dimensions: dimensionMap(stat.Metric.Dimensions),
    statistic: requireStatistic(stat.Stat),
    ...(stat.Unit === undefined ? {} : { unit: stat.Unit }),
    periodInSeconds: required(stat.Period, 'Period'),
  };
}

function topics(actions: readonly string[] | undefined): readonly string[] {
  for (const action of actions ?? [])
    if (!/^arn:aws:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/.test(action))
      throw invalid(`Invalid arn syntax, or an action that is not supported: ${action}`);
  return actions ?? [];
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw invalid(`The parameter ${name} is required.`);
  return value;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
