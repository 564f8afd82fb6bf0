import assert from 'node:assert/strict';
import { sweep } from '../../../functions/responder/sweep';
import { DECLARED, World } from './world';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const ENFORCE = { enforce: true };
const MEMBERS = ['444444444444', '555555555555'];

describe('the sweep', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.deployed();
  });

  it('finds everything that was deployed as it is declared, in every account', async () => {
    const result = await sweep(DECLARED, world.aws, ENFORCE, () => NOW);
    assert.deepEqual(
      result.different.map(({ resource, found }) => [resource.account, resource.type, resource.name, found]),
      [],
    );
    assert.deepEqual(
      { closed: result.closed, left: result.left, error: result.error },
      { closed: [], left: [], error: undefined },
    );
    const declared = [...Object.keys(DECLARED.accounts), ...MEMBERS].flatMap((account) => world.resources(account));
    assert.equal(result.compared, declared.length);
  });
});
