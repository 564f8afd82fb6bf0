/** A bucket that nobody outside of its policy reaches. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { PolicyDocument } from '../infra/policy-document';

export interface PrivateBucketArgs {
  readonly bucketName: string;
  readonly policy: PolicyDocument;
  /** @default - S3's own keys (SSE-S3) */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Days after which objects, and their former versions, expire. */
  readonly expirationInDays: number;
  /** @default - no Object Lock */
  readonly objectLock?: { readonly mode: string; readonly retentionInDays: number };
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
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      kept,
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      kept,
    );
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: 'Enabled' } },
      kept,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket, rules: [encryptionRule(args.kmsKeyArn)] },
      kept,
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket, rules: lifecycleRules(args.expirationInDays) },
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
        { bucket, targetBucket: args.accessLogBucketName, targetPrefix: `${args.bucketName}/` },
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

/** A bucket key makes one KMS call do for many objects. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
function encryptionRule(
  kmsKeyArn: pulumi.Input<string> | undefined,
): aws.types.input.s3.BucketServerSideEncryptionConfigurationRule {
  if (kmsKeyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn },
    bucketKeyEnabled: true,
  };
}

function lifecycleRules(expirationInDays: number): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: 'expire',
      status: 'Enabled',
      filter: { prefix: '' },
      expiration: { days: expirationInDays },
      noncurrentVersionExpiration: { noncurrentDays: expirationInDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ];
}
