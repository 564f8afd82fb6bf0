import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { bucket } from '../../../sandbox/resources/bucket';
import { bucketPolicy } from '../../../sandbox/resources/bucket-access';
import { bucketLifecycle } from '../../../sandbox/resources/bucket-lifecycle';
import { bucketObjectLock, bucketVersioning } from '../../../sandbox/resources/bucket-protection';
import { created, inputAt, read, recordedCloud } from './recorded-cloud';

const absent = (code: string) => (): never => {
  throw new AwsError(code, 'not there');
};

describe('aws.s3.Bucket', () => {
  it('names its Region, everywhere but in us-east-1', async () => {
    const { calls } = await created(bucket, { bucket: 'logs' });
    assert.deepEqual(inputAt(calls, 0), {
      Bucket: 'logs',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    const virginia = recordedCloud({ 's3:HeadBucket': absent('NotFound') }, 'us-east-1');
    await bucket.create(virginia.cloud, { bucket: 'logs', objectLockEnabled: true } as never, 'unused');
    assert.deepEqual(virginia.calls()[1]?.[1], { Bucket: 'logs', ObjectLockEnabledForBucket: true });
  });

  it('is not made twice in us-east-1, where S3 would take it', async () => {
    const { cloud, calls } = recordedCloud({}, 'us-east-1');
    await assert.rejects(bucket.create(cloud, { bucket: 'logs' } as never, 'unused'), /^Error: BucketAlreadyExists$/);
    assert.deepEqual(calls(), [['s3:HeadBucket', { Bucket: 'logs' }]]);
  });

  it('is tagged after it was made', async () => {
    const { id, calls } = await created(bucket, {});
    assert.equal(id, 'audit-1a2b3c4');
    assert.deepEqual(calls[1], [
      's3:PutBucketTagging',
      { Bucket: 'audit-1a2b3c4', Tagging: { TagSet: [{ Key: 'team', Value: 'security' }] } },
    ]);
  });

  it('shows the addresses that AWS gives it', async () => {
    const state = await read(bucket, 'logs', {
      's3:GetBucketTagging': absent('NoSuchTagSet'),
      's3:GetObjectLockConfiguration': absent('ObjectLockConfigurationNotFoundError'),
    });
    assert.deepEqual(state, {
      arn: 'arn:aws:s3:::logs',
      bucket: 'logs',
      bucketDomainName: 'logs.s3.amazonaws.com',
      bucketRegion: 'eu-west-1',
      bucketRegionalDomainName: 'logs.s3.eu-west-1.amazonaws.com',
      forceDestroy: false,
      hostedZoneId: 'Z1BKCTXD74EZPE',
      objectLockEnabled: false,
      region: 'eu-west-1',
      tags: {},
      tagsAll: {},
    });
  });

  it('is gone when S3 says so, and not when S3 refuses', async () => {
    assert.equal(await read(bucket, 'logs', { 's3:HeadBucket': absent('NotFound') }), undefined);
    await assert.rejects(read(bucket, 'logs', { 's3:HeadBucket': absent('AccessDenied') }), { code: 'AccessDenied' });
  });
});

describe('resources beside a bucket', () => {
  it('put policies as text, whichever way the program has them', async () => {
    const document = { Version: '2012-10-17', Statement: [] };
    for (const policy of [document, JSON.stringify(document)]) {
      const { id, calls } = await created(bucketPolicy, { bucket: 'logs', policy });
      assert.equal(id, 'logs');
      assert.deepEqual(calls, [['s3:PutBucketPolicy', { Bucket: 'logs', Policy: JSON.stringify(document) }]]);
    }
  });

  it('say which account must own the bucket, in the call and in the id', async () => {
    const inputs = {
      bucket: 'logs',
      expectedBucketOwner: '444444444444',
      versioningConfiguration: { status: 'Enabled' },
    };
    const { id, calls } = await created(bucketVersioning, inputs);
    assert.equal(id, 'logs,444444444444');
    assert.deepEqual(inputAt(calls, 0), {
      Bucket: 'logs',
      ExpectedBucketOwner: '444444444444',
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('keep every part of a lifecycle rule, there and back', async () => {
    const rules = [
      {
        id: 'expire',
        status: 'Enabled',
        filter: { and: { prefix: 'a/', tags: { keep: 'no' } } },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        expiration: { date: '2030-01-01T00:00:00.000Z' },
        noncurrentVersionExpiration: { noncurrentDays: 30, newerNoncurrentVersions: 2 },
        transitions: [{ days: 90, storageClass: 'GLACIER' }],
      },
      { id: 'all', status: 'Disabled' },
    ];
    const { calls } = await created(bucketLifecycle, { bucket: 'logs', rules });
    const sent = inputAt(calls, 0).LifecycleConfiguration as { Rules: unknown[] };
    assert.deepEqual(sent.Rules, [
      {
        ID: 'expire',
        Status: 'Enabled',
        Filter: { And: { Prefix: 'a/', Tags: [{ Key: 'keep', Value: 'no' }] } },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
        NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
        Transitions: [{ Days: 90, StorageClass: 'GLACIER' }],
      },
      { ID: 'all', Status: 'Disabled', Filter: {} },
    ]);
    const state = await read(bucketLifecycle, 'logs', { 's3:GetBucketLifecycleConfiguration': sent });
    assert.deepEqual(state?.rules, [rules[0], { ...rules[1], filter: {} }]);
  });

  it('lock objects for the time that the program says', async () => {
    const rule = { defaultRetention: { mode: 'GOVERNANCE', days: 365 } };
    const { calls } = await created(bucketObjectLock, { bucket: 'logs', rule });
    assert.deepEqual(inputAt(calls, 0), {
      Bucket: 'logs',
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
      },
    });
  });

  it('are gone with the setting, and with the bucket', async () => {
    for (const code of ['NoSuchBucketPolicy', 'NoSuchBucket'])
      assert.equal(await read(bucketPolicy, 'logs', { 's3:GetBucketPolicy': absent(code) }), undefined);
  });

  it('say of a bucket that never was versioned what the provider says', async () => {
    const state = await read(bucketVersioning, 'logs', { 's3:GetBucketVersioning': {} });
    assert.deepEqual(state?.versioningConfiguration, { status: 'Disabled' });
    const { calls } = await created(bucketVersioning, {
      bucket: 'logs',
      versioningConfiguration: { status: 'Disabled' },
    });
    assert.deepEqual(calls, []);
  });
});
