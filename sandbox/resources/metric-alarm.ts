/** `aws.cloudwatch.MetricAlarm`. */
import type { Metric, MetricDataQuery, MetricStat, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, type Plain, required, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { listOf, pairs, type Shape, structure } from './shape';
import { listedTags, tagList, tagListState, updateTags } from './tags';

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
  // What neither of the two knows.
  unknownIn: (value, path) => {
    const ofNeither = ofStatistic.unknownIn?.(value, path) ?? [];
    return (ofMetric.unknownIn?.(value, path) ?? []).filter((place) => ofNeither.includes(place));
  },
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

/** What PutMetricAlarm sets, all of it at once. */
const SETTINGS = [
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
  'namespace',
  'okActions',
  'period',
  'statistic',
  'threshold',
  'thresholdMetricId',
  'treatMissingData',
  'unit',
] as const;

const defaults = { actionsEnabled: true, treatMissingData: 'missing' };
const computed = ['evaluateLowSampleCountPercentiles'];

export const metricAlarm = adapter<cloudwatch.MetricAlarmArgs, cloudwatch.MetricAlarmState>({
  type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  inputs: [...SETTINGS, 'name', 'region', 'tags'],
  nested: alarm.shapes,
  required: [],
  replacedBy: ['name', 'region'],
  defaults,
  computed,

  async create(cloud, inputs, name) {
    const id = inputs.name ?? name;
    await put(cloud, inputs, id);
    return id;
  },

  async update(cloud, id, news, olds) {
    const ResourceARN = `arn:aws:cloudwatch:${cloud.region}:${cloud.account}:alarm:${id}`;
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('monitoring', 'UntagResource', { ResourceARN, TagKeys }),
      tag: (tags) => cloud.call('monitoring', 'TagResource', { ResourceARN, Tags: listedTags(tags) }),
    });
    if (SETTINGS.some(changes({ defaults, computed }, news, olds))) await put(cloud, news, id);
  },

  async delete(cloud, id) {
    await unless(['ResourceNotFound'], () => cloud.call('monitoring', 'DeleteAlarms', { AlarmNames: [id] }));
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

async function put(cloud: ProviderCloud, inputs: Args, name: string): Promise<void> {
  const { region: _region, tags, ...content } = inputs;
  await cloud.call('monitoring', 'PutMetricAlarm', {
    ...alarm.toAws({ ...defaults, ...content, name }, 'alarm'),
    Tags: tagList(cloud, tags),
  });
}
