import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { alias, key } from '../../../sandbox/resources/key';
import { organizationPolicy, organizationPolicyAttachment } from '../../../sandbox/resources/organization-policy';
import { role } from '../../../sandbox/resources/role';
import { managedPolicy, rolePolicy, rolePolicyAttachment } from '../../../sandbox/resources/role-permissions';
import { serviceAccess } from '../../../sandbox/resources/service-access';
import { created, inputAt, read, recordedCloud } from './recorded-cloud';

const TRUST = { Version: '2012-10-17', Statement: [] };
const BOUNDARY = 'arn:aws:iam::444444444444:policy/boundary';

describe('aws.iam.Role', () => {
  it('is created with its boundary, and its trust policy as text', async () => {
    const { id, calls } = await created(role, { assumeRolePolicy: TRUST, permissionsBoundary: BOUNDARY });
    assert.equal(id, 'audit-1a2b3c4');
    assert.deepEqual(calls, [
      [
        'iam:CreateRole',
        {
          RoleName: 'audit-1a2b3c4',
          AssumeRolePolicyDocument: JSON.stringify(TRUST),
          Path: '/',
          PermissionsBoundary: BOUNDARY,
          Tags: [{ Key: 'team', Value: 'security' }],
        },
      ],
    ]);
  });

  it('shows its trust policy decoded, and no Region', async () => {
    const state = await read(role, 'r', {
      'iam:GetRole': {
        Role: {
          RoleName: 'r',
          Arn: 'arn:aws:iam::444444444444:role/r',
          AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(TRUST)),
          CreateDate: new Date('2026-01-01T00:00:00Z'),
          PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY },
          RoleId: 'AROAX',
          Path: '/',
        },
      },
    });
    assert.deepEqual(state, {
      arn: 'arn:aws:iam::444444444444:role/r',
      assumeRolePolicy: JSON.stringify(TRUST),
      createDate: '2026-01-01T00:00:00.000Z',
      forceDetachPolicies: false,
      name: 'r',
      path: '/',
      permissionsBoundary: BOUNDARY,
      tags: {},
      tagsAll: {},
      uniqueId: 'AROAX',
    });
  });
});

describe("a role's permissions", () => {
  it('are known by the role and the name of the policy', async () => {
    const { id, calls } = await created(rolePolicy, { role: 'r', name: 'send', policy: TRUST });
    assert.equal(id, 'r:send');
    assert.deepEqual(inputAt(calls, 0), { RoleName: 'r', PolicyName: 'send', PolicyDocument: JSON.stringify(TRUST) });
    const gone = (): never => {
      throw new AwsError('NoSuchEntityException', 'The role policy with name send cannot be found.');
    };
    assert.equal(await read(rolePolicy, id, { 'iam:GetRolePolicy': gone }), undefined);
  });

  it('are attached, and gone when no page lists them', async () => {
    const { id, calls } = await created(rolePolicyAttachment, { role: 'r', policyArn: BOUNDARY });
    assert.equal(id, `r/${BOUNDARY}`);
    assert.deepEqual(calls[0], ['iam:AttachRolePolicy', { RoleName: 'r', PolicyArn: BOUNDARY }]);
    const pages = [{ AttachedPolicies: [], Marker: 'm' }, { AttachedPolicies: [{ PolicyArn: BOUNDARY }] }];
    const answers = { 'iam:ListAttachedRolePolicies': () => pages.shift() };
    assert.deepEqual(await read(rolePolicyAttachment, id, answers), { role: 'r', policyArn: BOUNDARY });
    const none = { 'iam:ListAttachedRolePolicies': { AttachedPolicies: [] } };
    assert.equal(await read(rolePolicyAttachment, id, none), undefined);
  });

  it('are known by their ARN where they are managed', async () => {
    const answers = { 'iam:CreatePolicy': { Policy: { Arn: BOUNDARY } } };
    const { id, calls } = await created(managedPolicy, { name: 'boundary', policy: TRUST }, answers);
    assert.equal(id, BOUNDARY);
    assert.equal(inputAt(calls, 0).PolicyDocument, JSON.stringify(TRUST));
  });
});

describe('aws.kms.Key and its alias', () => {
  it('rotate where the program says so', async () => {
    const inputs = { description: 'logs', enableKeyRotation: true, policy: TRUST };
    const { id, calls } = await created(key, inputs, { 'kms:CreateKey': { KeyMetadata: { KeyId: 'k' } } });
    assert.equal(id, 'k');
    assert.deepEqual(calls, [
      [
        'kms:CreateKey',
        {
          Description: 'logs',
          Policy: JSON.stringify(TRUST),
          Tags: [{ TagKey: 'team', TagValue: 'security' }],
        },
      ],
      ['kms:EnableKeyRotation', { KeyId: 'k' }],
    ]);
  });

  it('count as gone while the key waits for its deletion', async () => {
    const answers = { 'kms:DescribeKey': { KeyMetadata: { KeyId: 'k', KeyState: 'PendingDeletion' } } };
    assert.equal(await read(key, 'k', answers), undefined);
  });

  it('carry the prefix that KMS wants', async () => {
    assert.equal((await created(alias, { targetKeyId: 'k' })).id, 'alias/audit-1a2b3c4');
    assert.equal((await created(alias, { name: 'alias/logs', targetKeyId: 'k' })).id, 'alias/logs');
  });
});

describe('resources of the organization', () => {
  it('trust a service', async () => {
    const { cloud, calls } = recordedCloud({
      'organizations:ListAWSServiceAccessForOrganization': {
        EnabledServicePrincipals: [
          { ServicePrincipal: 'cloudtrail.amazonaws.com', DateEnabled: new Date('2026-01-01T00:00:00Z') },
        ],
      },
    });
    const inputs = { servicePrincipal: 'cloudtrail.amazonaws.com' };
    const id = await serviceAccess.create(cloud, inputs as never, '');
    assert.deepEqual(calls(), [
      ['organizations:EnableAWSServiceAccess', { ServicePrincipal: 'cloudtrail.amazonaws.com' }],
    ]);
    assert.deepEqual(await serviceAccess.read(cloud, id, inputs as never), {
      ...inputs,
      dateEnabled: '2026-01-01T00:00:00.000Z',
    });
  });

  it('limit what accounts may do', async () => {
    const answers = { 'organizations:CreatePolicy': { Policy: { PolicySummary: { Id: 'p-1' } } } };
    const { id, calls } = await created(organizationPolicy, { name: 'guard', content: JSON.stringify(TRUST) }, answers);
    assert.equal(id, 'p-1');
    assert.deepEqual(inputAt(calls, 0), {
      Content: JSON.stringify(TRUST),
      Description: '',
      Name: 'guard',
      Tags: [{ Key: 'team', Value: 'security' }],
      Type: 'SERVICE_CONTROL_POLICY',
    });
    const attached = await created(organizationPolicyAttachment, { policyId: 'p-1', targetId: 'r-1' });
    assert.equal(attached.id, 'r-1:p-1');
    assert.deepEqual(attached.calls, [['organizations:AttachPolicy', { PolicyId: 'p-1', TargetId: 'r-1' }]]);
  });
});
