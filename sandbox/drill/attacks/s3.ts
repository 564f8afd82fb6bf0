/** Attacks on the bucket of the log files, and on the one of its access logs. */
import type { AttackCall, AttackTargets, CatalogueAttack } from './attack';

type BucketAttack = Pick<CatalogueAttack, 'title'> & Partial<CatalogueAttack> & { readonly with?: AttackCall['input'] };

const trailBucket = ({ names }: AttackTargets): string => names.trailBucket;
const accessLogBucket = ({ names }: AttackTargets): string => names.accessLogBucket;

/** The buckets are in the log-archive account, and so is the attacker. */
function bucketAttack(event: string, { with: input, ...attack }: BucketAttack, bucket = trailBucket): CatalogueAttack {
  return {
    event,
    service: 's3',
    operation: event,
    from: 'log-archive',
    expected: 'repaired',
    input: (targets) => ({ Bucket: bucket(targets), ...input?.(targets) }),
    ...attack,
  };
}

/** Lets an account outside of the organization in, and nobody else: CloudTrail neither. */
function outsidersPolicy({ names, outsider }: AttackTargets): string {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${outsider}:root` },
    Action: ['s3:GetObject', 's3:DeleteObject'],
    Resource: `arn:aws:s3:::${names.trailBucket}/*`,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const COPIES = 'copies-of-the-log-files';

export const S3_ATTACKS: readonly CatalogueAttack[] = [
  bucketAttack(
    'DeleteBucket',
    {
      title: 'Delete the bucket of the access logs',
      lost: ['tags'],
    },
    accessLogBucket,
  ),
  bucketAttack('PutBucketPolicy', {
    title: 'Let an account outside of the organization read and delete the log files, and CloudTrail write none',
    with: (targets) => ({ Policy: outsidersPolicy(targets) }),
  }),
  bucketAttack('DeleteBucketPolicy', { title: 'Delete the policy by which CloudTrail delivers' }),
  bucketAttack('PutBucketLifecycle', {
    operation: 'PutBucketLifecycleConfiguration',
    title: 'Have the log files expire after a day',
    with: () => ({
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'tidy',
            Status: 'Enabled',
            Filter: { Prefix: 'AWSLogs/' },
            Expiration: { Days: 1 },
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          },
        ],
      },
    }),
  }),
  bucketAttack('PutBucketLifecycle', {
    variant: 'two-rules',
    operation: 'PutBucketLifecycleConfiguration',
    title: 'Hide the rule by which the log files expire behind one that looks right',
    with: ({ configuration }) => ({
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'expire',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            Expiration: { Days: configuration.trailRetentionInDays },
          },
          { ID: 'tidy', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 1 } },
        ],
      },
    }),
  }),
  bucketAttack('DeleteBucketLifecycle', { title: 'Let nothing expire any more' }),
  bucketAttack(
    'PutBucketVersioning',
    {
      title: 'Keep no former versions of the access logs',
      with: () => ({ VersioningConfiguration: { Status: 'Suspended' } }),
    },
    accessLogBucket,
  ),
  bucketAttack('PutBucketVersioning', {
    variant: 'locked',
    title: 'Keep no former versions of the log files, which Object Lock forbids',
    with: () => ({ VersioningConfiguration: { Status: 'Suspended' } }),
    expected: 'refused',
  }),
  bucketAttack('PutBucketPublicAccessBlock', {
    operation: 'PutPublicAccessBlock',
    title: 'Allow public policies',
    with: () => ({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      },
    }),
  }),
  bucketAttack('DeleteBucketPublicAccessBlock', {
    operation: 'DeletePublicAccessBlock',
    title: 'Take the public access block away',
  }),
  bucketAttack('PutBucketEncryption', {
    title: 'Encrypt new log files with a key of S3, which CloudTrail may not use',
    with: () => ({
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
    }),
  }),
  bucketAttack('DeleteBucketEncryption', { title: 'Have new log files encrypted without the key' }),
  bucketAttack('PutBucketReplication', {
    title: 'Copy every new log file into another bucket',
    prepare: [
      { service: 's3', operation: 'CreateBucket', from: 'log-archive', input: () => ({ Bucket: COPIES }) },
      {
        service: 's3',
        operation: 'PutBucketVersioning',
        from: 'log-archive',
        input: () => ({ Bucket: COPIES, VersioningConfiguration: { Status: 'Enabled' } }),
      },
    ],
    with: ({ accountOf }) => ({
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${accountOf('log-archive')}:role/replication`,
        Rules: [{ ID: 'all', Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::${COPIES}` } }],
      },
    }),
  }),
  bucketAttack('PutBucketObjectLockConfiguration', {
    operation: 'PutObjectLockConfiguration',
    title: 'Lock new log files for a day only',
    with: () => ({
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
      },
    }),
  }),
  bucketAttack('PutBucketAcl', {
    title: 'Let S3 write access logs among the log files by an ACL, which nobody can while ACLs are disabled',
    with: () => ({ ACL: 'log-delivery-write' }),
    expected: 'refused',
  }),
  bucketAttack('PutBucketOwnershipControls', {
    title: 'Have ACLs count again',
    with: () => ({ OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }),
  }),
  bucketAttack('DeleteBucketOwnershipControls', { title: 'Have what others put there belong to them' }),
  bucketAttack('PutBucketLogging', {
    title: 'Write no access logs any more',
    with: () => ({ BucketLoggingStatus: {} }),
  }),
  bucketAttack('PutBucketNotification', {
    operation: 'PutBucketNotificationConfiguration',
    title: 'Be told of every log file that arrives',
    with: () => ({ NotificationConfiguration: { EventBridgeConfiguration: {} } }),
    expected: 'alerted',
  }),
  bucketAttack('PutBucketTagging', {
    title: 'Put another tag on the bucket',
    with: () => ({ Tagging: { TagSet: [{ Key: 'trailwarden:prefix', Value: 'nobody' }] } }),
    expected: 'alerted',
  }),
  bucketAttack('DeleteBucketTagging', { title: 'Take the tags from the bucket', expected: 'alerted' }),
  bucketAttack('PutBucketRequestPayment', {
    title: 'Have CloudTrail pay for what it delivers, so that it delivers nothing',
    with: () => ({ RequestPaymentConfiguration: { Payer: 'Requester' } }),
  }),
];
