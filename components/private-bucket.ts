/** A bucket that nobody outside of its policy reaches. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  accessLogPrefix,
  type BucketSpecification,
  encryptionWith,
  expiryRule,
  OBJECT_OWNERSHIP,
  OWN_ENCRYPTION,
  PUBLIC_ACCESS_BLOCK,
  VERSIONING,
} from '../infra/specifications/buckets';

export interface PrivateBucketArgs extends Omit<BucketSpecification, 'accessLogBucketName'> {
  /** @default - S3's own keys (SSE-S3) */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** The bucket that takes the access logs. @default - none are written */
  readonly accessLogBucketName?: pulumi.Input<string>;
}

/**
 * A bucket with public access blocked, ACLs disabled, versions kept, encryption and expiry, and nothing but the given
 * policy. Protected, and kept when its stack goes.
 *
 * @example
 * new PrivateBucket('trail-bucket', { bucketName, policy, kmsKeyArn: key.arn, expirationInDays: 2557 }, { provider });
 */
export class PrivateBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  /** Resolves once the policy is in place: what must not run before it depends on this. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:PrivateBucket', name, {}, opts);
    const kept = { parent: this, retainOnDelete: true };
    const { bucket } = new aws.s3.Bucket(
      name,
      { bucket: args.bucketName, objectLockEnabled: args.objectLock !== undefined },
      { ...kept, protect: true },
    );
    const publicAccess = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket,
        blockPublicAcls: PUBLIC_ACCESS_BLOCK.BlockPublicAcls,
        blockPublicPolicy: PUBLIC_ACCESS_BLOCK.BlockPublicPolicy,
        ignorePublicAcls: PUBLIC_ACCESS_BLOCK.IgnorePublicAcls,
        restrictPublicBuckets: PUBLIC_ACCESS_BLOCK.RestrictPublicBuckets,
      },
      kept,
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: OBJECT_OWNERSHIP } },
      kept,
    );
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: VERSIONING } },
      kept,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket, rules: [encryptionRule(args.kmsKeyArn)] },
      kept,
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket, rules: [lifecycleRule(args.expirationInDays)] },
      { ...kept, dependsOn: versioning },
    );
    if (args.objectLock !== undefined)
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-object-lock`,
        {
          bucket,
          rule: { defaultRetention: { mode: args.objectLock.mode, days: args.objectLock.retentionInDays } },
        },
        { ...kept, dependsOn: versioning },
      );
    if (args.accessLogBucketName !== undefined)
      new aws.s3.BucketLogging(
        `${name}-logging`,
        { bucket, targetBucket: args.accessLogBucketName, targetPrefix: accessLogPrefix(args.bucketName) },
        kept,
      );
    this.policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket, policy: args.policy },
      { ...kept, dependsOn: publicAccess },
    );
    this.bucketName = bucket;
    this.registerOutputs();
  }
}

function encryptionRule(
  kmsKeyArn: pulumi.Input<string> | undefined,
): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  if (kmsKeyArn === undefined)
    return { applyServerSideEncryptionByDefault: { sseAlgorithm: OWN_ENCRYPTION.SSEAlgorithm } };
  const { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled } = encryptionWith(kmsKeyArn);
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: SSEAlgorithm, kmsMasterKeyId: KMSMasterKeyID },
    bucketKeyEnabled: BucketKeyEnabled,
  };
}

function lifecycleRule(expirationInDays: number): aws.types.input.s3.BucketLifecycleConfigurationRule {
  const rule = expiryRule(expirationInDays);
  return {
    id: rule.ID,
    status: rule.Status,
    filter: { prefix: rule.Filter.Prefix },
    expiration: { days: rule.Expiration.Days },
    noncurrentVersionExpiration: { noncurrentDays: rule.NoncurrentVersionExpiration.NoncurrentDays },
    abortIncompleteMultipartUpload: { daysAfterInitiation: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation },
  };
}
