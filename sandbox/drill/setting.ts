/** Settings in the one form that everything which means the same has, so that what differs is a change. */
import { isDeepStrictEqual } from 'node:util';

export type Setting = string | number | boolean | undefined | readonly Setting[] | { readonly [key: string]: Setting };

export interface Meaning {
  /** Members that are no settings. */
  readonly passing: readonly string[];
  /** Members that hold things under ids which AWS made up: what counts is what is in them. */
  readonly unnamed: readonly string[];
}

/**
 * What plain data means: the order of lists says nothing, a text that is a document is what it says, and of a time counts only
 * that there is one.
 */
export function meaningOf(value: unknown, meaning: Meaning): Setting {
  if (typeof value === 'string') return documentIn(value) ?? value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Date) return 'a time';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Set) return unordered([...value].map((each) => meaningOf(each, meaning)));
  if (Array.isArray(value)) return unordered(value.map((each) => meaningOf(each, meaning)));
  if (value instanceof Map) return members([...value], meaning);
  if ('Statement' in value) return policyPart(value);
  return members(
    Object.entries(value).filter(([key]) => !meaning.passing.includes(key)),
    meaning,
  );
}

/** What is another setting than it was, each as `path: was …, is …`. */
export function changesIn(path: string, before: Setting, after: Setting): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isEmpty(before) && isEmpty(after)) return [];
  if (isParted(before) && isParted(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changesIn(path === '' ? key : `${path} / ${key}`, before[key], after[key]));
  }
  return [`${path}: was ${written(before)}, is ${written(after)}`];
}

function members(entries: readonly (readonly [unknown, unknown])[], meaning: Meaning): Setting {
  return Object.fromEntries(
    entries
      .map(([key, inner]) => [String(key), inner] as const)
      .filter(([, inner]) => inner !== undefined && inner !== null)
      .map(([key, inner]) => [key, meaningOf(meaning.unnamed.includes(key) ? valuesOf(inner) : inner, meaning)]),
  );
}

function valuesOf(value: unknown): unknown {
  return value instanceof Map ? [...value.values()] : value;
}

/** The same texts are looked at after every attack. */
const documents = new Map<string, Setting>();

function documentIn(text: string): Setting {
  if (!/^\s*[{[]/.test(text)) return undefined;
  if (!documents.has(text)) documents.set(text, parsed(text));
  return documents.get(text);
}

function parsed(text: string): Setting {
  try {
    const document: unknown = JSON.parse(text);
    const setting = meaningOf(document, { passing: [], unnamed: [] });
    // An empty document says something, and an empty place does not.
    return isEmpty(setting) ? undefined : setting;
  } catch {
    return undefined;
  }
}

/** In a policy, one value and a list of one are the same. */
function policyPart(value: unknown): Setting {
  if (Array.isArray(value)) return value.length === 1 ? policyPart(value[0]) : unordered(value.map(policyPart));
  if (typeof value !== 'object' || value === null)
    return typeof value === 'boolean' ? String(value) : (value as string);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, policyPart(inner)]));
}

function unordered(items: readonly Setting[]): readonly Setting[] {
  if (items.length < 2) return items;
  const texts = items.map((item) => [inOrder(item), item] as const);
  return texts.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);
}

/** As text, in the same order whoever wrote it. */
function inOrder(item: Setting): string {
  if (Array.isArray(item)) return `[${item.map(inOrder).join(',')}]`;
  if (!isParted(item)) return JSON.stringify(item) ?? 'none';
  const sorted = Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${key}:${inOrder(inner)}`).join(',')}}`;
}

function isParted(value: Setting): value is { readonly [key: string]: Setting } {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Nothing, or a place in which there is nothing. */
function isEmpty(value: Setting): boolean {
  if (value === undefined) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

const LONGEST = 160;

function written(value: Setting): string {
  if (value === undefined) return 'not there';
  const text = inOrder(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
