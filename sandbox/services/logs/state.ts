/** The log groups of every account and Region. */
import type { LogGroupClass, MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../core/aws-error';
import type { CallContext } from '../../core/service';
import { type State, store } from '../../core/state';

export interface LogGroup {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Without the `:*` that some answers put behind it. */
  readonly arn: string;
  readonly createdAt: Date;
  readonly logGroupClass: LogGroupClass;
  retentionInDays?: number;
  kmsKeyId?: string;
  deletionProtection: boolean;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
  readonly metricFilters: Map<string, MetricFilter>;
  readonly subscriptionFilters: Map<string, SubscriptionFilter>;
  /** How many events ever came. */
  received: number;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** In the order in which they came. */
  readonly events: LogEvent[];
}

export interface LogEvent {
  /** The same event has the same id in every answer. */
  readonly id: string;
  /** Milliseconds since 1970, as the sender said. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  readonly transformations: readonly MetricTransformation[];
  readonly onTransformed: boolean;
  readonly createdAt: Date;
}

export interface SubscriptionFilter {
  readonly name: string;
  readonly pattern: string;
  readonly destinationArn: string;
  readonly createdAt: Date;
}

const groups = store<Map<string, LogGroup>>('logs', 'region', () => new Map());

export function logGroupsOf(state: State, account: string, region: string): Map<string, LogGroup> {
  return groups.of(state, account, region);
}

export function findLogGroup(state: State, account: string, region: string, name: string): LogGroup | undefined {
  return groups.of(state, account, region).get(name);
}

export function logGroupArn(account: string, region: string, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/** The name in a log group's name or ARN. */
export function logGroupName(identifier: string | undefined): string {
  if (!identifier?.startsWith('arn:')) return identifier ?? '';
  return /^arn:aws:logs:[^:]*:\d{12}:log-group:([^:]+)(:\*)?$/.exec(identifier)?.[1] ?? '';
}

/** @throws AwsError `ResourceNotFoundException` */
export function requireLogGroup({ state, account, region }: CallContext, identifier: string | undefined): LogGroup {
  const group = findLogGroup(state, account, region, logGroupName(identifier));
  if (group === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** @throws AwsError `ResourceNotFoundException` */
export function requireStream(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(name ?? '');
  if (stream === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}
