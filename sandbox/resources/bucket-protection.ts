/**
 * How a bucket keeps what is in it: `aws.s3.BucketVersioning`, `BucketServerSideEncryptionConfiguration`,
 * `BucketObjectLockConfiguration`, `BucketLogging`.
 */
import type {
  DefaultRetention,
  ObjectLockRule,
  PartitionedPrefix,
  ServerSideEncryptionByDefault,
  ServerSideEncryptionRule,
  TargetObjectKeyFormat,
  VersioningConfiguration,
} from '@aws-sdk/client-s3';
import type { s3 } from '@pulumi/aws';
import { type Plain, unless } from './adapter';
import { bucketSetting } from './bucket-setting';
import { listOf, structure } from './shape';

type Versioning = Plain<s3.BucketVersioningArgs>['versioningConfiguration'];
const versioning = structure<Versioning, VersioningConfiguration>({ status: 'Status', mfaDelete: 'MFADelete' });

/** What the provider calls a bucket that never was versioned. S3 has no word for it, and no way back to it. */
const NEVER_VERSIONED = 'Disabled';

export const bucketVersioning = bucketSetting<s3.BucketVersioningArgs, s3.BucketVersioningState>({
  type: 'aws:s3/bucketVersioning:BucketVersioning',
  inputs: ['bucket', 'expectedBucketOwner', 'mfa', 'region', 'versioningConfiguration'],
  nested: { versioningConfiguration: versioning },
  required: ['versioningConfiguration'],
  unread: ['mfa'],
  absent: [],
  put: async (cloud, of, inputs) => {
    if (statusOf(inputs) === NEVER_VERSIONED) return;
    await cloud.call('s3', 'PutBucketVersioning', {
      ...of,
      MFA: inputs.mfa,
      VersioningConfiguration: versioning.toAws(inputs.versioningConfiguration, 'versioningConfiguration'),
    });
  },
  async change(cloud, of, news, olds) {
    const [before, after] = [statusOf(olds), statusOf(news)];
    if (after === NEVER_VERSIONED && before !== NEVER_VERSIONED)
      throw new Error(`versioning_configuration.status cannot be updated from '${before}' to '${after}'`);
    await this.put(cloud, of, news);
  },
  async get(cloud, of) {
    const { Status, MFADelete } = await cloud.call('s3', 'GetBucketVersioning', of);
    const status = Status ?? NEVER_VERSIONED;
    return { versioningConfiguration: { status, ...(MFADelete === undefined ? {} : { mfaDelete: MFADelete }) } };
  },
  /** Suspended is as near to nothing as S3 comes; a bucket with Object Lock stays versioned, and is left alone. */
  async remove(cloud, of, olds) {
    if (statusOf(olds) === NEVER_VERSIONED) return;
    await unless(
      ['InvalidBucketState'],
      () => cloud.call('s3', 'PutBucketVersioning', { ...of, VersioningConfiguration: { Status: 'Suspended' } }),
      'Object Lock configuration is present',
    );
  },
});

/** What a program says, or said. A creation that was not finished has left nothing said. */
function statusOf({ versioningConfiguration }: Partial<Plain<s3.BucketVersioningArgs>>): string {
  return versioningConfiguration?.status ?? NEVER_VERSIONED;
}

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
  nested: { rules: encryptionRules },
  required: ['rules'],
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
  /** Leaves S3's own keys: no bucket is without encryption, so a read finds some. */
  remove: (cloud, of) => cloud.call('s3', 'DeleteBucketEncryption', of),
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
  nested: { rule: lockRule },
  replacedBy: ['objectLockEnabled'],
  defaults: { objectLockEnabled: 'Enabled' },
  unread: ['token'],
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
  /** Takes the default retention away. Object Lock itself stays for as long as the bucket does. */
  remove: (cloud, of) =>
    cloud.call('s3', 'PutObjectLockConfiguration', {
      ...of,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
    }),
});

type KeyFormat = NonNullable<Plain<s3.BucketLoggingArgs>['targetObjectKeyFormat']>;
const keyFormat = structure<KeyFormat, TargetObjectKeyFormat>({
  partitionedPrefix: [
    'PartitionedPrefix',
    structure<NonNullable<KeyFormat['partitionedPrefix']>, PartitionedPrefix>({
      partitionDateSource: 'PartitionDateSource',
    }),
  ],
  simplePrefix: 'SimplePrefix',
});

export const bucketLogging = bucketSetting<s3.BucketLoggingArgs, s3.BucketLoggingState>({
  type: 'aws:s3/bucketLogging:BucketLogging',
  inputs: ['bucket', 'expectedBucketOwner', 'region', 'targetBucket', 'targetObjectKeyFormat', 'targetPrefix'],
  nested: { targetObjectKeyFormat: keyFormat },
  required: ['targetBucket', 'targetPrefix'],
  absent: [],
  put: (cloud, of, inputs) =>
    cloud.call('s3', 'PutBucketLogging', {
      ...of,
      BucketLoggingStatus: {
        LoggingEnabled: {
          TargetBucket: inputs.targetBucket,
          TargetPrefix: inputs.targetPrefix,
          ...(inputs.targetObjectKeyFormat && {
            TargetObjectKeyFormat: keyFormat.toAws(inputs.targetObjectKeyFormat, 'targetObjectKeyFormat'),
          }),
        },
      },
    }),
  async get(cloud, of) {
    const { LoggingEnabled: logging } = await cloud.call('s3', 'GetBucketLogging', of);
    if (logging === undefined) return undefined;
    const format = logging.TargetObjectKeyFormat;
    return {
      targetBucket: logging.TargetBucket,
      targetPrefix: logging.TargetPrefix,
      ...(format === undefined ? {} : { targetObjectKeyFormat: keyFormat.fromAws(format) }),
    };
  },
  remove: (cloud, of) => cloud.call('s3', 'PutBucketLogging', { ...of, BucketLoggingStatus: {} }),
});
