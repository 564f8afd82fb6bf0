/** Calls to AWS CloudTrail that weaken a trail. */

import { ACCOUNT_KINDS } from '../configuration';
import type { Response, Severity, TamperEntry } from './entry';
import { WHO } from './runbooks';
import { DISABLE_CLOUD_LOG } from './techniques';

interface Call {
  /** The key that names the trail. */
  readonly parameter: string;
  readonly severity: Severity;
  readonly effect: string;
  readonly runbook: string;
  readonly response?: Response;
  readonly loss?: string;
}

/**
 * Members cannot change an organization trail, yet they can try, and they can hide behind trails of their own: every
 * account forwards what happens in CloudTrail.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 */
function cloudTrail(eventName: string, { parameter, response = 'repair', ...rest }: Call): TamperEntry {
  return {
    source: 'aws.cloudtrail',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName,
    action: `cloudtrail:${eventName}`,
    subject: { resource: 'trail', parameters: [parameter] },
    scope: 'any',
    forwardedFrom: ACCOUNT_KINDS,
    techniques: [DISABLE_CLOUD_LOG],
    response,
    ...rest,
  };
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html */
export const CLOUDTRAIL_ENTRIES: readonly TamperEntry[] = [
  cloudTrail('StopLogging', {
    parameter: 'name',
    severity: 'critical',
    effect: 'The trail stops recording in every account and Region.',
    loss: 'What happened between the stop and the repair is in no log file; the event history of each account has it for 90 days.',
    runbook: `${WHO} Look at the event history of the accounts for what happened while the trail was silent.`,
  }),
  cloudTrail('StartLogging', {
    parameter: 'name',
    severity: 'low',
    effect: 'The trail records again: somebody other than the responder switched it on.',
    runbook: 'Find out why it was off: there should be an alert about the stop.',
  }),
  cloudTrail('UpdateTrail', {
    parameter: 'name',
    severity: 'critical',
    effect:
      'The trail may deliver elsewhere, cover fewer Regions or accounts, or lose its encryption, its validation or its log group.',
    loss: 'Log files that were delivered elsewhere meanwhile stay there.',
    runbook: `${WHO} If another bucket was named, copy the log files from there, and treat what they tell as known to its owner.`,
  }),
  cloudTrail('DeleteTrail', {
    parameter: 'name',
    severity: 'critical',
    effect: 'The trail is gone in every account; the log files that exist stay.',
    loss: 'What happened between the deletion and the repair is in no log file; the chain of digests has a gap.',
    runbook: `${WHO} Run "pulumi up" of the management stack with --refresh, so that tags which only it knows return.`,
  }),
  cloudTrail('CreateTrail', {
    parameter: 'name',
    severity: 'medium',
    effect:
      'A further trail may copy the records elsewhere, cost money, or use up the quota of five that a recreated trail needs.',
    response: 'alert',
    runbook: 'Ask its owner what it is for; delete it if nobody wants it: aws cloudtrail delete-trail.',
  }),
  cloudTrail('AddTags', {
    parameter: 'resourceId',
    severity: 'low',
    effect: 'Tags on the trail may change what tag-based permissions allow.',
    runbook: WHO,
  }),
  cloudTrail('RemoveTags', {
    parameter: 'resourceId',
    severity: 'low',
    effect: 'Lost tags on the trail may change what tag-based permissions allow.',
    runbook: `${WHO} The tag with the account's name returns with the next "pulumi up" of the management stack.`,
  }),
  cloudTrail('PutEventSelectors', {
    parameter: 'trailName',
    severity: 'critical',
    effect:
      'The trail may leave out management events, writes, or the events of AWS KMS, while it still says that it is logging.',
    loss: 'Events that were left out until the repair are in no log file; the event history of each account has them for 90 days.',
    runbook: `${WHO} Look at the event history of the accounts for what was left out.`,
  }),
  cloudTrail('PutInsightSelectors', {
    parameter: 'trailName',
    severity: 'medium',
    effect: 'CloudTrail may no longer notice unusual rates of calls or errors, or notice them at a cost nobody wanted.',
    runbook: WHO,
  }),
  {
    ...cloudTrail('RegisterOrganizationDelegatedAdmin', {
      parameter: 'memberAccountId',
      severity: 'high',
      effect: 'A member account administers CloudTrail for the organization: it may stop, change and delete the trail.',
      response: 'alert',
      runbook: `${WHO} Take it back if nobody wants it: aws cloudtrail deregister-organization-delegated-admin.`,
    }),
    subject: { parameters: ['memberAccountId'] },
  },
  {
    ...cloudTrail('DeregisterOrganizationDelegatedAdmin', {
      parameter: 'delegatedAdminAccountId',
      severity: 'medium',
      effect: 'A member account no longer administers CloudTrail for the organization.',
      response: 'alert',
      runbook: `${WHO} Give it back if it is needed: aws cloudtrail register-organization-delegated-admin.`,
    }),
    subject: { parameters: ['delegatedAdminAccountId'] },
  },
];
