/** Whether CloudTrail can write a trail's log files: the bucket, its policy, and the key. */
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { type Key, useKey } from '../kms/state';
import { type Bucket, bucketArn, findBucket } from '../s3/state';
import { organizationOf } from './organization';
import { cloudTrailFor } from './service-principal';
import type { Trail } from './state';

/** What decides over the delivery of log files. */
export type Delivery = Pick<
  Trail,
  'arn' | 'account' | 'homeRegion' | 'bucketName' | 'keyPrefix' | 'kmsKeyId' | 'organizationTrail'
>;

/**
 * Checks, as CloudTrail does before it makes or updates a trail, that log files can be delivered.
 *
 * @returns the key that encrypts them, where one is given
 * @throws AwsError `S3BucketDoesNotExistException`, `InsufficientS3BucketPolicyException`, `KmsKeyNotFoundException`,
 *   `InsufficientEncryptionPolicyException`, `KmsException`, `InvalidKmsKeyIdException`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export async function requireDelivery(cloud: Cloud, delivery: Delivery): Promise<Key | undefined> {
  const bucket = findBucket(cloud.state, delivery.bucketName);
  if (bucket === undefined)
    throw new AwsError('S3BucketDoesNotExistException', `S3 bucket ${delivery.bucketName} does not exist!`);
  try {
    await writeLogFiles(cloud, delivery, bucket);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${bucket.name}`,
    );
  }
  try {
    return await encryptLogFiles(cloud, delivery, bucket);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw keyError(error, delivery.kmsKeyId ?? '', bucket);
  }
}

/** The error that a delivery would meet now, as `GetTrailStatus` shows it; `undefined` when there is none. */
export async function deliveryError(cloud: Cloud, delivery: Delivery): Promise<string | undefined> {
  const bucket = findBucket(cloud.state, delivery.bucketName);
  if (bucket === undefined) return 'NoSuchBucket';
  try {
    await writeLogFiles(cloud, delivery, bucket);
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  try {
    await encryptLogFiles(cloud, delivery, bucket);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code === 'AccessDenied' ? error.code : `KMS.${error.code}`;
  }
  return undefined;
}

/** Asks the bucket policy for what a delivery does; the objects themselves are not written. */
async function writeLogFiles(cloud: Cloud, delivery: Delivery, bucket: Bucket): Promise<void> {
  const principal = cloudTrailFor(delivery);
  const owner = { resourceAccount: bucket.account, resourcePolicy: bucket.policy };
  const arn = bucketArn(bucket.name);
  await cloud.authorize(principal, bucket.region, { action: 's3:GetBucketAcl', resource: arn, ...owner });
  for (const key of sampleKeys(cloud, delivery))
    await cloud.authorize(principal, bucket.region, {
      action: 's3:PutObject',
      resource: `${arn}/${key}`,
      ...owner,
      context: { 's3:x-amz-acl': 'bucket-owner-full-control', ...encryptionHeaders(delivery) },
    });
}

/** Where log files go: the owner's own folder, and for an organization trail the organization's as well. */
function sampleKeys(cloud: Cloud, delivery: Delivery): string[] {
  const prefix = delivery.keyPrefix === undefined ? '' : `${delivery.keyPrefix}/`;
  const folder = `CloudTrail/${delivery.homeRegion}/${cloud.clock.now().toISOString().slice(0, 10).replaceAll('-', '/')}`;
  const own = `${prefix}AWSLogs/${delivery.account}/${folder}/log.json.gz`;
  const organization = delivery.organizationTrail ? organizationOf(cloud.state, delivery.account) : undefined;
  if (organization === undefined) return [own];
  return [own, `${prefix}AWSLogs/${organization.id}/${delivery.account}/${folder}/log.json.gz`];
}

function encryptionHeaders(delivery: Delivery): Record<string, string> {
  if (delivery.kmsKeyId === undefined) return { 's3:x-amz-server-side-encryption': 'AES256' };
  return {
    's3:x-amz-server-side-encryption': 'aws:kms',
    's3:x-amz-server-side-encryption-aws-kms-key-id': delivery.kmsKeyId,
  };
}

/** The key has to be in the bucket's Region, and to admit CloudTrail in the trail's encryption context. */
async function encryptLogFiles(cloud: Cloud, delivery: Delivery, bucket: Bucket): Promise<Key | undefined> {
  if (delivery.kmsKeyId === undefined) return undefined;
  return useKey(
    cloud,
    cloudTrailFor(delivery),
    bucket.region,
    delivery.kmsKeyId,
    ['kms:GenerateDataKey', 'kms:DescribeKey'],
    { 'aws:cloudtrail:arn': delivery.arn },
  );
}

function keyError(error: AwsError, keyId: string, bucket: Bucket): AwsError {
  switch (error.code) {
    case 'NotFoundException':
      return new AwsError(
        'KmsKeyNotFoundException',
        `KMS key ${keyId} does not exist, or is not in the Region of bucket ${bucket.name} (${bucket.region}).`,
      );
    case 'InvalidArnException':
      return new AwsError('InvalidKmsKeyIdException', `KMS key ${keyId} is not a valid key id, key ARN or alias.`);
    case 'AccessDenied':
      return new AwsError(
        'InsufficientEncryptionPolicyException',
        `Insufficient permissions to access S3 bucket ${bucket.name} or KMS key ${keyId}.`,
      );
    default:
      return new AwsError('KmsException', error.message);
  }
}
