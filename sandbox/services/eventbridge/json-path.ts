/** The JSON paths that EventBridge follows into an event: members, array indices, wildcards. */

type Step = string | number | typeof ANY;

/** `*` and `[*]`: every member or element. */
const ANY = Symbol('any');

const STEP = /\.([^.[\]]+)|\[(\d+)\]|\[\*\]|\['([^']*)'\]|\["([^"]*)"\]/gy;

/**
 * Takes a path apart; undefined for what EventBridge does not support.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function steps(path: string): Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const found: Step[] = [];
  STEP.lastIndex = 1;
  let end = 1;
  for (let match = STEP.exec(path); match !== null; match = STEP.exec(path)) {
    const [whole, member, index, single, double] = match;
    if (whole === '[*]' || member === '*') found.push(ANY);
    else found.push(index === undefined ? (member ?? single ?? double ?? '') : Number(index));
    end = STEP.lastIndex;
  }
  return end === path.length ? found : undefined;
}

export function isJsonPath(path: string): boolean {
  return steps(path) !== undefined;
}

/** What stands at a path; undefined when nothing does. With a wildcard, the list of all that does. */
export function valueAt(document: unknown, path: string): unknown {
  let values = [document];
  let many = false;
  for (const step of steps(path) ?? ['']) {
    many ||= step === ANY;
    values = values.flatMap((value) => (step === ANY ? children(value) : child(value, step)));
  }
  return many ? values : values[0];
}

function children(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function child(value: unknown, step: string | number): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return typeof step === 'number' && step < value.length ? [value[step]] : [];
  return typeof step === 'string' && Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}
