/** The buckets of the partition and what they hold. */
import type {
  BucketAccelerateStatus,
  BucketVersioningStatus,
  Grant,
  LifecycleRule,
  LoggingEnabled,
  NotificationConfiguration,
  ObjectLockConfiguration,
  ObjectLockLegalHoldStatus,
  ObjectLockRetentionMode,
  ObjectOwnership,
  Owner,
  Payer,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryption,
  ServerSideEncryptionConfiguration,
  Tag,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import type { PolicyDocument } from '../../core/service';
import { type State, store } from '../../core/state';

/** A bucket with its configuration; what is unset is what AWS answers a "NoSuch…" error for. */
export interface Bucket {
  readonly name: string;
  /** The account that owns the bucket. */
  readonly account: string;
  readonly region: string;
  readonly created: Date;
  policy?: PolicyDocument;
  /** The policy as it was put. */
  policyText?: string;
  publicAccessBlock?: PublicAccessBlockConfiguration;
  /** Absent after DeleteBucketOwnershipControls, which means `ObjectWriter`. */
  ownership?: ObjectOwnership;
  /** Absent for a bucket that never was versioned. */
  versioning?: BucketVersioningStatus;
  encryption: ServerSideEncryptionConfiguration;
  lifecycle?: LifecycleRule[];
  lifecycleMinimumSize?: TransitionDefaultMinimumObjectSize;
  objectLock?: ObjectLockConfiguration;
  replication?: ReplicationConfiguration;
  logging?: LoggingEnabled;
  tags?: Tag[];
  acl: { Owner: Owner; Grants: Grant[] };
  acceleration?: BucketAccelerateStatus;
  notification: NotificationConfiguration;
  /** Who pays for requests; services cannot write where the requester does. */
  payer: Payer;
  /** Key → versions, the newest first. */
  readonly objects: Map<string, ObjectVersion[]>;
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  /** `null` for what was written while the bucket was not versioned. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly modified: Date;
  readonly body: Buffer;
  readonly etag: string;
  readonly contentType: string | undefined;
  readonly metadata: Record<string, string>;
  readonly encryption: ServerSideEncryption;
  /** The ARN of the KMS key that encrypts the version. */
  readonly keyArn?: string;
  /** What the data key was bound to. */
  readonly encryptionContext?: Record<string, string>;
  retention?: { mode: ObjectLockRetentionMode; until: Date };
  legalHold?: ObjectLockLegalHoldStatus;
}

/** Bucket names are unique in the partition, so the store is one for all accounts and Regions. */
const buckets = store<Map<string, Bucket>>('s3', 'organization', () => new Map());

/** Every bucket by name. */
export function bucketsOf(state: State): Map<string, Bucket> {
  return buckets.of(state, '', '');
}

/** The bucket of that name, whoever owns it. */
export function findBucket(state: State, name: string): Bucket | undefined {
  return bucketsOf(state).get(name);
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** The canonical user of an account: 64 hexadecimal digits, the same for the same account. */
export function canonicalUser(account: string): Owner {
  return { ID: `${account}${'0'.repeat(52)}` };
}

/** The grants of the `private` ACL: full control for the owner. */
export function privateGrants(account: string): Grant[] {
  return [{ Grantee: { ...canonicalUser(account), Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }];
}

/**
 * A bucket as AWS makes it since April 2023: public access blocked, ACLs disabled, encrypted with S3's own keys.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
 */
export function newBucket(name: string, account: string, region: string, created: Date): Bucket {
  return {
    name,
    account,
    region,
    created,
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership: 'BucketOwnerEnforced',
    encryption: defaultEncryption(),
    acl: { Owner: canonicalUser(account), Grants: privateGrants(account) },
    notification: {},
    payer: 'BucketOwner',
    objects: new Map(),
  };
}

/** What every bucket has, and has again after DeleteBucketEncryption. */
export function defaultEncryption(): ServerSideEncryptionConfiguration {
  return {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
  };
}
