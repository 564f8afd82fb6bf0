/** `aws.cloudwatch.LogMetricFilter`. */
import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, type Plain, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';
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

const SETTINGS = ['applyOnTransformedLogs', 'metricTransformation', 'pattern'] as const;
const computed = ['applyOnTransformedLogs'];

export const logMetricFilter = adapter<cloudwatch.LogMetricFilterArgs, cloudwatch.LogMetricFilterState>({
  type: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  inputs: ['applyOnTransformedLogs', 'logGroupName', 'metricTransformation', 'name', 'pattern', 'region'],
  nested: { metricTransformation: transformation },
  required: ['logGroupName', 'metricTransformation', 'pattern'],
  replacedBy: ['logGroupName', 'name', 'region'],
  computed,

  async create(cloud, inputs, name) {
    const filterName = inputs.name ?? name;
    await put(cloud, filterName, inputs);
    return filterName;
  },

  async update(cloud, id, news, olds) {
    if (SETTINGS.some(changes({ computed }, news, olds))) await put(cloud, named(id, news).filterName, news);
  },

  async delete(cloud, id, olds) {
    await unless(['ResourceNotFoundException'], () => cloud.call('logs', 'DeleteMetricFilter', named(id, olds)));
  },

  async read(cloud, id, inputs) {
    const { logGroupName, filterName: name } = named(id, inputs);
    let nextToken: string | undefined;
    do {
      const page = await unless(['ResourceNotFoundException'], () =>
        cloud.call('logs', 'DescribeMetricFilters', { logGroupName, filterNamePrefix: name, nextToken }),
      );
      const filter = page?.metricFilters?.find(({ filterName }) => filterName === name);
      if (filter !== undefined) {
        const [transformed] = filter.metricTransformations ?? [];
        return {
          applyOnTransformedLogs: filter.applyOnTransformedLogs ?? false,
          logGroupName,
          ...(transformed === undefined ? {} : { metricTransformation: transformation.fromAws(transformed) }),
          name,
          pattern: inputs.pattern?.trim() === filter.filterPattern ? inputs.pattern : filter.filterPattern,
        };
      }
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  },

  idOf: ({ name = '' }) => name,
});

async function put(cloud: ProviderCloud, filterName: string, inputs: Args): Promise<void> {
  await cloud.call('logs', 'PutMetricFilter', {
    applyOnTransformedLogs: inputs.applyOnTransformedLogs,
    filterName,
    filterPattern: inputs.pattern.trim(),
    logGroupName: inputs.logGroupName,
    metricTransformations: [transformation.toAws(inputs.metricTransformation, 'metricTransformation')],
  });
}

/** A filter's id is its name alone; an import puts the log group and a colon before it, which neither name may hold. */
function named(id: string, inputs: Partial<Args>): { logGroupName: string; filterName: string } {
  const [group, filter] = id.split(':');
  const logGroupName = inputs.logGroupName ?? (filter === undefined ? undefined : group);
  if (logGroupName === undefined)
    throw new Error(`unexpected format for ID (${id}), expected log-group-name:filter-name`);
  return { logGroupName, filterName: filter ?? id };
}
