/** The event history: 90 days of management events of every account and Region, whether or not a trail exists. */
import type { Event, LookupAttribute } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { type State, store } from '../../core/state';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import { touchedResources } from './touched-resources';

type Sdk = typeof import('@aws-sdk/client-cloudtrail');

const RETENTION = 90 * 24 * 3_600_000;
const MAX_RESULTS = 50;

/** Records in the order in which they came, the oldest first. */
const history = store<CloudTrailRecord[]>('cloudtrail-history', 'region', () => []);

/** Adds a record to the event history of its account and Region; data events are not kept. */
export function remember(state: State, record: CloudTrailRecord): void {
  if (!record.managementEvent) return;
  history.of(state, record.recipientAccountId, record.awsRegion).push(record);
}

export const eventHistory = {
  /** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
  LookupEvents: {
    handle: (input, { state, account, region, clock }) => {
      const { StartTime: from, EndTime: to, MaxResults: max = MAX_RESULTS, LookupAttributes = [] } = input;
      if (!Number.isInteger(max) || max < 1 || max > MAX_RESULTS)
        throw new AwsError('InvalidMaxResultsException', `MaxResults must be between 1 and ${MAX_RESULTS}.`);
      if (from !== undefined && to !== undefined && from > to)
        throw new AwsError('InvalidTimeRangeException', 'The start time is after the end time.');
      if (input.EventCategory !== undefined && input.EventCategory !== 'insight')
        throw new AwsError(
          'InvalidEventCategoryException',
          `${String(input.EventCategory)} is not a valid event category.`,
        );
      const taken = attributeFilter(LookupAttributes);
      const records = history.of(state, account, region);
      forget(records, clock.now().getTime() - RETENTION);
      const found =
        input.EventCategory === 'insight'
          ? []
          : records.filter((record) => within(record, from, to) && taken(record)).reverse();
      const start = input.NextToken === undefined ? 0 : indexAfter(found, input.NextToken);
      const shown = found.slice(start, start + max);
      const last = shown.at(-1);
      return {
        Events: shown.map(shownEvent),
        ...(last === undefined || start + max >= found.length ? {} : { NextToken: tokenAfter(last) }),
      };
    },
  },
} satisfies Operations<Sdk>;

/** Drops what is older than the history reaches. */
function forget(records: CloudTrailRecord[], before: number): void {
  const kept = records.findIndex((record) => Date.parse(record.eventTime) >= before);
  records.splice(0, kept < 0 ? records.length : kept);
}

function within(record: CloudTrailRecord, start: Date | undefined, end: Date | undefined): boolean {
  const time = Date.parse(record.eventTime);
  // Records carry whole seconds, so a start within the same second still takes them.
  return (start === undefined || time + 999 >= start.getTime()) && (end === undefined || time <= end.getTime());
}

/** A page starts after the event where the last one ended, however many events have come since. */
function tokenAfter(record: CloudTrailRecord): string {
  return Buffer.from(record.eventID).toString('base64');
}

function indexAfter(records: readonly CloudTrailRecord[], token: string): number {
  const eventID = Buffer.from(token, 'base64').toString();
  const index = records.findIndex((record) => record.eventID === eventID);
  if (index < 0) throw new AwsError('InvalidNextTokenException', 'The token is not valid.');
  return index + 1;
}

function attributeFilter(attributes: readonly LookupAttribute[]): (record: CloudTrailRecord) => boolean {
  const [attribute, ...further] = attributes;
  if (attribute === undefined) return () => true;
  if (further.length > 0)
    throw new AwsError('InvalidLookupAttributesException', 'You can only specify one lookup attribute.');
  const value = attribute.AttributeValue ?? '';
  switch (attribute.AttributeKey) {
    case 'EventId':
      return (record) => record.eventID === value;
    case 'EventName':
      return (record) => record.eventName === value;
    case 'EventSource':
      return (record) => record.eventSource === value;
    case 'ReadOnly':
      return (record) => String(record.readOnly) === value;
    case 'Username':
      return (record) => userName(record) === value;
    case 'AccessKeyId':
      return (record) => accessKeyId(record) === value;
    case 'ResourceType':
      return (record) => touchedResources(record).some((resource) => resource.ResourceType === value);
    case 'ResourceName':
      return (record) => touchedResources(record).some((resource) => resource.ResourceName === value);
    default:
      throw new AwsError('InvalidLookupAttributesException', `${attribute.AttributeKey} is not a lookup attribute.`);
  }
}

function shownEvent(record: CloudTrailRecord): Event {
  const user = userName(record);
  const key = accessKeyId(record);
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    ...(key === undefined ? {} : { AccessKeyId: key }),
    EventTime: new Date(record.eventTime),
    EventSource: record.eventSource,
    ...(user === undefined ? {} : { Username: user }),
    Resources: touchedResources(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

/** The session's name; a service, or a caller of another account, has none. */
function userName({ userIdentity }: CloudTrailRecord): string | undefined {
  return userIdentity.type === 'AssumedRole'
    ? userIdentity.arn.slice(userIdentity.arn.lastIndexOf('/') + 1)
    : undefined;
}

function accessKeyId({ userIdentity }: CloudTrailRecord): string | undefined {
  return userIdentity.type === 'AssumedRole' ? userIdentity.accessKeyId : undefined;
}
