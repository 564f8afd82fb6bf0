/** Which records reach the log group of a trail, and how. */
import assert from 'node:assert/strict';
import {
  ABROAD,
  HOME,
  LOG_GROUP,
  LOG_ROLE,
  MANAGEMENT,
  ORGANIZATION,
  PAYMENTS,
  policy,
  TRAIL,
  TrailWorld,
} from '../trail-world';

describe('Delivery of records to the log group', () => {
  it('writes one stream per account, named by the organization while the trail covers it', async () => {
    const world = new TrailWorld();
    await world.logGroup();
    await world.loggingTrail({ CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: LOG_ROLE });
    await world.as(PAYMENTS, 'sns', ABROAD)('CreateTopic', { Name: 'topic' });
    await world.test.clock.settle();
    const logs = world.as(MANAGEMENT, 'logs');
    const { logStreams } = await logs('DescribeLogStreams', { logGroupName: 'trail' });
    assert.deepEqual(
      logStreams?.map((stream) => stream.logStreamName),
      [MANAGEMENT, PAYMENTS].map((account) => `${ORGANIZATION}_${account}_CloudTrail_${HOME}`),
    );
    const { events = [] } = await logs('FilterLogEvents', {
      logGroupName: 'trail',
      filterPattern: '{ $.eventName = "CreateTopic" }',
    });
    assert.deepEqual(
      events.map(({ message = '' }) => (JSON.parse(message) as { awsRegion: string }).awsRegion),
      [ABROAD],
    );
    const status = await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: TRAIL });
    assert.equal(status.LatestCloudWatchLogsDeliveryError, undefined);
    assert.ok(status.LatestCloudWatchLogsDeliveryTime);
  });

  it('tells in the status of the trail why it fails', async () => {
    const world = new TrailWorld();
    await world.logGroup();
    await world.loggingTrail({ CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: LOG_ROLE });
    await world.as(MANAGEMENT, 'iam')('DeleteRolePolicy', { RoleName: 'trail-logs', PolicyName: 'streams' });
    await world.test.clock.settle();
    const status = await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: TRAIL });
    assert.equal(status.LatestCloudWatchLogsDeliveryError, 'AccessDenied');
  });

  it('does not bring about the next one, whether it works or fails', async () => {
    const world = new TrailWorld();
    await world.logGroup();
    await world.loggingTrail({ CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: LOG_ROLE });
    const attempts = async () => {
      const before = world.test.answered.length;
      await world.as(PAYMENTS, 'sns')('CreateTopic', { Name: 'topic' });
      await world.test.clock.settle();
      return world.test.answered.slice(before).map(({ call }) => call.operation);
    };
    assert.deepEqual(await attempts(), ['CreateTopic', 'PutLogEvents', 'CreateLogStream', 'PutLogEvents']);
    assert.deepEqual(await attempts(), ['CreateTopic', 'PutLogEvents']);
    await world.as(MANAGEMENT, 'iam')('UpdateAssumeRolePolicy', {
      RoleName: 'trail-logs',
      PolicyDocument: policy({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
    });
    await world.test.clock.advance(2 * 3_600_000);
    assert.deepEqual(await attempts(), ['CreateTopic', 'AssumeRole']);
  });
});
