/** Records: what a call leaves behind, in the shape that CloudTrail writes. */
import assert from 'node:assert/strict';
import type { AnsweredCall } from '../../../sandbox/core/gate';
import type { CloudTrailRecord } from '../../../sandbox/records/cloudtrail-record';
import { recordOf, recordsOf } from '../../../sandbox/records/record';
import { recordedParameterTime, recordedTime } from '../../../sandbox/records/recorded-time';
import { LOG_ROLE, MANAGEMENT, PAYMENTS, policy, SECURITY, TrailWorld } from '../services/trail-world';
import { refuses } from '../support';

describe('A record', () => {
  let world: TrailWorld;
  beforeEach(() => {
    world = new TrailWorld();
  });
  const last = (): AnsweredCall => {
    const answered = world.test.answered.at(-1);
    assert.ok(answered);
    return answered;
  };
  const record = (): CloudTrailRecord => recordOf(last());

  it('has the members of a real one, in their order', async () => {
    await world.as(PAYMENTS, 'logs')('CreateLogGroup', { logGroupName: 'application' });
    const made = record();
    assert.match(made.eventID, /^[0-9a-f-]{36}$/);
    assert.match(made.requestID, /^[0-9a-f-]{36}$/);
    assert.equal(
      JSON.stringify({ ...made, eventID: 'E', requestID: 'R' }, null, 1),
      JSON.stringify(
        {
          eventVersion: '1.11',
          userIdentity: {
            type: 'AssumedRole',
            principalId: `${world.test.administrator(PAYMENTS).roleId}:tester`,
            arn: `arn:aws:sts::${PAYMENTS}:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/tester`,
            accountId: PAYMENTS,
            accessKeyId: PAYMENTS,
            sessionContext: {
              sessionIssuer: {
                type: 'Role',
                principalId: world.test.administrator(PAYMENTS).roleId,
                arn: `arn:aws:iam::${PAYMENTS}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef`,
                accountId: PAYMENTS,
                userName: 'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
              },
              attributes: { creationDate: '2026-03-02T09:00:00Z', mfaAuthenticated: 'false' },
            },
          },
          eventTime: '2026-03-02T09:00:00Z',
          eventSource: 'logs.amazonaws.com',
          eventName: 'CreateLogGroup',
          awsRegion: 'us-east-1',
          sourceIPAddress: 'AWS Internal',
          userAgent: 'AWS Internal',
          requestParameters: { logGroupName: 'application' },
          responseElements: null,
          requestID: 'R',
          eventID: 'E',
          readOnly: false,
          eventType: 'AwsApiCall',
          managementEvent: true,
          recipientAccountId: PAYMENTS,
          eventCategory: 'Management',
        },
        null,
        1,
      ),
    );
  });

  it('names the person behind a session and where the call came from', async () => {
    const principal = {
      ...world.test.administrator(PAYMENTS),
      sourceIdentity: 'alice',
      invokedBy: 'lambda.amazonaws.com',
    };
    const call = { principal, region: 'eu-west-1', service: 'sns', operation: 'ListTopics', input: {} };
    await world.cloud.call({ ...call, origin: { sourceIpAddress: '203.0.113.9', userAgent: 'aws-cli/2' } });
    const direct = record();
    assert.deepEqual([direct.sourceIPAddress, direct.userAgent], ['203.0.113.9', 'aws-cli/2']);
    assert.ok(direct.userIdentity.type === 'AssumedRole');
    assert.equal(direct.userIdentity.sessionContext.sourceIdentity, 'alice');
    assert.equal(direct.userIdentity.invokedBy, undefined, 'the code in the session made the call itself');
    await world.cloud.call(call);
    const within = record();
    assert.ok(within.userIdentity.type === 'AssumedRole');
    assert.deepEqual(
      [within.userIdentity.invokedBy, within.sourceIPAddress, within.userAgent],
      Array(3).fill('lambda.amazonaws.com'),
    );
  });

  it('lowers the first letter of members and leaves keys of maps alone', async () => {
    await world.as(PAYMENTS, 'sns')('CreateTopic', {
      Name: 'alerts',
      Attributes: { DisplayName: 'Alerts' },
      Tags: [{ Key: 'Team', Value: 'Security' }],
    });
    assert.deepEqual(record().requestParameters, {
      name: 'alerts',
      attributes: { DisplayName: 'Alerts' },
      tags: [{ key: 'Team', value: 'Security' }],
    });
    assert.deepEqual(record().responseElements, { topicArn: `arn:aws:sns:us-east-1:${PAYMENTS}:alerts` });
  });

  it('shows nothing of what a read answered, and null where nothing was asked', async () => {
    await world.as(PAYMENTS, 'sns')('ListTopics', {});
    const { readOnly, requestParameters, responseElements } = record();
    assert.deepEqual([readOnly, requestParameters, responseElements], [true, null, null]);
  });

  it('shows a refused call by its error, without parameters except in S3', async () => {
    const nobody = world.test.role(PAYMENTS, 'nobody');
    await refuses(world.as(nobody, 'sns')('CreateTopic', { Name: 'alerts' }), 'AccessDenied');
    const denied = record();
    assert.deepEqual(
      [denied.errorCode, denied.requestParameters, denied.responseElements],
      ['AccessDenied', null, null],
    );
    assert.match(denied.errorMessage ?? '', /is not authorized to perform: sns:CreateTopic on resource: arn:aws:sns/);
    await world.as(PAYMENTS, 's3')('CreateBucket', { Bucket: 'payments-data' });
    await refuses(world.as(nobody, 's3')('DeleteBucketPolicy', { Bucket: 'payments-data' }), 'AccessDenied');
    const { bucketName } = record().requestParameters as { bucketName: string };
    assert.equal(bucketName, 'payments-data');
  });

  it('shows what a call asked for that failed after it was authorized', async () => {
    await refuses(world.as(PAYMENTS, 'cloudtrail')('StopLogging', { Name: 'no-such-trail' }), 'TrailNotFoundException');
    const { errorCode, requestParameters } = record();
    assert.deepEqual([errorCode, requestParameters], ['TrailNotFoundException', { name: 'no-such-trail' }]);
  });

  it('spells times inside a response as AWS does and never shows a secret', async () => {
    const iam = world.as(PAYMENTS, 'iam');
    await iam('CreateRole', {
      RoleName: 'reader',
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${SECURITY}:root` },
        Action: 'sts:AssumeRole',
      }),
    });
    const made = record().responseElements as { role: { createDate: string } };
    assert.equal(made.role.createDate, 'Mar 2, 2026, 9:00:00 AM');
    await world.as(SECURITY, 'sts')('AssumeRole', {
      RoleArn: `arn:aws:iam::${PAYMENTS}:role/reader`,
      RoleSessionName: 'visit',
    });
    const { credentials } = record().responseElements as { credentials: Record<string, string> };
    assert.deepEqual(Object.keys(credentials).sort(), ['accessKeyId', 'expiration', 'sessionToken']);
    assert.equal(credentials.expiration, 'Mar 2, 2026, 10:00:00 AM');
  });

  it('comes in both accounts, under one shared id, when the role of another account is assumed', async () => {
    await world.as(PAYMENTS, 'iam')('CreateRole', {
      RoleName: 'reader',
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${SECURITY}:root` },
        Action: 'sts:AssumeRole',
      }),
    });
    const assume = { RoleArn: `arn:aws:iam::${PAYMENTS}:role/reader`, RoleSessionName: 'visit' };
    await world.as(SECURITY, 'sts')('AssumeRole', assume);
    const [own, copy, ...further] = recordsOf(last());
    assert.deepEqual([own?.recipientAccountId, copy?.recipientAccountId, further], [SECURITY, PAYMENTS, []]);
    assert.ok(own?.sharedEventID);
    assert.equal(own.sharedEventID, copy?.sharedEventID);
    assert.notEqual(own.eventID, copy?.eventID);
    assert.equal(own.readOnly, true);
    assert.deepEqual(copy?.userIdentity, {
      type: 'AWSAccount',
      principalId: `${world.test.administrator(SECURITY).roleId}:tester`,
      accountId: SECURITY,
    });
    const outsider = world.test.role(SECURITY, 'nobody');
    await refuses(world.as(outsider, 'sts')('AssumeRole', assume), 'AccessDenied');
    assert.equal(recordsOf(last()).length, 1, 'a refused attempt is known to the caller’s account only');
  });

  it('names a service that acts by itself', async () => {
    await world.logGroup();
    await world.cloud.call({
      principal: { kind: 'service', service: 'cloudtrail.amazonaws.com', sourceAccount: MANAGEMENT },
      region: 'us-east-1',
      service: 'sts',
      operation: 'AssumeRole',
      input: { RoleArn: LOG_ROLE, RoleSessionName: 'delivery' },
    });
    const { userIdentity, sourceIPAddress, userAgent, recipientAccountId } = record();
    const service = 'cloudtrail.amazonaws.com';
    assert.deepEqual(userIdentity, { type: 'AWSService', invokedBy: service });
    assert.deepEqual([sourceIPAddress, userAgent, recipientAccountId], [service, service, MANAGEMENT]);
  });

  it('leaves out parameters that are larger than 100 KB', async () => {
    const put = (DashboardBody: string) =>
      world.as(PAYMENTS, 'monitoring')('PutDashboard', { DashboardName: 'board', DashboardBody });
    await put(JSON.stringify({ widgets: 'x'.repeat(1000) }));
    assert.equal('requestParameters' in record(), true);
    await put(JSON.stringify({ widgets: 'x'.repeat(103_000) }));
    assert.equal('requestParameters' in record(), false);
  });
});

describe('Recorded times', () => {
  it('are ISO 8601 in whole seconds, and a longer form inside parameters', () => {
    assert.equal(recordedTime(new Date('2026-11-20T08:15:30.987Z')), '2026-11-20T08:15:30Z');
    for (const [iso, spelled] of [
      ['2026-11-20T00:05:09Z', 'Nov 20, 2026, 12:05:09 AM'],
      ['2026-01-02T12:00:00Z', 'Jan 2, 2026, 12:00:00 PM'],
      ['2026-06-30T23:59:59Z', 'Jun 30, 2026, 11:59:59 PM'],
    ])
      assert.equal(recordedParameterTime(new Date(iso ?? '')), spelled);
  });
});
