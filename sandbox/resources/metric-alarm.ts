/** `aws.cloudwatch.MetricAlarm`. */
import type { Metric, MetricDataQuery, MetricStat, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, type Plain, required } from './adapter';
import { listOf, pairs, type Shape, structure } from './shape';
import { tagList, tagListState } from './tags';

type Args = Plain<cloudwatch.MetricAlarmArgs>;
type Query = NonNullable<Args['metricQueries']>[number];
type QueryMetric = NonNullable<Query['metric']>;

const dimensions = pairs('Name', 'Value');

const ofMetric = structure<Pick<QueryMetric, 'dimensions' | 'metricName' | 'namespace'>, Metric>({
  dimensions: ['Dimensions', dimensions],
  metricName: 'MetricName',
  namespace: 'Namespace',
});
const ofStatistic = structure<Pick<QueryMetric, 'period' | 'stat' | 'unit'>, Omit<MetricStat, 'Metric'>>({
  period: 'Period',
  stat: 'Stat',
  unit: 'Unit',
});

/** A metric with its statistic: one flat structure for Pulumi, two nested ones for AWS. */
const metricStat: Shape<QueryMetric, MetricStat> = {
  toAws: ({ period, stat, unit, ...metric }, path) => ({
    Metric: ofMetric.toAws(metric, path),
    ...ofStatistic.toAws({ period, stat, unit }, path),
  }),
  fromAws: ({ Metric = {}, ...statistic }) => ({ ...ofMetric.fromAws(Metric), ...ofStatistic.fromAws(statistic) }),
};

type Content = Omit<Args, 'evaluationCriteria' | 'evaluationInterval' | 'region' | 'tags' | 'warmUpConfiguration'>;
const alarm = structure<Content, PutMetricAlarmInput>({
  actionsEnabled: 'ActionsEnabled',
  alarmActions: 'AlarmActions',
  alarmDescription: 'AlarmDescription',
  comparisonOperator: 'ComparisonOperator',
  datapointsToAlarm: 'DatapointsToAlarm',
  dimensions: ['Dimensions', dimensions],
  evaluateLowSampleCountPercentiles: 'EvaluateLowSampleCountPercentile',
  evaluationPeriods: 'EvaluationPeriods',
  extendedStatistic: 'ExtendedStatistic',
  insufficientDataActions: 'InsufficientDataActions',
  metricName: 'MetricName',
  metricQueries: [
    'Metrics',
    listOf(
      structure<Query, MetricDataQuery>({
        accountId: 'AccountId',
        expression: 'Expression',
        id: 'Id',
        label: 'Label',
        metric: ['MetricStat', metricStat],
        period: 'Period',
        returnData: 'ReturnData',
      }),
    ),
  ],
  name: 'AlarmName',
  namespace: 'Namespace',
  okActions: 'OKActions',
  period: 'Period',
  statistic: 'Statistic',
  threshold: 'Threshold',
  thresholdMetricId: 'ThresholdMetricId',
  treatMissingData: 'TreatMissingData',
  unit: 'Unit',
});

export const metricAlarm = adapter<cloudwatch.MetricAlarmArgs, cloudwatch.MetricAlarmState>({
  type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  inputs: [
    'actionsEnabled',
    'alarmActions',
    'alarmDescription',
    'comparisonOperator',
    'datapointsToAlarm',
    'dimensions',
    'evaluateLowSampleCountPercentiles',
    'evaluationPeriods',
    'extendedStatistic',
    'insufficientDataActions',
    'metricName',
    'metricQueries',
    'name',
    'namespace',
    'okActions',
    'period',
    'region',
    'statistic',
    'tags',
    'threshold',
    'thresholdMetricId',
    'treatMissingData',
    'unit',
  ],

  async create(cloud, { region: _region, tags, ...inputs }, name) {
    const content = { actionsEnabled: true, treatMissingData: 'missing', ...inputs, name: inputs.name ?? name };
    await cloud.call('monitoring', 'PutMetricAlarm', {
      ...alarm.toAws(content, 'alarm'),
      Tags: tagList(cloud, tags),
    });
    return content.name;
  },

  async read(cloud, id) {
    const { MetricAlarms } = await cloud.call('monitoring', 'DescribeAlarms', {
      AlarmNames: [id],
      AlarmTypes: ['MetricAlarm'],
    });
    const found = MetricAlarms?.[0];
    if (found === undefined) return undefined;
    const arn = required(found.AlarmArn, 'AlarmArn');
    const { Tags } = await cloud.call('monitoring', 'ListTagsForResource', { ResourceARN: arn });
    return { ...alarm.fromAws(found as PutMetricAlarmInput), arn, ...tagListState(cloud, Tags) };
  },
});
