/** The keeper of each type of resource; each loads when a resource of its type is looked at. */
import type { DeclaredResource } from '../../../infra/specifications/resources';
import type { Keeper } from './keeper';
import { trailKeeper } from './trail';

type Type = DeclaredResource['type'];

/** The trail's is there from the start: every second without the trail counts. */
const KEEPERS: { readonly [Key in Type]: () => Promise<Keeper<Extract<DeclaredResource, { readonly type: Key }>>> } = {
  trail: async () => trailKeeper,
  bucket: async () => (await import('./bucket.js')).bucketKeeper,
  key: async () => (await import('./key.js')).keyKeeper,
  'trusted-access': async () => (await import('./trusted-access.js')).trustedAccessKeeper,
  role: async () => (await import('./role.js')).roleKeeper,
  queue: async () => (await import('./queue.js')).queueKeeper,
  'event-bus': async () => (await import('./event-bus.js')).eventBusKeeper,
  'event-archive': async () => (await import('./event-archive.js')).eventArchiveKeeper,
  'event-rule': async () => (await import('./event-rule.js')).eventRuleKeeper,
  'log-group': async () => (await import('./log-group.js')).logGroupKeeper,
  topic: async () => (await import('./topic.js')).topicKeeper,
  function: async () => (await import('./function.js')).functionKeeper,
  alarm: async () => (await import('./alarm.js')).alarmKeeper,
};

export async function keeperOf(resource: DeclaredResource): Promise<Keeper> {
  return (await KEEPERS[resource.type]()) as Keeper;
}
