/** Calls to Amazon CloudWatch Logs about the log groups of the trail and of the responder. */
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import { DATA_DESTRUCTION, DISABLE_CLOUD_LOG, INDICATOR_REMOVAL, TRANSFER_TO_CLOUD_ACCOUNT } from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'effect' | 'runbook'> & Partial<TamperEntry>;

function logGroup(eventName: string, call: Call, parameters: readonly string[] = ['logGroupName']): TamperEntry {
  return {
    source: 'aws.logs',
    eventSource: 'logs.amazonaws.com',
    eventName,
    action: `logs:${eventName}`,
    subject: { resource: 'log-group', parameters },
    scope: 'own',
    forwardedFrom: ['management', 'security'],
    techniques: [DISABLE_CLOUD_LOG],
    response: 'repair',
    ...call,
  };
}

const COPY = 'What was in the log group of the trail is in the log files of the trail bucket as well.';
const COUNTED = 'Look at the log files of the trail for what was not counted meanwhile.';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html */
export const LOGS_ENTRIES: readonly TamperEntry[] = [
  logGroup('DeleteLogGroup', {
    severity: 'critical',
    techniques: [DISABLE_CLOUD_LOG, DATA_DESTRUCTION, INDICATOR_REMOVAL],
    effect: 'The log group is gone with everything in it, and with it the alarms on what the trail records.',
    loss: 'What was in the log group cannot be brought back.',
    runbook: `${WHO} ${COPY} Run "pulumi up" of the stack of this account with --refresh, so that its tags return.`,
  }),
  logGroup('DeleteLogStream', {
    severity: 'high',
    techniques: [DATA_DESTRUCTION, INDICATOR_REMOVAL],
    effect: 'What one account recorded, or one process of the responder logged, is gone from the log group.',
    response: 'alert',
    loss: 'What was in the log stream cannot be brought back.',
    runbook: `${WHO} ${COPY} Somebody must have switched the protection from deletion off before: look for that alert.`,
  }),
  logGroup(
    'PutLogGroupDeletionProtection',
    {
      severity: 'high',
      effect: 'The log group and its streams may be deleted: this is what comes before that.',
      runbook: `${WHO} Look for log streams that were deleted before the protection was back.`,
    },
    ['logGroupIdentifier'],
  ),
  logGroup('PutRetentionPolicy', {
    severity: 'high',
    techniques: [DATA_DESTRUCTION, INDICATOR_REMOVAL],
    effect: 'CloudWatch Logs may delete events that are younger than declared, all by itself.',
    loss: 'Events beyond the shorter time may have been deleted.',
    runbook: `${WHO} ${COPY}`,
  }),
  logGroup('DeleteRetentionPolicy', {
    severity: 'low',
    effect: 'Events are kept, and paid for, without an end.',
    runbook: WHO,
  }),
  logGroup('PutMetricFilter', {
    severity: 'high',
    effect: 'What the alarms count may no longer be what the trail records.',
    loss: 'What was not counted meanwhile is counted by nobody later.',
    runbook: `${WHO} ${COUNTED}`,
  }),
  logGroup('DeleteMetricFilter', {
    severity: 'high',
    effect: 'What the trail records is no longer counted, so that the alarm on it stays silent.',
    loss: 'What was not counted meanwhile is counted by nobody later.',
    runbook: `${WHO} ${COUNTED}`,
  }),
  logGroup(
    'AssociateKmsKey',
    {
      severity: 'high',
      effect: 'The owner of the key decides who reads new events, and once it is disabled the log group takes none.',
      loss: 'Events that came meanwhile can be read only with that key.',
      runbook: `${WHO} Keep the key until the events that it encrypts have expired.`,
    },
    ['logGroupName', 'resourceIdentifier'],
  ),
  logGroup(
    'DisassociateKmsKey',
    {
      severity: 'low',
      effect: 'New events are encrypted with a key of the service again, as they should be.',
      runbook: 'Find out which key it was, and who had put it there: events that came meanwhile are encrypted with it.',
    },
    ['logGroupName', 'resourceIdentifier'],
  ),
  logGroup('PutSubscriptionFilter', {
    severity: 'high',
    techniques: [TRANSFER_TO_CLOUD_ACCOUNT],
    effect: 'A copy of every event of the log group goes to a function, a stream or another account.',
    response: 'alert',
    loss: 'Events that were sent there are known there.',
    runbook: `${WHO} If nobody wants it, delete it: aws logs delete-subscription-filter.`,
  }),
  logGroup('DeleteSubscriptionFilter', {
    severity: 'medium',
    effect: 'Whoever was sent the events of the log group, a security team for instance, gets them no longer.',
    response: 'alert',
    runbook: `${WHO} Have its owner put it back: Trailwarden declares none.`,
  }),
];
