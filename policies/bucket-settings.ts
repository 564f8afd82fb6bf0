/** What a bucket is set to: nothing public, nothing overwritten, nothing emptied. */
import { at, isGiven, isOneOf, itemsOf, type Properties, shown } from './property';
import { messagesOf, type ResourceRule } from './rule';

export const bucketSettings: ResourceRule = {
  name: 'bucket-settings',
  description: 'Buckets block public access, keep versions, encrypt, lock, and are never emptied to be deleted.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: [
    'aws.s3.Bucket',
    'aws.s3.BucketObjectLockConfiguration',
    'aws.s3.BucketOwnershipControls',
    'aws.s3.BucketPublicAccessBlock',
    'aws.s3.BucketServerSideEncryptionConfiguration',
    'aws.s3.BucketVersioning',
  ],
  check: ({ kind, properties }) => CHECKS[kind]?.(properties) ?? [],
};

const BLOCKS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'];

const CHECKS: Readonly<Record<string, (properties: Properties) => readonly string[]>> = {
  'aws.s3.Bucket': ({ forceDestroy }) =>
    messagesOf([
      isGiven(forceDestroy),
      '"forceDestroy" is true: deleting the bucket would delete every log file in it. Leave it out.',
    ]),

  'aws.s3.BucketPublicAccessBlock': (properties) =>
    BLOCKS.filter((block) => !isOneOf(properties[block], true)).map(
      (block) =>
        `"${block}" is ${shown(properties[block])}: a policy or an ACL could open the bucket to everybody. Set it to true.`,
    ),

  'aws.s3.BucketOwnershipControls': ({ rule }) =>
    messagesOf([
      !isOneOf(at(rule, 'objectOwnership'), 'BucketOwnerEnforced'),
      `"objectOwnership" is ${shown(at(rule, 'objectOwnership'))}: ACLs would grant access beside the bucket policy. ` +
        'Set it to BucketOwnerEnforced.',
    ]),

  'aws.s3.BucketVersioning': ({ versioningConfiguration }) =>
    messagesOf([
      !isOneOf(at(versioningConfiguration, 'status'), 'Enabled'),
      `"status" is ${shown(at(versioningConfiguration, 'status'))}: a log file that is overwritten or deleted would be gone. ` +
        'Set it to Enabled.',
    ]),

  'aws.s3.BucketServerSideEncryptionConfiguration': ({ rules }) =>
    itemsOf(rules)
      .map((rule) => at(rule, 'applyServerSideEncryptionByDefault'))
      .flatMap((encryption) =>
        messagesOf([
          isOneOf(at(encryption, 'sseAlgorithm'), 'aws:kms', 'aws:kms:dsse') &&
            !isGiven(at(encryption, 'kmsMasterKeyId')),
          '"kmsMasterKeyId" is not set: objects would be encrypted by a key of AWS, which is no second lock beside the bucket ' +
            'policy. Give it the key of the log-archive account.',
        ]),
      ),

  'aws.s3.BucketObjectLockConfiguration': ({ rule }) =>
    messagesOf([
      !isOneOf(at(rule, 'defaultRetention', 'mode'), 'GOVERNANCE', 'COMPLIANCE'),
      'There is no default retention: new log files could be deleted at once. Give "rule" a "defaultRetention" with a mode ' +
        'and days.',
    ]),
};
