/** What makes numbers out of the events of a log group. */
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { MetricFilterSpecification } from '../infra/specifications/monitoring';

/** The metric filters of a log group, as declared. Each is a child of the component that owns the group. */
export function metricFilters(
  parent: pulumi.ComponentResource,
  owner: string,
  logGroup: aws.cloudwatch.LogGroup,
  declared: readonly MetricFilterSpecification[],
): void {
  for (const { name, pattern, namespace, metricName, value } of declared)
    new aws.cloudwatch.LogMetricFilter(
      `${owner}-${name}`,
      { name, logGroupName: logGroup.name, pattern, metricTransformation: { namespace, name: metricName, value } },
      { parent },
    );
}
