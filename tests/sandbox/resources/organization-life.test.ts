import assert from 'node:assert/strict';
import { foundOrganization } from '../../../sandbox/organization';
import { organizationPolicy, organizationPolicyAttachment } from '../../../sandbox/resources/organization-policy';
import { serviceAccess } from '../../../sandbox/resources/service-access';
import { organizations } from '../../../sandbox/services/organizations/index';
import { refuses } from '../support';
import { ACCOUNT, ResourceWorld } from './resource-world';

const MEMBER = '111111111111';
const deny = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] });

describe('the life of what the organization keeps', () => {
  let world: ResourceWorld;
  beforeEach(() => {
    world = new ResourceWorld([organizations]);
    const accounts = [ACCOUNT, MEMBER].map((id) => ({ id, name: `account-${id}` }));
    foundOrganization(world.test.state, world.test.clock, {
      id: 'o-exampleorg1',
      managementAccount: ACCOUNT,
      accounts,
    });
  });

  it('trusts a service, or no more', async () => {
    const made = await world.make(serviceAccess, { servicePrincipal: 'cloudtrail.amazonaws.com' });
    assert.equal(made.id, 'cloudtrail.amazonaws.com');
    await made.delete(['DisableAWSServiceAccess']);
    assert.equal(serviceAccess.update, undefined);
    assert.deepEqual(serviceAccess.replacedBy, serviceAccess.inputs);
  });

  describe('aws.organizations.Policy', () => {
    const INPUTS = { name: 'guard', content: deny('cloudtrail:*'), tags: { a: '1' } };

    it('changes what differs alone, and ends', async () => {
      const made = await world.make(organizationPolicy, INPUTS);
      await made.update({ name: 'guardrail' }, ['UpdatePolicy']);
      await made.update({ description: 'Nobody stops the trail.' }, ['UpdatePolicy']);
      await made.update({ content: deny('cloudtrail:StopLogging') }, ['UpdatePolicy']);
      const update = world.test.answered.findLast(({ call }) => call.operation === 'UpdatePolicy');
      assert.deepEqual(update?.call.input, { PolicyId: made.id, Content: deny('cloudtrail:StopLogging') });
      await made.update({ description: undefined }, ['UpdatePolicy']);
      assert.equal((await made.read())?.description, undefined);
      await made.update({ tags: { b: '2' } }, ['UntagResource', 'TagResource']);
      await made.delete(['DeletePolicy']);
      assert.deepEqual(organizationPolicy.replacedBy, ['type']);
    });

    it('stays while it is attached, and where the program says so', async () => {
      const made = await world.make(organizationPolicy, INPUTS);
      const attached = await world.make(organizationPolicyAttachment, { policyId: made.id, targetId: MEMBER });
      await refuses(made.remove(), 'PolicyInUseException');
      await attached.remove();
      await made.update({ skipDestroy: true }, []);
      await made.remove([]);
      assert.ok(await made.read());
    });
  });

  describe('aws.organizations.PolicyAttachment', () => {
    async function attached(inputs: object = {}) {
      const policy = await world.make(organizationPolicy, { name: 'guard', content: deny('cloudtrail:*') });
      const made = await world.make(organizationPolicyAttachment, { policyId: policy.id, targetId: MEMBER, ...inputs });
      assert.equal(made.id, `${MEMBER}:${policy.id}`);
      return { policy, made };
    }

    it('ends, and is not missed when the policy is gone', async () => {
      const { made, policy } = await attached();
      await made.delete(['DetachPolicy']);
      await policy.remove();
      assert.equal(await made.read(), undefined);
      await made.remove();
      assert.deepEqual(organizationPolicyAttachment.replacedBy, ['policyId', 'targetId']);
    });

    it('stays where the program says so', async () => {
      const { made } = await attached();
      await made.update({ skipDestroy: true }, []);
      await made.remove([]);
      assert.ok(await made.read());
    });

    it('stays as the last one of its target', async () => {
      const { made } = await attached();
      await world.cloud.call('organizations', 'DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: MEMBER });
      await refuses(made.remove(), 'ConstraintViolationException', /At least one policy/);
    });
  });
});
