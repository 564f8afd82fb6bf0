/** Which records a trail selects. */
import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import type { Trail } from './state';

/**
 * Services that record to us-east-1 whatever the Region of the caller. STS is not among them: its Regional endpoints
 * record where they are.
 */
const GLOBAL_SOURCES = ['iam.amazonaws.com', 'cloudfront.amazonaws.com'];

/** Whether a trail that is logging takes a record of an account that it covers. */
export function selects(trail: Trail, record: CloudTrailRecord): boolean {
  if (!trail.multiRegion && trail.homeRegion !== record.awsRegion) return false;
  if (!trail.includeGlobalServiceEvents && GLOBAL_SOURCES.includes(record.eventSource)) return false;
  if ('basic' in trail.selectors) return trail.selectors.basic.some((selector) => basicTakes(selector, record));
  return trail.selectors.advanced.some((selector) => advancedTakes(selector, record));
}

function basicTakes(selector: EventSelector, record: CloudTrailRecord): boolean {
  if (selector.ReadWriteType === 'ReadOnly' && !record.readOnly) return false;
  if (selector.ReadWriteType === 'WriteOnly' && record.readOnly) return false;
  if (record.managementEvent)
    return (
      selector.IncludeManagementEvents === true && !selector.ExcludeManagementEventSources?.includes(record.eventSource)
    );
  return (record.resources ?? []).some((resource) =>
    selector.DataResources?.some(
      ({ Type, Values }) => Type === resource.type && Values?.some((value) => resource.ARN.startsWith(value)),
    ),
  );
}

function advancedTakes(selector: AdvancedEventSelector, record: CloudTrailRecord): boolean {
  return (selector.FieldSelectors ?? []).every((field) => {
    const values = fieldValues(record, field.Field ?? '');
    return field.Field?.startsWith('resources.')
      ? values.some((value) => fieldTakes(field, value))
      : fieldTakes(field, values[0] ?? '');
  });
}

function fieldValues(record: CloudTrailRecord, field: string): string[] {
  switch (field) {
    case 'eventCategory':
      return [record.eventCategory];
    case 'eventName':
      return [record.eventName];
    case 'eventSource':
      return [record.eventSource];
    case 'eventType':
      return [record.eventType];
    case 'readOnly':
      return [String(record.readOnly)];
    case 'resources.ARN':
      return (record.resources ?? []).map((resource) => resource.ARN);
    case 'resources.type':
      return (record.resources ?? []).map((resource) => resource.type);
    case 'userIdentity.arn':
      return 'arn' in record.userIdentity ? [record.userIdentity.arn] : [];
    case 'sessionCredentialFromConsole':
      return ['false'];
    default:
      return [];
  }
}

/** Positive operators of a field are alternatives; every negative one must hold. */
function fieldTakes(field: AdvancedFieldSelector, value: string): boolean {
  const positive = [field.Equals, field.StartsWith, field.EndsWith].some((values) => values !== undefined);
  const wanted =
    field.Equals?.includes(value) ||
    field.StartsWith?.some((start) => value.startsWith(start)) ||
    field.EndsWith?.some((end) => value.endsWith(end));
  const unwanted =
    field.NotEquals?.includes(value) ||
    field.NotStartsWith?.some((start) => value.startsWith(start)) ||
    field.NotEndsWith?.some((end) => value.endsWith(end));
  return (!positive || wanted === true) && unwanted !== true;
}
