/** The way of a value into a metric, and to the alarms that watch it. */
import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../core/service';
import { evaluate } from './evaluation';
import { alarmsOf, type MetricKey, metricId, metricsOf } from './state';

const MINUTE = 60_000;
/** Values per minute are kept for 15 days, which no alarm looks beyond. */
const KEPT_MINUTES = 15 * 24 * 60;

export interface PublishedValue extends MetricKey {
  readonly value: number;
  readonly unit: StandardUnit;
  /** How often the value was measured; once, when absent. */
  readonly count?: number;
  /** Now, when absent. */
  readonly at?: Date;
}

/** Adds a value to a metric of an account and Region, and looks at the alarms on that metric. */
export function publishMetric(
  cloud: Cloud,
  place: { readonly account: string; readonly region: string },
  published: PublishedValue,
): void {
  const { namespace, name, dimensions, unit, value, count = 1, at = cloud.clock.now() } = published;
  const id = metricId(published);
  const metrics = metricsOf(cloud.state, place.account, place.region);
  const metric = metrics.get(id) ?? { namespace, name, dimensions, unit, points: new Map() };
  metrics.set(id, metric);
  const minute = Math.floor(at.getTime() / MINUTE) * MINUTE;
  const point = metric.points.get(minute);
  if (point === undefined) {
    metric.points.set(minute, { minute, sum: value * count, count, minimum: value, maximum: value });
    const oldest = metric.points.keys().next().value;
    if (metric.points.size > KEPT_MINUTES && oldest !== undefined) metric.points.delete(oldest);
  } else {
    point.sum += value * count;
    point.count += count;
    point.minimum = Math.min(point.minimum, value);
    point.maximum = Math.max(point.maximum, value);
  }
  for (const alarm of alarmsOf(cloud.state, place.account, place.region).values())
    if (alarm.settings.namespace === namespace && alarm.settings.metricName === name) evaluate(cloud, alarm);
}
