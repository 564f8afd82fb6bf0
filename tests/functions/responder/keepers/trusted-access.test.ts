import assert from 'node:assert/strict';
import type { DeclaredResource } from '../../../../infra/specifications/resources';
import { World } from '../world';

const MANAGEMENT = '111111111111';
const CLOUDTRAIL = { ServicePrincipal: 'cloudtrail.amazonaws.com' };

describe('the keeper of trusted access', () => {
  let world: World;
  let trust: DeclaredResource;
  let trail: DeclaredResource;
  const organizations = async (operation: string, input: object): Promise<void> => {
    await world.as(MANAGEMENT, 'organizations', operation, input);
  };
  beforeEach(async () => {
    world = await World.deployed();
    [trust] = world.resources(MANAGEMENT, 'trusted-access') as [DeclaredResource];
    trail = world
      .resources(MANAGEMENT, 'trail')
      .find(({ name }) => name === 'trailwarden-organization') as typeof trail;
  });

  it('finds the trust that was deployed as it is declared, and no account but the management account has it', async () => {
    assert.deepEqual(await world.differing(trust), []);
    for (const account of ['222222222222', '333333333333', '444444444444'])
      assert.deepEqual(world.resources(account, 'trusted-access'), []);
  });

  it('finds it behind the first page of trusted services', async () => {
    for (let index = 0; index < 25; index += 1)
      await organizations('EnableAWSServiceAccess', { ServicePrincipal: `a${index}.amazonaws.com` });
    await organizations('DisableAWSServiceAccess', CLOUDTRAIL);
    await organizations('EnableAWSServiceAccess', CLOUDTRAIL);
    assert.deepEqual(await world.differing(trust), []);
  });

  it('brings it back, and the organization trail can be one again', async () => {
    await organizations('DisableAWSServiceAccess', CLOUDTRAIL);
    assert.deepEqual(await world.differing(trust), ['Enabled']);
    assert.deepEqual(await world.differing(trail), ['IsOrganizationTrail']);
    const { outcome, gone, calls, losses } = await world.reconcile(trust);
    assert.equal(outcome, 'repaired');
    assert.equal(gone, true);
    assert.deepEqual(
      calls.map(({ call }) => [call.operation, call.input]),
      [['EnableAWSServiceAccess', CLOUDTRAIL]],
    );
    assert.equal(losses.length, 1);
    assert.deepEqual(await world.differing(trust), []);
    assert.deepEqual(await world.differing(trail), ['IsOrganizationTrail']);
    assert.equal((await world.reconcile(trail)).outcome, 'repaired');
    assert.deepEqual(await world.differing(trail), []);
  });

  it('is put back before the trails, which cannot be put back without it', () => {
    const types = world.resources(MANAGEMENT).map(({ type }) => type);
    assert.ok(types.indexOf('trusted-access') < types.indexOf('trail'));
    assert.ok(types.indexOf('role') < types.indexOf('trail'));
  });

  it('says what would undo the repair', async () => {
    await organizations('DisableAWSServiceAccess', CLOUDTRAIL);
    const { calls } = await world.reconcile(trust);
    for (const { undo } of calls) {
      assert.ok(undo !== undefined);
      await world.as(undo.account, undo.service, undo.operation, undo.input);
    }
    assert.deepEqual(await world.differing(trust), ['Enabled']);
  });

  it('changes nothing while it may only look', async () => {
    await organizations('DisableAWSServiceAccess', CLOUDTRAIL);
    const { outcome, calls } = await world.reconcile(trust, false);
    assert.equal(outcome, 'observed');
    assert.deepEqual(
      calls.map(({ call }) => call.operation),
      ['EnableAWSServiceAccess'],
    );
    assert.deepEqual(await world.differing(trust), ['Enabled']);
  });

  it('lets the repair role trust no other service', async () => {
    const input = { ServicePrincipal: 'config.amazonaws.com' };
    const call = { service: 'organizations', operation: 'EnableAWSServiceAccess', account: MANAGEMENT } as const;
    await assert.rejects(world.aws({ ...call, region: 'us-east-1', input }), { name: 'AccessDenied' });
  });
});
