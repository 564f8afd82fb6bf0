/** Calls to Amazon S3 about the buckets of the log files and of the access logs. */
import type { TamperEntry } from './entry';
import { WHO } from './runbooks';
import {
  DATA_DESTRUCTION,
  DATA_ENCRYPTED,
  DATA_FROM_CLOUD_STORAGE,
  DISABLE_CLOUD_LOG,
  INHIBIT_RECOVERY,
  LIFECYCLE_DELETION,
  TRANSFER_TO_CLOUD_ACCOUNT,
} from './techniques';

type Call = Pick<TamperEntry, 'severity' | 'techniques' | 'effect' | 'runbook'> & Partial<TamperEntry>;

/**
 * The buckets are in the log-archive account. S3 records some calls by other names than its API's, and IAM has other names again.
 *
 * @param action as IAM calls it, without its prefix: `PutLifecycleConfiguration`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
function s3(eventName: string, action: string, call: Call): TamperEntry {
  return {
    source: 'aws.s3',
    eventSource: 's3.amazonaws.com',
    eventName,
    action: `s3:${action}`,
    subject: { resource: 'bucket', parameters: ['bucketName'] },
    scope: 'own',
    forwardedFrom: ['log-archive'],
    response: 'repair',
    ...call,
  };
}

const UNLOCK =
  'If the repair is denied, the policy keeps everybody out but the root user: delete it as the root user of the account, or with a session of "aws sts assume-root" for the task policy S3UnlockBucketPolicy.';
const READ = 'Look for reads from outside in the access logs, and treat what was read as known.';
const OPEN = 'Whatever was read from outside meanwhile is known there.';

const LOCK: Call = {
  severity: 'critical',
  techniques: [INHIBIT_RECOVERY, DATA_DESTRUCTION],
  effect: 'New log files may be locked for a shorter time, or not at all, or for longer than anybody wants to pay for.',
  loss: 'Log files that were delivered until the repair keep the retention with which they were written.',
  runbook: `${WHO} Lock the log files of that time as the others are: aws s3api put-object-retention. If Object Lock was switched on where the access logs go, it stays on, and S3 delivers no more of them: replace that bucket.`,
};

const ACCOUNT_BLOCK: Call = {
  subject: { parameters: [] },
  scope: 'any',
  severity: 'medium',
  techniques: [DATA_FROM_CLOUD_STORAGE],
  effect: 'Buckets of the log-archive account may become public; those of the log files have a block of their own.',
  response: 'alert',
  runbook: `${WHO} Block public access for the whole account again: aws s3control put-public-access-block.`,
};

const TAGS: Call = {
  severity: 'low',
  techniques: [DISABLE_CLOUD_LOG],
  effect: 'Other tags on the bucket may change what tag-based permissions allow.',
  response: 'alert',
  runbook: `${WHO} The tags return with the next "pulumi up" of the log-archive stack with --refresh.`,
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export const S3_ENTRIES: readonly TamperEntry[] = [
  s3('DeleteBucket', 'DeleteBucket', {
    severity: 'critical',
    techniques: [DATA_DESTRUCTION, DISABLE_CLOUD_LOG],
    effect: 'The bucket is gone, and whoever makes one of its name first gets what is delivered there.',
    loss: 'A bucket is deleted empty: what was in it was deleted before, or never was.',
    runbook: `${WHO} If the repair says BucketAlreadyExists, somebody else has the name: stop the trail, and deploy with another "namePrefix". Run "pulumi up" of the log-archive stack with --refresh, so that tags which only it knows return.`,
  }),
  s3('PutBucketPolicy', 'PutBucketPolicy', {
    severity: 'critical',
    techniques: [DISABLE_CLOUD_LOG, DATA_FROM_CLOUD_STORAGE],
    effect: 'Deliveries may be refused, and others may read, overwrite or delete what is in the bucket.',
    loss: OPEN,
    runbook: `${WHO} CloudTrail tries deliveries that were refused again, for 30 days. ${READ} ${UNLOCK}`,
  }),
  s3('DeleteBucketPolicy', 'DeleteBucketPolicy', {
    severity: 'critical',
    techniques: [DISABLE_CLOUD_LOG],
    effect: 'Nothing is delivered any more, and unencrypted requests are answered.',
    runbook: `${WHO} CloudTrail tries deliveries that were refused again, for 30 days: look whether they have arrived.`,
  }),
  s3('PutBucketLifecycle', 'PutLifecycleConfiguration', {
    severity: 'critical',
    techniques: [LIFECYCLE_DELETION, DATA_DESTRUCTION],
    effect: 'Log files may be deleted before their time, or be moved to where they are slow to read.',
    loss: 'What S3 has expired until the repair is gone, unless it is locked: then a former version is there.',
    runbook: `${WHO} Look for delete markers, and delete them: aws s3api list-object-versions, aws s3api delete-object.`,
  }),
  s3('DeleteBucketLifecycle', 'PutLifecycleConfiguration', {
    severity: 'low',
    techniques: [DISABLE_CLOUD_LOG],
    effect: 'Nothing expires any more: log files stay for longer than they should, and cost money.',
    runbook: WHO,
  }),
  s3('PutBucketVersioning', 'PutBucketVersioning', {
    severity: 'high',
    techniques: [INHIBIT_RECOVERY, DATA_DESTRUCTION],
    effect: 'What is overwritten or deleted may leave no former version behind.',
    loss: 'What was overwritten or deleted until the repair is gone.',
    runbook: `${WHO} Look in the access logs for what was overwritten or deleted meanwhile.`,
  }),
  s3('PutBucketPublicAccessBlock', 'PutBucketPublicAccessBlock', {
    severity: 'high',
    techniques: [DATA_FROM_CLOUD_STORAGE],
    effect: 'A policy or an ACL may open the bucket to everybody.',
    loss: OPEN,
    runbook: `${WHO} ${READ}`,
  }),
  s3('DeleteBucketPublicAccessBlock', 'PutBucketPublicAccessBlock', {
    severity: 'high',
    techniques: [DATA_FROM_CLOUD_STORAGE],
    effect: 'A policy or an ACL may open the bucket to everybody.',
    loss: OPEN,
    runbook: `${WHO} ${READ}`,
  }),
  s3('PutAccountPublicAccessBlock', 'PutAccountPublicAccessBlock', ACCOUNT_BLOCK),
  s3('DeleteAccountPublicAccessBlock', 'PutAccountPublicAccessBlock', ACCOUNT_BLOCK),
  s3('PutBucketEncryption', 'PutEncryptionConfiguration', {
    severity: 'high',
    techniques: [DATA_ENCRYPTED, DISABLE_CLOUD_LOG],
    effect:
      'What is put there may be encrypted with a key that somebody else can take away, or one that refuses deliveries.',
    loss: 'What was encrypted with another key until the repair can be read only as long as that key is there.',
    runbook: `${WHO} If another key was named, copy what was encrypted with it over itself while the key works.`,
  }),
  s3('DeleteBucketEncryption', 'PutEncryptionConfiguration', {
    severity: 'medium',
    techniques: [DATA_FROM_CLOUD_STORAGE],
    effect: 'What is put there is encrypted by S3 itself: whoever may read the bucket needs no key any more.',
    loss: 'What was put there until the repair stays encrypted by S3 itself.',
    runbook: WHO,
  }),
  s3('PutBucketReplication', 'PutReplicationConfiguration', {
    severity: 'high',
    techniques: [TRANSFER_TO_CLOUD_ACCOUNT],
    effect: 'Every new log file may be copied into a bucket of somebody else.',
    loss: 'What was copied until the repair stays there.',
    runbook: `${WHO} Treat what the log files of that time tell as known to the owner of the other bucket.`,
  }),
  // AWS's list of recorded calls has the one, and records of the reading call have the form of the other.
  s3('PutBucketObjectLockConfiguration', 'PutBucketObjectLockConfiguration', LOCK),
  s3('PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration', LOCK),
  s3('PutBucketAcl', 'PutBucketAcl', {
    severity: 'high',
    techniques: [DATA_FROM_CLOUD_STORAGE],
    effect: 'Others may read the bucket, or put things into it, beside its policy.',
    loss: OPEN,
    runbook: `${WHO} ACLs must have been enabled before: look for that alert. ${READ}`,
  }),
  s3('PutBucketOwnershipControls', 'PutBucketOwnershipControls', {
    severity: 'medium',
    techniques: [DATA_FROM_CLOUD_STORAGE],
    effect: 'ACLs may count again, and what others put there may belong to them.',
    runbook: `${WHO} ${READ}`,
  }),
  s3('DeleteBucketOwnershipControls', 'PutBucketOwnershipControls', {
    severity: 'medium',
    techniques: [DATA_FROM_CLOUD_STORAGE],
    effect: 'ACLs count again, and what others put there belongs to them.',
    runbook: `${WHO} ${READ}`,
  }),
  s3('PutBucketLogging', 'PutBucketLogging', {
    severity: 'medium',
    techniques: [DISABLE_CLOUD_LOG],
    effect: 'Nobody can see any more who reads the log files, or it is written somewhere else.',
    loss: 'Requests until the repair, and for up to an hour after it, may be in no access log.',
    runbook: WHO,
  }),
  s3('PutBucketNotification', 'PutBucketNotification', {
    severity: 'low',
    techniques: [TRANSFER_TO_CLOUD_ACCOUNT],
    effect: 'Somebody else may be told of every log file that arrives.',
    response: 'alert',
    runbook: `${WHO} If nobody reads the log files that way, take it away: aws s3api put-bucket-notification-configuration.`,
  }),
  s3('PutBucketTagging', 'PutBucketTagging', TAGS),
  s3('DeleteBucketTagging', 'PutBucketTagging', TAGS),
  s3('PutBucketRequestPayment', 'PutBucketRequestPayment', {
    severity: 'high',
    techniques: [DISABLE_CLOUD_LOG],
    effect: 'CloudTrail delivers nothing into a bucket whose requesters pay.',
    runbook: `${WHO} CloudTrail tries deliveries that were refused again, for 30 days: look whether they have arrived.`,
  }),
];
