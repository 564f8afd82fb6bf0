/** What an administrator of the log-archive account can do to the buckets, call by call. */
import type { World } from '../world';

export const LOG_ARCHIVE = '222222222222';
export const TRAIL_BUCKET = 'trailwarden-trail-222222222222-us-east-1';
export const ACCESS_LOGS = 'trailwarden-access-222222222222-us-east-1';

interface BucketTampering {
  readonly title: string;
  readonly name: string;
  readonly tamper: (world: World) => Promise<unknown>;
  readonly differing: readonly string[];
  /** The operations that put it back. */
  readonly repairs: readonly string[];
}

type Call = readonly [operation: string, input?: object];

function tampering(
  title: string,
  differing: readonly string[],
  repairs: readonly string[],
  calls: readonly Call[],
  name = TRAIL_BUCKET,
): BucketTampering {
  const tamper = async (world: World): Promise<void> => {
    for (const [operation, input] of calls) await world.as(LOG_ARCHIVE, 's3', operation, { Bucket: name, ...input });
  };
  return { title, name, tamper, differing, repairs };
}

const encryption = (rule: object): Call => [
  'PutBucketEncryption',
  { ServerSideEncryptionConfiguration: { Rules: [rule] } },
];
const lock = (rule: object): Call => [
  'PutObjectLockConfiguration',
  { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...rule } },
];
const lifecycle = (Rules: object[]): Call => ['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules } }];
const ownership: Call = [
  'PutBucketOwnershipControls',
  { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
];
const logging = (LoggingEnabled?: object): Call => [
  'PutBucketLogging',
  { BucketLoggingStatus: LoggingEnabled === undefined ? {} : { LoggingEnabled } },
];
const anybody = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }],
  });
const denyCloudTrail = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${TRAIL_BUCKET}/*`,
    },
  ],
});

/** With a key of the account that is not the declared one. */
async function encryptWithAnotherKey(world: World): Promise<void> {
  const { KeyMetadata } = await world.as(LOG_ARCHIVE, 'kms', 'CreateKey', {});
  const KMSMasterKeyID = (KeyMetadata as { Arn: string }).Arn;
  const [operation, input] = encryption({
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID },
    BucketKeyEnabled: true,
  });
  await world.as(LOG_ARCHIVE, 's3', operation, { Bucket: TRAIL_BUCKET, ...input });
}

async function replicate(world: World): Promise<void> {
  const copies = { Bucket: 'copies-of-log-files' };
  await world.as(LOG_ARCHIVE, 's3', 'CreateBucket', copies);
  await world.as(LOG_ARCHIVE, 's3', 'PutBucketVersioning', {
    ...copies,
    VersioningConfiguration: { Status: 'Enabled' },
  });
  await world.as(LOG_ARCHIVE, 's3', 'PutBucketReplication', {
    Bucket: TRAIL_BUCKET,
    ReplicationConfiguration: {
      Role: `arn:aws:iam::${LOG_ARCHIVE}:role/copying`,
      Rules: [{ Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::${copies.Bucket}` } }],
    },
  });
}

async function logTheLogs(world: World): Promise<void> {
  const target = { Bucket: 'logs-of-logs' };
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${target.Bucket}/*`,
      },
    ],
  });
  await world.as(LOG_ARCHIVE, 's3', 'CreateBucket', target);
  await world.as(LOG_ARCHIVE, 's3', 'PutBucketPolicy', { ...target, Policy });
  const [operation, input] = logging({ TargetBucket: target.Bucket, TargetPrefix: 'again/' });
  await world.as(LOG_ARCHIVE, 's3', operation, { Bucket: ACCESS_LOGS, ...input });
}

const ENCRYPTED = ['ServerSideEncryption'];
const PUT_ENCRYPTION = ['PutBucketEncryption'];

export const BUCKET_TAMPERINGS: readonly BucketTampering[] = [
  tampering('a policy without which nothing is delivered', ['Policy'], ['PutBucketPolicy'], [['DeleteBucketPolicy']]),
  tampering('another policy', ['Policy'], ['PutBucketPolicy'], [['PutBucketPolicy', { Policy: denyCloudTrail }]]),
  tampering(
    'a policy that is public, with the block that forbids it',
    ['Policy', 'PublicAccessBlockConfiguration'],
    ['PutBucketPolicy', 'PutPublicAccessBlock'],
    [['DeletePublicAccessBlock'], ['PutBucketPolicy', { Policy: anybody(TRAIL_BUCKET) }]],
  ),
  tampering(
    'a public access block that blocks less',
    ['PublicAccessBlockConfiguration'],
    ['PutPublicAccessBlock'],
    [['PutPublicAccessBlock', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }]],
  ),
  tampering('an ownership that allows ACLs', ['ObjectOwnership'], ['PutBucketOwnershipControls'], [ownership]),
  tampering(
    'a missing ownership',
    ['ObjectOwnership'],
    ['PutBucketOwnershipControls'],
    [['DeleteBucketOwnershipControls']],
  ),
  tampering(
    'an ACL for everybody, with all that forbids it',
    ['ACL', 'ObjectOwnership', 'PublicAccessBlockConfiguration'],
    ['PutBucketAcl', 'PutBucketOwnershipControls', 'PutPublicAccessBlock'],
    [['DeletePublicAccessBlock'], ownership, ['PutBucketAcl', { ACL: 'public-read' }]],
  ),
  tampering(
    'a shorter retention',
    ['ObjectLockConfiguration'],
    ['PutObjectLockConfiguration'],
    [lock({ Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } })],
  ),
  tampering('a lock that retains nothing', ['ObjectLockConfiguration'], ['PutObjectLockConfiguration'], [lock({})]),
  tampering('encryption without KMS', ENCRYPTED, PUT_ENCRYPTION, [['DeleteBucketEncryption']]),
  tampering('encryption with a key of S3', ENCRYPTED, PUT_ENCRYPTION, [
    encryption({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }),
  ]),
  {
    title: 'encryption with another key',
    name: TRAIL_BUCKET,
    tamper: encryptWithAnotherKey,
    differing: ENCRYPTED,
    repairs: PUT_ENCRYPTION,
  },
  tampering(
    'an expiry after a day',
    ['LifecycleRules'],
    ['PutBucketLifecycleConfiguration'],
    [lifecycle([{ ID: 'clean', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } }])],
  ),
  tampering(
    'a missing lifecycle',
    ['LifecycleRules'],
    ['PutBucketLifecycleConfiguration'],
    [['DeleteBucketLifecycle']],
  ),
  tampering('access logs switched off', ['LoggingEnabled'], ['PutBucketLogging'], [logging()]),
  tampering(
    'access logs in another place',
    ['LoggingEnabled'],
    ['PutBucketLogging'],
    [logging({ TargetBucket: ACCESS_LOGS, TargetPrefix: 'nobody-looks-here/' })],
  ),
  tampering(
    'a requester who pays',
    ['Payer'],
    ['PutBucketRequestPayment'],
    [['PutBucketRequestPayment', { RequestPaymentConfiguration: { Payer: 'Requester' } }]],
  ),
  {
    title: 'replication to another bucket',
    name: TRAIL_BUCKET,
    tamper: replicate,
    differing: ['ReplicationConfiguration'],
    repairs: ['DeleteBucketReplication'],
  },
  tampering(
    'versions that are not kept',
    ['VersioningConfiguration'],
    ['PutBucketVersioning'],
    [['PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } }]],
    ACCESS_LOGS,
  ),
  tampering(
    'encryption by KMS, in which no access log is delivered',
    ENCRYPTED,
    PUT_ENCRYPTION,
    [encryption({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true })],
    ACCESS_LOGS,
  ),
  {
    title: 'access logs of access logs',
    name: ACCESS_LOGS,
    tamper: logTheLogs,
    differing: ['LoggingEnabled'],
    repairs: ['PutBucketLogging'],
  },
];
