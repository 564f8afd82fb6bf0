/** What CloudTrail checks before it makes or changes a trail. */
import assert from 'node:assert/strict';
import { refuses } from '../../support';
import {
  ABROAD,
  ARCHIVE,
  BUCKET,
  bucketStatements,
  HOME,
  LOG_GROUP,
  LOG_ROLE,
  MANAGEMENT,
  PAYMENTS,
  policy,
  SECURITY,
  TRAIL,
  TrailWorld,
} from '../trail-world';

describe('What CloudTrail checks before it makes a trail', () => {
  let world: TrailWorld;
  beforeEach(() => {
    world = new TrailWorld();
  });

  it('refuses a bucket that does not exist', async () => {
    const create = world.as(MANAGEMENT, 'cloudtrail')('CreateTrail', { Name: 'small', S3BucketName: 'nowhere' });
    await refuses(create, 'S3BucketDoesNotExistException', /S3 bucket nowhere does not exist!/);
  });

  it('refuses a bucket policy without any one of the three statements, or for another trail', async () => {
    await world.organizationTrail();
    const update = () => world.as(MANAGEMENT, 'cloudtrail')('UpdateTrail', { Name: TRAIL, S3BucketName: BUCKET });
    const put = (statements: object[]) =>
      world.as(ARCHIVE, 's3')('PutBucketPolicy', { Bucket: BUCKET, Policy: policy(...statements) });
    await update();
    for (const missing of [0, 1, 2]) {
      await put(bucketStatements().filter((_statement, index) => index !== missing));
      await refuses(
        update(),
        'InsufficientS3BucketPolicyException',
        new RegExp(`^Incorrect S3 bucket policy is detected for bucket: ${BUCKET}$`),
      );
    }
    await put(bucketStatements(TRAIL.replace(MANAGEMENT, PAYMENTS)));
    await refuses(update(), 'InsufficientS3BucketPolicyException');
    const status = await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: TRAIL });
    assert.equal(status.LatestDeliveryError, undefined, 'nothing was delivered yet');
    await world.as(MANAGEMENT, 'cloudtrail')('StartLogging', { Name: TRAIL });
    assert.equal(
      (await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: TRAIL })).LatestDeliveryError,
      'AccessDenied',
    );
    await world.as(ARCHIVE, 's3')('DeleteBucket', { Bucket: BUCKET });
    assert.equal(
      (await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: TRAIL })).LatestDeliveryError,
      'NoSuchBucket',
    );
  });

  it('needs a key that admits the trail, in the Region of the bucket', async () => {
    await world.organizationTrail();
    const update = (KmsKeyId: string) => world.as(MANAGEMENT, 'cloudtrail')('UpdateTrail', { Name: TRAIL, KmsKeyId });
    const key = async (region: string, ...statements: object[]) => {
      const root = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ARCHIVE}:root` },
        Action: 'kms:*',
        Resource: '*',
      };
      const made = await world.as(ARCHIVE, 'kms', region)('CreateKey', { Policy: policy(root, ...statements) });
      return made.KeyMetadata?.Arn ?? '';
    };
    const admits = (account: string) => ({
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceArn': TRAIL },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*` },
      },
    });
    await refuses(update(await key(HOME)), 'InsufficientEncryptionPolicyException');
    await refuses(update(await key(HOME, admits(PAYMENTS))), 'InsufficientEncryptionPolicyException');
    await refuses(update(await key(ABROAD, admits(MANAGEMENT))), 'KmsKeyNotFoundException');
    const good = await key(HOME, admits(MANAGEMENT));
    assert.equal((await update(good)).KmsKeyId, good);
    await world.as(MANAGEMENT, 'cloudtrail')('StartLogging', { Name: TRAIL });
    await world.as(ARCHIVE, 'kms')('DisableKey', { KeyId: good });
    assert.equal(
      (await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: TRAIL })).LatestDeliveryError,
      'KMS.DisabledException',
    );
    await refuses(update(good), 'KmsException');
  });

  it('needs a role that CloudTrail may take on and that may write both kinds of streams', async () => {
    await world.organizationTrail();
    const update = (group: string, role: string) =>
      world.as(MANAGEMENT, 'cloudtrail')('UpdateTrail', {
        Name: TRAIL,
        CloudWatchLogsLogGroupArn: group,
        CloudWatchLogsRoleArn: role,
      });
    const denied = /^Access denied\. Verify in IAM that the role has adequate permissions\.$/;
    await refuses(update(LOG_GROUP, LOG_ROLE), 'InvalidCloudWatchLogsLogGroupArnException');
    await world.logGroup([`${MANAGEMENT}_CloudTrail_${HOME}*`]);
    await refuses(update(LOG_GROUP.slice(0, -2), LOG_ROLE), 'InvalidCloudWatchLogsLogGroupArnException');
    const role = `arn:aws:iam::${MANAGEMENT}:role/nobody`;
    await refuses(update(LOG_GROUP, role), 'InvalidCloudWatchLogsRoleArnException', denied);
    await refuses(update(LOG_GROUP, LOG_ROLE), 'InvalidCloudWatchLogsLogGroupArnException', /Check the permissions/);
    const foreign = LOG_ROLE.replace(MANAGEMENT, SECURITY);
    await refuses(update(LOG_GROUP, foreign), 'AccessDenied', /iam:PassRole/);
  });

  it('asks whether the caller may pass the role', async () => {
    await world.organizationTrail();
    await world.logGroup();
    const statements = [{ Effect: 'Allow', Action: 'cloudtrail:*', Resource: '*' }];
    const caller = world.as(world.test.role(MANAGEMENT, 'trail-only', statements), 'cloudtrail');
    const update = caller('UpdateTrail', {
      Name: TRAIL,
      CloudWatchLogsLogGroupArn: LOG_GROUP,
      CloudWatchLogsRoleArn: LOG_ROLE,
    });
    await refuses(update, 'AccessDenied', /iam:PassRole on resource: arn:aws:iam::111111111111:role\/trail-logs/);
  });
});
