/** Calls to AWS KMS about the keys of the log files and of the alerts. */
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import {
  ACCOUNT_MANIPULATION,
  DATA_DESTRUCTION,
  DATA_ENCRYPTED,
  DISABLE_CLOUD_LOG,
  DISABLE_TOOLS,
  INHIBIT_RECOVERY,
} from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'techniques' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/**
 * The keys are in two accounts. A record has the id of a key or its ARN, which only AWS knows: calls about every key of these
 * accounts are reported, and the responder tells of those about its own.
 */
function kms(eventName: string, call: Call): TamperEntry {
  return {
    source: 'aws.kms',
    eventSource: 'kms.amazonaws.com',
    eventName,
    action: `kms:${eventName}`,
    subject: { resource: 'key', parameters: ['keyId'] },
    scope: 'any',
    forwardedFrom: ['log-archive', 'security'],
    response: 'repair',
    ...call,
  };
}

/** The record of a call about an alias has its name. */
const BY_ALIAS = { subject: { resource: 'key', parameters: ['aliasName'] }, scope: 'own' } as const;

const RETRIED =
  'CloudTrail tries deliveries that failed again: look whether the log files have arrived. Alerts and alarms of that time may be missing.';

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html */
export const KMS_ENTRIES: readonly TamperEntry[] = [
  kms('ScheduleKeyDeletion', {
    severity: 'critical',
    techniques: [DATA_DESTRUCTION, INHIBIT_RECOVERY],
    effect: 'The key cannot be used, and is deleted after 7 to 30 days: then nobody can read what it encrypted.',
    runbook: `${WHO} ${RETRIED} If it was not repaired, cancel it yourself: aws kms cancel-key-deletion, then aws kms enable-key.`,
  }),
  kms('DisableKey', {
    severity: 'critical',
    techniques: [DISABLE_CLOUD_LOG, DISABLE_TOOLS],
    effect: 'The key cannot be used: log files are not delivered and cannot be read, or alerts are not sent.',
    runbook: `${WHO} ${RETRIED}`,
  }),
  kms('PutKeyPolicy', {
    severity: 'critical',
    techniques: [DISABLE_CLOUD_LOG, ACCOUNT_MANIPULATION],
    effect: 'CloudTrail or the alarms may no longer use the key, or somebody else may.',
    loss: 'What others have decrypted until the repair is known to them.',
    runbook: `${WHO} ${RETRIED} If the repair is denied, the policy keeps the account out: ask whoever it admits, or AWS Support.`,
  }),
  kms('CreateGrant', {
    severity: 'high',
    techniques: [ACCOUNT_MANIPULATION],
    effect: 'Somebody may use the key without being in its policy.',
    loss: 'What was decrypted by the grant until the repair is known to its grantee.',
    runbook: `${WHO} Look in the log files for what the grantee has decrypted.`,
  }),
  kms('UpdateAlias', {
    ...BY_ALIAS,
    severity: 'high',
    techniques: [DATA_ENCRYPTED, DISABLE_TOOLS],
    effect: 'The alias means another key, and so does whatever looks for the key by it.',
    runbook: `${WHO} Look whether bucket, trail and topic name the key that is meant: aws kms describe-key.`,
  }),
  kms('DeleteAlias', {
    ...BY_ALIAS,
    severity: 'medium',
    techniques: [DISABLE_TOOLS],
    effect: 'The key has no name any more, and is harder to find.',
    runbook: WHO,
  }),
  kms('DisableKeyRotation', {
    severity: 'medium',
    techniques: [DISABLE_TOOLS],
    effect: 'The key keeps the same material for ever.',
    runbook: WHO,
  }),
  kms('EnableKeyRotation', {
    severity: 'low',
    techniques: [DISABLE_TOOLS],
    effect: 'The key may keep the same material for longer than a year.',
    runbook: WHO,
  }),
  kms('UpdateKeyDescription', {
    severity: 'low',
    techniques: [DISABLE_TOOLS],
    effect: 'The key may no longer be found by what it is for.',
    runbook: WHO,
  }),
  kms('TagResource', {
    severity: 'medium',
    techniques: [DISABLE_TOOLS],
    effect: 'The guardrails know the key by its tags: with others they may no longer hold for it.',
    runbook: WHO,
  }),
  kms('UntagResource', {
    severity: 'medium',
    techniques: [DISABLE_TOOLS],
    effect: 'The guardrails know the key by its tags: without them they no longer hold for it.',
    runbook: WHO,
  }),
  kms('DeleteImportedKeyMaterial', {
    severity: 'high',
    techniques: [DATA_DESTRUCTION],
    effect: 'What was encrypted with a key that somebody had brought along cannot be read before he brings it again.',
    response: 'alert',
    runbook: `${WHO} Trailwarden's own keys have no such material: find out what the key encrypted, and who has a copy of it.`,
  }),
];
