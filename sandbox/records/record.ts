/** The records that an answered call leaves behind, in the accounts that get one. */
import { randomUUID } from 'node:crypto';
import { AwsError } from '../core/aws-error';
import type { AnsweredCall } from '../core/gate';
import type { CallContext, Recording } from '../core/service';
import type { CloudTrailRecord, RecordedResource } from './cloudtrail-record';
import { recordedShape } from './recorded-shape';
import { recordedParameterTime, recordedTime } from './recorded-time';
import { userIdentity } from './user-identity';

const READ =
  /^(BatchGet|Check|Describe|Detect|Download|Estimate|Filter|Get|Head|List|Lookup|Preview|Query|Search|Simulate|Test|Validate)/;
const MAX_CONTENT = 100 * 1024;
const MAX_MESSAGE = 1024;

/** The record of a call in the account that made it; for a service's own call, in the account whose resource it met. */
export function recordOf(answered: AnsweredCall): CloudTrailRecord {
  const [first = answered.context.account] = recipients(answered, resourcesOf(answered));
  return recordFor(first, answered);
}

/**
 * All records of a call, one for each account that gets one: the caller's first, then, when the call succeeded, the
 * owners of resources in other accounts (`sts:AssumeRole` of their role, a call on their key or bucket).
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html (sharedEventID)
 */
export function recordsOf(answered: AnsweredCall): CloudTrailRecord[] {
  const resources = resourcesOf(answered);
  const accounts = recipients(answered, resources);
  const sharedEventID = accounts.length > 1 ? randomUUID() : undefined;
  return accounts.map((account) => recordFor(account, answered, resources, sharedEventID));
}

function recipients(answered: AnsweredCall, resources: readonly RecordedResource[]): string[] {
  const { principal, account } = answered.context;
  const owners = resources.map((resource) => resource.accountId).filter((owner) => owner !== '');
  if (principal.kind === 'service' && owners.length > 0) return [...new Set(owners)];
  return [...new Set(answered.error === undefined ? [account, ...owners] : [account])].filter((one) => one !== '');
}

function recordFor(
  recipient: string,
  answered: AnsweredCall,
  resources: readonly RecordedResource[] = resourcesOf(answered),
  sharedEventID?: string,
): CloudTrailRecord {
  const { call, service, definition, context, error } = answered;
  const recording = definition.record ?? {};
  const category = recording.category ?? 'Management';
  const caller = callerName(context, call.origin === undefined);
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(context.principal, recipient, call.origin !== undefined),
    eventTime: recordedTime(context.clock.now()),
    eventSource: service.eventSource,
    eventName: recording.eventName ?? call.operation,
    awsRegion: context.region,
    sourceIPAddress: call.origin?.sourceIpAddress ?? caller,
    userAgent: call.origin?.userAgent ?? caller,
    ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message.slice(0, MAX_MESSAGE) }),
    ...bounded('requestParameters', requestParameters(answered)),
    ...bounded('responseElements', responseElements(answered)),
    requestID: context.requestId,
    eventID: randomUUID(),
    readOnly: isReadOnly(call.operation, recording),
    ...(resources.length === 0 ? {} : { resources }),
    eventType: 'AwsApiCall',
    managementEvent: category === 'Management',
    recipientAccountId: recipient,
    ...(sharedEventID === undefined ? {} : { sharedEventID }),
    eventCategory: category,
  };
}

function callerName(context: CallContext, withinAws: boolean): string {
  const { principal } = context;
  if (principal.kind === 'service') return principal.service;
  return (withinAws ? principal.invokedBy : undefined) ?? 'AWS Internal';
}

/** Reads by name are read-only, unless the operation's recording says otherwise. */
function isReadOnly(operation: string, recording: Recording): boolean {
  return recording.readOnly ?? READ.test(operation);
}

/** A refused call shows what was asked for only in S3: elsewhere the parameters are `null`. */
function requestParameters(answered: AnsweredCall): unknown {
  const { call, service, definition, error } = answered;
  if (error?.code === 'AccessDenied' && service.name !== 's3') return null;
  const own = definition.record?.requestParameters;
  return filled(own ? plain(own(call.input as never)) : recordedShape(service, call.operation).input(call.input));
}

/** What came back; a read by name shows nothing, an operation that is only declared read-only (`AssumeRole`) does. */
function responseElements(answered: AnsweredCall): unknown {
  const { call, service, definition, error, output } = answered;
  if (error !== undefined) return null;
  const own = definition.record?.responseElements;
  if (own !== undefined) return filled(plain(own(output as never)));
  if (READ.test(call.operation)) return null;
  return filled(recordedShape(service, call.operation).output(output));
}

function resourcesOf(answered: AnsweredCall): readonly RecordedResource[] {
  const { call, definition, context, error } = answered;
  if (error?.code === 'AccessDenied') return [];
  try {
    return definition.record?.resources?.(call.input as never, context) ?? [];
  } catch (problem) {
    // A call that failed, or that deleted what it names, may have nothing left to look up.
    if (problem instanceof AwsError) return [];
    throw problem;
  }
}

/** What an operation's own recording made, in the form of records: without `undefined`, its times spelled out. */
function plain(content: unknown): unknown {
  if (content instanceof Date) return recordedParameterTime(content);
  if (Array.isArray(content)) return content.map(plain);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).flatMap(([key, value]) => (value === undefined ? [] : [[key, plain(value)]])),
  );
}

function filled(content: unknown): unknown {
  if (content === undefined || content === null) return null;
  return typeof content === 'object' && Object.keys(content).length === 0 ? null : content;
}

/** CloudTrail leaves out a field whose content is larger than 100 KB. */
function bounded<Name extends string>(name: Name, content: unknown): Partial<Record<Name, unknown>> {
  return size(content) > MAX_CONTENT ? {} : ({ [name]: content } as Record<Name, unknown>);
}

/** The length of all texts in a value: near enough to its size, and cheap enough for every call. */
function size(content: unknown): number {
  if (typeof content === 'string') return content.length;
  if (typeof content !== 'object' || content === null) return 8;
  let total = 2;
  for (const [key, value] of Object.entries(content)) total += key.length + size(value);
  return total;
}
