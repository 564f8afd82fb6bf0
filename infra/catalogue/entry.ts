/** What an entry of the tamper catalogue says about one call. */
import type { AccountKind } from '../configuration';
import type { ResourceType } from '../specifications/resources/resource';

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
  /** The kind of resource, as the declared state calls it; none: the call is about nothing that is declared. */
  readonly resource?: ResourceType;
  /** The kind of resource that it may be in, which counts where no declared one is named: the bus of a rule nobody declared. */
  readonly within?: ResourceType;
  /** The keys of `requestParameters` that may hold its name or ARN, dots between the levels; the first that names a declared one counts. */
  readonly parameters: readonly string[];
}

/**
 * Whose resources a call must be about to be reported: `own` is Trailwarden's, which the record has to name, `any` is
 * everybody's.
 */
export type Scope = 'own' | 'any';

/** `repair`: the resource is compared with its declaration and put back. `alert`: people are told, and it is left alone. */
export type Response = 'repair' | 'alert';

/** One tampering call. Forwarding, responses, guardrails, alerts, the drill and the documentation are derived from it. */
export interface TamperEntry {
  /** The `source` of the event: `aws.` and the service. */
  readonly source: string;
  /** The `eventSource` of the record. */
  readonly eventSource: string;
  /** The name under which CloudTrail records the call, which is not always the API's. */
  readonly eventName: string;
  /** The IAM action that allows the call, which is not always called like it. */
  readonly action: string;
  readonly subject: Subject;
  readonly scope: Scope;
  /** The kinds of account in which the call can do harm, and whose forwarders report it. */
  readonly forwardedFrom: readonly AccountKind[];
  readonly severity: Severity;
  readonly techniques: readonly Technique[];
  /** What a successful call does, for the people who read the alert. */
  readonly effect: string;
  readonly response: Response;
  /** What no repair brings back. */
  readonly loss?: string;
  /** What people do about it: what to check once it is repaired, or how to repair it. */
  readonly runbook: string;
  /** Reported to people by a rule that does not need the responder, because the call may silence it. @default false */
  readonly direct?: true;
}

/** The services whose calls are all recorded in one Region of the partition `aws`. @see `GLOBAL_SERVICES_REGION` */
export const GLOBAL_SOURCES: readonly string[] = ['aws.iam', 'aws.organizations'];
