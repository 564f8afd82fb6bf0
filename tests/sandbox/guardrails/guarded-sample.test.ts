import assert from 'node:assert/strict';
import { GUARDED_ROOT, withGuardrails } from '../../../sandbox/guardrails/guarded-sample';
import { openSandbox } from '../../../sandbox/sandbox';
import { findRole } from '../../../sandbox/services/iam/state';
import { isMember, organizationData, organizationOf } from '../../../sandbox/services/organizations/state';
import { SAMPLE } from '../../support/organization';

const UNIT = 'ou-root-11111111';

describe('the sample organization with guardrails', () => {
  it('has them in the configuration of every stack, with a role that deploys', () => {
    const { stacks, configuration, description } = withGuardrails(SAMPLE, [GUARDED_ROOT]);
    assert.deepEqual(configuration.guardrailTargets, ['r-root']);
    assert.equal(configuration.deploymentRoleName, 'trailwarden-deployment');
    assert.deepEqual(description.policyTargets, ['r-root']);
    for (const { config } of stacks) {
      assert.equal(config['trailwarden:guardrailTargets'], '["r-root"]');
      assert.equal(config['trailwarden:deploymentRoleName'], 'trailwarden-deployment');
    }
  });

  it('keeps the name of the role that deploys', () => {
    const named = { ...SAMPLE, configuration: { ...SAMPLE.configuration, deploymentRoleName: 'deployer' } };
    assert.equal(withGuardrails(named, [UNIT]).configuration.deploymentRoleName, 'deployer');
  });

  it('loses them for no targets, and nothing else', () => {
    const { stacks, configuration, description } = withGuardrails(withGuardrails(SAMPLE, [GUARDED_ROOT]), []);
    assert.deepEqual(configuration.guardrailTargets, []);
    assert.deepEqual(description.policyTargets, []);
    for (const { config } of stacks) assert.equal(config['trailwarden:guardrailTargets'], '[]');
    assert.deepEqual(withGuardrails(SAMPLE, []), SAMPLE);
  });
});

describe('a sandbox with targets for policies', () => {
  it('has that root, those units, the role that deploys, and both types of policies switched on', async () => {
    const description = {
      ...SAMPLE.description,
      policyTargets: [GUARDED_ROOT, UNIT],
      deploymentRoleName: 'deployer',
    };
    const { state, close } = await openSandbox({ organization: description, clock: 'virtual' });
    await close();
    const organization = organizationOf(state);
    assert.equal(organization?.rootId, GUARDED_ROOT);
    assert.deepEqual(
      [...(organization?.enabledPolicyTypes ?? [])],
      ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
    );
    assert.equal(organizationData(state).units.get(UNIT)?.parent, GUARDED_ROOT);
    assert.deepEqual(
      [...(organizationData(state).attachments.get(UNIT) ?? [])],
      ['p-FullAWSAccess', 'p-RCPFullAWSAccess'],
    );
    for (const { id } of description.accounts) {
      assert.ok(isMember(state, id));
      for (const role of ['trailwarden-deployment', 'deployer']) assert.ok(findRole(state, id, role), role);
    }
  });
});
