/** What a report calls for: pure rules over the report and the declared state. */
import type { TamperEntry } from '../../infra/catalogue/entry';
import { roleArn } from '../../infra/names';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { ReportedCall } from './report';
import { type Target, targetOf } from './target';

interface Listed {
  readonly entry: TamperEntry;
  readonly target: Target;
}

export type Decision =
  /** The catalogue does not know the call. */
  | { readonly kind: 'unlisted' }
  /** AWS refused the call: nothing changed, and nothing is changed. */
  | ({ readonly kind: 'refused' } & Listed)
  /** The event comes from an archive: it happened before, and is never acted upon. */
  | ({ readonly kind: 'replayed' } & Listed)
  /** The call was not about a resource that the blueprint declares. */
  | ({ readonly kind: 'undeclared' } & Listed)
  /** Nothing that the responder could put back: people are told. */
  | ({ readonly kind: 'alert' } & Listed)
  /** The resources are compared with their declaration. */
  | ({
      readonly kind: 'repair';
      /** A call that repairs make, by the repair role, or a deployment: there is nothing to tell when the state is right. */
      readonly own: boolean;
      /** A repair's own call, coming back. */
      readonly echo: boolean;
    } & Listed);

export function decide(call: ReportedCall, declared: DeclaredState): Decision {
  const entry = declared.catalogue.find(
    ({ eventSource, eventName }) => eventSource === call.eventSource && eventName === call.eventName,
  );
  if (entry === undefined) return { kind: 'unlisted' };
  const target = targetOf(call, entry, declared);
  if (call.errorCode !== undefined) return { kind: 'refused', entry, target };
  if (call.replayName !== undefined) return { kind: 'replayed', entry, target };
  if (entry.subject.resource !== undefined && target.resources.length === 0)
    return { kind: 'undeclared', entry, target };
  const own = isOwnCall(call, entry, declared);
  if (entry.response === 'alert' && !own) return { kind: 'alert', entry, target };
  return { kind: 'repair', entry, target, own: own || isDeployment(call, declared), echo: own };
}

/**
 * Recognised by role and account, which the caller cannot choose, not by the session's name, which he can. Only what repairs
 * do counts: the same role doing anything else is somebody else in it.
 */
function isOwnCall(call: ReportedCall, { action }: TamperEntry, declared: DeclaredState): boolean {
  const kind = declared.accounts[call.account] ?? 'member';
  const isRepairRole = call.actor.roleArn === repairRoleArn(declared, call.account);
  return isRepairRole && declared.repairActions[kind].includes(action);
}

/** Whoever deploys changes what is declared with it. If the state is not as declared afterwards, it counts like anybody's. */
function isDeployment({ account, actor }: ReportedCall, { partition, deploymentRoleName }: DeclaredState): boolean {
  return deploymentRoleName !== undefined && actor.roleArn === roleArn(partition, account, deploymentRoleName);
}

export function repairRoleArn(declared: DeclaredState, account: string): string {
  return roleArn(declared.partition, account, declared.repairRoleName);
}
