/** What watches the way of reports without the responder, as declared: alarms, and the numbers made out of log events. */
import type { AccountKind, OrganizationConfiguration } from '../configuration';
import { namesOf } from '../names';
import { SWEEP_LINE } from './sweep';

/** An alarm on one metric, in the home Region; its action is the alert topic. */
export interface AlarmSpecification {
  /** What its physical name has behind the prefix. */
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Maximum' | 'Minimum' | 'Sum' | 'SampleCount' | 'Average';
  readonly periodInSeconds: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly comparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly treatMissingData: 'notBreaching' | 'breaching';
}

/** What makes a number out of the events of a log group. */
export interface MetricFilterSpecification {
  readonly name: string;
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  readonly pattern: string;
  readonly namespace: string;
  readonly metricName: string;
  /** What one event that matches counts, as text. */
  readonly value: string;
}

/** What must stay at zero: one message, or one error, is one too many. */
const AT_ONCE = {
  statistic: 'Maximum',
  periodInSeconds: 60,
  evaluationPeriods: 1,
  threshold: 0,
  comparisonOperator: 'GreaterThanThreshold',
  treatMissingData: 'notBreaching',
} as const;

/** The alarms of the account of a kind. */
export function alarmsOf(configuration: OrganizationConfiguration, kind: AccountKind): AlarmSpecification[] {
  return kind === 'security' ? [...lossesOf(configuration), silenceOf(configuration)] : [];
}

/** Reports, and responses to them, that got lost. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export function lossesOf(configuration: OrganizationConfiguration): AlarmSpecification[] {
  const names = namesOf(configuration);
  const waiting = { ...AT_ONCE, namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible' };
  return [
    {
      ...waiting,
      name: 'undelivered-reports',
      description: 'Reports of tampering did not reach the responder: they wait in the dead-letter queue of the bus.',
      dimensions: { QueueName: names.centralDeadLetterQueue },
    },
    {
      ...waiting,
      name: 'failed-responses',
      description: 'The responder gave up on reports of tampering: they wait in its failure queue.',
      dimensions: { QueueName: names.responderFailureQueue },
    },
    {
      ...AT_ONCE,
      name: 'responder-errors',
      description:
        'The responder failed at least once: Lambda tries again, and the failure queue takes what stays undone.',
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: names.responder },
    },
  ];
}

/**
 * That the sweep went silent: the schedule, the function, its role or its log is broken. Three sweeps in a row are missing
 * before it tells, because a sweep through many accounts may take its time.
 */
export function silenceOf(configuration: OrganizationConfiguration): AlarmSpecification {
  return {
    name: 'sweep-silent',
    description:
      'No sweep came to its end for a quarter of an hour: nobody compares what is there with what is declared.',
    namespace: namespaceOf(configuration),
    metricName: SWEEPS,
    dimensions: {},
    statistic: 'Sum',
    periodInSeconds: 300,
    evaluationPeriods: 3,
    threshold: 1,
    comparisonOperator: 'LessThanThreshold',
    treatMissingData: 'breaching',
  };
}

const SWEEPS = 'Sweeps';

/** Two organizations' worth of alarms in one account would else count each other's sweeps. */
function namespaceOf({ namePrefix }: OrganizationConfiguration): string {
  return `Trailwarden/${namePrefix}`;
}

/** The metric filters of the log group that the account of a kind has: the trail's, or the responder's. */
export function metricFiltersOf(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
): MetricFilterSpecification[] {
  if (kind !== 'security') return [];
  return [
    {
      name: 'sweeps',
      pattern: `{ $.type = "${SWEEP_LINE}" }`,
      namespace: namespaceOf(configuration),
      metricName: SWEEPS,
      value: '1',
    },
  ];
}
