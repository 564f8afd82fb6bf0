/** Tags: the provider's defaults with the resource's own, in the two spellings that AWS has. */
import type { ProviderCloud } from './provider-cloud';

export type Tags = Readonly<Record<string, string>>;

/** All tags of a resource: the provider's defaults, and its own, which win. */
export function allTags(cloud: ProviderCloud, own: Tags | undefined): Record<string, string> {
  return { ...cloud.defaultTags, ...own };
}

/** All tags of a resource as a map; `undefined` when there are none. */
export function tagMap(cloud: ProviderCloud, own: Tags | undefined): Record<string, string> | undefined {
  const all = allTags(cloud, own);
  return Object.keys(all).length === 0 ? undefined : all;
}

/** All tags of a resource as a list of `Key` and `Value`; `undefined` when there are none. */
export function tagList(cloud: ProviderCloud, own: Tags | undefined): { Key: string; Value: string }[] | undefined {
  const all = Object.entries(allTags(cloud, own));
  return all.length === 0 ? undefined : all.map(([Key, Value]) => ({ Key, Value }));
}

/** The outputs that show a resource's tags: `tags` without those that the provider's defaults explain, and all of them. */
export function tagState(cloud: ProviderCloud, actual: Tags | undefined): { tags: Tags; tagsAll: Tags } {
  const tagsAll = actual ?? {};
  const own = Object.entries(tagsAll).filter(([key, value]) => cloud.defaultTags[key] !== value);
  return { tags: Object.fromEntries(own), tagsAll };
}

/** The same for services that list tags. */
export function tagListState(
  cloud: ProviderCloud,
  actual: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): { tags: Tags; tagsAll: Tags } {
  return tagState(cloud, Object.fromEntries((actual ?? []).map(({ Key = '', Value = '' }) => [Key, Value])));
}
