/** From data points to the state of an alarm. */
import type { ComparisonOperator, StateValue } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { enterState } from './alarm-state';
import { type Alarm, allAlarms, beginsEvaluation, findMetric } from './state';
import { statisticIn } from './statistics';

const INTERVAL = 60_000;

/** Evaluates all alarms of the organization once a minute from now on. */
export function startEvaluation(cloud: Cloud): void {
  if (!beginsEvaluation(cloud.state)) return;
  cloud.clock.every(INTERVAL, () => {
    for (const alarm of allAlarms(cloud.state)) evaluate(cloud, alarm);
  });
}

/**
 * Evaluates an alarm now.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarm-evaluation
 */
export function evaluate(cloud: Cloud, alarm: Alarm): void {
  const { settings } = alarm;
  const values = recentValues(cloud, alarm);
  const present = values.filter((value) => value !== undefined);
  const breaching = values.filter((value) =>
    value === undefined
      ? settings.missingData === 'breaching'
      : breaches(value, settings.comparison, settings.threshold),
  );
  const next = nextState(alarm, present.length, breaching.length);
  if (next === alarm.state) return;
  enterState(cloud, alarm, next, reason(alarm, next, present));
}

function nextState({ settings, state }: Alarm, present: number, breaching: number): StateValue {
  if (breaching >= (settings.datapointsToAlarm ?? settings.evaluationPeriods)) return 'ALARM';
  if (present > 0 || settings.missingData === 'notBreaching' || settings.missingData === 'breaching') return 'OK';
  return settings.missingData === 'ignore' ? state : 'INSUFFICIENT_DATA';
}

/**
 * The values of the last periods, the newest first. A period that is not over yet counts where more data can only bring
 * it closer to the alarm; otherwise a period would look too quiet while it has only begun.
 */
function recentValues(cloud: Cloud, alarm: Alarm): (number | undefined)[] {
  const { settings } = alarm;
  const metric = findMetric(cloud.state, alarm.account, alarm.region, { ...settings, name: settings.metricName });
  const period = settings.periodInSeconds * 1000;
  const current = Math.floor(cloud.clock.now().getTime() / period) * period;
  const upward = settings.comparison.startsWith('Greater');
  const begun = upward ? statisticIn(metric, settings.statistic, current, period) : undefined;
  const newest = begun === undefined ? current - period : current;
  return Array.from({ length: settings.evaluationPeriods }, (_, index) =>
    statisticIn(metric, settings.statistic, newest - index * period, period),
  );
}

/** @throws AwsError for operators that need an anomaly detection band */
export function breaches(value: number, comparison: ComparisonOperator, threshold: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    default:
      throw new AwsError('InvalidParameterValueException', `The operator ${comparison} is not supported.`);
  }
}

function reason({ settings }: Alarm, state: StateValue, present: readonly (number | undefined)[]): string {
  if (present.length === 0)
    return state === 'INSUFFICIENT_DATA'
      ? 'Insufficient Data: no datapoints were received.'
      : `Threshold Crossed: no datapoints were received for ${settings.evaluationPeriods} period(s) and missing data was treated as [${settings.missingData === 'breaching' ? 'Breaching' : 'NonBreaching'}].`;
  const crossed = state === 'ALARM' ? 'was' : 'was not';
  return `Threshold Crossed: ${present.length} datapoint(s) [${present.join(', ')}] ${crossed} ${settings.comparison} (${settings.threshold}).`;
}
