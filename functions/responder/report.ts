/** What arrives, read with suspicion: a recorded call, the schedule's request, or something that could not be read. */
import { SWEEP_REQUEST } from '../../infra/specifications/sweep';

/** The caller, as CloudTrail recorded it. */
export interface Actor {
  /** `AssumedRole`, `IAMUser`, `Root`, `AWSService`, … */
  readonly type: string;
  readonly arn?: string;
  /** The role behind a session. */
  readonly roleArn?: string;
  readonly sessionName?: string;
  /** Who the identity provider, or the caller of AssumeRole, said is behind the session. */
  readonly sourceIdentity?: string;
  /** The service through which the call was made, or that made it by itself. */
  readonly invokedBy?: string;
}

/** A recorded API call. Everything but `account`, `region` and `eventId` is from the record, and so only as true as that. */
export interface ReportedCall {
  readonly kind: 'call';
  readonly eventId: string;
  /** The account of the envelope, which EventBridge sets. Never an id from inside the record. */
  readonly account: string;
  readonly region: string;
  readonly time: string;
  /** Set when the event was replayed from an archive. */
  readonly replayName?: string;
  readonly recordId?: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly actor: Actor;
  readonly sourceIpAddress?: string;
  readonly userAgent?: string;
  /** Set when AWS refused the call, or the call failed. */
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** `undefined` when the record has none, as for most denied calls. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The ARNs of what the service says that the call was about. */
  readonly resourceArns: readonly string[];
  /** Two records of one call, in the accounts of the caller and of the resource, share it. */
  readonly sharedId?: string;
}

export interface UnreadableReport {
  readonly kind: 'unreadable';
  readonly reason: string;
  /** The beginning of what arrived, as JSON. */
  readonly excerpt: string;
  readonly account?: string;
  readonly region?: string;
  readonly eventId?: string;
}

/** The schedule asks for a sweep. */
export interface SweepRequest {
  readonly kind: 'sweep';
}

export type Report = ReportedCall | SweepRequest | UnreadableReport;

const LONGEST_EXCERPT = 2_000;

type Fields = Readonly<Record<string, unknown>>;

/** Reads an event of EventBridge. Never throws: what cannot be read becomes a report of its own. */
export function parseReport(event: unknown): Report {
  if (!isFields(event)) return unreadable('it is not an object', event, {});
  // Events have a source; what the schedule sends has none, and EventBridge lets nobody put an event without one.
  if (event.source === undefined && event.request === SWEEP_REQUEST.request) return { kind: 'sweep' };
  const account = text(event, 'account');
  const region = text(event, 'region');
  const eventId = text(event, 'id');
  const known = {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(eventId === undefined ? {} : { eventId }),
  };
  const missing = (reason: string): UnreadableReport => unreadable(reason, event, known);
  if (account === undefined || !/^\d{12}$/.test(account)) return missing('its "account" is not an account id');
  if (region === undefined) return missing('it has no "region"');
  if (eventId === undefined) return missing('it has no "id"');
  if (event['detail-type'] !== 'AWS API Call via CloudTrail')
    return missing('its "detail-type" is not "AWS API Call via CloudTrail"');
  const { detail } = event;
  if (!isFields(detail)) return missing('its "detail" is not an object');
  const eventSource = text(detail, 'eventSource');
  const eventName = text(detail, 'eventName');
  if (eventSource === undefined || eventName === undefined) return missing('its record names no call');
  if (event.source !== `aws.${eventSource.split('.')[0]}`)
    return missing(`its "source" is not the one of ${eventSource}`);
  return {
    kind: 'call',
    eventId,
    account,
    region,
    eventSource,
    eventName,
    time: text(detail, 'eventTime') ?? text(event, 'time') ?? 'at an unknown time',
    actor: actorOf(detail.userIdentity),
    resourceArns: resourceArnsOf(detail.resources),
    ...present({
      replayName: text(event, 'replay-name'),
      recordId: text(detail, 'eventID'),
      sharedId: text(detail, 'sharedEventID'),
      sourceIpAddress: text(detail, 'sourceIPAddress'),
      userAgent: text(detail, 'userAgent'),
      errorCode: text(detail, 'errorCode'),
      errorMessage: text(detail, 'errorMessage'),
      parameters: isFields(detail.requestParameters) ? detail.requestParameters : undefined,
    }),
  };
}

function resourceArnsOf(resources: unknown): string[] {
  if (!Array.isArray(resources)) return [];
  return resources.map((each) => (isFields(each) ? text(each, 'ARN') : undefined)).filter((arn) => arn !== undefined);
}

function actorOf(identity: unknown): Actor {
  if (!isFields(identity)) return { type: 'unknown' };
  const context = isFields(identity.sessionContext) ? identity.sessionContext : {};
  const issuer = isFields(context.sessionIssuer) ? context.sessionIssuer : {};
  const arn = text(identity, 'arn');
  return {
    type: text(identity, 'type') ?? 'unknown',
    ...present({
      arn,
      roleArn: text(issuer, 'arn'),
      sessionName: /:assumed-role\/.+\/(.+)$/.exec(arn ?? '')?.[1],
      sourceIdentity: text(context, 'sourceIdentity') ?? text(identity, 'sourceIdentity'),
      invokedBy: text(identity, 'invokedBy'),
    }),
  };
}

function unreadable(reason: string, event: unknown, known: Partial<UnreadableReport>): UnreadableReport {
  return { kind: 'unreadable', reason, excerpt: excerptOf(event), ...known };
}

function excerptOf(event: unknown): string {
  try {
    return (JSON.stringify(event) ?? String(event)).slice(0, LONGEST_EXCERPT);
  } catch {
    return 'it cannot be written as JSON';
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is `undefined`, so that a field is either there with a value or not there. */
function present<T extends Fields>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
