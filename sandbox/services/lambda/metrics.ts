/** What a function tells CloudWatch of itself. */
import type { Cloud } from '../../core/service';
import { publishMetric } from '../cloudwatch/publication';
import type { InvocationReport } from './runtime';
import type { LambdaFunction } from './state';

/** Publishes one invocation. @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function publishInvocation(cloud: Cloud, fn: LambdaFunction, report: InvocationReport): void {
  const dimensions = new Map([['FunctionName', fn.name]]);
  const publish = (name: string, value: number, unit: 'Count' | 'Milliseconds'): void =>
    publishMetric(cloud, fn, { namespace: 'AWS/Lambda', name, dimensions, unit, value });
  publish('Invocations', 1, 'Count');
  publish('Errors', report.ending === 'success' ? 0 : 1, 'Count');
  publish('Duration', report.durationMs, 'Milliseconds');
}
