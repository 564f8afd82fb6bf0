import assert from 'node:assert/strict';
import { recordsOf } from '../../../../sandbox/records/record';
import { refuses } from '../../support';
import { BUCKET, OWNER, type S3Call, type S3Cloud, s3Cloud } from './cloud';

const Bucket = BUCKET;
const COPIES = 'copies-of-trail-logs';
const ROLE = `arn:aws:iam::${OWNER}:role/replication`;

describe('S3 replication', () => {
  let cloud: S3Cloud;
  let call: S3Call;
  const versioned = (bucket: string) =>
    call('PutBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const replicate = (rule: object = {}, by = call) =>
    by('PutBucketReplication', {
      Bucket,
      ReplicationConfiguration: {
        Role: ROLE,
        Rules: [{ ID: 'all', Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::${COPIES}` }, ...rule }],
      },
    });

  beforeEach(async () => {
    cloud = s3Cloud();
    call = cloud.call;
    for (const name of [Bucket, COPIES]) {
      await call('CreateBucket', { Bucket: name });
      await versioned(name);
    }
  });

  it('is kept as it was put, until it is deleted', async () => {
    await replicate();
    const { ReplicationConfiguration } = await call('GetBucketReplication', { Bucket });
    assert.equal(ReplicationConfiguration?.Role, ROLE);
    assert.deepEqual(ReplicationConfiguration?.Rules, [
      { ID: 'all', Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::${COPIES}` } },
    ]);
    await call('DeleteBucketReplication', { Bucket });
    await refuses(call('GetBucketReplication', { Bucket }), 'ReplicationConfigurationNotFoundError');
  });

  it('needs versions on both sides, and a bucket on the other', async () => {
    await call('CreateBucket', { Bucket: 'without-versions' });
    const to = (name: string) => ({ Destination: { Bucket: `arn:aws:s3:::${name}` } });
    await refuses(replicate(to('without-versions')), 'InvalidRequest', /^Destination bucket must have versioning/);
    await refuses(replicate(to('nowhere')), 'InvalidRequest', /^Destination bucket must exist/);
    await call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } });
    await refuses(replicate(), 'InvalidRequest', /^Versioning must be 'Enabled'/);
  });

  it('keeps its bucket versioned', async () => {
    await replicate();
    const suspend = () => call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } });
    await refuses(suspend(), 'InvalidBucketState', /replication configuration is present/);
    await call('DeleteBucketReplication', { Bucket });
    await suspend();
  });

  it('is refused to somebody who may not hand the role to S3', async () => {
    const without = cloud.role(OWNER, 'without', [
      { Effect: 'Allow', Action: 's3:PutReplicationConfiguration', Resource: '*' },
    ]);
    await refuses(replicate({}, cloud.as(without)), 'AccessDenied', /iam:PassRole/);
  });

  it('is recorded with the name of its bucket', async () => {
    await replicate();
    const { eventName, requestParameters } = recordsOf(cloud.answered.at(-1) ?? assert.fail())[0] ?? assert.fail();
    assert.equal(eventName, 'PutBucketReplication');
    assert.equal((requestParameters as { bucketName: string }).bucketName, Bucket);
  });
});
