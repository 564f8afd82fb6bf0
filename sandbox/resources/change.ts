/** What an update is about: which inputs of a resource differ. */
import { isDeepStrictEqual } from 'node:util';
import type { ResourceAdapter } from './adapter';

/**
 * Tells of an input whether it differs between two states of a resource.
 *
 * An input that is left out stands for the provider's default. Where there is none, the provider knows no difference
 * between nothing, an empty text, an empty collection, `false` and 0. JSON counts by what it says, not by how it is written.
 *
 * @example if (['kmsKeyId', 's3BucketName'].some(changes(trail, news, olds))) …
 */
export function changes<Inputs extends object>(
  { defaults = {}, computed = [] }: Pick<ResourceAdapter, 'defaults' | 'computed'>,
  news: Inputs,
  olds: Inputs,
): (input: keyof Inputs & string) => boolean {
  return (input) => {
    if (news[input] === undefined && computed.includes(input)) return false;
    return !isSame(news[input] ?? defaults[input], olds[input] ?? defaults[input]);
  };
}

/**
 * A document as the program wrote it, as long as AWS's copy says the same: otherwise white space or the order of members
 * would show as drift.
 */
export function asWritten(given: string | object | undefined, actual: string | undefined): string | undefined {
  if (given === undefined || actual === undefined || !isSame(given, actual)) return actual;
  return typeof given === 'string' ? given : JSON.stringify(given);
}

/** Whether two values of an input are one to the provider. */
export function isSame(left: unknown, right: unknown): boolean {
  if (isJson(left) || isJson(right)) return isDeepStrictEqual(document(left), document(right));
  return isDeepStrictEqual(content(left), content(right));
}

/** A value without what is nothing to the provider: such members of structures, and all of it where nothing is left. */
function content(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(content);
  if (typeof value !== 'object' || value === null)
    return value === '' || value === false || value === 0 || value === null ? undefined : value;
  const members = Object.entries(value).map(([name, member]) => [name, content(member)] as const);
  const said = members.filter(([, member]) => member !== undefined);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

function isJson(value: unknown): boolean {
  return typeof value === 'string' && typeof document(value) === 'object';
}

/** What a JSON text says, or what an object would say as one; nothing, for an empty text. */
function document(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return JSON.parse(JSON.stringify(value));
  if (typeof value !== 'string') return value;
  try {
    return /^\s*[{[]/.test(value) ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}
