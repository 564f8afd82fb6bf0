/** The keeper of each type of resource; each loads when a resource of its type is looked at. */
import type { DeclaredResource } from '../../../infra/specifications/resources';
import type { Keeper } from './keeper';
import { trailKeeper } from './trail';

type Type = DeclaredResource['type'];

/** The trail's is there from the start: every second without the trail counts. */
const KEEPERS: { readonly [Key in Type]: () => Promise<Keeper<Extract<DeclaredResource, { readonly type: Key }>>> } = {
  trail: async () => trailKeeper,
  'trusted-access': async () => (await import('./trusted-access.js')).trustedAccessKeeper,
  role: async () => (await import('./role.js')).roleKeeper,
};

export async function keeperOf(resource: DeclaredResource): Promise<Keeper> {
  return (await KEEPERS[resource.type]()) as Keeper;
}
