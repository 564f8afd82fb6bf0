/** Properties of a resource as a rule sees them: plain values, and a mark where a preview cannot know one yet. */

/** Stands for a value that only the deployment will know. A rule takes it for given, and does not judge it. */
export const UNKNOWN = Symbol('known after the deployment');

export type Properties = Readonly<Record<string, unknown>>;

/**
 * Copies what a policy pack is handed. Reading a value that is not known yet throws there, and would end the whole rule;
 * here it leaves a mark, so that everything else is still judged.
 */
export function readable(properties: object): Properties {
  return copyOf(properties) as Properties;
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(value, index));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, read(value, key)]));
}

function read(holder: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = Reflect.get(holder, key);
  } catch {
    return UNKNOWN;
  }
  return copyOf(value);
}

/** The value at a path; undefined where the path ends early, and unknown where it ends in an unknown value. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (current === UNKNOWN) return UNKNOWN;
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Readonly<Record<string | number, unknown>>)[key];
  }
  return current;
}

/** The items of a list; none where there is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a value is there, known or not. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** Whether a value is one of these, as far as it is known. */
export function isOneOf(value: unknown, ...allowed: readonly unknown[]): boolean {
  return value === UNKNOWN || allowed.includes(value);
}

/** Whether a value is a number below the least that is allowed. */
export function isBelow(value: unknown, least: number): value is number {
  return typeof value === 'number' && value < least;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  return value === undefined || value === null ? 'not set' : (JSON.stringify(value) ?? 'not known yet');
}
