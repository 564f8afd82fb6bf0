import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountKind } from '../../../infra/configuration';
import { permissionsOf } from '../../../infra/specifications/resources';
import type { Permission } from '../../../infra/specifications/resources/resource';
import { LOG_ARCHIVE, MANAGEMENT, PAYMENTS, SECURITY } from '../../infra/specifications/access';
import { SAMPLE } from '../../support/organization';
import { RUINS } from './ruins';
import { World } from './world';

const SERVICES = join(__dirname, '../../../functions/responder/services');

const ACCOUNTS: Readonly<Record<AccountKind, string>> = {
  management: MANAGEMENT,
  'log-archive': LOG_ARCHIVE,
  security: SECURITY,
  member: PAYMENTS,
};

/** One world for each kind of account, in which everything of the account was ruined, and put back by its repair role. */
async function repairedWorld(account: string): Promise<World> {
  const world = await World.deployed();
  for (const resource of world.resources(account)) {
    const { region, type, arn, watchedOnly } = resource;
    if (watchedOnly !== undefined) {
      await world.reconcile(resource);
      continue;
    }
    for (const [index, ruin] of RUINS[type].entries()) {
      await ruin({ resource, world, ask: (service, ...call) => world.as(account, service, ...call, region) });
      for (const each of world.resources(account)) {
        const { outcome, left, error } = await world.reconcile(each);
        assert.ok(['intact', 'repaired', 'watched'].includes(outcome), `${arn} ${index}: ${error} ${JSON.stringify(left)}`);
      }
    }
  }
  return world;
}

describe('x', () => {
  for (const [kind, account] of Object.entries(ACCOUNTS))
    it(`is ${kind}`, async () => {
      const t = Date.now();
      const world = await repairedWorld(account);
      console.log(kind, Date.now() - t, world.repairCalls.length, world.allowed.length);
      const used = new Set(world.allowed.filter((each) => each.account === account).map(({ action }) => action));
      const granted = new Set(permissionsOf(SAMPLE.configuration, kind as AccountKind, account).flatMap(([, all]) => all.flatMap(({ actions }) => actions)));
      console.log('unused', [...granted].filter((each) => !used.has(each)).join(' '), 'UNGRANTED', [...used].filter((each) => !granted.has(each)).join(' '));
    });
});
