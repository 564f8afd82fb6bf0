import assert from 'node:assert/strict';
import { role } from '../../../sandbox/resources/role';
import { managedPolicy, rolePolicy, rolePolicyAttachment } from '../../../sandbox/resources/role-permissions';
import { iam } from '../../../sandbox/services/iam/index';
import { refuses } from '../support';
import { ACCOUNT, ResourceWorld } from './resource-world';

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } }],
});
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('the life of what IAM keeps', () => {
  let world: ResourceWorld;
  beforeEach(() => {
    world = new ResourceWorld([iam]);
  });

  describe('aws.iam.Role', () => {
    const INPUTS = { name: 'repair', assumeRolePolicy: trust('lambda'), path: '/audit/' };

    it('changes by the call for what differs, and ends', async () => {
      const made = await world.make(role, { ...INPUTS, tags: { a: '1', b: '2' } });
      await made.update({ assumeRolePolicy: trust('events') }, ['UpdateAssumeRolePolicy']);
      await made.update({ description: 'Repairs.' }, ['UpdateRoleDescription']);
      await made.update({ description: undefined }, ['UpdateRoleDescription']);
      await made.update({ maxSessionDuration: 7200 }, ['UpdateRole']);
      await made.update({ maxSessionDuration: undefined }, ['UpdateRole']);
      await made.update({ permissionsBoundary: ADMINISTRATOR }, ['PutRolePermissionsBoundary']);
      await made.update({ permissionsBoundary: undefined }, ['DeleteRolePermissionsBoundary']);
      await made.update({ tags: { a: '2' } }, ['UntagRole', 'TagRole']);
      await made.update({ forceDetachPolicies: true }, []);
      const state = await made.read();
      assert.deepEqual([state?.description, state?.permissionsBoundary], [undefined, undefined]);
      await made.delete(['DeleteRole']);
      assert.deepEqual(role.replacedBy, ['name', 'path']);
    });

    it('keeps the spelling of its trust policy, until somebody says something else', async () => {
      const spelt = JSON.stringify(trust('lambda'), null, 2);
      const made = await world.make(role, { ...INPUTS, assumeRolePolicy: spelt });
      const PolicyDocument = JSON.stringify(trust('lambda'));
      await world.cloud.call('iam', 'UpdateAssumeRolePolicy', { RoleName: 'repair', PolicyDocument });
      assert.equal((await made.read())?.assumeRolePolicy, spelt);
      const theirs = JSON.stringify(trust('ec2'));
      await world.cloud.call('iam', 'UpdateAssumeRolePolicy', { RoleName: 'repair', PolicyDocument: theirs });
      assert.equal((await made.read())?.assumeRolePolicy, theirs);
    });

    it('stays while it has policies, and loses none of them', async () => {
      const made = await world.make(role, INPUTS);
      const inline = await world.make(rolePolicy, { role: 'repair', name: 'p', policy: allow('s3:GetObject') });
      const attached = await world.make(rolePolicyAttachment, { role: 'repair', policyArn: ADMINISTRATOR });
      await refuses(made.remove(), 'DeleteConflictException', /detach all policies/);
      await attached.remove();
      await refuses(made.remove(), 'DeleteConflictException', /delete policies first/);
      assert.ok(await inline.read());
      await inline.remove();
      await made.delete(['DeleteRole']);
    });

    it('goes with all policies where the program says so', async () => {
      const made = await world.make(role, { ...INPUTS, forceDetachPolicies: true });
      await world.make(rolePolicy, { role: 'repair', name: 'p', policy: allow('s3:GetObject') });
      await world.make(rolePolicyAttachment, { role: 'repair', policyArn: ADMINISTRATOR });
      await made.remove(['DetachRolePolicy', 'DeleteRolePolicy', 'DeleteRole']);
      assert.equal(await made.read(), undefined);
      await made.remove();
    });
  });

  describe('aws.iam.RolePolicy', () => {
    it('changes in place, and ends', async () => {
      await world.make(role, { name: 'repair', assumeRolePolicy: trust('lambda') });
      const made = await world.make(rolePolicy, { role: 'repair', name: 'p', policy: allow('s3:GetObject') });
      assert.equal(made.id, 'repair:p');
      await made.update({ policy: allow('s3:PutObject') }, ['PutRolePolicy']);
      await made.delete(['DeleteRolePolicy']);
      assert.deepEqual(rolePolicy.replacedBy, ['name', 'role']);
    });
  });

  describe('aws.iam.RolePolicyAttachment', () => {
    it('ends, and is replaced by every change', async () => {
      const owner = await world.make(role, { name: 'repair', assumeRolePolicy: trust('lambda') });
      const made = await world.make(rolePolicyAttachment, { role: 'repair', policyArn: ADMINISTRATOR });
      await made.delete(['DetachRolePolicy']);
      await owner.remove();
      assert.equal(await made.read(), undefined);
      await made.remove();
      assert.equal(rolePolicyAttachment.update, undefined);
      assert.deepEqual(rolePolicyAttachment.replacedBy, rolePolicyAttachment.inputs);
    });
  });

  describe('aws.iam.Policy', () => {
    const INPUTS = { name: 'write', path: '/audit/', description: 'Writes.', policy: allow('s3:PutObject') };
    const versions = async (PolicyArn: string): Promise<string[]> => {
      const { Versions = [] } = await world.cloud.call('iam', 'ListPolicyVersions', { PolicyArn });
      return Versions.map(({ VersionId = '', IsDefaultVersion }) => (IsDefaultVersion ? `${VersionId}!` : VersionId));
    };

    it('becomes a new version, in place of the oldest once there are five', async () => {
      const made = await world.make(managedPolicy, { ...INPUTS, tags: { a: '1' } });
      for (const action of ['s3:A', 's3:B', 's3:C', 's3:D'])
        await made.update({ policy: allow(action) }, ['CreatePolicyVersion']);
      await made.update({ policy: allow('s3:E') }, ['DeletePolicyVersion', 'CreatePolicyVersion']);
      assert.deepEqual(await versions(made.id), ['v6!', 'v5', 'v4', 'v3', 'v2']);
      await made.update({ tags: { b: '2' } }, ['UntagPolicy', 'TagPolicy']);
      assert.deepEqual((await made.read())?.tagsAll, { team: 'security', b: '2' });
      await made.delete([...Array<string>(4).fill('DeletePolicyVersion'), 'DeletePolicy']);
      assert.deepEqual(managedPolicy.replacedBy, ['description', 'name', 'path']);
    });

    it('shows the version in force, whoever chose it', async () => {
      const made = await world.make(managedPolicy, INPUTS);
      await made.update({ policy: allow('s3:GetObject') }, ['CreatePolicyVersion']);
      await world.cloud.call('iam', 'SetDefaultPolicyVersion', { PolicyArn: made.id, VersionId: 'v1' });
      assert.equal((await made.read())?.policy, JSON.stringify(INPUTS.policy));
    });

    it('stays while a role has it', async () => {
      const made = await world.make(managedPolicy, INPUTS);
      assert.equal(made.id, `arn:aws:iam::${ACCOUNT}:policy/audit/write`);
      await world.make(role, { name: 'repair', assumeRolePolicy: trust('lambda') });
      await world.make(rolePolicyAttachment, { role: 'repair', policyArn: made.id });
      await refuses(made.remove(), 'DeleteConflictException', /attached to entities/);
    });
  });
});
