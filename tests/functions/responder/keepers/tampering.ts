/** One tampering with one resource, and everything that a keeper promises about it. */
import assert from 'node:assert/strict';
import type { DeclaredResource } from '../../../../infra/specifications/resources';
import type { World } from '../world';

export interface Tampering {
  /** The calls that tamper, by administrators of the resource's account. */
  readonly by: readonly (readonly [service: string, operation: string, input: object])[];
  /** The settings that then differ, in the order of the declared ones. */
  readonly differing: readonly string[];
  /** The operations that put them back. */
  readonly repairs: readonly string[];
  /** How many of them nothing undoes. @default 0 */
  readonly without?: number;
}

export async function tamper(world: World, { account, region }: DeclaredResource, by: Tampering['by']): Promise<void> {
  for (const [service, operation, input] of by) await world.as(account, service, operation, input, region);
}

/**
 * The resource differs where it was tampered with; who only observes changes nothing and names the calls; the repair makes
 * those, and everything is as declared; their undoing brings back what was found.
 */
export async function assertPutBack(world: World, resource: DeclaredResource, tampering: Tampering): Promise<void> {
  await tamper(world, resource, tampering.by);
  assert.deepEqual(await world.differing(resource), tampering.differing);
  const observed = await world.reconcile(resource, false);
  assert.deepEqual([observed.outcome, operationsOf(observed.calls)], ['observed', tampering.repairs]);
  assert.deepEqual(await world.differing(resource), tampering.differing, 'observing changed something');
  const { outcome, calls, found, error } = await world.reconcile(resource);
  assert.deepEqual([outcome, operationsOf(calls)], ['repaired', tampering.repairs], String(error));
  assert.deepEqual(await world.differing(resource), []);
  const undone = calls.flatMap(({ undo }) => undo ?? []).reverse();
  assert.equal(calls.length - undone.length, tampering.without ?? 0);
  if (tampering.without !== undefined) return;
  for (const { account, service, operation, input, region } of undone)
    await world.as(account, service, operation, input, region);
  assert.deepEqual((await world.reconcile(resource, false)).found, found);
}

function operationsOf(calls: readonly { readonly call: { readonly operation: string } }[]): string[] {
  return calls.map(({ call }) => call.operation);
}
