/** `aws.cloudwatch.LogMetricFilter`. */
import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, type Plain, unless } from './adapter';
import { type Shape, structure } from './shape';

type Args = Plain<cloudwatch.LogMetricFilterArgs>;

/** Pulumi has text where the API has a number. */
const numeric: Shape<string, number> = { toAws: Number, fromAws: String };

const transformation = structure<Args['metricTransformation'], MetricTransformation>({
  defaultValue: ['defaultValue', numeric],
  dimensions: 'dimensions',
  name: 'metricName',
  namespace: 'metricNamespace',
  unit: 'unit',
  value: 'metricValue',
});

export const logMetricFilter = adapter<cloudwatch.LogMetricFilterArgs, cloudwatch.LogMetricFilterState>({
  type: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  inputs: ['applyOnTransformedLogs', 'logGroupName', 'metricTransformation', 'name', 'pattern', 'region'],

  async create(cloud, inputs, name) {
    const filterName = inputs.name ?? name;
    await cloud.call('logs', 'PutMetricFilter', {
      applyOnTransformedLogs: inputs.applyOnTransformedLogs,
      filterName,
      filterPattern: inputs.pattern.trim(),
      logGroupName: inputs.logGroupName,
      metricTransformations: [transformation.toAws(inputs.metricTransformation, 'metricTransformation')],
    });
    return filterName;
  },

  async read(cloud, id, { logGroupName }) {
    const found = await unless(['ResourceNotFoundException'], () =>
      cloud.call('logs', 'DescribeMetricFilters', { logGroupName, filterNamePrefix: id }),
    );
    const filter = found?.metricFilters?.find(({ filterName }) => filterName === id);
    if (filter === undefined) return undefined;
    const transformed = filter.metricTransformations?.[0];
    return {
      applyOnTransformedLogs: filter.applyOnTransformedLogs ?? false,
      logGroupName: filter.logGroupName ?? logGroupName,
      ...(transformed === undefined ? {} : { metricTransformation: transformation.fromAws(transformed) }),
      name: id,
      pattern: filter.filterPattern,
    };
  },
});
