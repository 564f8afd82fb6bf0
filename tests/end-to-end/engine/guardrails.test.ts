import assert from 'node:assert/strict';
import { organizationOf } from '../../../sandbox/services/organizations/state';
import { changesIn, type ServedOrganization } from './served-organization';
import { organizationAfter } from './stages';

describe('guardrails on the root of an organization that is deployed', () => {
  let organization: ServedOrganization;
  let changes: Record<string, string>;
  before(async () => {
    organization = await organizationAfter('payments');
    changes = {
      deploymentRoleName: 'trailwarden-deployment',
      guardrailTargets: JSON.stringify([organizationOf(organization.world.state)?.rootId]),
    };
  });
  after(async () => {
    await organization.close();
  });

  const keys = ['callers', 'callers-2', 'evidence'];
  const policies = keys.map((key) => `Policy guardrails-${key}`);
  const attachments = () => {
    const rootId = organizationOf(organization.world.state)?.rootId;
    return keys.map((key) => `PolicyAttachment guardrails-${key}-${rootId}`).sort();
  };

  it('are made and attached by the management stack, and then there is nothing more to do', async () => {
    const { steps } = await organization.up('management', { changes });
    // The credentials are others as well: those of the role that the guardrails let through.
    const made = changesIn(steps).filter((change) => !change.startsWith('update aws account'));
    assert.deepEqual(
      made,
      [...policies, ...attachments()].map((each) => `create ${each}`),
    );
    const after = await organization.preview('management', { changes, refresh: true });
    assert.deepEqual([...changesIn(after.drift), ...changesIn(after.steps)], []);
  });

  it('are in the way of no deployment: of one that makes, one that changes, and one that deletes', async () => {
    const more = { ...changes, governedRegions: '["us-east-1","eu-central-1"]', logRetentionInDays: '400' };
    for (const name of ['security', 'log-archive', 'management', 'payments', 'data']) {
      const { steps } = await organization.up(name, { changes: more });
      assert.ok(changesIn(steps).length > 0, name);
      const after = await organization.preview(name, { changes: more, refresh: true });
      assert.deepEqual([...changesIn(after.drift), ...changesIn(after.steps)], [], name);
    }
    await organization.destroy('data');
    assert.deepEqual(organization.engine.resourcesOf('data'), []);
  });

  it('are in the way of everybody else', async () => {
    const rule = { Name: 'trailwarden-forward-cloudtrail' };
    await assert.rejects(
      organization.ask('payments', 'events', 'DisableRule', rule),
      /with an explicit deny in a service control policy$/,
    );
  });

  it('go when they have no targets any more', async () => {
    const none = {
      ...changes,
      guardrailTargets: '[]',
      governedRegions: '["us-east-1","eu-central-1"]',
      logRetentionInDays: '400',
    };
    const { steps } = await organization.up('management', { changes: none });
    assert.deepEqual(
      changesIn(steps),
      [...policies, ...attachments()].map((each) => `delete ${each}`),
    );
    await organization.ask('payments', 'events', 'DisableRule', { Name: 'trailwarden-forward-cloudtrail' });
  });
});
