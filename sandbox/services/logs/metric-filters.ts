/** Metric filters: what makes numbers out of log events. */
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { CallContext, Operations } from '../../core/service';
import { logAccess } from './access';
import { parseFilterPattern } from './filter-pattern';
import { type LogGroup, logGroupsOf, type MetricFilter, requireLogGroup } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

const MAX_FILTERS = 100;

export const metricFilters = {
  PutMetricFilter: {
    access: (input, context) => logAccess('PutMetricFilter', input.logGroupName, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      const name = input.filterName ?? '';
      const transformations = input.metricTransformations ?? [];
      if (!/^[^:*]{1,512}$/.test(name)) throw invalid(`Value '${name}' at 'filterName' is not valid.`);
      const [transformation, ...further] = transformations;
      if (transformation === undefined || further.length > 0)
        throw invalid('A metric filter must have exactly one metric transformation.');
      if (transformation.defaultValue !== undefined && transformation.dimensions !== undefined)
        throw invalid('A default value cannot be specified together with dimensions.');
      if (!/^(-?\d+(\.\d+)?|\$.+)$/.test(transformation.metricValue ?? ''))
        throw invalid(
          `Invalid metric transformation: ${transformation.metricValue} is neither a number nor a selector.`,
        );
      const pattern = input.filterPattern ?? '';
      parseFilterPattern(pattern);
      if (!group.metricFilters.has(name) && group.metricFilters.size >= MAX_FILTERS)
        throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
      const onTransformed = input.applyOnTransformedLogs ?? false;
      group.metricFilters.set(name, { name, pattern, transformations, onTransformed, createdAt: context.clock.now() });
      return {};
    },
  },
  DeleteMetricFilter: {
    access: (input, context) => logAccess('DeleteMetricFilter', input.logGroupName, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      if (!group.metricFilters.delete(input.filterName ?? ''))
        throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.');
      return {};
    },
  },
  DescribeMetricFilters: {
    access: (input, context) => logAccess('DescribeMetricFilters', input.logGroupName, context),
    handle: (input, context) => {
      const found = groupsOf(context, input.logGroupName)
        .flatMap((group) => [...group.metricFilters.values()].map((filter) => described(group, filter)))
        .filter(
          ({ filterName, metricTransformations }) =>
            filterName.startsWith(input.filterNamePrefix ?? '') &&
            metricTransformations.some(
              ({ metricName, metricNamespace }) =>
                (input.metricName ?? metricName) === metricName &&
                (input.metricNamespace ?? metricNamespace) === metricNamespace,
            ),
        )
        .sort((left, right) => (left.filterName < right.filterName ? -1 : 1));
      const part = page(found, { size: input.limit, token: input.nextToken }, 50, 'InvalidParameterException');
      return { metricFilters: part.items, ...(part.next === undefined ? {} : { nextToken: part.next }) };
    },
  },
} satisfies Operations<Sdk>;

function groupsOf(context: CallContext, name: string | undefined): LogGroup[] {
  if (name !== undefined) return [requireLogGroup(context, name)];
  return [...logGroupsOf(context.state, context.account, context.region).values()];
}

function described(group: LogGroup, filter: MetricFilter) {
  return {
    filterName: filter.name,
    filterPattern: filter.pattern,
    metricTransformations: [...filter.transformations],
    creationTime: filter.createdAt.getTime(),
    logGroupName: group.name,
    applyOnTransformedLogs: filter.onTransformed,
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
