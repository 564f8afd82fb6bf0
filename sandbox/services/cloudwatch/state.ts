/** Metrics, alarms and dashboards of every account. */
import type {
  ComparisonOperator,
  MetricDataQuery,
  StandardUnit,
  StateValue,
  Statistic,
} from '@aws-sdk/client-cloudwatch';
import { type State, store } from '../../core/state';

/** All values of a metric that arrived for one minute. */
export interface MetricPoint {
  /** The start of the minute, in milliseconds since 1970. */
  readonly minute: number;
  sum: number;
  count: number;
  minimum: number;
  maximum: number;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly unit: StandardUnit;
  /** By minute, in the order of their first arrival. */
  readonly points: Map<number, MetricPoint>;
}

export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  settings: AlarmSettings;
  readonly tags: Map<string, string>;
  configuredAt: Date;
  state: StateValue;
  stateReason: string;
  stateReasonData?: string;
  stateUpdatedAt: Date;
}

export interface AlarmSettings {
  readonly description?: string;
  actionsEnabled: boolean;
  readonly actions: Readonly<Record<StateValue, readonly string[]>>;
  /** The metric as it was put, where it was put as a query. */
  readonly queries?: readonly MetricDataQuery[];
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly statistic: Statistic;
  readonly unit?: StandardUnit;
  readonly periodInSeconds: number;
  readonly evaluationPeriods: number;
  /** As many as there are evaluation periods, when absent. */
  readonly datapointsToAlarm?: number;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly missingData: MissingData;
}

export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

export interface Dashboard {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  readonly modifiedAt: Date;
  readonly tags: Map<string, string>;
}

/** A namespace, a name and dimensions identify a metric. */
export type MetricKey = Pick<Metric, 'namespace' | 'name' | 'dimensions'>;

const metrics = store<Map<string, Metric>>('monitoring-metrics', 'region', () => new Map());
const alarms = store<Map<string, Alarm>>('monitoring-alarms', 'region', () => new Map());
const dashboards = store<Map<string, Dashboard>>('monitoring-dashboards', 'account', () => new Map());
const evaluation = store<{ running: boolean }>('monitoring-evaluation', 'organization', () => ({ running: false }));

export function metricsOf(state: State, account: string, region: string): Map<string, Metric> {
  return metrics.of(state, account, region);
}

export function findMetric(state: State, account: string, region: string, key: MetricKey): Metric | undefined {
  return metricsOf(state, account, region).get(metricId(key));
}

export function metricId({ namespace, name, dimensions }: MetricKey): string {
  return JSON.stringify([namespace, name, ...[...dimensions].sort(([left], [right]) => (left < right ? -1 : 1))]);
}

export function alarmsOf(state: State, account: string, region: string): Map<string, Alarm> {
  return alarms.of(state, account, region);
}

/** The alarms of all accounts and Regions. */
export function allAlarms(state: State): Alarm[] {
  return alarms.all(state).flatMap(({ data }) => [...data.values()]);
}

export function alarmArn(account: string, region: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** Dashboards belong to an account and are the same in every Region. */
export function dashboardsOf(state: State, account: string): Map<string, Dashboard> {
  return dashboards.of(state, account, '');
}

export function dashboardArn(account: string, name: string): string {
  return `arn:aws:cloudwatch::${account}:dashboard/${name}`;
}

/** Whether the evaluation of alarms still has to be started; true once. */
export function beginsEvaluation(state: State): boolean {
  const evaluated = evaluation.of(state, '', '');
  const begins = !evaluated.running;
  evaluated.running = true;
  return begins;
}
