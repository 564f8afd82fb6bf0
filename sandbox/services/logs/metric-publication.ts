/** What metric filters make of events as they come in. */
import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import type { CallContext } from '../../core/service';
import { publishMetric } from '../cloudwatch/publication';
import { parseFilterPattern } from './filter-pattern';
import { parseSelector, selected } from './filter-pattern/json-selector';
import type { LogEvent, LogGroup } from './state';

/**
 * Publishes a data point for every event that a metric filter matches, and the default value for a batch in which none
 * does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export function publishMetrics(context: CallContext, group: LogGroup, events: readonly LogEvent[]): void {
  for (const filter of group.metricFilters.values()) {
    const matches = parseFilterPattern(filter.pattern);
    const matched = events.filter((event) => matches(event.message));
    for (const transformation of filter.transformations) {
      for (const event of matched)
        publish(context, transformation, event.message, publishedValue(transformation, event));
      if (matched.length === 0 && events.length > 0 && transformation.defaultValue !== undefined)
        publish(context, transformation, '', transformation.defaultValue);
    }
  }
}

function publish(
  context: CallContext,
  transformation: MetricTransformation,
  message: string,
  value: number | undefined,
): void {
  const dimensions = dimensionsOf(transformation, message);
  if (value === undefined || dimensions === undefined) return;
  publishMetric(context, context, {
    namespace: transformation.metricNamespace ?? '',
    name: transformation.metricName ?? '',
    dimensions,
    value,
    unit: transformation.unit ?? 'None',
  });
}

/** A number as written, or what a selector finds in the event. */
function publishedValue({ metricValue = '' }: MetricTransformation, { message }: LogEvent): number | undefined {
  const value = Number(metricValue.startsWith('$') ? field(message, metricValue) : metricValue);
  return Number.isFinite(value) ? value : undefined;
}

/** Dimensions take their values from the event; without one of them nothing is published. */
function dimensionsOf({ dimensions = {} }: MetricTransformation, message: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  for (const [name, selector] of Object.entries(dimensions)) {
    const value = field(message, selector);
    if (value === undefined || value === null || typeof value === 'object') return undefined;
    found.set(name, String(value));
  }
  return found;
}

function field(message: string, selector: string): unknown {
  try {
    return selected(JSON.parse(message), parseSelector(selector))[0];
  } catch {
    return undefined;
  }
}
