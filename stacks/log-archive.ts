/** The log-archive account: where the log files of the whole organization are kept. */
import * as pulumi from '@pulumi/pulumi';
import { EncryptionKey } from '../components/encryption-key';
import { PrivateBucket } from '../components/private-bucket';
import { accountProvider } from '../infra/account-provider';
import type { Configuration } from '../infra/configuration';
import { accessLogBucketSpecification, trailBucketSpecification } from '../infra/specifications/buckets';
import { trailKeySpecification } from '../infra/specifications/keys';
import { reportingAccount } from './member';

export interface LogArchiveOutputs {
  /** The key of the log files; known once CloudTrail may write to the bucket. */
  readonly trailKeyArn: pulumi.Output<string>;
}

export function logArchive(configuration: Configuration): LogArchiveOutputs {
  const provider = accountProvider(configuration);
  const key = new EncryptionKey('trail-key', trailKeySpecification(configuration), { provider });
  const accessLogs = new PrivateBucket('access-logs', accessLogBucketSpecification(configuration), { provider });
  const bucket = new PrivateBucket(
    'trail-bucket',
    {
      ...trailBucketSpecification(configuration),
      kmsKeyArn: key.arn,
      accessLogBucketName: accessLogs.policy.bucket,
    },
    { provider },
  );
  reportingAccount(configuration, provider, [key, accessLogs, bucket]);
  return { trailKeyArn: pulumi.all([key.arn, bucket.policy.id]).apply(([keyArn]) => keyArn) };
}
