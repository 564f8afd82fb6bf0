/** What differs between what is declared and what is there, setting by setting. */
import { isDeepStrictEqual } from 'node:util';
import { type Fields, fields, messageOf } from './aws';

/** A resource as it was found: its settings under the keys of the declared ones, or that it is gone. */
export interface Found extends Fields {
  readonly gone?: true;
  /** The ARN, where only AWS knows it. */
  readonly identity?: string;
  /** What people should know about it though it is as declared, as a sentence. */
  readonly notice?: string;
}

/** A setting that could not be read. */
export class Unread {
  constructor(readonly error: unknown) {}
}

export interface Difference {
  readonly setting: string;
  /** As JSON. */
  readonly declared: string;
  /** As JSON, or why it could not be read. */
  readonly found: string;
  /** Set when nobody knows whether it differs. */
  readonly unread?: unknown;
}

/** What stands for a resource that is not there. */
export const GONE = 'it does not exist';

/**
 * The settings that are not as declared: all of them, when the resource is gone. Only declared settings are looked at; order
 * does not matter where it does not to AWS.
 */
export function differences(declared: object, actual: Found): Difference[] {
  return Object.entries(declared).flatMap(([setting, wanted]): Difference[] => {
    if (actual.gone) return [{ setting, declared: written(wanted), found: GONE }];
    const found = actual[setting];
    if (found instanceof Unread)
      return [
        { setting, declared: written(wanted), found: `not readable: ${messageOf(found.error)}`, unread: found.error },
      ];
    if (isDeepStrictEqual(canonical(wanted), canonical(found))) return [];
    return [{ setting, declared: written(wanted), found: written(found) }];
  });
}

/**
 * Reads settings side by side. One that cannot be read does not hide the others.
 */
export async function settingsFrom(reads: Readonly<Record<string, Promise<unknown>>>): Promise<Fields> {
  const entries = Object.entries(reads).map(async ([setting, read]) => {
    try {
      return [setting, await read] as const;
    } catch (error) {
      return [setting, new Unread(error)] as const;
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The value in the one form that everything equal to it has. */
function canonical(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return sorted(value.map(canonical));
  if (typeof value !== 'object') return value;
  const record = fields(value);
  if ('Statement' in record) return policy(record);
  return inOrder(record);
}

function inOrder(record: Fields): Fields {
  const keys = Object.keys(record).filter((key) => record[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, canonical(record[key])]));
}

/**
 * One value and a list of one are the same in a policy, and the order of statements and values says nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function policy(document: Fields): unknown {
  return sorted([document.Statement].flat().map((statement) => listed(statement)));
}

function listed(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? listed(value[0]) : sorted(value.map(listed));
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? String(value) : value;
  const record = fields(value);
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, listed(record[key])]),
  );
}

function sorted(values: readonly unknown[]): unknown[] {
  return [...values].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

function written(value: unknown): string {
  return value === undefined || value === null ? 'none' : JSON.stringify(value);
}
