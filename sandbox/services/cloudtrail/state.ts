/** The trails of every account, and the organization trails that all members see. */
import type { AdvancedEventSelector, EventSelector, InsightSelector } from '@aws-sdk/client-cloudtrail';
import { type State, store } from '../../core/state';
import { organizationOf, trustsCloudTrail } from './organization';

export interface Trail {
  readonly name: string;
  /** Carries the owner's account and the home Region. */
  readonly arn: string;
  /** The owner; of an organization trail always the management account. */
  readonly account: string;
  readonly homeRegion: string;
  bucketName: string;
  keyPrefix?: string;
  topicName?: string;
  includeGlobalServiceEvents: boolean;
  multiRegion: boolean;
  /** As the trail was last made or updated; see {@link isOrganizationWide}. */
  organizationTrail: boolean;
  logFileValidation: boolean;
  logGroupArn?: string;
  logRoleArn?: string;
  /** The key's ARN. */
  kmsKeyId?: string;
  /** Either basic or advanced selectors, never both. */
  selectors: { readonly basic: readonly EventSelector[] } | { readonly advanced: readonly AdvancedEventSelector[] };
  insights: readonly InsightSelector[];
  recursiveLogging: boolean;
  readonly tags: Map<string, string>;
  logging: boolean;
  startedAt?: Date;
  stoppedAt?: Date;
  /** When the last record was selected. */
  lastRecordAt?: Date;
  /** How the last delivery to the log group went. */
  lastLogDelivery?: { readonly at: Date; readonly error?: string };
}

interface Trails {
  /** By ARN. */
  readonly trails: Map<string, Trail>;
}

const trailStore = store<Trails>('cloudtrail', 'account', () => ({ trails: new Map() }));

/**
 * Trails as they were before a call that is being answered, by the call's request id. The record of a call is judged by
 * the trails that the call met, so that the record of `StopLogging` still goes out.
 */
const superseded = store<Map<string, Trail>>('cloudtrail-superseded', 'organization', () => new Map());

/** The trails that an account owns, by ARN. */
export function trailsOf(state: State, account: string): Map<string, Trail> {
  return trailStore.of(state, account, '').trails;
}

export function trailArn(account: string, region: string, name: string): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/**
 * Whether a trail covers its organization. Without trusted access an organization trail is a trail of the management
 * account alone.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudtrail.html
 */
export function isOrganizationWide(state: State, trail: Trail): boolean {
  if (!trail.organizationTrail) return false;
  const organization = organizationOf(state, trail.account);
  return organization?.managementAccount === trail.account && trustsCloudTrail(state);
}

/** The organization trails that an account is a member of, without the account's own. */
export function organizationTrailsOver(state: State, account: string): Trail[] {
  const management = organizationOf(state, account)?.managementAccount;
  if (management === undefined || management === account) return [];
  return [...trailsOf(state, management).values()].filter((trail) => isOrganizationWide(state, trail));
}

/** Every trail that covers an account: its own, and its organization's. */
export function trailsOver(state: State, account: string): Trail[] {
  return [...trailsOf(state, account).values(), ...organizationTrailsOver(state, account)];
}

/** Every trail that can be seen in a Region of an account: those at home there, and copies of multi-Region trails. */
export function visibleTrails(state: State, account: string, region: string): Trail[] {
  return trailsOver(state, account).filter((trail) => trail.multiRegion || trail.homeRegion === region);
}

/** Keeps a copy of a trail until the record of the call that is about to change it has been judged. */
export function supersede(state: State, requestId: string, trail: Trail): void {
  superseded.of(state, '', '').set(requestId, { ...trail });
}

/** The copy that {@link supersede} kept for a call; it is given out once. */
export function takeSuperseded(state: State, requestId: string): Trail | undefined {
  const kept = superseded.of(state, '', '');
  const trail = kept.get(requestId);
  kept.delete(requestId);
  return trail;
}

/**
 * What happens to organization trails when CloudTrail loses trusted access: they become trails of the management
 * account, and stay so when access is given again.
 */
export function endOrganizationTrails(state: State, managementAccount: string): void {
  for (const trail of trailsOf(state, managementAccount).values()) trail.organizationTrail = false;
}
