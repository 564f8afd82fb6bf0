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
  const all = listedTags(allTags(cloud, own));
  return all.length === 0 ? undefined : all;
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

interface Tagged {
  readonly tags?: Tags | undefined;
  readonly tagsAll?: Tags | undefined;
}

/** The calls that take tags away and set them. */
export interface TagCalls {
  untag(keys: string[]): Promise<unknown>;
  tag(tags: Record<string, string>): Promise<unknown>;
}

/**
 * Brings tags from `olds` to `news`, those of the provider's defaults included: first takes away what is no longer said,
 * then sets what is new or says something else. Tags that somebody else gave the resource stay.
 */
export async function updateTags(cloud: ProviderCloud, news: Tagged, olds: Tagged, calls: TagCalls): Promise<void> {
  const { removed, updated } = tagChanges(cloud, news, olds);
  if (removed.length > 0) await calls.untag(removed);
  if (Object.keys(updated).length > 0) await calls.tag(updated);
}

/** The keys that go and the tags that come between `olds` and `news`. */
export function tagChanges(
  cloud: ProviderCloud,
  news: Tagged,
  olds: Tagged,
): { removed: string[]; updated: Record<string, string> } {
  const after = allTags(cloud, news.tags);
  const before = olds.tagsAll ?? allTags(cloud, olds.tags);
  return {
    removed: Object.keys(before).filter((key) => !(key in after)),
    updated: Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value)),
  };
}

/** Tags as a list of `Key` and `Value`. */
export function listedTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
