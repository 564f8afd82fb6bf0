/** Calls to Amazon EventBridge about what carries the reports: rules, their targets, the central bus and its archive. */
import { ACCOUNT_KINDS, type AccountKind } from '../configuration';
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import {
  DATA_DESTRUCTION,
  DISABLE_TOOLS,
  INDICATOR_REMOVAL,
  SERVICE_STOP,
  TRANSFER_TO_CLOUD_ACCOUNT,
} from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'techniques' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/**
 * The bus may be named by its name or ARN, and is the default one where the record names none. A call about a rule that nobody
 * declared is reported when it is on the central bus, which has no business with others: it may copy the reports, or be the
 * rule by which EventBridge fills the archive.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
const EVENT_BRIDGE = {
  source: 'aws.events',
  eventSource: 'events.amazonaws.com',
  scope: 'own',
  response: 'repair',
} as const;

/** Everybody's accounts have rules of Trailwarden's. */
function rule(eventName: string, call: Call, key = 'name'): TamperEntry {
  return {
    ...EVENT_BRIDGE,
    eventName,
    action: `events:${eventName}`,
    subject: { resource: 'event-rule', within: 'event-bus', parameters: [key, 'eventBusName'] },
    forwardedFrom: ACCOUNT_KINDS,
    ...call,
  };
}

const OWNER: readonly AccountKind[] = ['security'];

function bus(eventName: string, parameter: string, call: Call): TamperEntry {
  return {
    ...EVENT_BRIDGE,
    eventName,
    action: `events:${eventName}`,
    subject: { resource: 'event-bus', parameters: [parameter] },
    forwardedFrom: OWNER,
    ...call,
  };
}

function archive(eventName: string, call: Call): TamperEntry {
  return {
    ...EVENT_BRIDGE,
    eventName,
    action: `events:${eventName}`,
    subject: { resource: 'event-archive', parameters: ['archiveName'] },
    forwardedFrom: OWNER,
    ...call,
  };
}

const SILENT =
  'Look at the event history of the account and Region for what happened while the rule was silent: none of it was reported.';
const UNREPORTED = 'What the rule would have reported until the repair was not reported; the trail has it.';
const STACK = 'Run "pulumi up" of the stack of this account with --refresh, so that tags which only it knows return.';
const ARCHIVE_RULE =
  'If the rule is the one of an archive (its name begins with Events-Archive-), delete the archive: it is made again with its rule.';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html */
export const EVENTBRIDGE_ENTRIES: readonly TamperEntry[] = [
  rule('DisableRule', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect:
      'The rule no longer reports tampering, or no longer wakes the responder. It cannot even report this: the sweep does.',
    loss: UNREPORTED,
    runbook: `${WHO} ${SILENT} ${ARCHIVE_RULE}`,
    direct: true,
  }),
  rule('DeleteRule', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect: 'The rule is gone: tampering of its kind is no longer reported, or no longer wakes the responder.',
    loss: UNREPORTED,
    runbook: `${WHO} ${SILENT} ${STACK} ${ARCHIVE_RULE}`,
    direct: true,
  }),
  rule('PutRule', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect:
      'The rule is replaced as a whole: it may be disabled, or match less. One more on the central bus sees all reports.',
    loss: UNREPORTED,
    runbook: `${WHO} ${SILENT} A rule of the central bus that nobody declared is left alone: delete it if nobody wants it.`,
    direct: true,
  }),
  rule(
    'RemoveTargets',
    {
      severity: 'critical',
      techniques: [DISABLE_TOOLS, SERVICE_STOP],
      effect: 'The rule still matches and no longer sends: the reports reach nobody.',
      loss: UNREPORTED,
      runbook: `${WHO} ${SILENT} ${ARCHIVE_RULE}`,
      direct: true,
    },
    'rule',
  ),
  rule(
    'PutTargets',
    {
      severity: 'critical',
      techniques: [DISABLE_TOOLS, TRANSFER_TO_CLOUD_ACCOUNT],
      effect:
        'The rule may send the reports elsewhere too, change them on their way, or no longer send them where they belong.',
      loss: 'Reports that were sent elsewhere until the repair stay there.',
      runbook: `${WHO} Look at the target that was found: treat what was reported since as known to its owner. ${SILENT}`,
      direct: true,
    },
    'rule',
  ),
  bus('PutPermission', 'eventBusName', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS],
    effect: 'The central bus may refuse the reports of the organization, or take forged ones from somebody else.',
    loss: 'Reports that were refused are in the dead-letter queues of the accounts that sent them.',
    runbook: `${WHO} Look into the dead-letter queues of the forwarders, and mistrust the reports of the meantime.`,
    direct: true,
  }),
  bus('RemovePermission', 'eventBusName', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect:
      'The central bus no longer admits the forwarders of the organization: reports of other accounts are refused.',
    loss: 'Reports that were refused are in the dead-letter queues of the accounts that sent them.',
    runbook: `${WHO} Look into the dead-letter queues of the forwarders of every account.`,
    direct: true,
  }),
  bus('UpdateEventBus', 'name', {
    severity: 'high',
    techniques: [DISABLE_TOOLS],
    effect:
      'A key of somebody else may encrypt the rules of the central bus, so that nobody without it can read or repair them.',
    runbook: `${WHO} If the repair is denied, use of that key is missing: have its owner allow it, and let the sweep repair.`,
    direct: true,
  }),
  bus('DeleteEventBus', 'name', {
    severity: 'critical',
    techniques: [DISABLE_TOOLS, SERVICE_STOP],
    effect: 'The central bus is gone, and with it its rules and its archive: no report arrives.',
    loss: 'Reports of the meantime are in the dead-letter queues of the accounts that sent them; the archive begins anew.',
    runbook: `${WHO} Look into the dead-letter queues of the forwarders of every account. ${STACK}`,
    direct: true,
  }),
  archive('DeleteArchive', {
    severity: 'high',
    techniques: [INDICATOR_REMOVAL, DATA_DESTRUCTION],
    effect: 'The reports that were kept for looking back are gone.',
    loss: 'What the archive had kept is gone; the trail has the calls that it was about.',
    runbook: `${WHO} Look for what the archive would have shown in the log files of the trail.`,
  }),
  archive('UpdateArchive', {
    severity: 'medium',
    techniques: [INDICATOR_REMOVAL],
    effect: 'The archive may keep fewer reports, or for fewer days, or under a key that somebody can take away.',
    loss: 'Reports that the archive was told not to keep until the repair are not in it; the trail has the calls.',
    runbook: WHO,
  }),
  {
    ...EVENT_BRIDGE,
    eventName: 'CancelReplay',
    action: 'events:CancelReplay',
    subject: { parameters: ['replayName'] },
    // Whoever starts a replay names it as he likes.
    scope: 'any',
    forwardedFrom: OWNER,
    severity: 'low',
    techniques: [INDICATOR_REMOVAL],
    effect: 'Somebody who looks back through the archive does not get to see all of it.',
    response: 'alert',
    runbook: 'Ask whoever started the replay whether he ended it, and start it again if not: aws events start-replay.',
  },
  {
    ...rule('TagResource', {
      severity: 'low',
      techniques: [DISABLE_TOOLS],
      effect: 'Tags on a rule or the central bus may change what tag-based permissions allow.',
      runbook: WHO,
    }),
    subject: { resource: 'event-rule', within: 'event-bus', parameters: ['resourceARN'] },
  },
  {
    ...rule('UntagResource', {
      severity: 'low',
      techniques: [DISABLE_TOOLS],
      effect: 'Lost tags on a rule or the central bus may change what tag-based permissions allow.',
      runbook: `${WHO} ${STACK}`,
    }),
    subject: { resource: 'event-rule', within: 'event-bus', parameters: ['resourceARN'] },
  },
];
