/** The settings of a bucket one by one: how each is read, put and taken away. */
import { OBJECT_OWNERSHIP } from '../../../infra/specifications/buckets';
import type { BucketResource, BucketSettings } from '../../../infra/specifications/resources/bucket';
import { type Fields, fields, list } from '../aws';
import { HIDDEN } from './policy-reading';

/** An operation and its input, but for the bucket. */
export type Put = readonly [operation: string, input: Fields];

export interface KeptSetting {
  readonly get: string;
  /** The errors that say that the bucket has no such setting. */
  readonly absent?: readonly string[];
  /** The setting in the answer, in the form in which it is put. */
  readonly found: (answer: Fields) => unknown;
  /** The form in which it compares with the declared one. @default - as it was found */
  readonly compared?: (found: unknown, declared: unknown) => unknown;
  /** What puts it, or takes it away where there is none; `undefined`: nothing does. */
  readonly put: (value: unknown) => Put | undefined;
  /** What a new bucket has anyway. */
  readonly isNew?: (declared: BucketSettings) => boolean;
  /** What no repair brings back. */
  readonly loss?: (found: unknown, declared: unknown) => string | undefined;
}

const isNone = (value: unknown): boolean => value === undefined || value === null;
const either = (value: unknown, put: Put, removed: Put): Put => (isNone(value) ? removed : put);

/**
 * In the order of repair. Undone in the opposite order, each finds what it needs: a public policy the public access block gone, an
 * ACL the ACLs enabled. ACLs cannot be disabled while one of them admits somebody else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-existing-bucket.html
 */
export const KEPT_SETTINGS: { readonly [Key in keyof BucketSettings]: KeptSetting } = {
  ACL: {
    get: 'GetBucketAcl',
    found: ({ Owner, Grants }) => ({ Owner, Grants }),
    compared: (found) => (admitsOwnerOnly(fields(found)) ? 'private' : list(fields(found).Grants)),
    put: (value) => ['PutBucketAcl', value === 'private' ? { ACL: value } : { AccessControlPolicy: value }],
    isNew: () => true,
  },
  Policy: {
    get: 'GetBucketPolicy',
    absent: ['NoSuchBucketPolicy'],
    found: ({ Policy }) => Policy,
    put: (value) => {
      if (value === HIDDEN) return undefined;
      const Policy = typeof value === 'string' ? value : JSON.stringify(value);
      return either(value, ['PutBucketPolicy', { Policy }], ['DeleteBucketPolicy', {}]);
    },
  },
  ObjectOwnership: {
    get: 'GetBucketOwnershipControls',
    absent: ['OwnershipControlsNotFoundError'],
    found: ({ OwnershipControls }) => fields(list(fields(OwnershipControls).Rules)[0]).ObjectOwnership,
    put: (ObjectOwnership) =>
      either(
        ObjectOwnership,
        ['PutBucketOwnershipControls', { OwnershipControls: { Rules: [{ ObjectOwnership }] } }],
        ['DeleteBucketOwnershipControls', {}],
      ),
    isNew: ({ ObjectOwnership }) => ObjectOwnership === OBJECT_OWNERSHIP,
  },
  PublicAccessBlockConfiguration: {
    get: 'GetPublicAccessBlock',
    absent: ['NoSuchPublicAccessBlockConfiguration'],
    found: ({ PublicAccessBlockConfiguration }) => PublicAccessBlockConfiguration,
    put: (PublicAccessBlockConfiguration) =>
      either(
        PublicAccessBlockConfiguration,
        ['PutPublicAccessBlock', { PublicAccessBlockConfiguration }],
        ['DeletePublicAccessBlock', {}],
      ),
  },
  VersioningConfiguration: {
    get: 'GetBucketVersioning',
    found: ({ Status }) => (Status === undefined ? undefined : { Status }),
    // A bucket that was versioned once never becomes one that was not.
    put: (VersioningConfiguration) =>
      isNone(VersioningConfiguration) ? undefined : ['PutBucketVersioning', { VersioningConfiguration }],
    isNew: ({ ObjectLockConfiguration }) => ObjectLockConfiguration !== null,
  },
  ObjectLockConfiguration: {
    get: 'GetObjectLockConfiguration',
    absent: ['ObjectLockConfigurationNotFoundError'],
    found: ({ ObjectLockConfiguration }) => ObjectLockConfiguration,
    // The default retention can be taken away, Object Lock itself cannot.
    put: (value) => [
      'PutObjectLockConfiguration',
      { ObjectLockConfiguration: isNone(value) ? { ObjectLockEnabled: 'Enabled' } : value },
    ],
    isNew: ({ ObjectLockConfiguration }) => ObjectLockConfiguration === null,
    loss: (_, declared) =>
      declared === null
        ? 'Object Lock cannot be switched off again, and S3 delivers no access logs into a bucket that has it: make a new one.'
        : undefined,
  },
  ServerSideEncryption: {
    get: 'GetBucketEncryption',
    absent: ['ServerSideEncryptionConfigurationNotFoundError'],
    found: ({ ServerSideEncryptionConfiguration }) => list(fields(ServerSideEncryptionConfiguration).Rules)[0],
    compared: (found) => encryptionOf(fields(found)),
    put: (rule) =>
      either(
        rule,
        ['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: [rule] } }],
        ['DeleteBucketEncryption', {}],
      ),
    isNew: ({ ServerSideEncryption }) => ServerSideEncryption.SSEAlgorithm === 'AES256',
  },
  LifecycleRules: {
    get: 'GetBucketLifecycleConfiguration',
    absent: ['NoSuchLifecycleConfiguration'],
    found: ({ Rules }) => Rules,
    compared: (found) => (isNone(found) ? null : list(found).map((rule) => forWholeBucket(fields(rule)))),
    put: (Rules) =>
      either(
        Rules,
        ['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules } }],
        ['DeleteBucketLifecycle', {}],
      ),
  },
  LoggingEnabled: {
    get: 'GetBucketLogging',
    found: ({ LoggingEnabled }) => LoggingEnabled,
    compared: (found) => (isNone(found) ? null : only(fields(found), 'TargetBucket', 'TargetPrefix')),
    put: (LoggingEnabled) => [
      'PutBucketLogging',
      { BucketLoggingStatus: isNone(LoggingEnabled) ? {} : { LoggingEnabled } },
    ],
    isNew: ({ LoggingEnabled }) => LoggingEnabled === null,
  },
  Payer: {
    get: 'GetBucketRequestPayment',
    found: ({ Payer }) => Payer,
    put: (Payer) => ['PutBucketRequestPayment', { RequestPaymentConfiguration: { Payer } }],
    isNew: () => true,
  },
  ReplicationConfiguration: {
    get: 'GetBucketReplication',
    absent: ['ReplicationConfigurationNotFoundError'],
    found: ({ ReplicationConfiguration }) => ReplicationConfiguration,
    put: (ReplicationConfiguration) =>
      either(
        ReplicationConfiguration,
        ['PutBucketReplication', { ReplicationConfiguration }],
        ['DeleteBucketReplication', {}],
      ),
    isNew: () => true,
    loss: () => 'What was replicated meanwhile stays in the other bucket.',
  },
};

export const SETTINGS = Object.keys(KEPT_SETTINGS) as (keyof BucketSettings)[];

/** A retention that somebody took away leaves Object Lock on; nothing more can be done about a lock that nobody declared. */
export function isFinal(setting: keyof BucketSettings, found: unknown, { settings }: BucketResource): boolean {
  return setting === 'ObjectLockConfiguration' && settings[setting] === null && isNone(fields(found).Rule);
}

function admitsOwnerOnly({ Owner, Grants }: Fields): boolean {
  const owner = fields(Owner).ID;
  return owner !== undefined && list(Grants).every((grant) => fields(fields(grant).Grantee).ID === owner);
}

/** What S3 adds about encryption types that are refused is not what encrypts; and a bucket key matters to AWS KMS alone. */
function encryptionOf(rule: Fields): Fields | null {
  const { SSEAlgorithm, KMSMasterKeyID } = fields(rule.ApplyServerSideEncryptionByDefault);
  if (SSEAlgorithm === undefined) return null;
  if (SSEAlgorithm === 'AES256') return { SSEAlgorithm };
  return { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled: rule.BucketKeyEnabled ?? false };
}

/** An empty filter, an empty prefix and the empty prefix of the older form all mean every object. */
function forWholeBucket({ Filter, Prefix, ...rule }: Fields): Fields {
  const filter = isNone(Filter) ? { Prefix } : fields(Filter);
  const isEmpty = Object.values(filter).every((value) => value === undefined || value === '');
  return { ...rule, Filter: isEmpty ? { Prefix: '' } : filter };
}

function only(value: Fields, ...keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, value[key]]));
}
