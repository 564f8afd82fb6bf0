/** Attacks on the account that keeps the log files: its buckets, and its key. */
import { type Attack, policy } from './intruder';

const TRAIL_BUCKET = { Bucket: 'trailwarden-trail-222222222222-us-east-1' };
const ACCESS_BUCKET = { Bucket: 'trailwarden-access-222222222222-us-east-1' };

export const CHANGES: readonly Attack[] = [
  {
    name: 'a key is disabled, rotates no more, and is for anyone',
    by: async ({ ask, idOf }) => {
      const KeyId = idOf('Key trail-key');
      await ask('kms', 'DisableKeyRotation', { KeyId });
      const Policy = policy({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' });
      await ask('kms', 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
      await ask('kms', 'DisableKey', { KeyId });
    },
    shows: ['update Key trail-key: enableKeyRotation, isEnabled, policy, rotationPeriodInDays'],
  },
  {
    name: 'an alias names another key',
    by: async ({ ask }) => {
      const { KeyMetadata } = (await ask('kms', 'CreateKey', {})) as { KeyMetadata: { KeyId: string } };
      await ask('kms', 'UpdateAlias', { AliasName: 'alias/trailwarden-trail', TargetKeyId: KeyMetadata.KeyId });
    },
    shows: ['update Alias trail-key-alias: targetKeyId'],
  },
  {
    name: 'a bucket is tagged',
    by: ({ ask }) =>
      ask('s3', 'PutBucketTagging', { ...ACCESS_BUCKET, Tagging: { TagSet: [{ Key: 'theirs', Value: '1' }] } }),
    shows: ['update Bucket access-logs: tags, tagsAll'],
  },
  {
    name: 'a bucket refuses the log files',
    by: ({ ask }) => {
      const Resource = `arn:aws:s3:::${TRAIL_BUCKET.Bucket}/*`;
      const Policy = policy({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource });
      return ask('s3', 'PutBucketPolicy', { ...TRAIL_BUCKET, Policy });
    },
    shows: ['update BucketPolicy trail-bucket-policy: policy'],
  },
  {
    name: 'a bucket may be public',
    by: ({ ask }) =>
      ask('s3', 'PutPublicAccessBlock', {
        ...TRAIL_BUCKET,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true },
      }),
    shows: ['update BucketPublicAccessBlock trail-bucket-public-access: blockPublicPolicy, restrictPublicBuckets'],
  },
  {
    name: 'a bucket takes access control lists',
    by: ({ ask }) =>
      ask('s3', 'PutBucketOwnershipControls', {
        ...TRAIL_BUCKET,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      }),
    shows: ['update BucketOwnershipControls trail-bucket-ownership: rule'],
  },
  {
    name: 'a bucket keeps no versions',
    by: ({ ask }) =>
      ask('s3', 'PutBucketVersioning', { ...ACCESS_BUCKET, VersioningConfiguration: { Status: 'Suspended' } }),
    shows: ['update BucketVersioning access-logs-versioning: versioningConfiguration'],
  },
  {
    name: "a bucket encrypts with a key of the intruder's choice",
    by: ({ ask }) => {
      const ApplyServerSideEncryptionByDefault = {
        SSEAlgorithm: 'aws:kms',
        KMSMasterKeyID: 'arn:aws:kms:us-east-1:999999999999:key/theirs',
      };
      const Rules = [{ ApplyServerSideEncryptionByDefault }];
      return ask('s3', 'PutBucketEncryption', { ...TRAIL_BUCKET, ServerSideEncryptionConfiguration: { Rules } });
    },
    shows: ['update BucketServerSideEncryptionConfiguration trail-bucket-encryption: rules'],
  },
  {
    name: 'a bucket lets everything expire in a day',
    by: ({ ask }) => {
      const Rules = [{ ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }];
      return ask('s3', 'PutBucketLifecycleConfiguration', { ...TRAIL_BUCKET, LifecycleConfiguration: { Rules } });
    },
    shows: ['update BucketLifecycleConfiguration trail-bucket-lifecycle: rules'],
  },
  {
    name: 'a bucket locks what is new for a day',
    by: ({ ask }) => {
      const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } };
      const lock = { ObjectLockEnabled: 'Enabled', Rule };
      return ask('s3', 'PutObjectLockConfiguration', { ...TRAIL_BUCKET, ObjectLockConfiguration: lock });
    },
    shows: ['update BucketObjectLockConfiguration trail-bucket-object-lock: rule'],
  },
  {
    name: 'a bucket logs elsewhere',
    by: ({ ask }) => {
      const LoggingEnabled = { TargetBucket: ACCESS_BUCKET.Bucket, TargetPrefix: 'elsewhere/' };
      return ask('s3', 'PutBucketLogging', { ...TRAIL_BUCKET, BucketLoggingStatus: { LoggingEnabled } });
    },
    shows: ['update BucketLogging trail-bucket-logging: targetPrefix'],
  },
];

export const DELETIONS: readonly Attack[] = [
  {
    name: 'an alias',
    by: ({ ask }) => ask('kms', 'DeleteAlias', { AliasName: 'alias/trailwarden-trail' }),
    shows: ['delete Alias trail-key-alias'],
  },
  {
    name: 'settings of a bucket',
    by: async ({ ask }) => {
      await ask('s3', 'DeleteBucketPolicy', TRAIL_BUCKET);
      await ask('s3', 'DeletePublicAccessBlock', TRAIL_BUCKET);
      await ask('s3', 'DeleteBucketOwnershipControls', TRAIL_BUCKET);
      await ask('s3', 'DeleteBucketLifecycle', TRAIL_BUCKET);
      await ask('s3', 'PutBucketLogging', { ...TRAIL_BUCKET, BucketLoggingStatus: {} });
    },
    shows: [
      'delete BucketLifecycleConfiguration trail-bucket-lifecycle',
      'delete BucketLogging trail-bucket-logging',
      'delete BucketOwnershipControls trail-bucket-ownership',
      'delete BucketPolicy trail-bucket-policy',
      'delete BucketPublicAccessBlock trail-bucket-public-access',
    ],
  },
  {
    name: 'what a bucket is never without, and so becomes a default',
    by: async ({ ask }) => {
      await ask('s3', 'DeleteBucketEncryption', TRAIL_BUCKET);
      await ask('s3', 'PutObjectLockConfiguration', {
        ...TRAIL_BUCKET,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
      });
    },
    shows: [
      'update BucketObjectLockConfiguration trail-bucket-object-lock: rule',
      'update BucketServerSideEncryptionConfiguration trail-bucket-encryption: rules',
    ],
  },
  {
    name: 'an empty bucket, with all its settings',
    by: ({ ask }) => ask('s3', 'DeleteBucket', ACCESS_BUCKET),
    shows: [
      'delete Bucket access-logs',
      'delete BucketLifecycleConfiguration access-logs-lifecycle',
      'delete BucketOwnershipControls access-logs-ownership',
      'delete BucketPolicy access-logs-policy',
      'delete BucketPublicAccessBlock access-logs-public-access',
      'delete BucketServerSideEncryptionConfiguration access-logs-encryption',
      'delete BucketVersioning access-logs-versioning',
    ],
  },
];
