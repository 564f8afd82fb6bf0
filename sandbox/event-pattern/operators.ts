/** The tests that a pattern's values make of one value in an event, as closures. */

/**
 * A value in an event that is neither object nor array. An integer that a double cannot hold is a bigint; it equals
 * only itself.
 */
export type Leaf = string | number | bigint | boolean | null;

export type Test = (value: Leaf) => boolean;

/** Which end of a value a case-insensitive text has to be at. */
export type Anchor = 'whole' | 'prefix' | 'suffix';

export function startsWith(text: string): Test {
  return (value) => typeof value === 'string' && value.startsWith(text);
}

export function endsWith(text: string): Test {
  return (value) => typeof value === 'string' && value.endsWith(text);
}

/**
 * Equality without case, of all of a value or of one end of it.
 *
 * The alternatives are each character's lower and upper case forms, in full: `ß` matches `ß` and `SS`, not `ss`. AWS
 * takes UTF-16 units for characters and replaces half a surrogate pair by a question mark, so an emoji never matches.
 */
export function ignoringCase(text: string, anchor: Anchor): Test {
  const characters = text.split('').map((unit) => {
    if (/[\ud800-\udfff]/.test(unit)) return '\\?';
    return `(?:${escaped(unit.toLowerCase())}|${escaped(unit.toUpperCase())})`;
  });
  const start = anchor === 'suffix' ? '' : '^';
  const end = anchor === 'prefix' ? '' : '$';
  const expression = new RegExp(start + characters.join('') + end);
  return (value) => typeof value === 'string' && expression.test(value);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Matches pieces of text in this order with anything between them; the first starts the value, the last ends it. */
export function wildcard(pieces: readonly string[]): Test {
  const first = pieces[0] ?? '';
  if (pieces.length < 2) return (value) => value === first;
  const last = pieces[pieces.length - 1] ?? '';
  const middle = pieces.slice(1, -1);
  return (value) => {
    if (typeof value !== 'string' || !value.startsWith(first)) return false;
    let from = first.length;
    for (const piece of middle) {
      const found = value.indexOf(piece, from);
      if (found === -1) return false;
      from = found + piece.length;
    }
    return value.length - last.length >= from && value.endsWith(last);
  };
}

/** Matches a value of any type, null included, that passes none of the tests. A missing field has no value to match. */
export function anythingBut(tests: readonly Test[]): Test {
  return (value) => !tests.some((test) => test(value));
}

export function oneOf(values: readonly Leaf[]): Test {
  const set = new Set(values);
  return (value) => set.has(value);
}

/** Whether a value is a number between two bounds, either of which may be excluded. */
export function between(low: number, lowExcluded: boolean, high: number, highExcluded: boolean): Test {
  return (value) =>
    typeof value === 'number' &&
    (lowExcluded ? value > low : value >= low) &&
    (highExcluded ? value < high : value <= high);
}

/** Passes a value that is text to `test`. */
export function ofText(test: (value: string) => boolean): Test {
  return (value) => typeof value === 'string' && test(value);
}

/** Matches every value there is: `exists`. */
export const anything: Test = () => true;
