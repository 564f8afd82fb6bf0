/** Matches events against a pattern's rules, walking only the paths that they name. */
import type { Leaf, Test } from './operators';

/** What one field has to be. */
export interface Condition {
  readonly path: FieldPath;
  readonly test: Test;
  /** Whether the field may as well be missing. */
  readonly absence: boolean;
}

/** The way to the field whose names, joined by dots, are `path`. */
export class FieldPath {
  private readonly names: readonly string[];
  private readonly onward: (readonly string[])[] = [];

  constructor(path: string) {
    this.names = path.split('.');
  }

  /** How many levels down the field is. */
  get length(): number {
    return this.names.length;
  }

  /**
   * The names that lead on from a level; the one at index n takes n + 1 levels at once. AWS joins names by dots, so that
   * an event's field `a.b` is the same as its field `b` within `a`.
   */
  from(level: number): readonly string[] {
    const known = this.onward[level];
    if (known !== undefined) return known;
    const left = this.names.slice(level);
    const names = left.map((_, more) => left.slice(0, more + 1).join('.'));
    this.onward[level] = names;
    return names;
  }
}

export interface Rule {
  /** All have to hold. They are in the order of their paths, on which absence within arrays depends. */
  readonly conditions: readonly Condition[];
  /** The same, those first that take least to look at. */
  readonly nearestFirst: readonly Condition[];
}

/**
 * Whether an event fulfils a rule.
 *
 * A field that is a list is any of its values. Fields within different elements of one list are never put together: an
 * event with users `[{ name: a, role: x }, { name: b, role: y }]` has no user `a` with role `y`.
 */
export function fulfils(event: unknown, rule: Rule): boolean {
  let seen = 0;
  for (const { path, test, absence } of rule.nearestFirst) {
    const found = look(event, path, 0, false, test);
    seen |= found;
    // Within lists a field may be missing from the element that the other fields are in.
    if (!(found & PASSES) && !(absence && (!(found & EXISTS) || found & WITHIN_LIST))) return false;
  }
  if (!(seen & WITHIN_LIST)) return true;
  const gathered = rule.conditions.map((condition) => gather(event, condition));
  return fulfilsWithin(new Map(), gathered, 0);
}

/** What a look at a field can find, as bits. */
const EXISTS = 1;
const PASSES = 2;
const WITHIN_LIST = 4;

function look(node: unknown, path: FieldPath, level: number, withinList: boolean, test: Test): number {
  const isLeaf = level === path.length;
  let found = 0;
  if (Array.isArray(node)) {
    for (const element of node as readonly unknown[]) {
      if (typeof element === 'object' && element !== null) {
        found |= look(element, path, level, true, test);
      } else if (isLeaf) {
        found |= look(element, path, level, withinList, test);
      }
    }
  } else if (typeof node === 'object' && node !== null) {
    const names = path.from(level);
    for (let more = 0; more < names.length; more += 1) {
      const child = ownField(node, names[more] as string);
      if (child !== undefined) found |= look(child, path, level + more + 1, withinList, test);
    }
  } else if (isLeaf && node !== undefined) {
    found = EXISTS | (withinList ? WITHIN_LIST : 0) | (test(node as Leaf) ? PASSES : 0);
  }
  return found;
}

function ownField(node: object, name: string): unknown {
  const value: unknown = (node as Record<string, unknown>)[name];
  return value !== undefined && Object.hasOwn(node, name) ? value : undefined;
}

/** The element of a list that a value is within, and those around it. */
interface Place {
  readonly list: readonly unknown[];
  readonly index: number;
  readonly outer: Place | undefined;
}

/** Every value of a condition's field. */
interface Gathered {
  readonly condition: Condition;
  readonly values: { passes: boolean; place: Place | undefined }[];
}

function gather(event: unknown, condition: Condition): Gathered {
  const { path, test } = condition;
  const values: Gathered['values'] = [];
  const walk = (node: unknown, level: number, place: Place | undefined): void => {
    const isLeaf = level === path.length;
    if (Array.isArray(node)) {
      const list = node as readonly unknown[];
      list.forEach((element, index) => {
        const isNode = typeof element === 'object' && element !== null;
        walk(element, level, isNode ? { list, index, outer: place } : place);
      });
    } else if (typeof node === 'object' && node !== null) {
      path.from(level).forEach((name, more) => {
        const child = ownField(node, name);
        if (child !== undefined) walk(child, level + more + 1, place);
      });
    } else if (isLeaf && node !== undefined) {
      values.push({ passes: test(node as Leaf), place });
    }
  };
  walk(event, 0, undefined);
  return { condition, values };
}

/** Which element of each list the values chosen so far are within. */
type Held = ReadonlyMap<readonly unknown[], number>;

/** Whether values can be chosen for the conditions from `at` on that lie within the elements held, or elsewhere. */
function fulfilsWithin(held: Held, gathered: readonly Gathered[], at: number): boolean {
  const current = gathered[at];
  if (current === undefined) return true;
  const choices = current.values.flatMap(({ passes, place }) => {
    const also = holding(held, place);
    return also === undefined ? [] : [{ passes, also }];
  });
  if (choices.length === 0 && current.condition.absence) return fulfilsWithin(held, gathered, at + 1);
  let triedAsHeld = false;
  return choices.some(({ passes, also }) => {
    if (!passes || (also === held && triedAsHeld)) return false;
    triedAsHeld ||= also === held;
    return fulfilsWithin(also, gathered, at + 1);
  });
}

/** What is held when a value at `place` is chosen too: `held` itself if that adds nothing, undefined if it cannot be. */
function holding(held: Held, place: Place | undefined): Held | undefined {
  let added: Map<readonly unknown[], number> | undefined;
  for (let at = place; at !== undefined; at = at.outer) {
    const index = held.get(at.list);
    if (index === undefined) added = (added ?? new Map(held)).set(at.list, at.index);
    else if (index !== at.index) return undefined;
  }
  return added ?? held;
}
