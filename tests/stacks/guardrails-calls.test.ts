import assert from 'node:assert/strict';
import { strToU8, zipSync } from 'fflate';
import { Clock } from '../../sandbox/core/clock';
import type { Access, Cloud, PolicyDocument } from '../../sandbox/core/service';
import { deliveryError } from '../../sandbox/services/cloudtrail/bucket-delivery';
import { trailsOf } from '../../sandbox/services/cloudtrail/state';
import { findRole } from '../../sandbox/services/iam/state';
import { keyringOf } from '../../sandbox/services/kms/keyring';
import { keyAccess } from '../../sandbox/services/kms/state';
import { isMember } from '../../sandbox/services/organizations/state';
import { findBucket } from '../../sandbox/services/s3/state';
import { GuardedOrganization, type Verdict } from '../support/guarded-organization';
import { OUTSIDER } from '../support/organization';

const MANAGEMENT = '111111111111';
const LOG_ARCHIVE = '222222222222';
const SECURITY = '333333333333';
const PAYMENTS = '444444444444';

const TRAIL_BUCKET = `trailwarden-trail-${LOG_ARCHIVE}-us-east-1`;
const ACCESS_BUCKET = `trailwarden-access-${LOG_ARCHIVE}-us-east-1`;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${PAYMENTS}:root` }, Action: 'sts:AssumeRole' }],
});

/** Who tampers with what, by which call. */
const CALLS: readonly [account: string, service: string, operation: string, input: object, region?: string][] = [
  [PAYMENTS, 'events', 'DisableRule', { Name: 'trailwarden-forward-cloudtrail' }, 'eu-west-1'],
  [PAYMENTS, 'events', 'RemoveTargets', { Rule: 'trailwarden-forward-cloudtrail', Ids: ['central-bus'] }],
  [
    PAYMENTS,
    'sqs',
    'DeleteQueue',
    { QueueUrl: `https://sqs.us-east-1.amazonaws.com/${PAYMENTS}/trailwarden-forwarder-dead-letters` },
  ],
  [PAYMENTS, 'iam', 'UpdateAssumeRolePolicy', { RoleName: 'trailwarden-repair', PolicyDocument: TRUST }],
  [PAYMENTS, 'iam', 'UpdateAssumeRolePolicy', { RoleName: 'trailwarden-deployment', PolicyDocument: TRUST }],
  [PAYMENTS, 'iam', 'DeleteRole', { RoleName: 'trailwarden-deployment' }],
  [PAYMENTS, 'iam', 'CreateRole', { RoleName: 'trailwarden-responder', AssumeRolePolicyDocument: TRUST }],
  [
    PAYMENTS,
    'cloudtrail',
    'StopLogging',
    { Name: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/trailwarden-organization` },
  ],
  [LOG_ARCHIVE, 's3', 'DeleteBucketPolicy', { Bucket: TRAIL_BUCKET }],
  [
    LOG_ARCHIVE,
    's3',
    'PutBucketVersioning',
    { Bucket: TRAIL_BUCKET, VersioningConfiguration: { Status: 'Suspended' } },
  ],
  [LOG_ARCHIVE, 's3', 'DeleteObject', { Bucket: TRAIL_BUCKET, Key: 'AWSLogs/111111111111/CloudTrail/log.json.gz' }],
  [
    LOG_ARCHIVE,
    's3',
    'PutObject',
    { Bucket: TRAIL_BUCKET, Key: 'AWSLogs/111111111111/CloudTrail/log.json.gz', Body: '' },
  ],
  [LOG_ARCHIVE, 'kms', 'ScheduleKeyDeletion', { KeyId: 'key' }],
  [LOG_ARCHIVE, 'kms', 'UntagResource', { KeyId: 'key', TagKeys: ['trailwarden:prefix'] }],
  [LOG_ARCHIVE, 'kms', 'DeleteAlias', { AliasName: 'alias/trailwarden-trail' }],
  [SECURITY, 'kms', 'DisableKey', { KeyId: 'key' }],
  [SECURITY, 'events', 'DisableRule', { Name: 'trailwarden-respond-cloudtrail', EventBusName: 'trailwarden-central' }],
  [
    SECURITY,
    'lambda',
    'PutFunctionConcurrency',
    { FunctionName: 'trailwarden-responder', ReservedConcurrentExecutions: 0 },
  ],
  [SECURITY, 'sns', 'DeleteTopic', { TopicArn: `arn:aws:sns:us-east-1:${SECURITY}:trailwarden-alerts` }],
  [SECURITY, 'logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/trailwarden-responder' }],
  [SECURITY, 'monitoring', 'DeleteAlarms', { AlarmNames: ['trailwarden-responder-errors'] }],
];

let guarded: GuardedOrganization;
before(async () => {
  guarded = await GuardedOrganization.deployed();
});

function keyIn(account: string) {
  const [key] = [...keyringOf(guarded.organization.state, account, 'us-east-1').keys.values()];
  assert.ok(key, `There is no key in ${account}.`);
  return key;
}

async function tamper([account, service, operation, input, region]: (typeof CALLS)[number]): Promise<Verdict> {
  const named = 'KeyId' in input ? { ...input, KeyId: keyIn(account).id } : input;
  return await guarded.called(guarded.administrator(account), [service, operation], named, region);
}

describe('the guardrails on callers', () => {
  for (const call of CALLS)
    it(`refuse ${call[1]} ${call[2]} ${JSON.stringify(call[3]).slice(0, 60)} to an administrator of ${call[0]}`, async () => {
      assert.equal(await tamper(call), 'service control policy');
    });

  it('let nobody leave the organization, the deployment role neither', async () => {
    for (const who of [guarded.administrator(PAYMENTS), guarded.deployment(PAYMENTS)]) {
      assert.equal(await guarded.called(who, ['organizations', 'LeaveOrganization'], {}), 'service control policy');
      assert.ok(isMember(guarded.organization.state, PAYMENTS));
    }
  });

  it('let nobody close the accounts of the log files and of the responder, and members theirs', async () => {
    const close = (account: string) =>
      guarded.asked(guarded.administrator(account), {
        action: 'account:CloseAccount',
        resource: `arn:aws:account::${account}:account`,
      });
    assert.equal(await close(LOG_ARCHIVE), 'service control policy');
    assert.equal(await close(SECURITY), 'service control policy');
    assert.equal(await close(PAYMENTS), 'let in');
  });

  it("let nobody hand the responder's role to a function of his own", async () => {
    const own = {
      FunctionName: 'helper',
      Role: `arn:aws:iam::${SECURITY}:role/trailwarden-responder`,
      Code: { ZipFile: zipSync({ 'index.js': strToU8('exports.handler = async () => undefined;') }) },
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
    };
    const verdict = await guarded.called(guarded.administrator(SECURITY), ['lambda', 'CreateFunction'], own);
    assert.equal(verdict, 'service control policy');
  });

  it('let somebody make the deployment role of an account that has none yet', async () => {
    const resource = `arn:aws:iam::${PAYMENTS}:role/trailwarden-deployment`;
    assert.equal(
      await guarded.asked(guarded.administrator(PAYMENTS), { action: 'iam:CreateRole', resource }),
      'let in',
    );
  });

  it('keep themselves from a member that administers policies, and other policies not', async () => {
    const resource = `arn:aws:organizations::${MANAGEMENT}:policy/o-exampleorg1/service_control_policy/p-11111111`;
    const detach = (prefix: string) =>
      guarded.asked(guarded.administrator(SECURITY), {
        action: 'organizations:DetachPolicy',
        resource,
        resourceAccount: SECURITY,
        context: { 'aws:ResourceTag/trailwarden:prefix': prefix },
      });
    assert.equal(await detach('trailwarden'), 'service control policy');
    assert.equal(await detach('payroll'), 'let in');
  });

  it('let an administrator do the same with rules, queues, roles, buckets and keys of his own', async () => {
    const mine = guarded.administrator(PAYMENTS);
    const calls: readonly [service: string, operation: string, input: object][] = [
      ['events', 'PutRule', { Name: 'nightly', ScheduleExpression: 'rate(1 day)' }],
      ['events', 'DisableRule', { Name: 'nightly' }],
      ['events', 'DeleteRule', { Name: 'nightly' }],
      ['sqs', 'CreateQueue', { QueueName: 'orders' }],
      ['sqs', 'DeleteQueue', { QueueUrl: `https://sqs.us-east-1.amazonaws.com/${PAYMENTS}/orders` }],
      ['iam', 'CreateRole', { RoleName: 'clerk', AssumeRolePolicyDocument: TRUST }],
      ['iam', 'UpdateAssumeRolePolicy', { RoleName: 'clerk', PolicyDocument: TRUST }],
      ['iam', 'DeleteRole', { RoleName: 'clerk' }],
      ['s3', 'CreateBucket', { Bucket: 'payments-orders' }],
      ['s3', 'PutBucketVersioning', { Bucket: 'payments-orders', VersioningConfiguration: { Status: 'Enabled' } }],
      ['s3', 'DeleteBucket', { Bucket: 'payments-orders' }],
      ['kms', 'CreateKey', { Description: 'orders' }],
    ];
    for (const [service, operation, input] of calls)
      assert.equal(await guarded.called(mine, [service, operation], input), 'let in', operation);
    const { id } = keyIn(PAYMENTS);
    for (const operation of ['DisableKey', 'ScheduleKeyDeletion'])
      assert.equal(await guarded.called(mine, ['kms', operation], { KeyId: id }), 'let in', operation);
  });
});

describe('the guardrails on evidence', () => {
  const OPEN: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  };
  const onBucket = (action: string, bucket = TRAIL_BUCKET): Access => ({
    action,
    resource: `arn:aws:s3:::${bucket}${action.includes('Object') ? '/log.json.gz' : ''}`,
    resourceAccount: LOG_ARCHIVE,
    resourcePolicy: OPEN,
  });
  const onKey = (action: string, account = LOG_ARCHIVE): Access => {
    const key = keyIn(account);
    return keyAccess({ ...key, policy: OPEN }, action, guarded.administrator(account));
  };

  it('let CloudTrail deliver the log files of every trail', async () => {
    const { state, gate } = guarded.organization;
    const cloud: Cloud = {
      state,
      clock: new Clock('virtual', new Date('2026-03-02T10:00:00.000Z')),
      call: (call) => gate.call(call),
      authorize: (principal, region, access) => gate.authorize(principal, region, access),
    };
    const trails = [...trailsOf(state, MANAGEMENT).values()];
    assert.ok(trails.length >= 1);
    for (const trail of trails) assert.equal(await deliveryError(cloud, trail), undefined, trail.name);
  });

  it('let S3 deliver the access logs', async () => {
    const bucket = findBucket(guarded.organization.state, ACCESS_BUCKET);
    const s3 = {
      kind: 'service',
      service: 'logging.s3.amazonaws.com',
      sourceArn: `arn:aws:s3:::${TRAIL_BUCKET}`,
      sourceAccount: LOG_ARCHIVE,
    } as const;
    const access = { ...onBucket('s3:PutObject', ACCESS_BUCKET), resourcePolicy: bucket?.policy };
    assert.equal(await guarded.asked(s3, access), 'let in');
  });

  it('let alerts be encrypted: by the responder, and for alarms', async () => {
    const { state } = guarded.organization;
    const { id = '', createdAt } = findRole(state, SECURITY, 'trailwarden-responder') ?? {};
    const responder = { ...guarded.repair(SECURITY), roleName: 'trailwarden-responder', roleId: id };
    const context = { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' };
    const key = keyIn(SECURITY);
    const access = keyAccess(key, 'kms:GenerateDataKey', responder);
    assert.ok(createdAt);
    assert.equal(await guarded.asked(responder, { ...access, context: { ...access.context, ...context } }), 'let in');
    const alarms = { kind: 'service', service: 'cloudwatch.amazonaws.com', sourceAccount: SECURITY } as const;
    assert.equal(await guarded.asked(alarms, keyAccess(key, 'kms:GenerateDataKey', alarms)), 'let in');
  });

  for (const account of [MANAGEMENT, OUTSIDER])
    it(`refuse tampering to an administrator of ${account}, whatever the bucket and the key say`, async () => {
      const who = guarded.administrator(account);
      for (const action of ['s3:PutBucketPolicy', 's3:DeleteBucket', 's3:DeleteObject', 's3:BypassGovernanceRetention'])
        assert.equal(await guarded.asked(who, onBucket(action)), 'resource control policy', action);
      for (const action of ['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy', 'kms:UntagResource'])
        assert.equal(await guarded.asked(who, onKey(action)), 'resource control policy', action);
    });

  it('refuse it to a role that only has the name of one that may', async () => {
    const mine = guarded.deployment(OUTSIDER);
    assert.equal(await guarded.asked(mine, onBucket('s3:PutBucketPolicy')), 'resource control policy');
    const neighbour = guarded.deployment(PAYMENTS);
    assert.equal(await guarded.asked(neighbour, onBucket('s3:PutBucketPolicy')), 'resource control policy');
  });

  it('refuse even a look from outside of the organization, and allow one from inside', async () => {
    const looks = [
      onBucket('s3:GetObject'),
      onBucket('s3:ListBucket'),
      onKey('kms:Decrypt'),
      onKey('kms:DescribeKey', SECURITY),
    ];
    for (const access of looks) {
      assert.equal(
        await guarded.asked(guarded.administrator(OUTSIDER), access),
        'resource control policy',
        access.action,
      );
      assert.equal(await guarded.asked(guarded.administrator(MANAGEMENT), access), 'let in', access.action);
    }
  });

  it('say nothing about other buckets and keys of these accounts', async () => {
    const outsider = guarded.administrator(OUTSIDER);
    assert.equal(await guarded.asked(outsider, onBucket('s3:DeleteObject', 'website')), 'let in');
    const { context, ...key } = onKey('kms:Decrypt');
    const untagged = Object.fromEntries(Object.entries(context ?? {}).filter(([name]) => !/ResourceTag/.test(name)));
    assert.equal(await guarded.asked(outsider, { ...key, context: untagged }), 'let in');
  });

  it('let the deployment role and the repair role of the owner through', async () => {
    for (const action of ['s3:PutBucketPolicy', 's3:PutObject', 's3:DeleteBucket']) {
      assert.equal(await guarded.asked(guarded.deployment(LOG_ARCHIVE), onBucket(action)), 'let in', action);
      assert.equal(await guarded.asked(guarded.repair(LOG_ARCHIVE), onBucket(action)), 'let in', action);
    }
    for (const account of [LOG_ARCHIVE, SECURITY])
      for (const who of [guarded.deployment(account), guarded.repair(account)])
        assert.equal(await guarded.asked(who, onKey('kms:PutKeyPolicy', account)), 'let in', account);
  });
});
