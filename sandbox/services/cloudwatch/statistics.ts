/** Statistics of a metric over periods. */
import type { Statistic } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../core/aws-error';
import type { Metric, MetricPoint } from './state';

const STATISTICS: readonly string[] = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'];

/** A value of a statistic for the period that starts at `start` (milliseconds since 1970). */
export interface Datapoint {
  readonly start: number;
  readonly value: number;
}

/** The sandbox keeps no single values, so percentiles cannot be told. */
export function requireStatistic(name: string | undefined): Statistic {
  if (name !== undefined && STATISTICS.includes(name)) return name as Statistic;
  throw new AwsError(
    'InvalidParameterValueException',
    `The statistic ${name} is not supported. Supported statistics: ${STATISTICS.join(', ')}.`,
  );
}

/** The statistic in one period; `undefined` when nothing arrived in it. */
export function statisticIn(
  metric: Metric | undefined,
  statistic: Statistic,
  start: number,
  periodMs: number,
): number | undefined {
  const points: MetricPoint[] = [];
  for (const point of metric?.points.values() ?? [])
    if (point.minute >= start && point.minute < start + periodMs) points.push(point);
  if (points.length === 0) return undefined;
  const sum = points.reduce((total, point) => total + point.sum, 0);
  const count = points.reduce((total, point) => total + point.count, 0);
  switch (statistic) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return Math.min(...points.map((point) => point.minimum));
    default:
      return Math.max(...points.map((point) => point.maximum));
  }
}

/** All periods from `start` to `end` in which something arrived, aligned to the period. */
export function datapoints(
  metric: Metric | undefined,
  statistic: Statistic,
  range: { readonly start: Date; readonly end: Date; readonly periodInSeconds: number },
): Datapoint[] {
  const period = range.periodInSeconds * 1000;
  const starts = new Set<number>();
  for (const { minute } of metric?.points.values() ?? []) {
    const start = Math.floor(minute / period) * period;
    if (minute >= range.start.getTime() && minute < range.end.getTime()) starts.add(start);
  }
  return [...starts]
    .sort((left, right) => left - right)
    .map((start) => ({ start, value: statisticIn(metric, statistic, start, period) ?? 0 }));
}
