/** What a bucket must have beside itself: its protection is made of resources of their own, and one that is gone says nothing. */
import { at, isGiven, isOneOf, itemsOf, UNKNOWN } from './property';
import type { DeclaredResource } from './resource';
import type { Finding, StackRule } from './rule';
import { grantsOf } from './statement';

export const bucketCompleteness: StackRule = {
  name: 'bucket-completeness',
  description: 'A bucket has all of its protection, and the trail bucket has a key and Object Lock as well.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: ['aws.s3.Bucket'],
  checkStack: (resources) =>
    resources
      .filter(({ kind }) => kind === 'aws.s3.Bucket')
      .flatMap((bucket) =>
        missingOf(bucket, settingsOf(bucket, resources)).map((message) => findingOf(bucket, message)),
      ),
};

const ALWAYS: Readonly<Record<string, string>> = {
  BucketPublicAccessBlock: 'a policy or an ACL could open the bucket to everybody',
  BucketVersioning: 'a log file that is overwritten or deleted would be gone',
  BucketServerSideEncryptionConfiguration: 'nothing would say how objects are encrypted',
  BucketPolicy: 'requests would not need to be encrypted on their way',
};

function missingOf(bucket: DeclaredResource, settings: readonly DeclaredResource[]): string[] {
  const missing = Object.entries(ALWAYS).filter(([kind]) => !settings.some((each) => each.kind === `aws.s3.${kind}`));
  const messages = missing.map(
    ([kind, effect]) => `The bucket has no ${kind}: ${effect}. Add one, as components/private-bucket.ts does.`,
  );
  if (!takesLogFiles(settings)) return messages;
  if (!isEncryptedByKey(settings))
    messages.push(
      'The trail bucket is not encrypted by a KMS key: whoever may read the bucket could read the log files. ' +
        'Give it "kmsKeyArn".',
    );
  const lock = settings.some(({ kind }) => kind === 'aws.s3.BucketObjectLockConfiguration');
  if (!lock || !isOneOf(bucket.properties.objectLockEnabled, true))
    messages.push(
      'The trail bucket has no Object Lock: log files could be deleted before anybody has looked at them. ' +
        'Give it "objectLock".',
    );
  return messages;
}

/** The trail bucket is the one that CloudTrail may write to. */
function takesLogFiles(settings: readonly DeclaredResource[]): boolean {
  return settings
    .filter(({ kind }) => kind === 'aws.s3.BucketPolicy')
    .flatMap(({ properties }) => grantsOf(properties.policy))
    .some(({ services }) => services.includes('cloudtrail.amazonaws.com'));
}

function isEncryptedByKey(settings: readonly DeclaredResource[]): boolean {
  return settings
    .filter(({ kind }) => kind === 'aws.s3.BucketServerSideEncryptionConfiguration')
    .flatMap(({ properties: { rules } }) => (rules === UNKNOWN ? [UNKNOWN] : itemsOf(rules)))
    .map((rule) => at(rule, 'applyServerSideEncryptionByDefault'))
    .some(
      (encryption) =>
        isOneOf(at(encryption, 'sseAlgorithm'), 'aws:kms', 'aws:kms:dsse') && isGiven(at(encryption, 'kmsMasterKeyId')),
    );
}

/** What is set on a bucket: by its name, and by dependency while the name is not known. */
function settingsOf(bucket: DeclaredResource, resources: readonly DeclaredResource[]): readonly DeclaredResource[] {
  return resources.filter(({ properties, dependencies }) =>
    properties.bucket === UNKNOWN || bucket.properties.bucket === UNKNOWN
      ? dependencies.includes(bucket.urn)
      : properties.bucket === bucket.properties.bucket,
  );
}

function findingOf({ urn }: DeclaredResource, message: string): Finding {
  return { urn, message };
}
