import assert from 'node:assert/strict';
import { foundAccount } from '../../../sandbox/organization';
import { assumeRoleAsService } from '../../../sandbox/services/sts/sessions';
import { credentialsFault, sessionOf } from '../../../sandbox/services/sts/state';
import { allow, MANAGEMENT, OUTSIDER, PAYMENTS, policy, SECURITY, sampleCloud } from '../authorization/probe';
import { caller, refuses, START, type TestCloud } from '../support';

type Sts = typeof import('@aws-sdk/client-sts');
type Iam = typeof import('@aws-sdk/client-iam');

const REPAIR = `arn:aws:iam::${PAYMENTS}:role/repair`;
const ASSUME = allow('sts:AssumeRole');

async function trusting(cloud: TestCloud, principal: object | string, more: object = {}): Promise<void> {
  const document = policy({
    Effect: 'Allow',
    Principal: principal,
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    ...more,
  });
  const call = caller<Iam>(cloud, 'iam', cloud.administrator(PAYMENTS));
  await call('CreateRole', {
    RoleName: 'repair',
    AssumeRolePolicyDocument: JSON.stringify(document),
    MaxSessionDuration: 7200,
  });
}

function assume(cloud: TestCloud, principal: ReturnType<TestCloud['role']>, more: object = {}) {
  return caller<Sts>(cloud, 'sts', principal)('AssumeRole', { RoleArn: REPAIR, RoleSessionName: 'mending', ...more });
}

describe('AssumeRole', () => {
  it('makes a session that is who it says', async () => {
    const cloud = sampleCloud();
    await trusting(cloud, { AWS: SECURITY });
    const { Credentials, AssumedRoleUser } = await assume(cloud, cloud.role(SECURITY, 'responder', [ASSUME]));
    const arn = `arn:aws:sts::${PAYMENTS}:assumed-role/repair/mending`;
    assert.equal(AssumedRoleUser?.Arn, arn);
    assert.match(Credentials?.AccessKeyId ?? '', /^ASIA[A-Z2-7]{16}$/);
    assert.deepEqual(Credentials?.Expiration, new Date(START.getTime() + 3_600_000));
    const session = sessionOf(cloud.state, Credentials?.AccessKeyId ?? '');
    assert.ok(session);
    const identity = await caller<Sts>(cloud, 'sts', session)('GetCallerIdentity', {});
    assert.deepEqual(identity, { Account: PAYMENTS, Arn: arn, UserId: AssumedRoleUser?.AssumedRoleId });
  });

  it('needs both trust and permission across accounts', async () => {
    const cloud = sampleCloud();
    await trusting(cloud, { AWS: SECURITY });
    await refuses(
      assume(cloud, cloud.role(SECURITY, 'idle')),
      'AccessDenied',
      /is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444444444444:role\/repair because no identity-based policy/,
    );
    await refuses(
      assume(cloud, cloud.role(MANAGEMENT, 'untrusted', [ASSUME])),
      'AccessDenied',
      /because no role trust policy allows the sts:AssumeRole action$/,
    );
  });

  it('in one account needs the trust of the account and a permission, or the trust of the role itself', async () => {
    const cloud = sampleCloud();
    const named = cloud.role(PAYMENTS, 'named');
    const permitted = cloud.role(PAYMENTS, 'permitted', [ASSUME]);
    await trusting(cloud, { AWS: `arn:aws:iam::${PAYMENTS}:role/named` });
    await assume(cloud, named);
    await refuses(assume(cloud, permitted), 'AccessDenied', /no role trust policy/);
    const update = caller<Iam>(cloud, 'iam', cloud.administrator(PAYMENTS));
    const document = policy({ Effect: 'Allow', Principal: { AWS: PAYMENTS }, Action: 'sts:AssumeRole' });
    await update('UpdateAssumeRolePolicy', { RoleName: 'repair', PolicyDocument: JSON.stringify(document) });
    await assume(cloud, permitted);
    await refuses(assume(cloud, named), 'AccessDenied', /no identity-based policy/);
  });

  it('keeps out whom the conditions of the trust policy keep out', async () => {
    const cloud = sampleCloud();
    await trusting(
      cloud,
      { AWS: [SECURITY, OUTSIDER] },
      {
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
          ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${SECURITY}:role/responder` },
          StringLike: { 'sts:RoleSessionName': 'mend*' },
        },
      },
    );
    const responder = cloud.role(SECURITY, 'responder', [ASSUME]);
    await assume(cloud, responder);
    await refuses(assume(cloud, responder, { RoleSessionName: 'breaking' }), 'AccessDenied');
    await refuses(assume(cloud, cloud.role(SECURITY, 'other', [ASSUME])), 'AccessDenied');
    await refuses(assume(cloud, cloud.role(OUTSIDER, 'responder', [ASSUME])), 'AccessDenied');
  });

  it('does not trust a new role that took the name of the trusted one', async () => {
    const cloud = sampleCloud();
    const responder = cloud.role(SECURITY, 'responder', [ASSUME]);
    await trusting(cloud, { AWS: `arn:aws:iam::${SECURITY}:role/responder` });
    await assume(cloud, responder);
    await refuses(assume(cloud, cloud.role(SECURITY, 'responder', [ASSUME])), 'AccessDenied', /no role trust policy/);
    const { Role } = await caller<Iam>(cloud, 'iam', cloud.administrator(PAYMENTS))('GetRole', { RoleName: 'repair' });
    assert.ok(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '').includes(`"AWS":"${responder.roleId}"`));
  });

  it('says of a role that does not exist what it says of one that does not trust', async () => {
    const cloud = sampleCloud();
    await refuses(assume(cloud, cloud.administrator(PAYMENTS)), 'AccessDenied', /no role trust policy/);
  });

  it('carries the source identity into every further session', async () => {
    const cloud = sampleCloud();
    await trusting(cloud, { AWS: SECURITY });
    const responder = cloud.role(SECURITY, 'responder', [allow(['sts:AssumeRole', 'sts:SetSourceIdentity'])]);
    const alice = { ...responder, sourceIdentity: 'alice' };
    const { SourceIdentity, Credentials } = await assume(cloud, alice);
    assert.equal(SourceIdentity, 'alice');
    assert.equal(sessionOf(cloud.state, Credentials?.AccessKeyId ?? '')?.sourceIdentity, 'alice');
    await refuses(assume(cloud, alice, { SourceIdentity: 'bob' }), 'AccessDenied');
    const unable = cloud.role(SECURITY, 'unable', [ASSUME]);
    await refuses(assume(cloud, unable, { SourceIdentity: 'bob' }), 'AccessDenied', /sts:SetSourceIdentity/);
  });

  it('refuses names, durations and sources that STS does not know', async () => {
    const cloud = sampleCloud();
    await trusting(cloud, { AWS: SECURITY });
    const responder = cloud.role(SECURITY, 'responder', [ASSUME]);
    const wrong = [
      { RoleSessionName: 'x' },
      { RoleSessionName: 'has space' },
      { DurationSeconds: 899 },
      { DurationSeconds: 43_201 },
      { DurationSeconds: 7201 },
      { DurationSeconds: 3601 },
      { SourceIdentity: '?' },
      { RoleArn: 'repair' },
    ];
    for (const input of wrong) await refuses(assume(cloud, responder, input), 'ValidationError');
    await refuses(assume(cloud, responder, { Policy: '{}' }), 'NotImplemented');
  });

  it('ends the session when its time is over', async () => {
    const cloud = sampleCloud();
    await trusting(cloud, { AWS: SECURITY });
    const responder = cloud.role(SECURITY, 'responder', [ASSUME]);
    const key = async (DurationSeconds: number) =>
      (await assume(cloud, responder, { DurationSeconds })).Credentials?.AccessKeyId ?? '';
    const short = await key(900);
    const long = await key(3600);
    await cloud.clock.settle();
    assert.equal(cloud.clock.now().getTime(), START.getTime(), 'a settling clock does not wait for sessions to end');
    await cloud.clock.advance(900_000);
    assert.equal(sessionOf(cloud.state, short), undefined);
    assert.equal(credentialsFault(cloud.state, short).code, 'ExpiredToken');
    assert.ok(sessionOf(cloud.state, long));
    await cloud.clock.advance(2_700_000);
    assert.equal(sessionOf(cloud.state, long), undefined);
    assert.equal(credentialsFault(cloud.state, long).code, 'ExpiredToken');
    assert.equal(credentialsFault(cloud.state, 'ASIANOBODY').code, 'InvalidClientTokenId');
  });
});

describe('a service', () => {
  it('takes on the roles that trust it, for the resources that they name', async () => {
    const cloud = sampleCloud();
    await trusting(
      cloud,
      { Service: 'events.amazonaws.com' },
      {
        Condition: { StringEquals: { 'aws:SourceAccount': PAYMENTS } },
      },
    );
    let context: Parameters<typeof assumeRoleAsService>[0] | undefined;
    cloud.gate.observe((answered) => {
      context = answered.context;
    });
    await caller<Sts>(cloud, 'sts', cloud.administrator(PAYMENTS))('GetCallerIdentity', {});
    assert.ok(context);
    const events = { kind: 'service', service: 'events.amazonaws.com', sourceAccount: PAYMENTS } as const;
    const session = await assumeRoleAsService(context, REPAIR, events, 'eu-west-1', 'rule');
    assert.equal(session.invokedBy, 'events.amazonaws.com');
    assert.equal(session.account, PAYMENTS);
    const recorded = cloud.answered.at(-1);
    assert.deepEqual([recorded?.call.operation, recorded?.context.region], ['AssumeRole', 'eu-west-1']);
    const strangers = [
      { ...events, service: 'lambda.amazonaws.com' },
      { ...events, sourceAccount: OUTSIDER },
    ];
    for (const stranger of strangers)
      await refuses(assumeRoleAsService(context, REPAIR, stranger, 'eu-west-1', 'rule'), 'AccessDenied');
  });
});

describe('credentials', () => {
  it('of twelve digits are the administrator of that account, if it exists', () => {
    const cloud = sampleCloud();
    const session = sessionOf(cloud.state, PAYMENTS);
    assert.equal(session?.roleName, 'AWSReservedSSO_AdministratorAccess_0123456789abcdef');
    assert.equal(session?.sessionName, 'administrator');
    assert.equal(sessionOf(cloud.state, '121212121212'), undefined);
    foundAccount(cloud.state, cloud.clock, '121212121212');
    assert.equal(sessionOf(cloud.state, '121212121212')?.account, '121212121212');
  });

  it('can be asked whose they are', async () => {
    const cloud = sampleCloud();
    const ask = caller<Sts>(cloud, 'sts', cloud.administrator(PAYMENTS));
    assert.deepEqual(await ask('GetAccessKeyInfo', { AccessKeyId: SECURITY }), { Account: SECURITY });
    await refuses(ask('GetAccessKeyInfo', { AccessKeyId: 'ASIANOBODY' }), 'ValidationError');
  });
});
