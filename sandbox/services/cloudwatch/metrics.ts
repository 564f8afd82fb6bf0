/** Metrics: data put, listed and read. */
import type { MetricDataQuery, MetricDatum } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { CallContext, Operations } from '../../core/service';
import { dimensionMap } from './alarm-settings';
import { publishMetric } from './publication';
import { findMetric, metricsOf } from './state';
import { datapoints, requireStatistic } from './statistics';

type Sdk = typeof import('@aws-sdk/client-cloudwatch');

export const metrics = {
  PutMetricData: {
    access: (input) => [
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': input.Namespace ?? '' } },
    ],
    record: { category: 'Data' },
    handle: (input, context) => {
      const namespace = input.Namespace ?? '';
      if (namespace === '' || namespace.startsWith('AWS/'))
        throw new AwsError(
          'InvalidParameterValueException',
          `The value ${namespace} for parameter Namespace is invalid.`,
        );
      const data = input.MetricData ?? [];
      for (const datum of data) checkDatum(datum);
      for (const datum of data) publishDatum(context, namespace, datum);
      return {};
    },
  },
  ListMetrics: {
    handle: (input, { state, account, region }) => {
      const found = [...metricsOf(state, account, region).values()].filter(
        (metric) =>
          (input.Namespace ?? metric.namespace) === metric.namespace &&
          (input.MetricName ?? metric.name) === metric.name &&
          (input.Dimensions ?? []).every(
            ({ Name = '', Value }) =>
              metric.dimensions.has(Name) && (Value ?? metric.dimensions.get(Name)) === metric.dimensions.get(Name),
          ),
      );
      const part = page(found, { token: input.NextToken }, 500, 'InvalidParameterValueException');
      return {
        Metrics: part.items.map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: [...dimensions].map(([Name, Value]) => ({ Name, Value })),
        })),
        ...(part.next === undefined ? {} : { NextToken: part.next }),
      };
    },
  },
  GetMetricData: {
    record: { category: 'Data' },
    handle: (input, context) => {
      const range = { start: input.StartTime ?? new Date(0), end: input.EndTime ?? context.clock.now() };
      return {
        MetricDataResults: (input.MetricDataQueries ?? [])
          .filter((query) => query.ReturnData !== false)
          .map((query) => result(context, query, range, input.ScanBy === 'TimestampAscending')),
        Messages: [],
      };
    },
  },
} satisfies Operations<Sdk>;

function checkDatum(datum: MetricDatum): void {
  if (!datum.MetricName)
    throw new AwsError('MissingRequiredParameterException', 'The parameter MetricName is required.');
  const forms = [datum.Value, datum.Values, datum.StatisticValues].filter((form) => form !== undefined);
  if (forms.length !== 1)
    throw new AwsError(
      'InvalidParameterCombinationException',
      'Give exactly one of Value, Values and StatisticValues.',
    );
  if (datum.StatisticValues !== undefined)
    throw new AwsError('InvalidParameterValueException', 'StatisticValues are not supported; give Value or Values.');
  if (datum.Counts !== undefined && datum.Counts.length !== datum.Values?.length)
    throw new AwsError('InvalidParameterCombinationException', 'Counts must be as many as Values.');
}

function publishDatum(context: CallContext, namespace: string, datum: MetricDatum): void {
  const values = datum.Values ?? [datum.Value ?? 0];
  values.forEach((value, index) => {
    publishMetric(context, context, {
      namespace,
      name: datum.MetricName ?? '',
      dimensions: dimensionMap(datum.Dimensions),
      value,
      count: datum.Counts?.[index] ?? 1,
      unit: datum.Unit ?? 'None',
      ...(datum.Timestamp === undefined ? {} : { at: datum.Timestamp }),
    });
  });
}

function result(
  { state, account, region }: CallContext,
  query: MetricDataQuery,
  range: { readonly start: Date; readonly end: Date },
  ascending: boolean,
) {
  const stat = query.MetricStat;
  if (stat?.Metric === undefined || stat.Period === undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      'Expressions are not supported; give a MetricStat with a Period.',
    );
  const { Namespace: namespace = '', MetricName: name = '', Dimensions } = stat.Metric;
  const metric = findMetric(state, account, region, { namespace, name, dimensions: dimensionMap(Dimensions) });
  const found = datapoints(metric, requireStatistic(stat.Stat), { ...range, periodInSeconds: stat.Period });
  if (!ascending) found.reverse();
  return {
    Id: query.Id,
    Label: query.Label ?? name,
    Timestamps: found.map(({ start }) => new Date(start)),
    Values: found.map(({ value }) => value),
    StatusCode: 'Complete' as const,
  };
}
