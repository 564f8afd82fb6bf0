import assert from 'node:assert/strict';
import type * as Kms from '@aws-sdk/client-kms';
import type { ServicePrincipal } from '../../../../sandbox/core/principal';
import { recordsOf } from '../../../../sandbox/records/record';
import { caller, refuses } from '../../support';
import { ARN, BUCKET, OTHER, OWNER, policyText, type S3Call, type S3Cloud, s3Cloud } from './cloud';

const DAY = 24 * 3_600_000;
const MANAGEMENT = '111111111111';
const TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/trail`;
const CLOUDTRAIL: ServicePrincipal = {
  kind: 'service',
  service: 'cloudtrail.amazonaws.com',
  sourceArn: TRAIL,
  sourceAccount: MANAGEMENT,
};

async function textOf(answer: { Body?: unknown }): Promise<string> {
  return Buffer.from(answer.Body as Uint8Array).toString();
}

describe('S3 objects', () => {
  let cloud: S3Cloud;
  let call: S3Call;
  const Bucket = BUCKET;
  const Key = 'AWSLogs/o-exampleorg1/log.json.gz';
  const object = { Bucket, Key };
  const version = (Status: 'Enabled' | 'Suspended') =>
    call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });

  beforeEach(async () => {
    cloud = s3Cloud();
    call = cloud.call;
    await call('CreateBucket', { Bucket });
  });

  it('come back as they were put, encrypted by default', async () => {
    const put = await call('PutObject', {
      ...object,
      Body: 'log',
      ContentType: 'application/json',
      Metadata: { a: 'b' },
    });
    assert.deepEqual(put, { ETag: '"dc1d71bbb5c4d2a5e936db79ef10c19f"', ServerSideEncryption: 'AES256' });
    const got = await call('GetObject', object);
    assert.equal(await textOf(got), 'log');
    assert.equal(got.ContentType, 'application/json');
    const { ContentLength, Metadata } = await call('HeadObject', object);
    assert.deepEqual({ ContentLength, Metadata }, { ContentLength: 3, Metadata: { a: 'b' } });
    await refuses(call('GetObject', { Bucket, Key: 'none' }), 'NoSuchKey');
    await refuses(call('HeadObject', { Bucket, Key: 'none' }), 'NotFound');
  });

  it('are gone when they are deleted from a bucket without versions', async () => {
    await call('PutObject', { ...object, Body: 'log' });
    await refuses(call('DeleteBucket', { Bucket }), 'BucketNotEmpty');
    await call('DeleteObject', object);
    await refuses(call('GetObject', object), 'NoSuchKey');
    await call('DeleteBucket', { Bucket });
  });

  it('are hidden behind a delete marker in a versioned bucket, and come back when it is deleted', async () => {
    await version('Enabled');
    const { VersionId } = await call('PutObject', { ...object, Body: 'one' });
    await call('PutObject', { ...object, Body: 'two' });
    const marker = await call('DeleteObject', object);
    assert.equal(marker.DeleteMarker, true);
    await refuses(call('GetObject', object), 'NoSuchKey');
    assert.equal((await call('ListObjectsV2', { Bucket })).KeyCount, 0);
    assert.equal(await textOf(await call('GetObject', { ...object, VersionId })), 'one');
    const listed = await call('ListObjectVersions', { Bucket });
    assert.deepEqual([listed.Versions?.length, listed.DeleteMarkers?.length], [2, 1]);
    await call('DeleteObject', { ...object, VersionId: marker.VersionId });
    assert.equal(await textOf(await call('GetObject', object)), 'two');
  });

  it('keep old versions when versioning is suspended, and one version without an id', async () => {
    await version('Enabled');
    await call('PutObject', { ...object, Body: 'kept' });
    await version('Suspended');
    await call('PutObject', { ...object, Body: 'first' });
    await call('PutObject', { ...object, Body: 'second' });
    const ids = (await call('ListObjectVersions', { Bucket })).Versions?.map(({ VersionId }) => VersionId === 'null');
    assert.deepEqual(ids, [true, false]);
  });

  describe('under Object Lock', () => {
    let VersionId: string | undefined;

    beforeEach(async () => {
      await version('Enabled');
      await call('PutObjectLockConfiguration', {
        Bucket,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
        },
      });
      VersionId = (await call('PutObject', { ...object, Body: 'log' })).VersionId;
    });

    const retain = (mode: 'GOVERNANCE' | 'COMPLIANCE', days: number, BypassGovernanceRetention = false) =>
      call('PutObjectRetention', {
        ...object,
        BypassGovernanceRetention,
        Retention: { Mode: mode, RetainUntilDate: new Date(cloud.clock.now().getTime() + days * DAY) },
      });

    it('cannot be deleted for good, only hidden', async () => {
      await refuses(call('DeleteObject', { ...object, VersionId }), 'AccessDenied', /object lock/);
      await call('DeleteObject', object);
      assert.equal(await textOf(await call('GetObject', { ...object, VersionId })), 'log');
    });

    it('yield to those who may pass over governance, and say so', async () => {
      const actions = ['s3:DeleteObjectVersion', 's3:PutObjectRetention'];
      const without = cloud.as(cloud.role(OWNER, 'cleaner', [{ Effect: 'Allow', Action: actions, Resource: '*' }]));
      const bypass = { ...object, VersionId, BypassGovernanceRetention: true };
      await refuses(without('DeleteObject', bypass), 'AccessDenied', /s3:BypassGovernanceRetention/);
      await call('DeleteObject', bypass);
      assert.equal((await call('ListObjectVersions', { Bucket })).Versions?.length, 0);
    });

    it('yield to nobody in compliance mode, until the time has passed', async () => {
      await retain('COMPLIANCE', 60);
      const bypass = { ...object, VersionId, BypassGovernanceRetention: true };
      await refuses(call('DeleteObject', bypass), 'AccessDenied', /object lock/);
      await refuses(retain('COMPLIANCE', 10, true), 'AccessDenied', /object lock/);
      await refuses(retain('GOVERNANCE', 90, true), 'AccessDenied', /object lock/);
      await retain('COMPLIANCE', 61);
      await cloud.clock.advance(61 * DAY);
      await call('DeleteObject', { ...object, VersionId });
    });

    it('stay under a legal hold whatever their retention', async () => {
      await call('PutObjectLegalHold', { ...object, LegalHold: { Status: 'ON' } });
      await cloud.clock.advance(31 * DAY);
      await refuses(call('DeleteObject', { ...object, VersionId }), 'AccessDenied', /object lock/);
      await call('PutObjectLegalHold', { ...object, LegalHold: { Status: 'OFF' } });
      await call('DeleteObject', { ...object, VersionId });
    });

    it('are refused one by one in a batch', async () => {
      await call('PutObject', { Bucket, Key: 'b', Body: 'x' });
      const { Deleted, Errors } = await call('DeleteObjects', {
        Bucket,
        Delete: { Objects: [{ Key, VersionId }, { Key: 'b' }] },
      });
      assert.deepEqual(
        [Deleted?.map(({ Key }) => Key), Errors?.map(({ Key, Code }) => [Key, Code])],
        [['b'], [[Key, 'AccessDenied']]],
      );
    });
  });

  it('are listed by prefix, folder and page', async () => {
    for (const name of ['a/1', 'a/2', 'b/1', 'c']) await call('PutObject', { Bucket, Key: name, Body: name });
    const folders = await call('ListObjectsV2', { Bucket, Delimiter: '/' });
    assert.deepEqual(
      [folders.CommonPrefixes, folders.Contents?.map(({ Key }) => Key)],
      [[{ Prefix: 'a/' }, { Prefix: 'b/' }], ['c']],
    );
    const first = await call('ListObjectsV2', { Bucket, Prefix: 'a/', MaxKeys: 1 });
    assert.deepEqual([first.IsTruncated, first.Contents?.[0]?.Key], [true, 'a/1']);
    const next = await call('ListObjectsV2', { Bucket, Prefix: 'a/', ContinuationToken: first.NextContinuationToken });
    assert.deepEqual([next.IsTruncated, next.Contents?.map(({ Key }) => Key)], [false, ['a/2']]);
  });

  describe('written by CloudTrail', () => {
    const write = (principal: ServicePrincipal = CLOUDTRAIL, more: object = {}) =>
      cloud.as(principal)('PutObject', { ...object, Body: 'log', ACL: 'bucket-owner-full-control', ...more });
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${ARN}/AWSLogs/o-exampleorg1/*`,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': TRAIL } },
    };
    const insecure = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [ARN, `${ARN}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };

    beforeEach(() => call('PutBucketPolicy', { Bucket, Policy: policyText(statement, insecure) }));

    it('arrive by the bucket policy, with ACLs disabled', async () => {
      await write();
      assert.equal(await textOf(await call('GetObject', object)), 'log');
    });

    it('are refused for another trail, another folder, no ACL or no policy', async () => {
      await refuses(write({ ...CLOUDTRAIL, sourceArn: TRAIL.replace(MANAGEMENT, OTHER) }), 'AccessDenied');
      await refuses(write(CLOUDTRAIL, { Key: 'elsewhere' }), 'AccessDenied');
      await refuses(write(CLOUDTRAIL, { ACL: undefined }), 'AccessDenied');
      await call('DeleteBucketPolicy', { Bucket });
      await refuses(write(), 'AccessDenied');
    });

    it('are refused where the requester pays', async () => {
      await call('PutBucketRequestPayment', { Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } });
      await refuses(write(), 'AccessDenied');
    });

    it('meet the key of the bucket, and cannot be read without it', async () => {
      const keys = caller<typeof Kms>(cloud, 'kms', cloud.administrator(OWNER));
      const root = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
        Action: 'kms:*',
        Resource: '*',
      };
      const { KeyMetadata } = await keys('CreateKey', { Policy: policyText(root) });
      const KeyId = KeyMetadata?.Arn;
      await call('PutBucketEncryption', {
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyId } }],
        },
      });
      await refuses(write(), 'AccessDenied', /kms:GenerateDataKey/);
      const admit = {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceArn': TRAIL, 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL } },
      };
      await keys('PutKeyPolicy', { KeyId, Policy: policyText(root, admit) });
      await refuses(write(), 'AccessDenied', /kms:GenerateDataKey/);
      const SSEKMSEncryptionContext = Buffer.from(JSON.stringify({ 'aws:cloudtrail:arn': TRAIL })).toString('base64');
      assert.equal((await write(CLOUDTRAIL, { SSEKMSEncryptionContext })).SSEKMSKeyId, KeyId);
      assert.equal(await textOf(await call('GetObject', object)), 'log');
      const reader = cloud.as(
        cloud.role(OWNER, 'reader', [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]),
      );
      await refuses(reader('GetObject', object), 'AccessDenied', /kms:Decrypt/);
      await keys('DisableKey', { KeyId });
      await refuses(call('GetObject', object), 'KMS.DisabledException');
      await refuses(write(CLOUDTRAIL, { SSEKMSEncryptionContext }), 'KMS.DisabledException');
    });
  });

  it('refuse an ACL for the public while ACLs are disabled', async () => {
    await refuses(call('PutObject', { ...object, Body: 'x', ACL: 'public-read' }), 'AccessControlListNotSupported');
  });

  it('are recorded as data events, with object and bucket', async () => {
    await call('PutObject', { ...object, Body: 'secret', ServerSideEncryption: 'AES256' });
    const [record] = recordsOf(cloud.answered.at(-1) ?? assert.fail());
    assert.equal(record?.managementEvent, false);
    assert.deepEqual(record?.requestParameters, {
      Host: `${BUCKET}.s3.amazonaws.com`,
      bucketName: BUCKET,
      key: Key,
      'x-amz-server-side-encryption': 'AES256',
    });
    assert.deepEqual(record?.resources, [
      { accountId: OWNER, type: 'AWS::S3::Object', ARN: `${ARN}/${Key}` },
      { accountId: OWNER, type: 'AWS::S3::Bucket', ARN },
    ]);
  });
});
