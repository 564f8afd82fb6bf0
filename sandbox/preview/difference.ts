/** How two values differ, leaf by leaf, as a reader of a report wants to see it. */
import { fieldsOf } from './parsed';

/** A leaf that is in one of two values, or differs in them. */
export interface Difference {
  /** `rules[0].expiration.days` */
  readonly path: string;
  /** As it is shown; not there for what is added. */
  readonly before?: string;
  /** As it is shown; not there for what is removed. */
  readonly after?: string;
}

/** What stands in a digest for a text that only the deployment will know. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** The key by which Pulumi marks values of its own, archives among them. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

/** Keeps a file, or a policy, from filling the report. */
const MOST_CHARACTERS = 400;

/** Where two values differ. Text that is JSON (policies, event patterns) is compared as what it says. */
export function differencesOf(before: unknown, after: unknown, path = ''): Difference[] {
  const left = opened(before);
  const right = opened(after);
  if (areBranches(left, right))
    return keysOf(left, right).flatMap((key) =>
      differencesOf(childOf(left, key), childOf(right, key), pathTo(path, key, left ?? right)),
    );
  const [was, is] = [shownOrNot(left), shownOrNot(right)];
  if (was === is) return [];
  return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
}

/** Two values of one form to look into, of which one may be missing. */
function areBranches(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return isBranch(left ?? right);
  return isBranch(left) && isBranch(right) && Array.isArray(left) === Array.isArray(right);
}

/** An object, or a list of objects: what is looked into. Lists of plain values are shown whole. */
function isBranch(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || SIGNATURE in value) return false;
  return !Array.isArray(value) || value.some((item) => typeof item === 'object' && item !== null);
}

function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Keys of both, in the order of the first. Pulumi's own notes on defaults are none of the program's properties. */
function keysOf(left: unknown, right: unknown): string[] {
  const keys = [left, right].flatMap((each) => (typeof each === 'object' && each !== null ? Object.keys(each) : []));
  return [...new Set(keys)].filter((key) => key !== '__defaults');
}

function childOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function pathTo(path: string, key: string, holder: unknown): string {
  if (Array.isArray(holder)) return `${path}[${key}]`;
  if (!/^[\w$]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function shownOrNot(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === UNKNOWN) return '(known after the deployment)';
  const { hash, [SIGNATURE]: signature } = fieldsOf(value);
  if (signature !== undefined) return `(content ${typeof hash === 'string' ? hash.slice(0, 12) : 'of a file'})`;
  const text = JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
