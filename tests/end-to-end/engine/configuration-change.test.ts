import assert from 'node:assert/strict';
import { CONFIGURATION_KEYS } from '../../../infra/configuration-keys';
import { RunFailed } from '../../support/engine/run';
import { REFUSED, STACKS, TAKEN } from './configuration-changes';
import { changesIn, type ServedOrganization } from './served-organization';
import { deployedOrganization, organizationAfter } from './stages';

describe('another value of the configuration, once everything is deployed', () => {
  let organization: ServedOrganization;
  before(async () => {
    ({ organization } = await deployedOrganization());
  });

  it('is listed for every key', () => {
    const keys = [...TAKEN, ...REFUSED].map(({ key }) => key);
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(CONFIGURATION_KEYS).sort());
  });

  for (const { key, value, changes, refusedBy = [] } of TAKEN)
    it(`changes what ${key} is about, for ${value}, and replaces nothing`, async () => {
      for (const name of STACKS.filter((each) => !refusedBy.includes(each))) {
        const { steps } = await organization.preview(name, { changes: { [key]: value } });
        assert.deepEqual(changesIn(steps), [...(changes[name] ?? [])].sort(), name);
      }
      for (const name of refusedBy)
        await assert.rejects(
          organization.preview(name, { changes: { [key]: value } }),
          /^RunFailed: The configuration/,
        );
    });

  for (const { key, value, reason } of REFUSED)
    it(`is refused for ${key}, before anything is looked at`, async () => {
      const asked: string[] = [];
      // A member is a member already.
      const stacks = STACKS.filter((name) => key !== 'accountKind' || name !== 'payments');
      for (const name of stacks)
        for (const run of ['preview', 'up'] as const) {
          const attempt = organization[run](name, {
            changes: { [key]: value },
            onCall: (method) => asked.push(method),
          });
          await assert.rejects(attempt, (error) => error instanceof RunFailed && reason.test(error.message));
        }
      assert.deepEqual(asked, []);
    });

  it('is deployed as it was previewed, and then there is nothing more to do', async () => {
    const fork = await organizationAfter('payments');
    const changes = {
      mode: 'observe',
      maintenanceUntil: '2026-03-02T15:00:00Z',
      governedRegions: '["us-east-1","eu-central-1"]',
      alertSubscriptions: '["ada@example.com","grace@example.com"]',
      trailRetentionInDays: '3000',
      objectLockMode: 'COMPLIANCE',
      objectLockRetentionInDays: '400',
      logRetentionInDays: '400',
      eventArchiveRetentionInDays: '30',
      accountName: 'other',
      deploymentRoleName: 'trailwarden-deployment',
    };
    for (const name of STACKS) {
      const previewed = changesIn((await fork.preview(name, { changes })).steps);
      assert.ok(previewed.length > 0);
      assert.deepEqual(changesIn((await fork.up(name, { changes })).steps), previewed);
      const after = await fork.preview(name, { changes, refresh: true });
      assert.deepEqual([...changesIn(after.drift), ...changesIn(after.steps)], []);
    }
    await fork.close();
  });
});
