/**
 * How a bucket keeps what is in it: `aws.s3.BucketVersioning`, `BucketServerSideEncryptionConfiguration`,
 * `BucketObjectLockConfiguration`, `BucketLogging`.
 */
import type {
  DefaultRetention,
  LoggingEnabled,
  ObjectLockRule,
  ServerSideEncryptionByDefault,
  ServerSideEncryptionRule,
  VersioningConfiguration,
} from '@aws-sdk/client-s3';
import type { s3 } from '@pulumi/aws';
import type { Plain } from './adapter';
import { bucketSetting } from './bucket-setting';
import { listOf, structure } from './shape';

type Versioning = Plain<s3.BucketVersioningArgs>['versioningConfiguration'];
const versioning = structure<Versioning, VersioningConfiguration>({ status: 'Status', mfaDelete: 'MFADelete' });

export const bucketVersioning = bucketSetting<s3.BucketVersioningArgs, s3.BucketVersioningState>({
  type: 'aws:s3/bucketVersioning:BucketVersioning',
  inputs: ['bucket', 'expectedBucketOwner', 'mfa', 'region', 'versioningConfiguration'],
  absent: [],
  put: (cloud, of, inputs) =>
    cloud.call('s3', 'PutBucketVersioning', {
      ...of,
      MFA: inputs.mfa,
      VersioningConfiguration: versioning.toAws(inputs.versioningConfiguration, 'versioningConfiguration'),
    }),
  async get(cloud, of) {
    const found = await cloud.call('s3', 'GetBucketVersioning', of);
    return found.Status === undefined ? undefined : { versioningConfiguration: versioning.fromAws(found) };
  },
});

type EncryptionRule = Plain<s3.BucketServerSideEncryptionConfigurationArgs>['rules'][number];
const encryptionRules = listOf(
  structure<Omit<EncryptionRule, 'blockedEncryptionTypes'>, ServerSideEncryptionRule>({
    bucketKeyEnabled: 'BucketKeyEnabled',
    applyServerSideEncryptionByDefault: [
      'ApplyServerSideEncryptionByDefault',
      structure<NonNullable<EncryptionRule['applyServerSideEncryptionByDefault']>, ServerSideEncryptionByDefault>({
        kmsMasterKeyId: 'KMSMasterKeyID',
        sseAlgorithm: 'SSEAlgorithm',
      }),
    ],
  }),
);

export const bucketEncryption = bucketSetting<
  s3.BucketServerSideEncryptionConfigurationArgs,
  s3.BucketServerSideEncryptionConfigurationState
>({
  type: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  inputs: ['bucket', 'expectedBucketOwner', 'region', 'rules'],
  absent: ['ServerSideEncryptionConfigurationNotFoundError'],
  put: (cloud, of, { rules }) =>
    cloud.call('s3', 'PutBucketEncryption', {
      ...of,
      ServerSideEncryptionConfiguration: { Rules: encryptionRules.toAws(rules, 'rules') },
    }),
  async get(cloud, of) {
    const { ServerSideEncryptionConfiguration } = await cloud.call('s3', 'GetBucketEncryption', of);
    return { rules: [...encryptionRules.fromAws(ServerSideEncryptionConfiguration?.Rules ?? [])] };
  },
});

type LockRule = NonNullable<Plain<s3.BucketObjectLockConfigurationArgs>['rule']>;
const lockRule = structure<LockRule, ObjectLockRule>({
  defaultRetention: [
    'DefaultRetention',
    structure<LockRule['defaultRetention'], DefaultRetention>({ days: 'Days', mode: 'Mode', years: 'Years' }),
  ],
});

export const bucketObjectLock = bucketSetting<
  s3.BucketObjectLockConfigurationArgs,
  s3.BucketObjectLockConfigurationState
>({
  type: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  inputs: ['bucket', 'expectedBucketOwner', 'objectLockEnabled', 'region', 'rule', 'token'],
  absent: ['ObjectLockConfigurationNotFoundError'],
  put: (cloud, of, { rule, token }) =>
    cloud.call('s3', 'PutObjectLockConfiguration', {
      ...of,
      Token: token,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        ...(rule === undefined ? {} : { Rule: lockRule.toAws(rule, 'rule') }),
      },
    }),
  async get(cloud, of) {
    const { ObjectLockConfiguration: lock } = await cloud.call('s3', 'GetObjectLockConfiguration', of);
    return {
      objectLockEnabled: lock?.ObjectLockEnabled,
      ...(lock?.Rule === undefined ? {} : { rule: lockRule.fromAws(lock.Rule) }),
    };
  },
});

export const bucketLogging = bucketSetting<s3.BucketLoggingArgs, s3.BucketLoggingState>({
  type: 'aws:s3/bucketLogging:BucketLogging',
  inputs: ['bucket', 'expectedBucketOwner', 'region', 'targetBucket', 'targetObjectKeyFormat', 'targetPrefix'],
  absent: [],
  put: (cloud, of, inputs) =>
    cloud.call('s3', 'PutBucketLogging', {
      ...of,
      BucketLoggingStatus: {
        LoggingEnabled: {
          TargetBucket: inputs.targetBucket,
          TargetPrefix: inputs.targetPrefix,
          ...keyFormat(inputs.targetObjectKeyFormat),
        },
      },
    }),
  async get(cloud, of) {
    const { LoggingEnabled: logging } = await cloud.call('s3', 'GetBucketLogging', of);
    if (logging === undefined) return undefined;
    const partitioned = logging.TargetObjectKeyFormat?.PartitionedPrefix?.PartitionDateSource;
    return {
      targetBucket: logging.TargetBucket,
      targetPrefix: logging.TargetPrefix,
      ...(partitioned === undefined
        ? {}
        : { targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: partitioned } } }),
    };
  },
});

function keyFormat(
  format: Plain<s3.BucketLoggingArgs>['targetObjectKeyFormat'],
): Pick<LoggingEnabled, 'TargetObjectKeyFormat'> {
  if (format === undefined) return {};
  const source = format.partitionedPrefix?.partitionDateSource;
  return {
    TargetObjectKeyFormat:
      source === undefined
        ? { SimplePrefix: {} }
        : { PartitionedPrefix: { PartitionDateSource: source as 'EventTime' | 'DeliveryTime' } },
  };
}
