/** How a bucket encrypts, and how a key is used for an object. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { type KeyAction, useKey } from '../kms/state';
import { accessTo, bucketOf } from './access';
import { bucketRecord } from './record';
import { type Bucket, bucketArn, defaultEncryption, type ObjectVersion } from './state';

export const encryptionOperations: Operations<typeof S3> = {
  GetBucketEncryption: {
    access: accessTo('s3:GetEncryptionConfiguration'),
    record: bucketRecord('GetBucketEncryption'),
    handle: (input, context) => ({ ServerSideEncryptionConfiguration: bucketOf(input, context).encryption }),
  },

  PutBucketEncryption: {
    access: accessTo('s3:PutEncryptionConfiguration'),
    record: bucketRecord('PutBucketEncryption'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      bucket.encryption = readEncryption(input.ServerSideEncryptionConfiguration);
      return {};
    },
  },

  /** Encryption cannot be switched off: the bucket falls back to S3's own keys. */
  DeleteBucketEncryption: {
    access: accessTo('s3:PutEncryptionConfiguration'),
    record: bucketRecord('DeleteBucketEncryption'),
    handle: (input, context) => {
      bucketOf(input, context).encryption = defaultEncryption();
      return {};
    },
  },
};

function readEncryption(given: S3.ServerSideEncryptionConfiguration | undefined): S3.ServerSideEncryptionConfiguration {
  const [rule, ...more] = given?.Rules ?? [];
  if (rule === undefined || more.length > 0)
    throw new AwsError('MalformedXML', 'The encryption configuration must have exactly one rule.');
  const { SSEAlgorithm, KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault ?? { SSEAlgorithm: 'AES256' };
  if (KMSMasterKeyID !== undefined && SSEAlgorithm === 'AES256')
    throw new AwsError(
      'InvalidArgument',
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
    );
  return { Rules: [{ BucketKeyEnabled: false, ...rule }] };
}

/** What encrypts one object. */
export type ObjectEncryption = Pick<ObjectVersion, 'encryption' | 'keyArn' | 'encryptionContext'>;

/**
 * Encrypts an object as the request says, or else as the bucket does. With KMS the caller must be admitted to the key.
 *
 * The data key is bound to the object's ARN, or to the bucket's where a Bucket Key is on, beside what the caller adds.
 *
 * @throws AwsError `AccessDenied` of KMS, `KMS.DisabledException` and the like
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export async function encryptObject(
  input: S3.PutObjectCommandInput,
  bucket: Bucket,
  context: CallContext,
): Promise<ObjectEncryption> {
  const [rule] = bucket.encryption.Rules ?? [];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const encryption = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256';
  if (!encryption.startsWith('aws:kms')) return { encryption };
  const key = input.SSEKMSKeyId ?? (input.ServerSideEncryption === undefined ? byDefault?.KMSMasterKeyID : undefined);
  const bucketKey = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled ?? false;
  const encryptionContext = {
    ...contextIn(input.SSEKMSEncryptionContext),
    'aws:s3:arn': bucketKey ? bucketArn(bucket.name) : `${bucketArn(bucket.name)}/${input.Key}`,
  };
  const used = await forS3(bucket, context, key ?? 'alias/aws/s3', 'kms:GenerateDataKey', encryptionContext);
  return { encryption, keyArn: used, encryptionContext };
}

/** Whoever reads an object must be admitted to its key. */
export async function decryptObject(version: ObjectVersion, bucket: Bucket, context: CallContext): Promise<void> {
  if (version.keyArn === undefined) return;
  await forS3(bucket, context, version.keyArn, 'kms:Decrypt', version.encryptionContext ?? {});
}

async function forS3(
  bucket: Bucket,
  context: CallContext,
  key: string,
  action: KeyAction,
  encryptionContext: Record<string, string>,
): Promise<string> {
  const via = context.principal.kind === 'role' ? `s3.${bucket.region}.amazonaws.com` : undefined;
  try {
    const { arn } = await useKey(context, context.principal, bucket.region, key, [action], encryptionContext, via);
    return arn;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'AccessDenied') throw error;
    throw new AwsError(`KMS.${error.code}`, error.message);
  }
}

function contextIn(header: string | undefined): Record<string, string> {
  if (header === undefined) return {};
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString()) as Record<string, string>;
  } catch {
    throw new AwsError('InvalidArgument', 'The KMS encryption context must be base64-encoded JSON.');
  }
}
