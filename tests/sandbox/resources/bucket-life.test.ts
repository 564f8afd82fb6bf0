import assert from 'node:assert/strict';
import { bucket } from '../../../sandbox/resources/bucket';
import {
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
} from '../../../sandbox/resources/bucket-access';
import { bucketLifecycle } from '../../../sandbox/resources/bucket-lifecycle';
import {
  bucketEncryption,
  bucketLogging,
  bucketObjectLock,
  bucketVersioning,
} from '../../../sandbox/resources/bucket-protection';
import { kms } from '../../../sandbox/services/kms/index';
import { s3 } from '../../../sandbox/services/s3/index';
import { refuses } from '../support';
import { ACCOUNT, type Made, ResourceWorld } from './resource-world';

const NAME = 'logs-333333333333';
const policy = (action: string, resource = `arn:aws:s3:::${NAME}`, service = 'cloudtrail.amazonaws.com') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: resource }],
});

describe('the life of an aws.s3.Bucket', () => {
  let world: ResourceWorld;
  beforeEach(() => {
    world = new ResourceWorld([kms, s3]);
  });

  it('changes its tags alone in place, and leaves those of others', async () => {
    const made = await world.make(bucket, { bucket: NAME, tags: { a: '1', b: '2' } });
    const TagSet = [...((await world.cloud.call('s3', 'GetBucketTagging', { Bucket: NAME })).TagSet ?? [])];
    TagSet.push({ Key: 'theirs', Value: 'x' });
    await world.cloud.call('s3', 'PutBucketTagging', { Bucket: NAME, Tagging: { TagSet } });
    await bucket.update?.(world.cloud, NAME, { tags: { a: '2' } } as never, made.inputs as never);
    assert.deepEqual((await made.read())?.tagsAll, { theirs: 'x', team: 'security', a: '2' });
    assert.deepEqual(bucket.replacedBy, ['bucket', 'objectLockEnabled', 'region']);
  });

  it('is without tags when the last one goes, a default one included', async () => {
    const made = await world.make(bucket, { bucket: NAME });
    const update = () =>
      bucket.update?.(world.provider({}), NAME, {} as never, { tagsAll: { team: 'security' } } as never);
    assert.deepEqual(await world.writes(async () => update()), ['DeleteBucketTagging']);
    assert.deepEqual((await made.read())?.tagsAll, {});
  });

  it('ends, and is not missed when it is gone', async () => {
    const made = await world.make(bucket, { bucket: NAME, objectLockEnabled: true, tags: { a: 'b' } });
    assert.equal((await made.read({}))?.objectLockEnabled, true);
    await made.update({ tags: { a: 'c' } }, ['PutBucketTagging']);
    await made.update({ forceDestroy: true }, []);
    await made.delete(['DeleteBucket']);
  });

  it('stays while there is something in it', async () => {
    const made = await world.make(bucket, { bucket: NAME });
    await world.cloud.call('s3', 'PutObject', { Bucket: NAME, Key: 'log', Body: 'x' });
    await refuses(made.remove(), 'BucketNotEmpty');
    assert.ok(await made.read());
  });

  it('goes with every version, marker and hold in it where the program says so', async () => {
    const made = await world.make(bucket, { bucket: NAME, forceDestroy: true, objectLockEnabled: true });
    const of = { Bucket: NAME, Key: 'log' };
    const RetainUntilDate = new Date(world.test.clock.now().getTime() + 86_400_000);
    await world.cloud.call('s3', 'PutObject', { ...of, Body: '1', ObjectLockLegalHoldStatus: 'ON' });
    await world.cloud.call('s3', 'PutObject', {
      ...of,
      Body: '2',
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: RetainUntilDate,
    });
    await world.cloud.call('s3', 'DeleteObject', of);
    await made.delete(['DeleteBucket', 'DeleteObjects', 'PutObjectLegalHold', 'DeleteObject', 'DeleteBucket']);
  });

  it('stays with what compliance retention keeps, whatever the program says', async () => {
    const made = await world.make(bucket, { bucket: NAME, forceDestroy: true, objectLockEnabled: true });
    await world.cloud.call('s3', 'PutObject', {
      Bucket: NAME,
      Key: 'log',
      Body: '1',
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date(world.test.clock.now().getTime() + 86_400_000),
    });
    await refuses(made.remove(), 'AccessDenied', /object lock/);
    assert.ok(await made.read());
  });
});

describe('the life of what is beside a bucket', () => {
  let world: ResourceWorld;
  let own: Made;
  beforeEach(async () => {
    world = new ResourceWorld([kms, s3]);
    own = await world.make(bucket, { bucket: NAME });
  });
  /** Deletes the bucket as well: a setting of a bucket that is gone is gone with it. */
  const goesWithItsBucket = async (made: Made): Promise<void> => {
    await own.remove();
    assert.equal(await made.read(), undefined);
    await made.remove();
  };

  it('BucketPolicy', async () => {
    const made = await world.make(bucketPolicy, { bucket: NAME, policy: policy('s3:GetBucketAcl') });
    await made.update({ policy: JSON.stringify(policy('s3:GetBucketAcl'), null, 2) }, []);
    await made.update({ policy: policy('s3:ListBucket') }, ['PutBucketPolicy']);
    const everybody = {
      ...policy('s3:ListBucket'),
      Statement: [{ ...policy('s3:ListBucket').Statement[0], Principal: '*' }],
    };
    await refuses(made.update({ policy: everybody }, []), 'AccessDenied', /BlockPublicPolicy/);
    await made.delete(['DeleteBucketPolicy']);
    await goesWithItsBucket(made);
  });

  it('BucketPublicAccessBlock', async () => {
    const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
    const made = await world.make(bucketPublicAccessBlock, { bucket: NAME, ...all });
    for (const input of Object.keys(all)) {
      await made.update({ [input]: false }, ['PutPublicAccessBlock']);
      await made.update({ [input]: undefined }, []);
      await made.update({ [input]: true }, ['PutPublicAccessBlock']);
    }
    await made.delete(['DeletePublicAccessBlock']);
    await goesWithItsBucket(made);
  });

  it('BucketOwnershipControls', async () => {
    const rule = { objectOwnership: 'BucketOwnerEnforced' };
    const made = await world.make(bucketOwnershipControls, { bucket: NAME, rule });
    await made.update({ rule: { objectOwnership: 'ObjectWriter' } }, ['PutBucketOwnershipControls']);
    await made.delete(['DeleteBucketOwnershipControls']);
    await goesWithItsBucket(made);
  });

  it('BucketVersioning, whose end is suspension', async () => {
    const of = { bucket: NAME, expectedBucketOwner: ACCOUNT };
    const made = await world.make(bucketVersioning, { ...of, versioningConfiguration: { status: 'Disabled' } });
    await made.remove([]);
    await bucketVersioning.update?.(world.cloud, made.id, made.inputs as never, {} as never);
    await made.update({ versioningConfiguration: { status: 'Enabled' } }, ['PutBucketVersioning']);
    await assert.rejects(
      made.update({ versioningConfiguration: { status: 'Disabled' } }, []),
      /cannot be updated from 'Enabled' to 'Disabled'/,
    );
    await made.remove(['PutBucketVersioning']);
    assert.deepEqual((await made.read())?.versioningConfiguration, { status: 'Suspended' });
    await goesWithItsBucket(made);
  });

  it('BucketVersioning beside Object Lock, which stays enabled when its resource goes', async () => {
    await world.make(bucket, { bucket: 'locked-333333333333', objectLockEnabled: true });
    const inputs = { bucket: 'locked-333333333333', versioningConfiguration: { status: 'Enabled' } };
    const made = await world.make(bucketVersioning, inputs);
    await refuses(made.update({ versioningConfiguration: { status: 'Suspended' } }, []), 'InvalidBucketState');
    await made.remove(['PutBucketVersioning']);
    await made.shows(inputs);
  });

  it("BucketServerSideEncryptionConfiguration, which leaves S3's own keys", async () => {
    const rule = (sseAlgorithm: string, more: object = {}) => [
      { applyServerSideEncryptionByDefault: { sseAlgorithm, ...more } },
    ];
    const made = await world.make(bucketEncryption, { bucket: NAME, rules: rule('AES256') });
    await made.update({ rules: [{ ...rule('AES256')[0], bucketKeyEnabled: false }] }, []);
    const kmsMasterKeyId = 'alias/logs';
    await made.update({ rules: [{ ...rule('aws:kms', { kmsMasterKeyId })[0], bucketKeyEnabled: true }] }, [
      'PutBucketEncryption',
    ]);
    await refuses(made.update({ rules: rule('AES256', { kmsMasterKeyId }) }, []), 'InvalidArgument');
    await made.remove(['DeleteBucketEncryption']);
    made.inputs = { bucket: NAME, rules: rule('AES256') };
    await made.shows(made.inputs);
    await goesWithItsBucket(made);
  });

  it('BucketLifecycleConfiguration', async () => {
    const rule = { id: 'expire', status: 'Enabled', filter: { prefix: '' }, expiration: { days: 30 } };
    const made = await world.make(bucketLifecycle, { bucket: NAME, rules: [rule] });
    await made.update({ rules: [{ ...rule, filter: { prefix: 'a/' }, expiration: { days: 9 } }] }, [
      'PutBucketLifecycleConfiguration',
    ]);
    await made.update({ transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' }, []);
    await made.update({ transitionDefaultMinimumObjectSize: 'varies_by_storage_class' }, [
      'PutBucketLifecycleConfiguration',
    ]);
    await made.update({ transitionDefaultMinimumObjectSize: undefined }, ['PutBucketLifecycleConfiguration']);
    await refuses(made.update({ rules: [rule, rule] }, []), 'InvalidArgument', /unique/);
    await made.delete(['DeleteBucketLifecycle']);
    await goesWithItsBucket(made);
  });

  it('BucketObjectLockConfiguration, whose end takes the default retention away and no more', async () => {
    const of = { bucket: NAME };
    const rule = (days: number, mode = 'GOVERNANCE') => ({ defaultRetention: { days, mode } });
    await refuses(bucketObjectLock.create(world.cloud, { ...of, rule: rule(3) } as never, ''), 'InvalidBucketState');
    await world.make(bucketVersioning, { ...of, versioningConfiguration: { status: 'Enabled' } });
    const made = await world.make(bucketObjectLock, { ...of, objectLockEnabled: 'Enabled', rule: rule(3) });
    await made.update({ rule: rule(9, 'COMPLIANCE'), objectLockEnabled: undefined }, ['PutObjectLockConfiguration']);
    await made.remove(['PutObjectLockConfiguration']);
    assert.deepEqual(await made.read(), { ...of, objectLockEnabled: 'Enabled', region: 'eu-west-1' });
    await goesWithItsBucket(made);
  });

  it('BucketLogging', async () => {
    const target = 'access-333333333333';
    await world.make(bucket, { bucket: target });
    const inputs = { bucket: NAME, targetBucket: target, targetPrefix: 'a/' };
    await refuses(bucketLogging.create(world.cloud, inputs as never, ''), 'InvalidTargetBucketForLogging');
    const writes = policy('s3:PutObject', `arn:aws:s3:::${target}/*`, 'logging.s3.amazonaws.com');
    await world.make(bucketPolicy, { bucket: target, policy: writes });
    const made = await world.make(bucketLogging, inputs);
    await made.update({ targetPrefix: 'b/' }, ['PutBucketLogging']);
    await made.update({ targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } } }, [
      'PutBucketLogging',
    ]);
    await made.update({ targetObjectKeyFormat: { simplePrefix: {} } }, ['PutBucketLogging']);
    await made.delete(['PutBucketLogging']);
    await goesWithItsBucket(made);
  });
});
