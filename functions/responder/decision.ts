/** What a report calls for: pure rules over the report and the declared state. */
import { arn } from '../../infra/arn';
import { roleArn } from '../../infra/names';
import type { RepairName } from '../../infra/repairs';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { TrailSpecification } from '../../infra/specifications/trail';
import type { TamperEntry } from '../../infra/tamper-catalogue';
import type { ReportedCall } from './report';

/** The resource that a call was about, as far as the record tells. */
export interface Target {
  /** The ARN, where the record names one or it follows from a name; else what the record says, or that it says nothing. */
  readonly described: string;
  /** The declared trail, when it is one. */
  readonly trail?: TrailSpecification;
}

export type Decision =
  /** The catalogue does not know the call. */
  | { readonly kind: 'unlisted' }
  /** AWS refused the call: nothing changed, and nothing is changed. */
  | { readonly kind: 'refused'; readonly entry: TamperEntry; readonly target: Target }
  /** The event comes from an archive: it happened before, and is never acted upon. */
  | { readonly kind: 'replayed'; readonly entry: TamperEntry; readonly target: Target }
  /** The call was not about a resource that the blueprint declares. */
  | { readonly kind: 'undeclared'; readonly entry: TamperEntry; readonly target: Target }
  /** No repair exists for this call yet. */
  | { readonly kind: 'unrepairable'; readonly entry: TamperEntry; readonly target: Target }
  /** A call of the responder itself coming back: the state has to be right, and then there is nothing to tell. */
  | { readonly kind: 'own'; readonly entry: TamperEntry; readonly target: Target; readonly trail: TrailSpecification }
  | {
      readonly kind: 'repair';
      readonly entry: TamperEntry;
      readonly target: Target;
      readonly trail: TrailSpecification;
      readonly repair: RepairName;
    };

export function decide(call: ReportedCall, declared: DeclaredState): Decision {
  const entry = declared.catalogue.find(
    ({ eventSource, eventName }) => eventSource === call.eventSource && eventName === call.eventName,
  );
  if (entry === undefined) return { kind: 'unlisted' };
  const target = targetOf(call, entry, declared);
  if (call.errorCode !== undefined) return { kind: 'refused', entry, target };
  if (call.replayName !== undefined) return { kind: 'replayed', entry, target };
  const { trail } = target;
  if (trail === undefined) return { kind: 'undeclared', entry, target };
  if (isOwnCall(call, trail, declared)) return { kind: 'own', entry, target, trail };
  if (entry.repair === undefined) return { kind: 'unrepairable', entry, target };
  return { kind: 'repair', entry, target, trail, repair: entry.repair };
}

/**
 * A bare name means a trail of the calling account in the Region of the call.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html
 */
function targetOf(call: ReportedCall, entry: TamperEntry, declared: DeclaredState): Target {
  const named = call.parameters?.[entry.subject.parameter];
  if (typeof named !== 'string' || named === '') return { described: 'not named in the record' };
  const described = named.startsWith('arn:')
    ? named
    : arn({
        partition: declared.partition,
        service: 'cloudtrail',
        region: call.region,
        account: call.account,
        resource: `trail/${named}`,
      });
  const trail = declared.trails.find((each) => each.arn === described);
  return { described, ...(trail === undefined ? {} : { trail }) };
}

/** The calls that repairs make and that the catalogue lists too. */
const CALLS_OF_REPAIRS: readonly string[] = ['StartLogging'];

/**
 * Recognised by role and account, which the caller cannot choose, not by the session's name, which he can. Only what repairs
 * do counts: the same role doing anything else is somebody else in it.
 */
function isOwnCall(call: ReportedCall, trail: TrailSpecification, declared: DeclaredState): boolean {
  return (
    call.account === trail.account &&
    call.actor.roleArn === repairRoleArn(declared, trail.account) &&
    CALLS_OF_REPAIRS.includes(call.eventName)
  );
}

export function repairRoleArn(declared: DeclaredState, account: string): string {
  return roleArn(declared.partition, account, declared.repairRoleName);
}
