import assert from 'node:assert/strict';
import type { DeclaredResource } from '../../../../infra/specifications/resources';
import { World } from '../world';

const MANAGEMENT = '111111111111';
const NAME = 'trailwarden-organization';

/** A tampering call, the settings that then differ, and the calls that put them back. */
const TAMPERINGS: readonly [operation: string, input: object, differing: string[], calls: string[]][] = [
  ['StopLogging', {}, ['IsLogging'], ['StartLogging']],
  ['UpdateTrail', { IsMultiRegionTrail: false }, ['IncludeGlobalServiceEvents', 'IsMultiRegionTrail'], ['UpdateTrail']],
  ['UpdateTrail', { EnableLogFileValidation: false }, ['LogFileValidationEnabled'], ['UpdateTrail']],
  ['UpdateTrail', { IsOrganizationTrail: false }, ['IsOrganizationTrail'], ['UpdateTrail']],
];

describe('the keeper of trails', () => {
  let world: World;
  let trail: DeclaredResource;
  beforeEach(async () => {
    world = await World.deployed();
    [trail] = world.resources(MANAGEMENT, 'trail') as [DeclaredResource];
  });

  it('finds a trail that was deployed as it is declared', async () => {
    assert.deepEqual(await world.differing(trail), []);
  });

  for (const [operation, input, differing, calls] of TAMPERINGS)
    it(`puts back what ${operation} ${JSON.stringify(input)} changed`, async () => {
      await world.as(MANAGEMENT, 'cloudtrail', operation, { Name: NAME, ...input });
      assert.deepEqual((await world.differing(trail)).sort(), differing);
      const { outcome, calls: made } = await world.reconcile(trail);
      assert.equal(outcome, 'repaired');
      assert.deepEqual(
        made.map(({ call }) => call.operation),
        calls,
      );
      assert.deepEqual(await world.differing(trail), []);
    });
});
