import assert from 'node:assert/strict';
import type { Operation } from '../../../sandbox/core/service';
import { iam } from '../../../sandbox/services/iam/index';
import { passRole } from '../../../sandbox/services/iam/pass-role';
import { organizations } from '../../../sandbox/services/organizations/index';
import {
  allow,
  attachControlPolicy,
  deny,
  MANAGEMENT,
  PAYMENTS,
  policy,
  SECURITY,
  sampleCloud,
} from '../authorization/probe';
import { caller, refuses, type TestCloud, testGate } from '../support';

type Iam = typeof import('@aws-sdk/client-iam');

const text = (...statements: object[]): string => JSON.stringify(policy(...statements));
const trust = (principal: object | string): string =>
  JSON.stringify(policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }));
const TRUST = trust({ Service: 'events.amazonaws.com' });

function administrator(cloud: TestCloud, account = PAYMENTS) {
  return caller<Iam>(cloud, 'iam', cloud.administrator(account));
}

describe('IAM roles', () => {
  it('come back as they were made, their trust policy percent-encoded', async () => {
    const cloud = sampleCloud();
    const call = administrator(cloud);
    const Tags = [{ Key: 'owner', Value: 'audit' }];
    await call('CreateRole', { RoleName: 'forwarder', Path: '/audit/', AssumeRolePolicyDocument: TRUST, Tags });
    const { Role } = await call('GetRole', { RoleName: 'forwarder' });
    assert.equal(Role?.Arn, `arn:aws:iam::${PAYMENTS}:role/audit/forwarder`);
    assert.match(Role?.RoleId ?? '', /^AROA[A-Z2-7]{17}$/);
    assert.match(Role?.AssumeRolePolicyDocument ?? '', /^%7B%22Version%22%3A%222012-10-17%22/);
    assert.equal(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''), TRUST);
    assert.deepEqual(Role?.Tags, Tags);
    assert.equal(Role?.MaxSessionDuration, 3600);
    const { Roles } = await call('ListRoles', { PathPrefix: '/audit/' });
    assert.deepEqual(
      Roles?.map((role) => role.RoleName),
      ['forwarder'],
    );
  });

  it('are per account, and recorded in us-east-1 wherever they are asked for', async () => {
    const cloud = sampleCloud();
    const inEurope = caller<Iam>(cloud, 'iam', cloud.administrator(PAYMENTS), 'eu-west-1');
    await inEurope('CreateRole', { RoleName: 'here', AssumeRolePolicyDocument: TRUST });
    assert.equal(cloud.answered.at(-1)?.context.region, 'us-east-1');
    await refuses(administrator(cloud, SECURITY)('GetRole', { RoleName: 'here' }), 'NoSuchEntityException');
  });

  it('have names of their own, whatever their case', async () => {
    const call = administrator(sampleCloud());
    await call('CreateRole', { RoleName: 'forwarder', AssumeRolePolicyDocument: TRUST });
    await refuses(
      call('CreateRole', { RoleName: 'Forwarder', AssumeRolePolicyDocument: TRUST }),
      'EntityAlreadyExistsException',
      /^Role with name Forwarder already exists\.$/,
    );
    await refuses(call('CreateRole', { RoleName: 'a b', AssumeRolePolicyDocument: TRUST }), 'ValidationError');
  });

  it('trust only principals that exist', async () => {
    const call = administrator(sampleCloud());
    const arn = `arn:aws:iam::${SECURITY}:role/responder`;
    await refuses(
      call('CreateRole', { RoleName: 'repair', AssumeRolePolicyDocument: trust({ AWS: arn }) }),
      'MalformedPolicyDocumentException',
      /^Invalid principal in policy: "AWS":"arn:aws:iam::333333333333:role\/responder"$/,
    );
    await call('CreateRole', { RoleName: 'repair', AssumeRolePolicyDocument: trust({ AWS: SECURITY }) });
    await refuses(
      call('UpdateAssumeRolePolicy', { RoleName: 'repair', PolicyDocument: trust({ AWS: arn }) }),
      'MalformedPolicyDocumentException',
    );
  });

  it('refuse trust policies that are none', async () => {
    const call = administrator(sampleCloud());
    const malformed = [
      '{',
      '{}',
      text(allow('sts:AssumeRole')),
      JSON.stringify(policy({ ...JSON.parse(TRUST).Statement[0], Resource: '*' })),
    ];
    for (const AssumeRolePolicyDocument of malformed)
      await refuses(
        call('CreateRole', { RoleName: 'x', AssumeRolePolicyDocument }),
        'MalformedPolicyDocumentException',
      );
  });

  it('are not deleted while policies remain', async () => {
    const call = administrator(sampleCloud());
    const RoleName = 'repair';
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await call('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST });
    await call('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: text(allow('s3:*')) });
    await call('AttachRolePolicy', { RoleName, PolicyArn });
    await refuses(call('DeleteRole', { RoleName }), 'DeleteConflictException', /must detach all policies first/);
    await call('DetachRolePolicy', { RoleName, PolicyArn });
    await refuses(call('DeleteRole', { RoleName }), 'DeleteConflictException', /must delete policies first/);
    await call('DeleteRolePolicy', { RoleName, PolicyName: 'own' });
    await call('DeleteRole', { RoleName });
    await refuses(
      call('GetRole', { RoleName }),
      'NoSuchEntityException',
      /^The role with name repair cannot be found\.$/,
    );
  });

  it('carry tags', async () => {
    const call = administrator(sampleCloud());
    await call('CreateRole', { RoleName: 'tagged', AssumeRolePolicyDocument: TRUST });
    await call('TagRole', {
      RoleName: 'tagged',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    await call('UntagRole', { RoleName: 'tagged', TagKeys: ['a'] });
    assert.deepEqual((await call('ListRoleTags', { RoleName: 'tagged' })).Tags, [{ Key: 'b', Value: '2' }]);
  });

  it('are tagged only with the keys that the caller may use', async () => {
    const cloud = sampleCloud();
    await administrator(cloud)('CreateRole', { RoleName: 'tagged', AssumeRolePolicyDocument: TRUST });
    const condition = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } };
    const tagger = cloud.role(PAYMENTS, 'tagger', [allow('iam:TagRole', '*', { Condition: condition })]);
    const tag = (...keys: string[]) =>
      caller<Iam>(
        cloud,
        'iam',
        tagger,
      )('TagRole', { RoleName: 'tagged', Tags: keys.map((Key) => ({ Key, Value: 'x' })) });
    await tag('team');
    await refuses(tag('team', 'owner'), 'AccessDenied');
  });

  it('that belong to AWS cannot be changed', async () => {
    const call = administrator(sampleCloud());
    await call('CreateServiceLinkedRole', { AWSServiceName: 'cloudtrail.amazonaws.com' });
    await refuses(
      call('CreateServiceLinkedRole', { AWSServiceName: 'cloudtrail.amazonaws.com' }),
      'InvalidInputException',
      /AWSServiceRoleForCloudTrail has been taken/,
    );
    const RoleName = 'AWSServiceRoleForCloudTrail';
    await refuses(call('DeleteRole', { RoleName }), 'UnmodifiableEntityException');
    const { AttachedPolicies } = await call('ListAttachedRolePolicies', { RoleName });
    assert.deepEqual(AttachedPolicies, [
      {
        PolicyName: 'CloudTrailServiceRolePolicy',
        PolicyArn: 'arn:aws:iam::aws:policy/aws-service-role/CloudTrailServiceRolePolicy',
      },
    ]);
  });
});

describe('IAM policies', () => {
  it('inline: come back percent-encoded, are listed, replaced and deleted', async () => {
    const call = administrator(sampleCloud());
    const RoleName = 'repair';
    await call('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST });
    await call('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: text(allow('s3:*')) });
    const replaced = text(allow('s3:Get*', "arn:aws:s3:::it's(mine)!"));
    await call('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: replaced });
    const { PolicyDocument } = await call('GetRolePolicy', { RoleName, PolicyName: 'own' });
    assert.equal(decodeURIComponent(PolicyDocument ?? ''), replaced);
    assert.doesNotMatch(PolicyDocument ?? '', /[!'()*]/);
    assert.deepEqual((await call('ListRolePolicies', { RoleName })).PolicyNames, ['own']);
    await refuses(call('DeleteRolePolicy', { RoleName, PolicyName: 'other' }), 'NoSuchEntityException');
  });

  it('inline: are refused when malformed or longer than 10,240 characters', async () => {
    const call = administrator(sampleCloud());
    const RoleName = 'repair';
    await call('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST });
    const put = (PolicyDocument: string) => call('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument });
    const misspelt = text(allow('s3:*', '*', { Condition: { StringEqual: { 'aws:PrincipalAccount': PAYMENTS } } }));
    for (const malformed of ['nonsense', text({ Effect: 'Maybe', Action: '*', Resource: '*' }), TRUST, misspelt])
      await refuses(put(malformed), 'MalformedPolicyDocumentException');
    await refuses(
      put(
        text(
          allow(
            's3:*',
            Array.from({ length: 300 }, (_, index) => `arn:aws:s3:::a-bucket-with-a-long-name-${index}`),
          ),
        ),
      ),
      'LimitExceededException',
      /^Maximum policy size of 10240 bytes exceeded for role repair$/,
    );
  });

  it('managed: have versions, of which one is in force', async () => {
    const cloud = sampleCloud();
    const call = administrator(cloud);
    const { Policy } = await call('CreatePolicy', { PolicyName: 'limits', PolicyDocument: text(allow('s3:*')) });
    const PolicyArn = Policy?.Arn;
    assert.equal(PolicyArn, `arn:aws:iam::${PAYMENTS}:policy/limits`);
    const stricter = text(deny('s3:*'));
    const added = await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: stricter });
    assert.deepEqual([added.PolicyVersion?.VersionId, added.PolicyVersion?.IsDefaultVersion], ['v2', false]);
    await refuses(call('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' }), 'DeleteConflictException');
    await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' });
    const { PolicyVersion } = await call('GetPolicyVersion', { PolicyArn, VersionId: 'v2' });
    assert.equal(decodeURIComponent(PolicyVersion?.Document ?? ''), stricter);
    assert.equal((await call('GetPolicy', { PolicyArn })).Policy?.DefaultVersionId, 'v2');
    for (const version of ['v3', 'v4', 'v5'])
      assert.equal(
        (await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: stricter })).PolicyVersion?.VersionId,
        version,
      );
    await refuses(call('CreatePolicyVersion', { PolicyArn, PolicyDocument: stricter }), 'LimitExceededException');
  });

  it('managed: are not deleted while a role uses them, as policy or as boundary', async () => {
    const call = administrator(sampleCloud());
    const RoleName = 'repair';
    const { Policy } = await call('CreatePolicy', { PolicyName: 'limits', PolicyDocument: text(allow('s3:*')) });
    const PolicyArn = Policy?.Arn;
    await call('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST, PermissionsBoundary: PolicyArn });
    await refuses(call('DeletePolicy', { PolicyArn }), 'DeleteConflictException');
    await call('DeleteRolePermissionsBoundary', { RoleName });
    await call('AttachRolePolicy', { RoleName, PolicyArn });
    assert.equal((await call('GetPolicy', { PolicyArn })).Policy?.AttachmentCount, 1);
    await refuses(call('DeletePolicy', { PolicyArn }), 'DeleteConflictException');
    await call('DetachRolePolicy', { RoleName, PolicyArn });
    await call('DeletePolicy', { PolicyArn });
    await refuses(call('GetPolicy', { PolicyArn }), 'NoSuchEntityException');
  });

  it('of AWS can be attached and read by everyone and changed by nobody', async () => {
    const call = administrator(sampleCloud());
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    assert.equal((await call('GetPolicy', { PolicyArn })).Policy?.PolicyName, 'AdministratorAccess');
    await refuses(call('DeletePolicy', { PolicyArn }), 'AccessDenied');
  });
});

describe('passing a role', () => {
  it('needs iam:PassRole for the role and the service', async () => {
    const hand: Operation<never, unknown> = {
      access: () => [],
      handle: async (_input, context) => {
        await passRole(context, `arn:aws:iam::${PAYMENTS}:role/logs`, 'cloudtrail.amazonaws.com');
        return {};
      },
    };
    const taker = { name: 'taker', actionPrefix: 'taker', eventSource: 'taker.amazonaws.com', sdk: () => ({}) };
    const cloud = testGate([{ ...taker, operations: { Hand: hand } }]);
    const passing = (service: string, account = PAYMENTS) => {
      const statement = allow('iam:PassRole', `arn:aws:iam::${PAYMENTS}:role/logs`, {
        Condition: { StringEquals: { 'iam:PassedToService': service } },
      });
      const principal = cloud.role(account, `passer-${service.split('.')[0]}`, [statement]);
      return cloud.gate.call({ principal, region: 'us-east-1', service: 'taker', operation: 'Hand', input: {} });
    };
    await passing('cloudtrail.amazonaws.com');
    await refuses(passing('lambda.amazonaws.com'), 'AccessDenied', /not authorized to perform: iam:PassRole/);
    await refuses(passing('cloudtrail.amazonaws.com', SECURITY), 'AccessDenied');
  });
});

describe('the policy simulator', () => {
  it('decides about policies that nobody has', async () => {
    const call = administrator(sampleCloud());
    const { EvaluationResults } = await call('SimulateCustomPolicy', {
      PolicyInputList: [
        text(allow('s3:Get*', 'arn:aws:s3:::logs/*')),
        text(deny('s3:GetObject', 'arn:aws:s3:::logs/secret')),
      ],
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::logs/open', 'arn:aws:s3:::logs/secret', 'arn:aws:s3:::other/x'],
    });
    assert.equal(EvaluationResults?.length, 1);
    assert.equal(EvaluationResults?.[0]?.EvalDecision, 'explicitDeny');
    assert.deepEqual(
      EvaluationResults?.[0]?.ResourceSpecificResults?.map((result) => [
        result.EvalResourceName,
        result.EvalResourceDecision,
        result.MatchedStatements?.map((statement) => statement.SourcePolicyId),
      ]),
      [
        ['arn:aws:s3:::logs/open', 'allowed', ['PolicyInputList.1']],
        ['arn:aws:s3:::logs/secret', 'explicitDeny', ['PolicyInputList.2']],
        ['arn:aws:s3:::other/x', 'implicitDeny', []],
      ],
    );
  });

  it('uses the context that it is given, and names the keys that it would need', async () => {
    const call = administrator(sampleCloud());
    const condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };
    const PolicyInputList = [text(allow('sns:Publish', '*', { Condition: condition }))];
    const ask = async (ContextKeyValues?: string[]) => {
      const entry = { ContextKeyName: 'aws:PrincipalOrgID', ContextKeyType: 'string' as const, ContextKeyValues };
      const ContextEntries = ContextKeyValues === undefined ? [] : [entry];
      const answer = await call('SimulateCustomPolicy', {
        PolicyInputList,
        ActionNames: ['sns:Publish'],
        ContextEntries,
      });
      return [answer.EvaluationResults?.[0]?.EvalDecision, answer.EvaluationResults?.[0]?.MissingContextValues];
    };
    assert.deepEqual(await ask(), ['implicitDeny', ['aws:PrincipalOrgID']]);
    assert.deepEqual(await ask(['o-exampleorg1']), ['allowed', []]);
    assert.deepEqual(await ask(['o-other']), ['implicitDeny', []]);
  });

  it('decides for a role by its policies, its boundary and the control policies above it', async () => {
    const cloud = sampleCloud();
    const call = administrator(cloud);
    await attachControlPolicy(cloud, 'SERVICE_CONTROL_POLICY', PAYMENTS, deny('cloudtrail:StopLogging'));
    cloud.role(PAYMENTS, 'operator', [allow(['cloudtrail:*', 's3:*'])]);
    const { Policy } = await call('CreatePolicy', {
      PolicyName: 'limits',
      PolicyDocument: text(allow('cloudtrail:*')),
    });
    await call('PutRolePermissionsBoundary', { RoleName: 'operator', PermissionsBoundary: Policy?.Arn });
    const { EvaluationResults } = await call('SimulatePrincipalPolicy', {
      PolicySourceArn: `arn:aws:iam::${PAYMENTS}:role/operator`,
      ActionNames: ['cloudtrail:StopLogging', 'cloudtrail:StartLogging', 's3:ListAllMyBuckets'],
    });
    assert.deepEqual(
      EvaluationResults?.map((result) => [
        result.EvalActionName,
        result.EvalDecision,
        result.OrganizationsDecisionDetail?.AllowedByOrganizations,
        result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
      ]),
      [
        ['cloudtrail:StopLogging', 'explicitDeny', false, true],
        ['cloudtrail:StartLogging', 'allowed', true, true],
        ['s3:ListAllMyBuckets', 'implicitDeny', true, false],
      ],
    );
  });

  it('weighs a resource policy across accounts', async () => {
    const cloud = sampleCloud();
    const call = administrator(cloud);
    const bus = `arn:aws:events:us-east-1:${SECURITY}:event-bus/central`;
    const caller = `arn:aws:iam::${PAYMENTS}:role/forwarder`;
    cloud.role(PAYMENTS, 'forwarder', [allow('events:PutEvents', bus)]);
    const ask = async (principal: string) => {
      const { EvaluationResults } = await call('SimulatePrincipalPolicy', {
        PolicySourceArn: caller,
        ActionNames: ['events:PutEvents'],
        ResourceArns: [bus],
        ResourcePolicy: text(allow('events:PutEvents', bus, { Principal: { AWS: principal } })),
        CallerArn: caller,
      });
      const result = EvaluationResults?.[0]?.ResourceSpecificResults?.[0];
      return [result?.EvalResourceDecision, result?.EvalDecisionDetails];
    };
    assert.deepEqual(await ask(caller), ['allowed', { 'IAM Policy': 'allowed', 'Resource Policy': 'allowed' }]);
    assert.deepEqual(await ask(`arn:aws:iam::${MANAGEMENT}:root`), [
      'implicitDeny',
      { 'IAM Policy': 'allowed', 'Resource Policy': 'implicitDeny' },
    ]);
  });

  it('refuses actions that do not exist and policies that are none', async () => {
    const cloud = testGate([iam, organizations]);
    const call = administrator(cloud);
    const PolicyInputList = [text(allow('*'))];
    await refuses(
      call('SimulateCustomPolicy', { PolicyInputList, ActionNames: ['s3:Frobnicate'] }),
      'InvalidInputException',
      /^Invalid Action name: s3:Frobnicate$/,
    );
    await refuses(
      call('SimulateCustomPolicy', { PolicyInputList: ['{'], ActionNames: ['s3:GetObject'] }),
      'InvalidInputException',
    );
  });
});
