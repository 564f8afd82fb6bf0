import assert from 'node:assert/strict';
import { matches, parsePattern } from '../../../sandbox/event-pattern/index';

/** A promise, the pattern that it is about, events that the pattern matches and events that it does not. */
export type Row = readonly [
  promise: string,
  pattern: object | string,
  matched: readonly object[],
  unmatched: readonly object[],
];

/** Events whose field `a` is each of the values. */
export const withValue = (...values: unknown[]): object[] => values.map((a) => ({ a }));

/** Registers a test for each row. */
export function promise(rows: readonly Row[]): void {
  for (const [title, pattern, matched, unmatched] of rows) {
    it(title, () => {
      const parsed = parsePattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
      const answers = [...matched, ...unmatched].map((event) => [event, matches(parsed, event)]);
      assert.deepEqual(answers, [
        ...matched.map((event) => [event, true]),
        ...unmatched.map((event) => [event, false]),
      ]);
    });
  }
}
