/** Calls to AWS IAM about the roles that report tampering, repair it, and run the responder. */
import { ACCOUNT_KINDS } from '../configuration';
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import { ACCOUNT_ACCESS_REMOVAL, ACCOUNT_MANIPULATION, DISABLE_TOOLS } from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'techniques' | 'effect' | 'runbook' | 'loss' | 'direct'>;

/** Every account has roles of Trailwarden's, and everybody's roles are named by the same key. */
function iam(eventName: string, call: Call): TamperEntry {
  return {
    source: 'aws.iam',
    eventSource: 'iam.amazonaws.com',
    eventName,
    action: `iam:${eventName}`,
    subject: { resource: 'role', parameters: ['roleName'] },
    scope: 'own',
    forwardedFrom: ACCOUNT_KINDS,
    response: 'repair',
    ...call,
  };
}

/** What to do when the broken role is the one that would have repaired it. */
const BY_HAND =
  'If it is not repaired, it was the role of the responder or of the repair: run "pulumi up" of the stack of this account with --refresh.';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const IAM_ENTRIES: readonly TamperEntry[] = [
  iam('UpdateAssumeRolePolicy', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, ACCOUNT_MANIPULATION],
    effect: 'Somebody else may take on the role, or those who need it no longer can.',
    runbook: `${WHO} Look at the event history for who has taken on the role since. ${BY_HAND}`,
    direct: true,
  }),
  iam('DeleteRole', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, ACCOUNT_ACCESS_REMOVAL],
    effect: 'The role is gone, and what it did no longer happens: reports, repairs, or the filling of the log group.',
    loss: 'The tags of the role that only its stack knows are gone.',
    runbook: `${WHO} Run "pulumi up" of the stack of this account with --refresh, so that its tags return.`,
    direct: true,
  }),
  iam('CreateRole', {
    severity: 'medium',
    techniques: [ACCOUNT_MANIPULATION],
    effect: "Somebody other than the responder made a role with a name of Trailwarden's.",
    runbook: 'Find out why the role was not there: there should be an alert about its deletion.',
  }),
  iam('PutRolePolicy', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, ACCOUNT_MANIPULATION],
    effect: 'The role may be allowed more, or be denied what it needs.',
    runbook: `${WHO} Look at the event history for what the role has done since. ${BY_HAND}`,
    direct: true,
  }),
  iam('DeleteRolePolicy', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS],
    effect:
      'The role may do nothing, and what it did no longer happens: reports, repairs, or the filling of the log group.',
    runbook: `${WHO} ${BY_HAND}`,
    direct: true,
  }),
  iam('AttachRolePolicy', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, ACCOUNT_MANIPULATION],
    effect:
      "The role may be allowed more, or be denied what it needs: none of Trailwarden's roles has a managed policy.",
    runbook: `${WHO} Look at the event history for what the role has done since. ${BY_HAND}`,
    direct: true,
  }),
  iam('DetachRolePolicy', {
    severity: 'low',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'The role lost a managed policy that it should never have had.',
    runbook: 'Find out who attached it: there should be an alert about that.',
  }),
  iam('PutRolePermissionsBoundary', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS],
    effect: 'The role may do no more than the boundary says, whatever its policies allow.',
    runbook: `${WHO} If a rule of your organization demands boundaries, exempt the roles of Trailwarden from it. ${BY_HAND}`,
    direct: true,
  }),
  iam('DeleteRolePermissionsBoundary', {
    severity: 'low',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'The role lost a permissions boundary that it should never have had.',
    runbook: 'Find out who put it there: there should be an alert about that.',
  }),
  iam('UpdateRole', {
    severity: 'low',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'Sessions of the role may last longer, or its description may mislead people.',
    runbook: WHO,
  }),
  iam('UpdateRoleDescription', {
    severity: 'low',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'The description of the role may mislead people.',
    runbook: WHO,
  }),
  iam('TagRole', {
    severity: 'low',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'Tags on the role may change what tag-based permissions allow.',
    runbook: WHO,
  }),
  iam('UntagRole', {
    severity: 'low',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'Lost tags on the role may change what tag-based permissions allow.',
    runbook: `${WHO} The tag with the account's name returns with the next "pulumi up" of its stack.`,
  }),
];
