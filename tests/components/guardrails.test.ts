import assert from 'node:assert/strict';
import { Guardrails } from '../../components/guardrails';
import { guardrails } from '../../infra/specifications/guardrails';
import { type DeployedStack, deployedComponent, deployedStack } from '../support/deployment';
import { all, assertWaits, madeBy, outline, the } from '../support/resources';

const TARGETS = ['444444444444', '555555555555'];
const CHANGES = { deploymentRoleName: 'trailwarden-deployment' };

describe('Guardrails', () => {
  let deployed: DeployedStack;
  before(async () => {
    deployed = await deployedComponent({ stack: 'management', changes: CHANGES }, (provider, configuration) => {
      new Guardrails('guardrails', { configuration, targets: TARGETS }, { provider });
      return {};
    });
  });

  it('is every policy, attached to every target, and nothing else', () => {
    assert.deepEqual(outline(deployed), [
      'Guardrails guardrails',
      '  aws.organizations.Policy guardrails-callers',
      '  aws.organizations.Policy guardrails-callers-2',
      '  aws.organizations.Policy guardrails-evidence',
      '  aws.organizations.PolicyAttachment guardrails-callers-2-444444444444',
      '  aws.organizations.PolicyAttachment guardrails-callers-2-555555555555',
      '  aws.organizations.PolicyAttachment guardrails-callers-444444444444',
      '  aws.organizations.PolicyAttachment guardrails-callers-555555555555',
      '  aws.organizations.PolicyAttachment guardrails-evidence-444444444444',
      '  aws.organizations.PolicyAttachment guardrails-evidence-555555555555',
    ]);
  });

  it('writes the policies as they are declared, without a character too many', () => {
    for (const { key, name, description, type, document } of guardrails(deployed.configuration))
      assert.deepEqual(the(deployed, 'aws.organizations.Policy', `guardrails-${key}`).inputs, {
        name,
        description,
        type,
        content: JSON.stringify(document),
      });
  });

  it('bears the tag by which the policies keep themselves', () => {
    for (const { outputs } of all(deployed, 'aws.organizations.Policy'))
      assert.equal((outputs.tagsAll as Record<string, string>)['trailwarden:prefix'], 'trailwarden');
  });

  it('attaches a policy once it is there', () => {
    for (const key of ['callers', 'callers-2', 'evidence'])
      for (const targetId of TARGETS) {
        const attached = the(deployed, 'aws.organizations.PolicyAttachment', `guardrails-${key}-${targetId}`);
        const policy = the(deployed, 'aws.organizations.Policy', `guardrails-${key}`);
        assert.deepEqual(attached.inputs, { policyId: policy.id, targetId });
        assertWaits(attached, policy);
      }
  });
});

describe('the guardrails of the management stack', () => {
  const kinds = (stack: DeployedStack): string[] => madeBy(stack).map(({ type }) => type);

  it('are not there unless they have targets', async () => {
    for (const changes of [{}, { guardrailTargets: '[]' }]) {
      const stack = await deployedStack('management', changes);
      assert.ok(!kinds(stack).some((type) => type.startsWith('aws:organizations/policy')));
    }
  });

  it('are there for their targets, in this stack alone', async () => {
    const changes = { ...CHANGES, guardrailTargets: JSON.stringify(TARGETS) };
    const management = await deployedStack('management', changes);
    assert.equal(all(management, 'aws.organizations.PolicyAttachment').length, 3 * TARGETS.length);
    for (const name of ['security', 'log-archive', 'payments'])
      assert.ok(!kinds(await deployedStack(name, changes)).some((type) => type.startsWith('aws:organizations/policy')));
  });
});
