/** The buckets as declared, and what keeping them takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { arnsOf } from '../../names';
import type { PolicyDocument } from '../../policy-document';
import {
  accessLogBucketSpecification,
  accessLogPrefix,
  type BucketEncryption,
  type BucketSpecification,
  encryptionWith,
  expiryRule,
  OBJECT_OWNERSHIP,
  OWN_ENCRYPTION,
  PUBLIC_ACCESS_BLOCK,
  trailBucketSpecification,
  VERSIONING,
} from '../buckets';
import { trailKeyReference } from './key-references';
import type { KeyReference, Permission, Resource } from './resource';

/** In the words of the operations that put them; where a value is `null`, the bucket must not have one. */
export interface BucketSettings {
  /** The canned ACL: nobody but the owner. While ACLs are disabled, no bucket has another one. */
  readonly ACL: 'private';
  readonly Policy: PolicyDocument;
  readonly ObjectOwnership: typeof OBJECT_OWNERSHIP;
  readonly PublicAccessBlockConfiguration: typeof PUBLIC_ACCESS_BLOCK;
  readonly VersioningConfiguration: { readonly Status: typeof VERSIONING };
  readonly ObjectLockConfiguration: object | null;
  readonly ServerSideEncryption: BucketEncryption<KeyReference>;
  readonly LifecycleRules: readonly ReturnType<typeof expiryRule>[];
  readonly LoggingEnabled: { readonly TargetBucket: string; readonly TargetPrefix: string } | null;
  /** CloudTrail delivers nothing where the requester pays. */
  readonly Payer: 'BucketOwner';
  /** A replica is a copy of every log file, in a bucket of whoever asked for it. */
  readonly ReplicationConfiguration: null;
}

export type BucketResource = Resource<'bucket', BucketSettings>;

export function buckets(configuration: OrganizationConfiguration, kind: AccountKind): BucketResource[] {
  if (kind !== 'log-archive') return [];
  const { logArchiveAccountId, homeRegion } = configuration;
  const { trailBucket, accessLogBucket } = arnsOf(configuration);
  const bucket = (
    specification: BucketSpecification,
    arn: string,
    encryption: BucketEncryption<KeyReference>,
  ): BucketResource => ({
    type: 'bucket',
    account: logArchiveAccountId,
    region: homeRegion,
    name: specification.bucketName,
    arn,
    settings: settingsOf(specification, encryption),
  });
  return [
    bucket(accessLogBucketSpecification(configuration), accessLogBucket, OWN_ENCRYPTION),
    bucket(trailBucketSpecification(configuration), trailBucket, encryptionWith(trailKeyReference(configuration))),
  ];
}

function settingsOf(
  { bucketName, policy, expirationInDays, objectLock, accessLogBucketName }: BucketSpecification,
  encryption: BucketEncryption<KeyReference>,
): BucketSettings {
  return {
    ACL: 'private',
    Policy: policy,
    ObjectOwnership: OBJECT_OWNERSHIP,
    PublicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCK,
    VersioningConfiguration: { Status: VERSIONING },
    ObjectLockConfiguration:
      objectLock === undefined
        ? null
        : {
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { Mode: objectLock.mode, Days: objectLock.retentionInDays } },
          },
    ServerSideEncryption: encryption,
    LifecycleRules: [expiryRule(expirationInDays)],
    LoggingEnabled:
      accessLogBucketName === undefined
        ? null
        : { TargetBucket: accessLogBucketName, TargetPrefix: accessLogPrefix(bucketName) },
    Payer: 'BucketOwner',
    ReplicationConfiguration: null,
  };
}

/**
 * S3's actions are not called like its operations.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function bucketPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  if (kind !== 'log-archive') return [];
  const { trailBucket, accessLogBucket } = arnsOf(configuration);
  return [
    {
      actions: [
        'BucketAcl',
        'BucketPolicy',
        'BucketOwnershipControls',
        'BucketPublicAccessBlock',
        'BucketVersioning',
        'BucketObjectLockConfiguration',
        'EncryptionConfiguration',
        'LifecycleConfiguration',
        'BucketLogging',
        'BucketRequestPayment',
        'ReplicationConfiguration',
      ]
        .flatMap((setting) => [`s3:Get${setting}`, `s3:Put${setting}`])
        .concat('s3:CreateBucket'),
      resources: [trailBucket, accessLogBucket],
    },
  ];
}
