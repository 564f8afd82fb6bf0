import type { Principal } from '../../../sandbox/core/principal';
import { ensureServiceLinkedRole } from '../../../sandbox/services/iam/service-linked-roles';
import { findRole } from '../../../sandbox/services/iam/state';
import { organizationOf } from '../../../sandbox/services/organizations/state';
import { sessionOfRole } from '../../../sandbox/services/sts/state';
import { refuses, START } from '../support';
import {
  allow,
  ask,
  attachControlPolicy,
  deny,
  MANAGEMENT,
  OUTSIDER,
  PAYMENTS,
  policy,
  SECURITY,
  sampleCloud,
} from './probe';

const TRAIL = `arn:aws:cloudtrail:us-east-1:${PAYMENTS}:trail/audit`;
const BUS = `arn:aws:events:us-east-1:${SECURITY}:event-bus/central`;
const KEY = `arn:aws:kms:us-east-1:${SECURITY}:key/11111111-2222-3333-4444-555555555555`;
const BUCKET = 'arn:aws:s3:::audit-logs';

function root(state: Parameters<typeof organizationOf>[0]): string {
  return organizationOf(state)?.rootId ?? '';
}

describe('authorization of roles', () => {
  it('lets an administrator of the account in', async () => {
    const cloud = sampleCloud();
    await ask(cloud, cloud.administrator(PAYMENTS), { action: 'cloudtrail:StopLogging', resource: TRAIL });
  });

  it('says that no identity-based policy allows what none allows', async () => {
    const cloud = sampleCloud();
    const reader = cloud.role(PAYMENTS, 'reader', [allow('cloudtrail:Get*')]);
    await ask(cloud, reader, { action: 'cloudtrail:GetTrailStatus', resource: TRAIL });
    await refuses(
      ask(cloud, reader, { action: 'cloudtrail:StopLogging', resource: TRAIL }),
      'AccessDenied',
      /^User: arn:aws:sts::444444444444:assumed-role\/reader\/tester is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:444444444444:trail\/audit because no identity-based policy allows the cloudtrail:StopLogging action$/,
    );
  });

  it('refuses what an identity policy denies although another allows it', async () => {
    const cloud = sampleCloud();
    const role = cloud.role(PAYMENTS, 'limited', [allow('*'), deny('cloudtrail:StopLogging')]);
    await ask(cloud, role, { action: 'cloudtrail:StartLogging', resource: TRAIL });
    await refuses(
      ask(cloud, role, { action: 'cloudtrail:StopLogging', resource: TRAIL }),
      'AccessDenied',
      /with an explicit deny in an identity-based policy$/,
    );
  });

  it('refuses an action that IAM does not have, even to an administrator', async () => {
    const cloud = sampleCloud();
    await refuses(
      ask(cloud, cloud.administrator(PAYMENTS), { action: 'cloudtrail:SilenceLogging', resource: TRAIL }),
      'AccessDenied',
      /because the service authorization reference lists no action cloudtrail:SilenceLogging$/,
    );
  });

  it('gives a session nothing once its role is gone, or is another one of the same name', async () => {
    const cloud = sampleCloud();
    const before = cloud.role(PAYMENTS, 'repair', [allow('*')]);
    const again = cloud.role(PAYMENTS, 'repair', [allow('*')]);
    await ask(cloud, again, { action: 'sns:ListTopics', resource: '*' });
    await refuses(ask(cloud, before, { action: 'sns:ListTopics', resource: '*' }), 'AccessDenied');
  });

  it('holds a role to its permissions boundary', async () => {
    const cloud = sampleCloud();
    const role = cloud.role(PAYMENTS, 'bounded', [allow('*')]);
    const kept = findRole(cloud.state, PAYMENTS, 'bounded');
    const boundary = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    if (kept !== undefined) kept.permissionsBoundary = boundary;
    await ask(cloud, role, {
      action: 'logs:CreateLogGroup',
      resource: `arn:aws:logs:us-east-1:${PAYMENTS}:log-group:x`,
    });
    await refuses(
      ask(cloud, role, { action: 'cloudtrail:StopLogging', resource: TRAIL }),
      'AccessDenied',
      /because no permissions boundary allows the cloudtrail:StopLogging action$/,
    );
  });
});

describe('authorization on resources', () => {
  it('needs both sides across accounts', async () => {
    const cloud = sampleCloud();
    const forwarder = cloud.role(PAYMENTS, 'forwarder', [allow('events:PutEvents', BUS)]);
    const idle = cloud.role(PAYMENTS, 'idle');
    const open = policy(allow('events:PutEvents', BUS, { Principal: { AWS: `arn:aws:iam::${PAYMENTS}:root` } }));
    const access = { action: 'events:PutEvents', resource: BUS, resourceAccount: SECURITY };
    await ask(cloud, forwarder, { ...access, resourcePolicy: open });
    await refuses(ask(cloud, forwarder, access), 'AccessDenied', /because no resource-based policy allows/);
    await refuses(ask(cloud, idle, { ...access, resourcePolicy: open }), 'AccessDenied', /because no identity-based/);
  });

  it('takes the owner of a resource from its ARN when the access does not name one', async () => {
    const cloud = sampleCloud();
    const admin = cloud.administrator(PAYMENTS);
    await refuses(ask(cloud, admin, { action: 'events:PutEvents', resource: BUS }), 'AccessDenied', /resource-based/);
  });

  it('tells the organization from the world outside by aws:PrincipalOrgID and aws:PrincipalArn', async () => {
    const cloud = sampleCloud();
    const condition = {
      StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/forwarder' },
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `o-exampleorg1/${root(cloud.state)}/*` },
    };
    const open = policy(allow('events:PutEvents', BUS, { Principal: '*', Condition: condition }));
    const access = { action: 'events:PutEvents', resource: BUS, resourceAccount: SECURITY, resourcePolicy: open };
    const own = [allow('events:PutEvents')];
    await ask(cloud, cloud.role(PAYMENTS, 'forwarder', own), access);
    await refuses(ask(cloud, cloud.role(PAYMENTS, 'other', own), access), 'AccessDenied');
    await refuses(ask(cloud, cloud.role(OUTSIDER, 'forwarder', own), access), 'AccessDenied');
  });

  it('refuses what the resource denies, to its own administrator too', async () => {
    const cloud = sampleCloud();
    const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
    const resourcePolicy = policy(deny('s3:*', [BUCKET, `${BUCKET}/*`], { Principal: '*', Condition: insecure }));
    const access = { action: 's3:DeleteBucketPolicy', resource: BUCKET, resourcePolicy };
    await ask(cloud, cloud.administrator(SECURITY), access);
    await refuses(
      ask(cloud, cloud.administrator(SECURITY), { ...access, context: { 'aws:SecureTransport': 'false' } }),
      'AccessDenied',
      /with an explicit deny in a resource-based policy$/,
    );
  });

  it('uses a key only with the consent of its key policy', async () => {
    const cloud = sampleCloud();
    const admin = cloud.administrator(SECURITY);
    const access = { action: 'kms:Decrypt', resource: KEY };
    const account = policy(allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${SECURITY}:root` } }));
    const nobody = policy(allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` } }));
    await ask(cloud, admin, { ...access, resourcePolicy: account });
    await refuses(ask(cloud, admin, { ...access, resourcePolicy: nobody }), 'AccessDenied', /no resource-based policy/);
    await refuses(ask(cloud, admin, access), 'AccessDenied');
  });

  it('sees condition keys whose names carry a colon, as the encryption context does', async () => {
    const cloud = sampleCloud();
    const key = 'kms:EncryptionContext:aws:cloudtrail:arn';
    const resourcePolicy = policy(
      allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${SECURITY}:root` } }),
      deny('kms:Decrypt', '*', { Principal: '*', Condition: { StringLike: { [key]: 'arn:aws:cloudtrail:*' } } }),
    );
    const access = { action: 'kms:Decrypt', resource: KEY, resourcePolicy };
    await ask(cloud, cloud.administrator(SECURITY), { ...access, context: { [key]: 'something else' } });
    await refuses(ask(cloud, cloud.administrator(SECURITY), { ...access, context: { [key]: TRAIL } }), 'AccessDenied');
  });

  it('reads a star in the ARN of a request as a star, not as anything', async () => {
    const cloud = sampleCloud();
    const group = `arn:aws:logs:us-east-1:${PAYMENTS}:log-group:audit`;
    const role = cloud.role(PAYMENTS, 'writer', [allow('logs:PutRetentionPolicy', `${group}:kept`)]);
    await ask(cloud, role, { action: 'logs:PutRetentionPolicy', resource: `${group}:kept` });
    await refuses(ask(cloud, role, { action: 'logs:PutRetentionPolicy', resource: `${group}:*` }), 'AccessDenied');
  });

  it('does not take a permission on one resource for a permission on all', async () => {
    const cloud = sampleCloud();
    const topic = `arn:aws:sns:us-east-1:${PAYMENTS}:alerts`;
    const role = cloud.role(PAYMENTS, 'publisher', [allow('sns:*', topic)]);
    await ask(cloud, role, { action: 'sns:Publish', resource: topic });
    for (const action of ['sns:Publish', 'sns:ListTopics'])
      await refuses(ask(cloud, role, { action, resource: '*' }), 'AccessDenied');
  });

  it('does not lose a Deny on one resource when the call does not say which it means', async () => {
    const cloud = sampleCloud();
    const role = cloud.role(PAYMENTS, 'careful', [allow('*'), deny('cloudtrail:*', TRAIL)]);
    await refuses(
      ask(cloud, role, { action: 'cloudtrail:StopLogging', resource: '*' }),
      'AccessDenied',
      /explicit deny/,
    );
    await refuses(ask(cloud, role, { action: 'cloudtrail:StopLogging', resource: 'no arn' }), 'AccessDenied');
    await ask(cloud, role, { action: 'cloudtrail:LookupEvents', resource: '*' });
  });
});

describe('authorization of AWS services', () => {
  const cloudtrail: Principal = {
    kind: 'service',
    service: 'cloudtrail.amazonaws.com',
    sourceArn: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/audit`,
    sourceAccount: MANAGEMENT,
  };
  const access = { action: 's3:PutObject', resource: `${BUCKET}/AWSLogs/x`, resourceAccount: '222222222222' };
  const forTrail = (condition: object) =>
    policy(
      allow('s3:PutObject', `${BUCKET}/AWSLogs/*`, {
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Condition: { StringEquals: condition },
      }),
    );

  it('lets a service in only by the policy of the resource', async () => {
    const cloud = sampleCloud();
    await ask(cloud, cloudtrail, {
      ...access,
      resourcePolicy: forTrail({ 'aws:SourceArn': cloudtrail.sourceArn ?? '' }),
    });
    await refuses(
      ask(cloud, cloudtrail, access),
      'AccessDenied',
      /^User: cloudtrail.amazonaws.com is not authorized to perform: s3:PutObject .* because no resource-based policy/,
    );
    const other = { ...cloudtrail, service: 'config.amazonaws.com' };
    await refuses(ask(cloud, other, { ...access, resourcePolicy: forTrail({}) }), 'AccessDenied');
  });

  it('knows for whom a service acts', async () => {
    const cloud = sampleCloud();
    const conditions = [
      { 'aws:SourceAccount': MANAGEMENT },
      { 'aws:SourceOrgID': 'o-exampleorg1' },
      { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com', 'aws:PrincipalIsAWSService': 'true' },
    ];
    for (const condition of conditions)
      await ask(cloud, cloudtrail, { ...access, resourcePolicy: forTrail(condition) });
    const foreign = { ...cloudtrail, sourceAccount: OUTSIDER, sourceArn: 'arn:aws:cloudtrail:us-east-1:9:trail/x' };
    for (const condition of [...conditions.slice(0, 2), { 'aws:SourceArn': cloudtrail.sourceArn ?? '' }])
      await refuses(ask(cloud, foreign, { ...access, resourcePolicy: forTrail(condition) }), 'AccessDenied');
  });
});

describe('authorization by the organization', () => {
  const stop = { action: 'cloudtrail:StopLogging', resource: TRAIL };

  it('holds members to a service control policy on the root, and not the management account', async () => {
    const cloud = sampleCloud();
    await attachControlPolicy(cloud, 'SERVICE_CONTROL_POLICY', root(cloud.state), deny('cloudtrail:StopLogging'));
    await refuses(
      ask(cloud, cloud.administrator(PAYMENTS), stop),
      'AccessDenied',
      /with an explicit deny in a service control policy$/,
    );
    await ask(cloud, cloud.administrator(PAYMENTS), { ...stop, action: 'cloudtrail:StartLogging' });
    const own = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/audit`;
    await ask(cloud, cloud.administrator(MANAGEMENT), { ...stop, resource: own });
  });

  it('lets the exception of a guardrail through', async () => {
    const cloud = sampleCloud();
    const others = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/repair' } };
    await attachControlPolicy(
      cloud,
      'SERVICE_CONTROL_POLICY',
      PAYMENTS,
      deny('cloudtrail:*', '*', { Condition: others }),
    );
    await ask(cloud, cloud.role(PAYMENTS, 'repair', [allow('*')]), stop);
    await refuses(ask(cloud, cloud.role(PAYMENTS, 'mallory', [allow('*')]), stop), 'AccessDenied');
  });

  it('says that no service control policy allows what the allowed list leaves out', async () => {
    const cloud = sampleCloud();
    await attachControlPolicy(cloud, 'SERVICE_CONTROL_POLICY', PAYMENTS, allow('s3:*'));
    await cloud.gate.call({
      principal: cloud.administrator(MANAGEMENT),
      region: 'us-east-1',
      service: 'organizations',
      operation: 'DetachPolicy',
      input: { PolicyId: 'p-FullAWSAccess', TargetId: PAYMENTS },
    });
    await refuses(
      ask(cloud, cloud.administrator(PAYMENTS), stop),
      'AccessDenied',
      /because no service control policy allows the cloudtrail:StopLogging action$/,
    );
  });

  it('does not hold service-linked roles and AWS services to service control policies', async () => {
    const cloud = sampleCloud();
    await attachControlPolicy(cloud, 'SERVICE_CONTROL_POLICY', root(cloud.state), deny('*'));
    const role = ensureServiceLinkedRole(cloud.state, PAYMENTS, 'cloudtrail.amazonaws.com', START);
    const session = sessionOfRole(role, { sessionName: 'cloudtrail', accessKeyId: 'ASIA', issuedAt: START });
    await ask(cloud, session, stop);
  });

  it('holds everyone to a resource control policy on the account of the resource', async () => {
    const cloud = sampleCloud();
    const admin = cloud.administrator(MANAGEMENT);
    const enable = { RootId: root(cloud.state), PolicyType: 'RESOURCE_CONTROL_POLICY' };
    const call = { principal: admin, region: 'us-east-1', service: 'organizations' };
    await cloud.gate.call({ ...call, operation: 'EnablePolicyType', input: enable });
    const outsiders = {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    };
    const statement = deny('s3:*', '*', { Principal: '*', Condition: outsiders });
    await attachControlPolicy(cloud, 'RESOURCE_CONTROL_POLICY', SECURITY, statement);
    const open = policy(allow('s3:*', '*', { Principal: '*' }));
    const access = { action: 's3:GetBucketPolicy', resource: BUCKET, resourcePolicy: open };
    const outsider = cloud.role(OUTSIDER, 'curious', [allow('*')]);
    await ask(cloud, cloud.administrator(PAYMENTS), { ...access, resourceAccount: SECURITY });
    await ask(cloud, outsider, { ...access, resourceAccount: PAYMENTS });
    await refuses(
      ask(cloud, outsider, { ...access, resourceAccount: SECURITY }),
      'AccessDenied',
      /with an explicit deny in a resource control policy$/,
    );
    const role = ensureServiceLinkedRole(cloud.state, OUTSIDER, 'cloudtrail.amazonaws.com', START);
    role.attachedPolicies.add('arn:aws:iam::aws:policy/AdministratorAccess');
    const linked = sessionOfRole(role, { sessionName: 'cloudtrail', accessKeyId: 'ASIA', issuedAt: START });
    await ask(cloud, linked, { ...access, resourceAccount: SECURITY });
    const topic = { action: 'sns:Publish', resource: `arn:aws:sns:us-east-1:${SECURITY}:t` };
    await ask(cloud, outsider, { ...topic, resourcePolicy: policy(allow('sns:Publish', '*', { Principal: '*' })) });
  });
});

describe('condition keys of a request', () => {
  it('hold Region, source address, source identity, role tags and time', async () => {
    const cloud = sampleCloud();
    const condition = {
      StringEquals: {
        'aws:RequestedRegion': 'eu-west-1',
        'aws:PrincipalAccount': PAYMENTS,
        'aws:ResourceAccount': PAYMENTS,
        'aws:ResourceOrgID': 'o-exampleorg1',
        'aws:PrincipalType': 'AssumedRole',
        'aws:SourceIdentity': 'alice',
        'aws:PrincipalTag/team': 'blue',
      },
      StringLike: { 'aws:userid': 'AROA*:tester' },
      IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
      DateGreaterThan: { 'aws:CurrentTime': '2026-03-02T08:59:59Z' },
      DateLessThan: { 'aws:CurrentTime': '2026-03-02T10:00:00Z' },
      Bool: { 'aws:SecureTransport': 'true', 'aws:ViaAWSService': 'false' },
    };
    const session = cloud.role(PAYMENTS, 'conditional', [allow('cloudtrail:*', '*', { Condition: condition })]);
    findRole(cloud.state, PAYMENTS, 'conditional')?.tags.set('team', 'blue');
    const alice = { ...session, sourceIdentity: 'alice' };
    const origin = { sourceIpAddress: '192.0.2.7', userAgent: 'test' };
    const from = { region: 'eu-west-1', origin };
    await ask(cloud, alice, { action: 'cloudtrail:StopLogging', resource: TRAIL }, from);
    const elsewhere = [
      { region: 'us-east-1', origin },
      { region: 'eu-west-1' },
      { region: 'eu-west-1', origin: { ...origin, sourceIpAddress: '198.51.100.1' } },
    ];
    for (const wrong of elsewhere)
      await refuses(ask(cloud, alice, { action: 'cloudtrail:StopLogging', resource: TRAIL }, wrong), 'AccessDenied');
    await refuses(ask(cloud, session, { action: 'cloudtrail:StopLogging', resource: TRAIL }, from), 'AccessDenied');
    await cloud.clock.advance(3_600_000);
    await refuses(ask(cloud, alice, { action: 'cloudtrail:StopLogging', resource: TRAIL }, from), 'AccessDenied');
  });
});
