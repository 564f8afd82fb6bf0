/** Diff: what a change of inputs does to a resource. */
import type { ResourceAdapter } from '../../resources/adapter';
import { type Change, differences, isNothing, isSameValue } from './difference';
import { collides } from './physical-name';
import type { Properties } from './property-value';

export interface ResourceDiff {
  /** The inputs that change, in alphabetical order. */
  readonly changed: readonly string[];
  /** Those of them that replace the resource. */
  readonly replacing: readonly string[];
  /** Every place that changes, inside of the inputs too. */
  readonly detail: readonly { readonly path: string; readonly change: Change; readonly replaces: boolean }[];
  /** Whether the resource has to go before its replacement can come. */
  readonly deleteBeforeReplace: boolean;
}

export interface ResourceChange {
  /** The logical name. */
  readonly name: string;
  /** The inputs as they were, or as the last refresh found them. */
  readonly oldInputs: Properties;
  /** The outputs of that time. */
  readonly olds: Properties;
  readonly news: Properties;
}

/** Compares the inputs of a resource property by property. */
export function resourceDiff(adapter: ResourceAdapter, change: ResourceChange): ResourceDiff {
  const { oldInputs, olds, news, name } = change;
  const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])].sort();
  const changed = keys.filter((key) => !isSameInput(adapter, key, { oldInputs, olds, news }));
  const replacing = changed.filter((key) => replaces(adapter, key));
  const detail = changed.flatMap((key) =>
    within(key, oldInputs[key], news[key]).map((place) => ({ ...place, replaces: replacing.includes(key) })),
  );
  const deleteBeforeReplace = replacing.length > 0 && collides(adapter, news, oldInputs, name);
  return { changed, replacing, detail, deleteBeforeReplace };
}

/** Whether an input means the same before and after. */
export function isSameInput(
  { defaults = {}, computed = [], unread = [] }: ResourceAdapter,
  key: string,
  { oldInputs, olds, news }: Pick<ResourceChange, 'oldInputs' | 'olds' | 'news'>,
): boolean {
  if (news[key] === undefined && computed.includes(key)) return true;
  // An import could not read it: the program is the first to say.
  if (unread.includes(key) && oldInputs[key] === undefined && olds[key] === undefined) return true;
  return isSameValue(oldInputs[key] ?? defaults[key], news[key] ?? defaults[key]);
}

/** A type without an update is replaced by every change. */
function replaces({ replacedBy = [], update }: ResourceAdapter, key: string): boolean {
  return update === undefined || replacedBy.includes(key);
}

/** The places inside an input that differ; the input itself where that is not a matter of its parts. */
function within(key: string, old: unknown, next: unknown): { path: string; change: Change }[] {
  const found = differences(key, old, next);
  if (found.length > 0) return found;
  return [{ path: key, change: isNothing(next) ? 'delete' : isNothing(old) ? 'add' : 'update' }];
}
