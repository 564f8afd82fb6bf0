/** The log-archive account: where the log files of the whole organization are kept. */
import * as pulumi from '@pulumi/pulumi';
import { EncryptionKey } from '../components/encryption-key';
import { PrivateBucket } from '../components/private-bucket';
import { accountProvider } from '../infra/account-provider';
import type { Configuration } from '../infra/configuration';
import { namesOf } from '../infra/names';
import { accessLogBucketPolicy, trailBucketPolicy, trailKeyPolicy } from '../infra/specifications/trail';
import { reportingAccount } from './member';

export interface LogArchiveOutputs {
  /** The key of the log files; known once CloudTrail may write to the bucket. */
  readonly trailKeyArn: pulumi.Output<string>;
}

export function logArchive(configuration: Configuration): LogArchiveOutputs {
  const provider = accountProvider(configuration);
  const names = namesOf(configuration);
  const key = new EncryptionKey(
    'trail-key',
    {
      description: 'Encrypts the log files of the organization trail.',
      alias: names.trailKeyAlias,
      policy: trailKeyPolicy(configuration),
    },
    { provider },
  );
  const accessLogs = new PrivateBucket(
    'access-logs',
    {
      bucketName: names.accessLogBucket,
      policy: accessLogBucketPolicy(configuration),
      expirationInDays: configuration.logRetentionInDays,
    },
    { provider },
  );
  const bucket = new PrivateBucket(
    'trail-bucket',
    {
      bucketName: names.trailBucket,
      policy: trailBucketPolicy(configuration),
      kmsKeyArn: key.arn,
      expirationInDays: configuration.trailRetentionInDays,
      objectLock: { mode: configuration.objectLockMode, retentionInDays: configuration.objectLockRetentionInDays },
      accessLogBucketName: accessLogs.policy.bucket,
    },
    { provider },
  );
  reportingAccount(configuration, provider);
  return { trailKeyArn: pulumi.all([key.arn, bucket.policy.id]).apply(([keyArn]) => keyArn) };
}
