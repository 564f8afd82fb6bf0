import assert from 'node:assert/strict';
import { sweep } from '../../../functions/responder/sweep';
import type { DeclaredResource } from '../../../infra/specifications/resources';
import { CATALOGUE_ATTACKS } from '../../../sandbox/drill/attacks/index';
import { DECLARED, World } from './world';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const MEMBERS = ['444444444444', '555555555555'];

/** What nobody but people puts back. */
const isPutBack = ({ watchedOnly }: DeclaredResource): boolean => watchedOnly === undefined;

function everyResource(world: World): readonly DeclaredResource[] {
  return [...Object.keys(DECLARED.accounts), ...MEMBERS].flatMap((account) => world.resources(account));
}

describe('everything tampered with at once, and no event about any of it', () => {
  it('is put back by the sweep alone', async () => {
    const world = await World.deployed();
    const targets = await world.targets();
    for (const { from, service, operation, region, input, expected, prepare = [], variant = '' } of CATALOGUE_ATTACKS) {
      // Nobody but people puts the repair role back, and without it nothing can be looked at.
      if (expected !== 'repaired' || variant.includes('repair-role')) continue;
      for (const each of prepare)
        await world
          .as(targets.accountOf(each.from), each.service, each.operation, each.input(targets, []), each.region)
          .catch(() => {});
      // Some come too late: what they would change is gone already.
      await world.as(targets.accountOf(from), service, operation, input(targets, []), region).catch(() => {});
    }
    const before = await differing(world);
    assert.ok(before.length > 20, before.join(', '));
    await sweep(DECLARED, world.aws, { enforce: true }, () => NOW);
    // SQS makes no queue of the name of one that was deleted less than a minute ago.
    const late = new Set((await differing(world)).map((line) => line.split(' ')[1]));
    assert.deepEqual(
      [...late].filter((name) => !/dead-letters|forward-/.test(name ?? '')),
      [],
    );
    await world.pass(300);
    const result = await sweep(DECLARED, world.aws, { enforce: true }, () => NOW);
    assert.deepEqual(
      result.different
        .filter(({ outcome }) => outcome !== 'repaired')
        .map(({ resource, left, error }) => [resource.type, resource.name, left, String(error)]),
      [],
    );
    assert.deepEqual(await differing(world), []);
  });
});

async function differing(world: World): Promise<string[]> {
  const names: string[] = [];
  for (const resource of everyResource(world).filter(isPutBack))
    for (const setting of await world.differing(resource))
      names.push(`${resource.account} ${resource.name} ${setting}`);
  return names;
}
