import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differencesOf } from '../../../sandbox/preview/difference';

const SIGNATURE = '4dabf18193072939515e22adb298388d';

describe('the difference of two values', () => {
  const found: readonly [promise: string, before: unknown, after: unknown, differences: object[]][] = [
    ['is nothing where they are the same', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    ['is what was added', {}, { a: 'x' }, [{ path: 'a', after: '"x"' }]],
    [
      'is what was removed, down to its leaves',
      { a: { b: 1, c: [2] } },
      {},
      [
        { path: 'a.b', before: '1' },
        { path: 'a.c', before: '[2]' },
      ],
    ],
    [
      'is a list of plain values as a whole',
      { a: ['x', 'y'] },
      { a: ['y'] },
      [{ path: 'a', before: '["x","y"]', after: '["y"]' }],
    ],
    [
      'is within a list of objects',
      { a: [{ b: 1 }] },
      { a: [{ b: 2 }, { b: 3 }] },
      [
        { path: 'a[0].b', before: '1', after: '2' },
        { path: 'a[1].b', after: '3' },
      ],
    ],
    ['is a change of form as a whole', { a: { b: 1 } }, { a: 'x' }, [{ path: 'a', before: '{"b":1}', after: '"x"' }]],
    [
      'is within JSON that is text',
      { a: '{"b":{"c":1}}' },
      { a: '{"b":{"c":2}}' },
      [{ path: 'a.b.c', before: '1', after: '2' }],
    ],
    ['is text that only looks like JSON', { a: '{b' }, { a: '{c' }, [{ path: 'a', before: '"{b"', after: '"{c"' }]],
    ['quotes keys that are no names', { 'aws:a': 1 }, {}, [{ path: '["aws:a"]', before: '1' }]],
    ["leaves out Pulumi's notes on defaults", { __defaults: ['a'] }, { __defaults: [] }, []],
    [
      'shows archives by their content alone',
      { code: { [SIGNATURE]: '0def', hash: '0123456789abcdef', assets: { 'index.mjs': { text: 'long' } } } },
      { code: { [SIGNATURE]: '0def', hash: 'fedcba9876543210', assets: {} } },
      [{ path: 'code', before: '(content 0123456789ab)', after: '(content fedcba987654)' }],
    ],
    ['shortens what is long', {}, { a: 'x'.repeat(500) }, [{ path: 'a', after: `"${'x'.repeat(399)}…` }]],
  ];
  for (const [promise, before, after, differences] of found)
    it(promise, () => {
      assert.deepEqual(differencesOf(before, after), differences);
    });

  it('of anything to itself is nothing, and never fails', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        assert.deepEqual(differencesOf(left, left), []);
        differencesOf(left, right);
      }),
    );
  });
});
