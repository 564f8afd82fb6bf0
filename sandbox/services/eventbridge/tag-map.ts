/** Tags as EventBridge keeps them, and as it takes and gives them. */
import type { Tag } from '@aws-sdk/client-eventbridge';

export function tagMap(tags: readonly Tag[] | undefined): Map<string, string> {
  return new Map((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
