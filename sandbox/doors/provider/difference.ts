/** What differs between two values of a property, and where: as the provider sees it, not as it is written. */
import { isDeepStrictEqual } from 'node:util';
import { containsUnknown, isAsset, isRecord, isSameAsset } from './property-value';

export type Change = 'add' | 'delete' | 'update';

/** A place inside a property that changes, as the engine addresses it: `rules[0].tags["cost-center"]`. */
export interface Difference {
  readonly path: string;
  readonly change: Change;
}

/**
 * Where two values differ.
 *
 * Nothing, an empty text, an empty collection, zero and `false` are one to the provider. Documents count by what they say,
 * policies by whom they allow what. What is not known yet differs from everything.
 */
export function differences(path: string, old: unknown, next: unknown): Difference[] {
  if (isSameValue(old, next)) return [];
  if (isParted(old) && isParted(next)) return within(path, old, next);
  if (isNothing(old)) return [{ path, change: 'add' }];
  return [{ path, change: isNothing(next) ? 'delete' : 'update' }];
}

/** Whether two values are one to the provider. */
export function isSameValue(old: unknown, next: unknown): boolean {
  if (containsUnknown(next)) return false;
  if (isAsset(old) && isAsset(next)) return isSameAsset(old, next);
  return isDeepStrictEqual(meaning(old), meaning(next));
}

/** Whether the provider takes a value for none. */
export function isNothing(value: unknown): boolean {
  return meaning(value) === undefined;
}

type Parted = Record<string, unknown> | readonly unknown[];

/** Whether a value has parts that may differ one by one. */
function isParted(value: unknown): value is Parted {
  return Array.isArray(value) || (isRecord(value) && !isAsset(value));
}

function within(path: string, old: Parted, next: Parted): Difference[] {
  if (Array.isArray(old) !== Array.isArray(next)) return [{ path, change: 'update' }];
  const [before, after] = [new Map(Object.entries(old)), new Map(Object.entries(next))];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) => {
    const step = Array.isArray(old) ? `[${key}]` : member(key);
    return differences(`${path}${step}`, before.get(key), after.get(key));
  });
}

function member(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** A value without what means nothing, and with the meaning of a document in place of its text. */
function meaning(value: unknown): unknown {
  if (value === null || value === '' || value === false || value === 0) return undefined;
  if (typeof value === 'string') return documentIn(value) ?? value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => meaning(item) ?? item);
  if (!isRecord(value)) return value;
  if ('Statement' in value) return policy(value);
  const members = Object.entries(value).map(([key, inner]) => [key, meaning(inner)] as const);
  const set = members.filter(([, inner]) => inner !== undefined);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

/** A JSON document, wrapped so that inside of it nothing counts as nothing. */
function documentIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const document: unknown = JSON.parse(text);
    return isRecord(document) && 'Statement' in document ? policy(document) : { document };
  } catch {
    return undefined;
  }
}

/**
 * A policy in the one form for all ways of writing it: IAM takes a list of one for its only member, does not mind the order,
 * and shows an account as its root.
 */
function policy(document: Record<string, unknown>): unknown {
  return { policy: policyPart(document) };
}

function policyPart(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(policyPart);
    return items.length === 1 ? items[0] : items.sort((left, right) => compare(text(left), text(right)));
  }
  if (typeof value === 'string') return value.replace(/^arn:[a-z-]+:iam::(\d{12}):root$/, '$1');
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, policyPart(inner)]))
    : value;
}

/** The members of an object in one order, so that two that say the same compare as equal. */
function text(value: unknown): string {
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => compare(left, right));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${text(inner)}`).join(',')}}`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
