/** Calls to AWS Organizations that take the trail, the guardrails or whole accounts away. */
import { ACCOUNT_KINDS } from '../configuration';
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import {
  ACCOUNT_MANIPULATION,
  DATA_DESTRUCTION,
  DISABLE_CLOUD_LOG,
  DISABLE_TOOLS,
  RESOURCE_HIERARCHY,
} from './techniques';

interface Call extends Pick<TamperEntry, 'severity' | 'techniques' | 'effect' | 'runbook' | 'loss'> {
  /** The key that names what the call is about; none where the record has no parameters. */
  readonly parameter?: string;
}

/** Nobody but the management account changes an organization, so it is not asked whose resources a call is about. */
function organizations(eventName: string, { parameter, ...call }: Call): TamperEntry {
  return {
    source: 'aws.organizations',
    eventSource: 'organizations.amazonaws.com',
    eventName,
    action: `organizations:${eventName}`,
    subject: { parameters: parameter === undefined ? [] : [parameter] },
    scope: 'any',
    forwardedFrom: ['management'],
    response: 'alert',
    ...call,
  };
}

const POLICIES = [DISABLE_TOOLS, RESOURCE_HIERARCHY];

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
export const ORGANIZATIONS_ENTRIES: readonly TamperEntry[] = [
  {
    ...organizations('DisableAWSServiceAccess', {
      parameter: 'servicePrincipal',
      severity: 'critical',
      techniques: [DISABLE_CLOUD_LOG],
      effect:
        'The service loses its access to the organization. If it is CloudTrail, the trail becomes one of the management account alone.',
      loss: 'What happened in the member accounts meanwhile is in no log file; the event history of each has it for 90 days.',
      runbook: `${WHO} If it is another service, ask its owner whether it may go.`,
    }),
    subject: { resource: 'trusted-access', parameters: ['servicePrincipal'] },
    response: 'repair',
  },
  organizations('RegisterDelegatedAdministrator', {
    parameter: 'accountId',
    severity: 'high',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'A member account administers a service for the whole organization; if it is CloudTrail, the trail too.',
    runbook: `${WHO} Take it back if nobody wants it: aws organizations deregister-delegated-administrator.`,
  }),
  organizations('DeregisterDelegatedAdministrator', {
    parameter: 'accountId',
    severity: 'high',
    techniques: [DISABLE_TOOLS],
    effect: 'A member account no longer administers a service for the organization, such as one that watches it.',
    runbook: `${WHO} Give it back if it is needed: aws organizations register-delegated-administrator.`,
  }),
  {
    ...organizations('LeaveOrganization', {
      severity: 'critical',
      techniques: [RESOURCE_HIERARCHY, DISABLE_CLOUD_LOG],
      effect: 'The account is out of the organization: no trail, no guardrail and no repair reaches it.',
      loss: 'What happens in the account from now on is in no log file of the organization.',
      runbook: `${WHO} Take the account back in: aws organizations invite-account-to-organization, then "pulumi up" of its stack. The record often does not leave an account that is out, so deny the call by a guardrail.`,
    }),
    forwardedFrom: ACCOUNT_KINDS,
  },
  organizations('RemoveAccountFromOrganization', {
    parameter: 'accountId',
    severity: 'critical',
    techniques: [RESOURCE_HIERARCHY, DISABLE_CLOUD_LOG],
    effect: 'The account is out of the organization: no trail, no guardrail and no repair reaches it.',
    loss: 'What happens in the account from now on is in no log file of the organization.',
    runbook: `${WHO} Take the account back in: aws organizations invite-account-to-organization, then "pulumi up" of its stack.`,
  }),
  organizations('CloseAccount', {
    parameter: 'accountId',
    severity: 'critical',
    techniques: [DATA_DESTRUCTION, RESOURCE_HIERARCHY],
    effect: 'The account is suspended, and deleted with everything in it after 90 days.',
    loss: 'If it is the log-archive account, no log file is delivered or readable; if it is the security account, nobody is told.',
    runbook: `${WHO} Have AWS Support reinstate the account within 90 days, then run "pulumi up" of its stack.`,
  }),
  organizations('MoveAccount', {
    parameter: 'accountId',
    severity: 'high',
    techniques: [RESOURCE_HIERARCHY],
    effect: 'The account is under another root or unit, whose policies hold for it instead of those it had.',
    runbook: `${WHO} Move it back if a guardrail was lost: aws organizations move-account.`,
  }),
  organizations('AttachPolicy', {
    parameter: 'policyId',
    severity: 'medium',
    techniques: POLICIES,
    effect: 'The policy holds for more accounts, and may deny what reports, repairs or the responder need.',
    runbook: `${WHO} Read the policy; detach it if it denies what Trailwarden needs: aws organizations detach-policy.`,
  }),
  organizations('DetachPolicy', {
    parameter: 'policyId',
    severity: 'high',
    techniques: POLICIES,
    effect: 'The policy no longer holds for a root, unit or account; if it is a guardrail, it denies nothing there.',
    runbook: `${WHO} Attach a guardrail again: "pulumi up" of the management stack with --refresh, or aws organizations attach-policy.`,
  }),
  organizations('UpdatePolicy', {
    parameter: 'policyId',
    severity: 'high',
    techniques: POLICIES,
    effect: 'The policy says something else wherever it is attached: a guardrail may deny less, another policy more.',
    runbook: `${WHO} Write a guardrail again: "pulumi up" of the management stack with --refresh.`,
  }),
  organizations('DeletePolicy', {
    parameter: 'policyId',
    severity: 'high',
    techniques: POLICIES,
    effect: 'The policy is gone. It was attached to nothing any more.',
    loss: 'The text of the policy, unless it is kept elsewhere.',
    runbook: `${WHO} Make a guardrail again: "pulumi up" of the management stack with --refresh.`,
  }),
  organizations('DisablePolicyType', {
    parameter: 'policyType',
    severity: 'critical',
    techniques: POLICIES,
    effect: 'Every policy of the type is detached from everything: no guardrail of that type denies anything.',
    loss: 'Which policies were attached where: enabling the type again does not bring the attachments back.',
    runbook: `${WHO} Enable the type, aws organizations enable-policy-type, and attach everything again: "pulumi up" of the management stack with --refresh does it for the guardrails.`,
  }),
  organizations('DeleteOrganization', {
    severity: 'critical',
    techniques: [RESOURCE_HIERARCHY, DISABLE_CLOUD_LOG],
    effect: 'There is no organization any more, and so no organization trail, no guardrail and no central bus.',
    loss: 'The organization and its id, which every policy of Trailwarden names.',
    runbook: `${WHO} Found an organization, take the accounts in, and deploy every stack with the new organization id.`,
  }),
];
