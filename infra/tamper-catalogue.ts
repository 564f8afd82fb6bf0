/** The tamper catalogue: the one table of calls that would make the trail weaker than declared. */
import type { AccountKind } from './configuration';
import type { RepairName } from './repairs';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A technique of MITRE ATT&CK. v19 renumbered the ones on impaired defences; people still search by the former id. */
export interface Technique {
  readonly id: string;
  readonly formerId?: string;
  readonly name: string;
}

/** Where a record names the resource that the call was about. */
export interface Subject {
  /** The kind of resource, as the declared state calls it. */
  readonly resource: 'trail';
  /** The key of `requestParameters` that holds it. */
  readonly parameter: string;
}

/** One tampering call. Forwarding, responses, permissions, alerts, the drill and the documentation are derived from it. */
export interface TamperEntry {
  /** The `source` of the event: `aws.` and the service. */
  readonly source: string;
  /** The `eventSource` of the record. */
  readonly eventSource: string;
  /** The name under which CloudTrail records the call, which is not always the API's. */
  readonly eventName: string;
  readonly subject: Subject;
  /** The kinds of account in which the call can do harm, and whose forwarders report it. */
  readonly forwardedFrom: readonly AccountKind[];
  readonly severity: Severity;
  readonly techniques: readonly Technique[];
  /** What a successful call does to the trail, for the people who read the alert. */
  readonly effect: string;
  /** The repair that puts it back; none: people are told that it was not repaired. */
  readonly repair?: RepairName;
}

/** @see https://attack.mitre.org/techniques/T1685/002/ */
const DISABLE_CLOUD_LOG: Technique = {
  id: 'T1685.002',
  formerId: 'T1562.008',
  name: 'Disable or Modify Cloud Log',
};

/**
 * Members cannot change an organization trail, yet they can try, and they can hide behind trails of their own: every
 * account forwards what happens in CloudTrail.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 */
const EVERYWHERE: readonly AccountKind[] = ['management', 'log-archive', 'security', 'member'];

function cloudTrail(
  eventName: string,
  parameter: string,
  severity: Severity,
  effect: string,
  repair?: RepairName,
): TamperEntry {
  return {
    source: 'aws.cloudtrail',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName,
    subject: { resource: 'trail', parameter },
    forwardedFrom: EVERYWHERE,
    severity,
    techniques: [DISABLE_CLOUD_LOG],
    effect,
    ...(repair === undefined ? {} : { repair }),
  };
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html */
export const TAMPER_CATALOGUE: readonly TamperEntry[] = [
  cloudTrail(
    'StopLogging',
    'name',
    'critical',
    'The trail stops recording in every account and Region.',
    'start-logging',
  ),
  cloudTrail(
    'StartLogging',
    'name',
    'low',
    'The trail records again: somebody other than the responder switched it on.',
  ),
  cloudTrail(
    'UpdateTrail',
    'name',
    'critical',
    'The trail may deliver elsewhere, cover fewer Regions or accounts, or lose its encryption or validation.',
  ),
  cloudTrail('DeleteTrail', 'name', 'critical', 'The trail is gone in every account; the log files that exist stay.'),
  cloudTrail(
    'CreateTrail',
    'name',
    'medium',
    'A further trail may copy the records elsewhere, cost money, or use up the quota of five that a recreated trail needs.',
  ),
  cloudTrail('AddTags', 'resourceId', 'low', 'Tags on the trail may change what tag-based permissions allow.'),
  cloudTrail('RemoveTags', 'resourceId', 'low', 'Lost tags on the trail may change what tag-based permissions allow.'),
  cloudTrail(
    'PutEventSelectors',
    'trailName',
    'critical',
    'The trail may leave out management events, writes, or the events of AWS KMS, while it still says that it is logging.',
  ),
  cloudTrail(
    'PutInsightSelectors',
    'trailName',
    'medium',
    'CloudTrail may no longer notice unusual rates of calls or errors.',
  ),
];

/** The entry of a recorded call, if it is in the catalogue. */
export function tamperEntryOf(eventSource: string, eventName: string): TamperEntry | undefined {
  return TAMPER_CATALOGUE.find((entry) => entry.eventSource === eventSource && entry.eventName === eventName);
}
