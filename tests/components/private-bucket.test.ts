import assert from 'node:assert/strict';
import { EncryptionKey } from '../../components/encryption-key';
import { PrivateBucket } from '../../components/private-bucket';
import { accessLogBucketPolicy, trailBucketPolicy, trailKeyPolicy } from '../../infra/specifications/trail';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { all, assertWaits, keptBy, lineOf, madeBy, outline, the } from '../support/resources';

const NAME = 'trailwarden-trail-222222222222-us-east-1';
const ACCESS_LOGS = 'trailwarden-access-222222222222-us-east-1';

const CHILDREN = [
  '  aws.s3.Bucket logs',
  '  aws.s3.BucketLifecycleConfiguration logs-lifecycle',
  '  aws.s3.BucketOwnershipControls logs-ownership',
  '  aws.s3.BucketPolicy logs-policy',
  '  aws.s3.BucketPublicAccessBlock logs-public-access',
  '  aws.s3.BucketServerSideEncryptionConfiguration logs-encryption',
  '  aws.s3.BucketVersioning logs-versioning',
];

describe('PrivateBucket', () => {
  let plain: DeployedStack;
  before(async () => {
    plain = await deployedComponent({ stack: 'log-archive' }, (provider, configuration) => {
      const args = { bucketName: ACCESS_LOGS, policy: accessLogBucketPolicy(configuration), expirationInDays: 365 };
      const bucket = new PrivateBucket('logs', args, { provider });
      return { bucketName: bucket.bucketName };
    });
  });

  it('is a bucket with its settings, and nothing else', () => {
    assert.deepEqual(outline(plain), ['PrivateBucket logs', ...CHILDREN]);
  });

  it('has no setting on the bucket itself, and cannot be emptied by Pulumi', () => {
    assert.deepEqual(the(plain, 'aws.s3.Bucket', 'logs').inputs, { bucket: ACCESS_LOGS, objectLockEnabled: false });
  });

  it('blocks public access in all four ways', () => {
    assert.deepEqual(the(plain, 'aws.s3.BucketPublicAccessBlock', 'logs-public-access').inputs, {
      bucket: ACCESS_LOGS,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it('disables ACLs', () => {
    assert.deepEqual(the(plain, 'aws.s3.BucketOwnershipControls', 'logs-ownership').inputs, {
      bucket: ACCESS_LOGS,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
  });

  it('keeps former versions', () => {
    assert.deepEqual(the(plain, 'aws.s3.BucketVersioning', 'logs-versioning').inputs, {
      bucket: ACCESS_LOGS,
      versioningConfiguration: { status: 'Enabled' },
    });
  });

  it("encrypts with S3's own keys where none is given", () => {
    assert.deepEqual(the(plain, 'aws.s3.BucketServerSideEncryptionConfiguration', 'logs-encryption').inputs, {
      bucket: ACCESS_LOGS,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
  });

  it('lets objects, their former versions and unfinished uploads expire', () => {
    assert.deepEqual(the(plain, 'aws.s3.BucketLifecycleConfiguration', 'logs-lifecycle').inputs, {
      bucket: ACCESS_LOGS,
      rules: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: { prefix: '' },
          expiration: { days: 365 },
          noncurrentVersionExpiration: { noncurrentDays: 365 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    });
  });

  it('has the given policy, and gets it only once public access is blocked', () => {
    const policy = the(plain, 'aws.s3.BucketPolicy', 'logs-policy');
    assert.deepEqual(policy.inputs, { bucket: ACCESS_LOGS, policy: accessLogBucketPolicy(plain.configuration) });
    assertWaits(policy, the(plain, 'aws.s3.BucketPublicAccessBlock', 'logs-public-access'));
  });

  it('expires former versions only once they are kept', () => {
    assertWaits(
      the(plain, 'aws.s3.BucketLifecycleConfiguration', 'logs-lifecycle'),
      the(plain, 'aws.s3.BucketVersioning', 'logs-versioning'),
    );
  });

  it('is protected, and kept with all its settings when its stack goes', () => {
    assert.deepEqual(keptBy(plain), {
      protect: ['aws.s3.Bucket logs'],
      retainOnDelete: CHILDREN.map((line) => line.trim()),
    });
  });

  it('says its name', () => {
    assert.deepEqual(plain.outputs, { bucketName: ACCESS_LOGS });
  });
});

describe('PrivateBucket with a key, a lock and access logs', () => {
  let full: DeployedStack;
  before(async () => {
    full = await deployedComponent({ stack: 'log-archive' }, (provider, configuration) => {
      const key = new EncryptionKey(
        'key',
        { description: 'Logs.', alias: 'alias/logs', policy: trailKeyPolicy(configuration) },
        { provider },
      );
      const target = new PrivateBucket(
        'target',
        { bucketName: ACCESS_LOGS, policy: accessLogBucketPolicy(configuration), expirationInDays: 365 },
        { provider },
      );
      new PrivateBucket(
        'logs',
        {
          bucketName: NAME,
          policy: trailBucketPolicy(configuration),
          kmsKeyArn: key.arn,
          expirationInDays: 2557,
          objectLock: { mode: 'COMPLIANCE', retentionInDays: 365 },
          accessLogBucketName: target.policy.bucket,
        },
        { provider },
      );
      return undefined;
    });
  });

  it('has two settings more', () => {
    const { urn } = the(full, 'PrivateBucket', 'logs');
    const children = madeBy(full).filter(({ parent }) => parent === urn);
    const more = ['aws.s3.BucketLogging logs-logging', 'aws.s3.BucketObjectLockConfiguration logs-object-lock'];
    assert.deepEqual(children.map(lineOf).sort(), [...CHILDREN.map((line) => line.trim()), ...more].sort());
  });

  it('locks objects, which the bucket must know from the start', () => {
    assert.deepEqual(the(full, 'aws.s3.Bucket', 'logs').inputs, { bucket: NAME, objectLockEnabled: true });
    const lock = the(full, 'aws.s3.BucketObjectLockConfiguration', 'logs-object-lock');
    assert.deepEqual(lock.inputs, { bucket: NAME, rule: { defaultRetention: { mode: 'COMPLIANCE', days: 365 } } });
    assertWaits(lock, the(full, 'aws.s3.BucketVersioning', 'logs-versioning'));
  });

  it('encrypts with the key, and asks for it once for many objects', () => {
    const { arn } = the(full, 'aws.kms.Key', 'key').outputs;
    assert.deepEqual(the(full, 'aws.s3.BucketServerSideEncryptionConfiguration', 'logs-encryption').inputs, {
      bucket: NAME,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: arn },
          bucketKeyEnabled: true,
        },
      ],
    });
  });

  it('writes its access logs into the other bucket, once that one takes them', () => {
    const logging = the(full, 'aws.s3.BucketLogging', 'logs-logging');
    assert.deepEqual(logging.inputs, { bucket: NAME, targetBucket: ACCESS_LOGS, targetPrefix: `${NAME}/` });
    assertWaits(logging, the(full, 'aws.s3.BucketPolicy', 'target-policy'));
  });

  it('writes no access logs of the bucket that takes them', () => {
    assert.deepEqual(
      all(full, 'aws.s3.BucketLogging').map(({ name }) => name),
      ['logs-logging'],
    );
  });

  it('keeps the further settings as well', () => {
    const { retainOnDelete, protect } = keptBy(full);
    assert.ok(retainOnDelete.includes('aws.s3.BucketObjectLockConfiguration logs-object-lock'));
    assert.ok(retainOnDelete.includes('aws.s3.BucketLogging logs-logging'));
    assert.deepEqual(protect, ['aws.kms.Key key', 'aws.s3.Bucket logs', 'aws.s3.Bucket target']);
  });
});
