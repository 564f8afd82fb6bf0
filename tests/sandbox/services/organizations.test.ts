import assert from 'node:assert/strict';
import {
  controlLevels,
  delegatedAdministrators,
  hasServiceAccess,
  isMember,
  organizationOf,
  organizationPath,
} from '../../../sandbox/services/organizations/state';
import { allow, deny, MANAGEMENT, OUTSIDER, PAYMENTS, policy, SECURITY, sampleCloud } from '../authorization/probe';
import { caller, refuses, type TestCloud } from '../support';

type Organizations = typeof import('@aws-sdk/client-organizations');

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

function as(cloud: TestCloud, account = MANAGEMENT) {
  return caller<Organizations>(cloud, 'organizations', cloud.administrator(account));
}

function rootOf(cloud: TestCloud): string {
  return organizationOf(cloud.state)?.rootId ?? '';
}

describe('the organization', () => {
  it('tells every member who manages it, and outsiders that they are in none', async () => {
    const cloud = sampleCloud();
    const { Organization } = await as(cloud, PAYMENTS)('DescribeOrganization', {});
    assert.equal(Organization?.Id, 'o-exampleorg1');
    assert.equal(Organization?.MasterAccountId, MANAGEMENT);
    assert.equal(Organization?.Arn, `arn:aws:organizations::${MANAGEMENT}:organization/o-exampleorg1`);
    await refuses(as(cloud, OUTSIDER)('DescribeOrganization', {}), 'AWSOrganizationsNotInUseException');
  });

  it('lists its accounts, in pages, to its management account and to delegated administrators only', async () => {
    const cloud = sampleCloud();
    const first = await as(cloud)('ListAccounts', { MaxResults: 3 });
    assert.equal(first.Accounts?.length, 3);
    const rest = await as(cloud)('ListAccounts', { MaxResults: 3, NextToken: first.NextToken });
    assert.deepEqual(
      rest.Accounts?.map((account) => account.Name),
      ['payments'],
    );
    assert.equal(rest.NextToken, undefined);
    await refuses(as(cloud)('ListAccounts', { NextToken: 'nonsense' }), 'InvalidInputException');
    await refuses(
      as(cloud, SECURITY)('ListAccounts', {}),
      'AccessDenied',
      /^You don't have permissions to access this resource\.$/,
    );
    await as(cloud)('EnableAWSServiceAccess', { ServicePrincipal: CLOUDTRAIL });
    await as(cloud)('RegisterDelegatedAdministrator', { AccountId: SECURITY, ServicePrincipal: CLOUDTRAIL });
    assert.equal((await as(cloud, SECURITY)('DescribeAccount', { AccountId: PAYMENTS })).Account?.Name, 'payments');
  });

  it('has a tree of units, in which accounts move', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    const root = rootOf(cloud);
    const { OrganizationalUnit } = await call('CreateOrganizationalUnit', { ParentId: root, Name: 'workloads' });
    const unit = OrganizationalUnit?.Id ?? '';
    assert.match(unit, new RegExp(`^ou-${root.slice(2)}-[0-9a-z]{8}$`));
    await refuses(
      call('CreateOrganizationalUnit', { ParentId: root, Name: 'workloads' }),
      'DuplicateOrganizationalUnitException',
    );
    await refuses(
      call('MoveAccount', { AccountId: PAYMENTS, SourceParentId: unit, DestinationParentId: root }),
      'SourceParentNotFoundException',
    );
    await call('MoveAccount', { AccountId: PAYMENTS, SourceParentId: root, DestinationParentId: unit });
    assert.deepEqual((await call('ListParents', { ChildId: PAYMENTS })).Parents, [
      { Id: unit, Type: 'ORGANIZATIONAL_UNIT' },
    ]);
    assert.deepEqual((await call('ListChildren', { ParentId: unit, ChildType: 'ACCOUNT' })).Children, [
      { Id: PAYMENTS, Type: 'ACCOUNT' },
    ]);
    assert.equal(organizationPath(cloud.state, PAYMENTS), `o-exampleorg1/${root}/${unit}/`);
    await refuses(
      call('DeleteOrganizationalUnit', { OrganizationalUnitId: unit }),
      'OrganizationalUnitNotEmptyException',
    );
  });

  it('lets members leave, but not its management account and not a delegated administrator', async () => {
    const cloud = sampleCloud();
    await refuses(as(cloud)('LeaveOrganization', {}), 'MasterCannotLeaveOrganizationException');
    await as(cloud)('EnableAWSServiceAccess', { ServicePrincipal: CLOUDTRAIL });
    await as(cloud)('RegisterDelegatedAdministrator', { AccountId: SECURITY, ServicePrincipal: CLOUDTRAIL });
    await refuses(as(cloud, SECURITY)('LeaveOrganization', {}), 'ConstraintViolationException');
    await as(cloud, PAYMENTS)('LeaveOrganization', {});
    assert.equal(isMember(cloud.state, PAYMENTS), false);
    await as(cloud)('RemoveAccountFromOrganization', { AccountId: '222222222222' });
    assert.deepEqual(
      (await as(cloud)('ListAccounts', {})).Accounts?.map(({ Id }) => Id),
      [MANAGEMENT, SECURITY],
    );
  });

  it('closes members, but not its management account: nobody uses anything in them any more', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    const iam = (account: string) =>
      caller<typeof import('@aws-sdk/client-iam')>(cloud, 'iam', cloud.administrator(account));
    await refuses(call('CloseAccount', { AccountId: MANAGEMENT }), 'ConstraintViolationException');
    await refuses(call('CloseAccount', { AccountId: OUTSIDER }), 'AccountNotFoundException');
    await refuses(as(cloud, SECURITY)('CloseAccount', { AccountId: PAYMENTS }), 'AccessDenied');
    assert.ok((await iam(PAYMENTS)('ListRoles', {})).Roles !== undefined);
    await call('CloseAccount', { AccountId: PAYMENTS });
    await refuses(call('CloseAccount', { AccountId: PAYMENTS }), 'AccountAlreadyClosedException');
    const { Account } = await call('DescribeAccount', { AccountId: PAYMENTS });
    assert.equal(Account?.Status, 'SUSPENDED');
    assert.equal(Account?.State, 'CLOSED');
    assert.equal(isMember(cloud.state, PAYMENTS), true);
    await refuses(iam(PAYMENTS)('ListRoles', {}), 'AccessDenied', /because the account 444444444444 is closed$/);
    const sts = caller<typeof import('@aws-sdk/client-sts')>(cloud, 'sts', cloud.administrator(SECURITY));
    const RoleArn = `arn:aws:iam::${PAYMENTS}:role/trailwarden-deployment`;
    await refuses(sts('AssumeRole', { RoleArn, RoleSessionName: 'visitor' }), 'AccessDenied', /is closed$/);
  });

  it('is deleted by its management account, once every other account has gone', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    await call('EnableAWSServiceAccess', { ServicePrincipal: CLOUDTRAIL });
    await refuses(call('DeleteOrganization', {}), 'OrganizationNotEmptyException');
    await refuses(as(cloud, PAYMENTS)('DeleteOrganization', {}), 'AccessDenied');
    for (const { Id } of (await call('ListAccounts', {})).Accounts ?? [])
      if (Id !== MANAGEMENT) await call('RemoveAccountFromOrganization', { AccountId: Id });
    await call('DeleteOrganization', {});
    await refuses(call('DescribeOrganization', {}), 'AWSOrganizationsNotInUseException');
    assert.equal(organizationOf(cloud.state), undefined);
    assert.equal(hasServiceAccess(cloud.state, CLOUDTRAIL), false);
    assert.equal(isMember(cloud.state, MANAGEMENT), false);
  });
});

describe('control policies', () => {
  const content = JSON.stringify(policy(deny('cloudtrail:StopLogging')));
  const guardrail = { Name: 'guardrail', Description: 'd', Type: 'SERVICE_CONTROL_POLICY', Content: content } as const;

  it('are written, attached, listed and taken away', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    const { Policy } = await call('CreatePolicy', guardrail);
    const PolicyId = Policy?.PolicySummary?.Id ?? '';
    assert.match(
      Policy?.PolicySummary?.Arn ?? '',
      /^arn:aws:organizations::111111111111:policy\/o-exampleorg1\/service_control_policy\/p-[0-9a-z]{8}$/,
    );
    await refuses(call('CreatePolicy', guardrail), 'DuplicatePolicyException');
    await call('AttachPolicy', { PolicyId, TargetId: PAYMENTS });
    await refuses(call('AttachPolicy', { PolicyId, TargetId: PAYMENTS }), 'DuplicatePolicyAttachmentException');
    const { Policies } = await call('ListPoliciesForTarget', { TargetId: PAYMENTS, Filter: 'SERVICE_CONTROL_POLICY' });
    assert.deepEqual(
      Policies?.map(({ Name }) => Name),
      ['FullAWSAccess', 'guardrail'],
    );
    assert.deepEqual(
      (await call('ListTargetsForPolicy', { PolicyId })).Targets?.map(({ TargetId, Type }) => [TargetId, Type]),
      [[PAYMENTS, 'ACCOUNT']],
    );
    await refuses(call('DeletePolicy', { PolicyId }), 'PolicyInUseException');
    await call('DetachPolicy', { PolicyId, TargetId: PAYMENTS });
    await refuses(call('DetachPolicy', { PolicyId, TargetId: PAYMENTS }), 'PolicyNotAttachedException');
    await refuses(
      call('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: PAYMENTS }),
      'ConstraintViolationException',
    );
    await call('DeletePolicy', { PolicyId });
    await refuses(call('DescribePolicy', { PolicyId }), 'PolicyNotFoundException');
  });

  it('change when they are updated, unless AWS manages them', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    const PolicyId = (await call('CreatePolicy', guardrail)).Policy?.PolicySummary?.Id ?? '';
    const Content = JSON.stringify(policy(deny('s3:*')));
    await call('UpdatePolicy', { PolicyId, Content });
    assert.equal((await call('DescribePolicy', { PolicyId })).Policy?.Content, Content);
    await refuses(call('UpdatePolicy', { PolicyId: 'p-FullAWSAccess', Content }), 'InvalidInputException');
  });

  it('are refused when they are malformed, or not what their type may say', async () => {
    const call = as(sampleCloud());
    const allowing = JSON.stringify(policy(allow('s3:*', '*', { Principal: '*' })));
    await refuses(call('CreatePolicy', { ...guardrail, Content: '{' }), 'MalformedPolicyDocumentException');
    await refuses(
      call('CreatePolicy', { ...guardrail, Type: 'RESOURCE_CONTROL_POLICY', Content: allowing }),
      'MalformedPolicyDocumentException',
    );
  });

  it('are the business of the management account alone', async () => {
    const cloud = sampleCloud();
    const member = as(cloud, PAYMENTS);
    await refuses(member('CreatePolicy', guardrail), 'AccessDenied', /^You don't have permissions/);
    await refuses(member('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: PAYMENTS }), 'AccessDenied');
    await refuses(member('EnableAWSServiceAccess', { ServicePrincipal: CLOUDTRAIL }), 'AccessDenied');
  });

  it('are all detached when their type is switched off, and do not come back with it', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    const type = { RootId: rootOf(cloud), PolicyType: 'SERVICE_CONTROL_POLICY' } as const;
    const PolicyId = (await call('CreatePolicy', guardrail)).Policy?.PolicySummary?.Id ?? '';
    await call('AttachPolicy', { PolicyId, TargetId: rootOf(cloud) });
    const names = () =>
      controlLevels(cloud.state, PAYMENTS, 'SERVICE_CONTROL_POLICY').map(({ policies }) =>
        policies.map(({ name }) => name),
      );
    assert.deepEqual(names(), [['FullAWSAccess', 'guardrail'], ['FullAWSAccess']]);
    await refuses(call('EnablePolicyType', type), 'PolicyTypeAlreadyEnabledException');
    await call('DisablePolicyType', type);
    assert.deepEqual(names(), []);
    await refuses(call('AttachPolicy', { PolicyId, TargetId: PAYMENTS }), 'PolicyTypeNotEnabledException');
    const { Root } = await call('EnablePolicyType', type);
    assert.deepEqual(Root?.PolicyTypes, [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }]);
    assert.deepEqual(names(), [['FullAWSAccess'], ['FullAWSAccess']]);
  });
});

describe('trusted services', () => {
  it('are trusted until access is disabled', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    assert.equal(hasServiceAccess(cloud.state, CLOUDTRAIL), false);
    await call('EnableAWSServiceAccess', { ServicePrincipal: CLOUDTRAIL });
    assert.equal(hasServiceAccess(cloud.state, CLOUDTRAIL), true);
    const { EnabledServicePrincipals } = await call('ListAWSServiceAccessForOrganization', {});
    assert.deepEqual(
      EnabledServicePrincipals?.map(({ ServicePrincipal }) => ServicePrincipal),
      [CLOUDTRAIL],
    );
    await call('DisableAWSServiceAccess', { ServicePrincipal: CLOUDTRAIL });
    assert.equal(hasServiceAccess(cloud.state, CLOUDTRAIL), false);
    await refuses(call('EnableAWSServiceAccess', { ServicePrincipal: 'nobody' }), 'InvalidInputException');
  });

  it('are administered by the members that are registered, never by the management account', async () => {
    const cloud = sampleCloud();
    const call = as(cloud);
    const security = { AccountId: SECURITY, ServicePrincipal: CLOUDTRAIL };
    await refuses(
      call('RegisterDelegatedAdministrator', security),
      'ConstraintViolationException',
      /enable service access/,
    );
    await call('EnableAWSServiceAccess', { ServicePrincipal: CLOUDTRAIL });
    await refuses(
      call('RegisterDelegatedAdministrator', { ...security, AccountId: MANAGEMENT }),
      'ConstraintViolationException',
    );
    await refuses(
      call('RegisterDelegatedAdministrator', { ...security, AccountId: OUTSIDER }),
      'AccountNotFoundException',
    );
    await call('RegisterDelegatedAdministrator', security);
    await refuses(call('RegisterDelegatedAdministrator', security), 'AccountAlreadyRegisteredException');
    assert.deepEqual(delegatedAdministrators(cloud.state, CLOUDTRAIL), [SECURITY]);
    const { DelegatedServices } = await call('ListDelegatedServicesForAccount', { AccountId: SECURITY });
    assert.deepEqual(
      DelegatedServices?.map(({ ServicePrincipal }) => ServicePrincipal),
      [CLOUDTRAIL],
    );
    await call('DeregisterDelegatedAdministrator', security);
    await refuses(call('DeregisterDelegatedAdministrator', security), 'AccountNotRegisteredException');
    assert.deepEqual((await call('ListDelegatedAdministrators', {})).DelegatedAdministrators, []);
  });
});
