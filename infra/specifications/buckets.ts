/** The buckets as declared: who reaches them, how long they keep what is in them, and the settings that all of them share. */
import type { ObjectLockMode, OrganizationConfiguration } from '../configuration';
import { namesOf } from '../names';
import type { PolicyDocument } from '../policy-document';
import { accessLogBucketPolicy, trailBucketPolicy } from './trail';

export interface BucketSpecification {
  readonly bucketName: string;
  readonly policy: PolicyDocument;
  /** Days after which objects, and their former versions, expire. */
  readonly expirationInDays: number;
  /** None: nothing is locked. */
  readonly objectLock?: { readonly mode: ObjectLockMode; readonly retentionInDays: number };
  /** The bucket that takes the access logs; none: none are written. */
  readonly accessLogBucketName?: string;
}

/** The bucket of the log files. */
export function trailBucketSpecification(configuration: OrganizationConfiguration) {
  const { trailBucket, accessLogBucket } = namesOf(configuration);
  return {
    bucketName: trailBucket,
    policy: trailBucketPolicy(configuration),
    expirationInDays: configuration.trailRetentionInDays,
    objectLock: { mode: configuration.objectLockMode, retentionInDays: configuration.objectLockRetentionInDays },
    accessLogBucketName: accessLogBucket,
  } satisfies BucketSpecification;
}

/**
 * The bucket of the access logs. S3 delivers none into a bucket that locks what is put there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-considerations
 */
export function accessLogBucketSpecification(configuration: OrganizationConfiguration) {
  return {
    bucketName: namesOf(configuration).accessLogBucket,
    policy: accessLogBucketPolicy(configuration),
    expirationInDays: configuration.logRetentionInDays,
  } satisfies BucketSpecification;
}

export const PUBLIC_ACCESS_BLOCK = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
} as const;

/** ACLs are disabled: the account owns everything, and policies alone decide. */
export const OBJECT_OWNERSHIP = 'BucketOwnerEnforced';
export const VERSIONING = 'Enabled';

/** How a bucket encrypts what is put there, in S3's words. */
export interface BucketEncryption<Key> {
  readonly SSEAlgorithm: 'aws:kms' | 'AES256';
  readonly KMSMasterKeyID?: Key;
  readonly BucketKeyEnabled?: boolean;
}

/** S3's own keys. */
export const OWN_ENCRYPTION: BucketEncryption<never> = { SSEAlgorithm: 'AES256' };

/** A bucket key makes one KMS call do for many objects. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
export function encryptionWith<Key>(key: Key) {
  return { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key, BucketKeyEnabled: true } satisfies BucketEncryption<Key>;
}

/** The one lifecycle rule: everything expires, and uploads that nobody finishes are given up after a week. */
export function expiryRule(expirationInDays: number) {
  return {
    ID: 'expire',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    Expiration: { Days: expirationInDays },
    NoncurrentVersionExpiration: { NoncurrentDays: expirationInDays },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  } as const;
}

/** Access logs are told apart by the bucket that they are about. */
export function accessLogPrefix(bucketName: string): string {
  return `${bucketName}/`;
}
