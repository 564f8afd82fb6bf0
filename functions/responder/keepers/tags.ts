/** Keeping tags: the declared ones must be there, and others may be. */
import type { Tags } from '../../../infra/specifications/resources/tags';
import { type AwsCall, type Fields, fields, list } from '../aws';
import type { Repair } from './keeper';

/** Those of the tags that are declared, by their keys. */
export function declaredAmong(found: Fields, declared: Tags): Fields {
  return Object.fromEntries(Object.entries(found).filter(([key]) => Object.hasOwn(declared, key)));
}

/** Tags in the form of most services: `[{ Key, Value }]`. */
export function tagList(tags: Fields): readonly Fields[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Back from that form. */
export function tagsIn(tagged: unknown): Fields {
  return Object.fromEntries(list(tagged).map((tag) => [String(fields(tag).Key), fields(tag).Value] as const));
}

export interface TagCalls {
  readonly tag: (tags: Fields) => AwsCall;
  readonly untag: (keys: readonly string[]) => AwsCall;
}

/** Tags that are gone, and tags that have another value: each kind has an undo of its own. */
export function tagRepairs(declared: Tags, found: Fields, { tag, untag }: TagCalls): Repair[] {
  const wrong = Object.entries(declared).filter(([key, value]) => found[key] !== value);
  const gone = wrong.filter(([key]) => !Object.hasOwn(found, key));
  const changed = wrong.filter(([key]) => Object.hasOwn(found, key));
  const repaired: Repair[] = [];
  if (gone.length > 0) repaired.push({ call: tag(Object.fromEntries(gone)), undo: untag(gone.map(([key]) => key)) });
  if (changed.length > 0)
    repaired.push({
      call: tag(Object.fromEntries(changed)),
      undo: tag(Object.fromEntries(changed.map(([key]) => [key, found[key]]))),
    });
  return repaired;
}
