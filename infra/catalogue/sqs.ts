/** Calls to Amazon SQS about the queues that keep reports which were not delivered, or not dealt with. */
import { ACCOUNT_KINDS } from '../configuration';
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import { DATA_DESTRUCTION, DISABLE_TOOLS, INDICATOR_REMOVAL, TRANSFER_TO_CLOUD_ACCOUNT } from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'techniques' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/** Every account has such queues. Their names are in their URLs, and the URL is all that a record has. */
function sqs(eventName: string, call: Call): TamperEntry {
  return {
    source: 'aws.sqs',
    eventSource: 'sqs.amazonaws.com',
    eventName,
    action: `sqs:${eventName}`,
    subject: { resource: 'queue', parameters: ['queueUrl'] },
    scope: 'own',
    forwardedFrom: ACCOUNT_KINDS,
    response: 'repair',
    ...call,
  };
}

const IN_THE_TRAIL =
  'Look for what it held in the log files of the trail: the calls of the days whose reports were not delivered.';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/logging-using-cloudtrail.html */
export const SQS_ENTRIES: readonly TamperEntry[] = [
  sqs('DeleteQueue', {
    severity: 'high',
    techniques: [INDICATOR_REMOVAL, DATA_DESTRUCTION],
    effect: 'The queue is gone with the reports in it, and further ones that cannot be delivered are lost.',
    loss: 'The messages that the queue held are gone, and so is what would have been left there until the repair.',
    runbook: `${WHO} SQS gives its name back after a minute: until then the repair fails with QueueDeletedRecently, and the next attempt or the sweep makes it again. ${IN_THE_TRAIL}`,
  }),
  sqs('PurgeQueue', {
    severity: 'high',
    techniques: [INDICATOR_REMOVAL, DATA_DESTRUCTION],
    effect: 'The reports that the queue held are gone; the queue itself works as before.',
    response: 'alert',
    loss: 'The messages that the queue held are gone.',
    runbook: `${WHO} ${IN_THE_TRAIL}`,
  }),
  sqs('SetQueueAttributes', {
    severity: 'high',
    techniques: [DISABLE_TOOLS, INDICATOR_REMOVAL],
    effect:
      'The queue may refuse what it is there for, keep it for less long, move it elsewhere, or let somebody else read and delete it.',
    loss: 'Messages that were refused, or that were older than the queue was to keep them, may be gone.',
    runbook: `${WHO} If the repair is denied, the policy of the queue keeps everybody out: the root user of its account can remove that.`,
  }),
  sqs('AddPermission', {
    severity: 'medium',
    techniques: [INDICATOR_REMOVAL, TRANSFER_TO_CLOUD_ACCOUNT],
    effect: 'Another account may read, delete or send messages of the queue.',
    loss: 'Messages that were read or deleted by another account until the repair are known there, or gone.',
    runbook: `${WHO} Mistrust what is in the queue: compare it with the log files of the trail.`,
  }),
  sqs('RemovePermission', {
    severity: 'medium',
    techniques: [DISABLE_TOOLS],
    effect: 'Rules may no longer leave in the queue what they could not deliver: it is lost.',
    loss: 'What rules could not deliver until the repair is gone.',
    runbook: `${WHO} Look at the metric InvocationsFailedToBeSentToDlq of the rules for how much was lost.`,
  }),
  sqs('TagQueue', {
    severity: 'low',
    techniques: [DISABLE_TOOLS],
    effect: 'Tags on the queue may change what tag-based permissions allow.',
    runbook: WHO,
  }),
  sqs('UntagQueue', {
    severity: 'low',
    techniques: [DISABLE_TOOLS],
    effect: 'Lost tags on the queue may change what tag-based permissions allow.',
    runbook: `${WHO} Run "pulumi up" of the stack of this account with --refresh, so that tags which only it knows return.`,
  }),
];
