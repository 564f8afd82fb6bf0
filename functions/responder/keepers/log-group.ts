/** Keeping a log group: how long it keeps events, that nobody deletes it or locks it up, and what counts its events. */
import type { LogGroupResource, MetricFilterSettings } from '../../../infra/specifications/resources/log-group';
import { type Aws, type AwsCall, type Fields, fields, list, text } from '../aws';
import { differences, type Found, settingsFrom } from '../comparison';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagRepairs } from './tags';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html */
export const logGroupKeeper: Keeper<LogGroupResource> = { read, repairs };

/** Groups are listed in the order of their names, so that the one with the very name comes first. */
async function read(resource: LogGroupResource, aws: Aws): Promise<Found> {
  const { logGroups } = await aws(callOn(resource, 'DescribeLogGroups', { logGroupNamePrefix: resource.name }));
  const group = list(logGroups)
    .map(fields)
    .find(({ logGroupName }) => logGroupName === resource.name);
  if (group === undefined) return { gone: true };
  return {
    retentionInDays: group.retentionInDays,
    deletionProtectionEnabled: group.deletionProtectionEnabled ?? false,
    kmsKeyId: group.kmsKeyId,
    ...(await settingsFrom({
      metricFilters: metricFilters(resource, aws),
      tags: aws(callOn(resource, 'ListTagsForResource', { resourceArn: resource.arn })).then((answer) =>
        declaredAmong(fields(answer.tags), resource.settings.tags),
      ),
    })),
  };
}

/** The declared ones, and others that write to a metric of theirs; teams may count what they like beside. */
async function metricFilters(resource: LogGroupResource, aws: Aws): Promise<Fields[]> {
  const declared = resource.settings.metricFilters;
  const metrics = declared.flatMap(metricsOf);
  const all: Fields[] = [];
  let more: Fields = {};
  do {
    const page = await aws(onGroup(resource, 'DescribeMetricFilters', more));
    all.push(...list(page.metricFilters).map(filterOf));
    more = { nextToken: page.nextToken };
  } while (text(more.nextToken) !== undefined);
  return all.filter(
    (filter) =>
      declared.some(({ filterName }) => filterName === filter.filterName) ||
      metricsOf(filter).some((metric) => metrics.includes(metric)),
  );
}

/** What narrows what a filter counts, or counts it under other dimensions. */
const NARROWING = ['applyOnTransformedLogs', 'fieldSelectionCriteria', 'emitSystemFieldDimensions'] as const;

/** As declared, without what AWS fills in where nobody said anything. */
function filterOf(described: unknown): Fields {
  const filter = fields(described);
  return {
    filterName: filter.filterName,
    filterPattern: filter.filterPattern,
    metricTransformations: list(filter.metricTransformations).map((each) => {
      const { unit, ...transformation } = fields(each);
      return said({ ...transformation, unit: unit === 'None' ? undefined : unit });
    }),
    ...said(Object.fromEntries(NARROWING.map((key) => [key, filter[key]]))),
  };
}

function said(values: Fields): Fields {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value)));
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'object') return Object.keys(value ?? {}).length === 0;
  return value === undefined || value === false || value === '';
}

function metricsOf({ metricTransformations }: Fields | MetricFilterSettings): string[] {
  return list(metricTransformations).map((each) => {
    const { metricNamespace, metricName } = fields(each);
    return `${String(metricNamespace)} ${String(metricName)}`;
  });
}

function repairs(resource: LogGroupResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  const { settings } = resource;
  if (actual.gone) return recreation(resource);
  const repaired: Repair[] = [];
  if (differing.has('deletionProtectionEnabled')) repaired.push(protection(resource));
  if (differing.has('retentionInDays')) repaired.push(retention(resource, actual.retentionInDays));
  if (differing.has('kmsKeyId'))
    repaired.push({
      call: onGroup(resource, 'DisassociateKmsKey'),
      undo: onGroup(resource, 'AssociateKmsKey', { kmsKeyId: actual.kmsKeyId }),
      loss: `Events that came meanwhile are encrypted with ${String(actual.kmsKeyId)}: nobody reads them without it.`,
    });
  if (differing.has('metricFilters'))
    repaired.push(...filterRepairs(resource, list(actual.metricFilters).map(fields), settings.metricFilters));
  if (differing.has('tags'))
    repaired.push(
      ...tagRepairs(settings.tags, fields(actual.tags), {
        tag: (tags) => callOn(resource, 'TagResource', { resourceArn: resource.arn, tags }),
        untag: (tagKeys) => callOn(resource, 'UntagResource', { resourceArn: resource.arn, tagKeys }),
      }),
    );
  return repaired;
}

function protection(resource: LogGroupResource): Repair {
  const set = (deletionProtectionEnabled: boolean): AwsCall =>
    callOn(resource, 'PutLogGroupDeletionProtection', { logGroupIdentifier: resource.name, deletionProtectionEnabled });
  return { call: set(true), undo: set(false) };
}

function retention(resource: LogGroupResource, before: unknown): Repair {
  const { retentionInDays } = resource.settings;
  const call = onGroup(resource, 'PutRetentionPolicy', { retentionInDays });
  if (typeof before !== 'number') return { call, undo: onGroup(resource, 'DeleteRetentionPolicy') };
  return {
    call,
    undo: onGroup(resource, 'PutRetentionPolicy', { retentionInDays: before }),
    ...(before < retentionInDays ? { loss: `Events older than ${before} days may have been deleted meanwhile.` } : {}),
  };
}

function filterRepairs(
  resource: LogGroupResource,
  found: readonly Fields[],
  declared: readonly MetricFilterSettings[],
): Repair[] {
  const named = (name: unknown): Fields | undefined => found.find(({ filterName }) => filterName === name);
  const wrong = declared.filter((filter) => differences({ filter }, { filter: named(filter.filterName) }).length > 0);
  const foreign = found.filter(({ filterName }) => !declared.some((filter) => filter.filterName === filterName));
  const drop = ({ filterName }: Fields | MetricFilterSettings): AwsCall =>
    onGroup(resource, 'DeleteMetricFilter', { filterName });
  return [
    ...wrong.map((filter) => {
      const before = named(filter.filterName);
      return { call: putFilter(resource, filter), undo: before ? putFilter(resource, before) : drop(filter) };
    }),
    ...foreign.map((filter) => ({ call: drop(filter), undo: putFilter(resource, filter) })),
  ];
}

function putFilter(resource: LogGroupResource, filter: object): AwsCall {
  return onGroup(resource, 'PutMetricFilter', { ...filter });
}

/** Protected from its first moment on, so that no one call undoes it. */
function recreation(resource: LogGroupResource): Repair[] {
  const { deletionProtectionEnabled, tags, ...settings } = resource.settings;
  return [
    {
      call: onGroup(resource, 'CreateLogGroup', { deletionProtectionEnabled, tags }),
      loss:
        'The log group was recreated. What was in it is gone, and so are tags that only its stack knows and what others had ' +
        'attached to it.',
    },
    { call: onGroup(resource, 'PutRetentionPolicy', { retentionInDays: settings.retentionInDays }) },
    ...settings.metricFilters.map((filter) => ({ call: putFilter(resource, filter) })),
  ];
}

function onGroup(resource: LogGroupResource, operation: string, input: Fields = {}): AwsCall {
  return callOn(resource, operation, { logGroupName: resource.name, ...input });
}

function callOn({ account, region }: LogGroupResource, operation: string, input: Fields): AwsCall {
  return { service: 'logs', operation, account, region, input };
}
