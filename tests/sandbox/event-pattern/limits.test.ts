import assert from 'node:assert/strict';
import { matches, parsePattern } from '../../../sandbox/event-pattern/index';
import { refusal } from './refusal';

describe('the limits of an event pattern', () => {
  const wildcards = (...texts: string[]): string => JSON.stringify({ a: texts.map((wildcard) => ({ wildcard })) });
  const tooComplex =
    'Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard characters or fewer repeating ' +
    'character sequences after a wildcard character';

  it('refuse wildcards that could be at too many places at once', () => {
    for (const source of [
      wildcards('*:*:*:*:*:event-bus/*'),
      wildcards('*/datasync/*.bif', '*/datasync/*.tiff', '*/datasync/*.tif', '*/datasync/*.svs'),
      wildcards(...['One', 'Two', 'Three', 'Four'].map((name) => `*:stack/${name}/*`)),
      JSON.stringify({ a: [{ 'anything-but': { wildcard: '*a*a*a*a*a*a*' } }] }),
      JSON.stringify({ a: [{ 'anything-but': { wildcard: ['*b*b*', 'b*b*b*b'] } }] }),
      JSON.stringify({ a: [{ 'anything-but': { wildcard: ['a*aa*', '*a*aabb', 'aaa', '*a'] } }] }),
      wildcards('*a*a', '*a*a', '*a*a', '*a*a'),
      JSON.stringify({ $or: ['*/x/*.a', '*/x/*.b', '*/x/*.c', '*/x/*.d'].map((wildcard) => ({ a: [{ wildcard }] })) }),
      JSON.stringify({ a: ['x'], b: [{ exists: true }], c: [{ wildcard: '*:*:*:*:*:*' }] }),
    ]) {
      assert.equal(refusal(source), tooComplex, source);
    }
  });

  it('accept wildcards that differ before their first star or do not repeat', () => {
    for (const source of [
      wildcards('arn:aws:events:us-east-1:*:event-bus/*'),
      wildcards('/Users/*/dir/dir/dir/dir/dir/doc.txt'),
      wildcards('*/datasync/*.bif', '*/datasync/*.tif'),
      wildcards('*:*:*:*:*:'),
      wildcards('*a*a', '*a*a', '*a*a'),
      wildcards('*.bif', '*.tiff', '*.tif', '*.svs'),
      wildcards(...['One', 'Two', 'Three'].map((name) => `*:stack/${name}/*`)),
      JSON.stringify({
        a: [{ wildcard: '*/a/*' }],
        b: [{ wildcard: '*/b/*' }],
        c: [{ wildcard: '*/c/*' }],
        d: [{ wildcard: '*/d/*' }],
      }),
    ]) {
      assert.equal(refusal(source), 'accepted', source);
    }
  });

  const choices = (name: string, count: number): object => ({
    $or: Array.from({ length: count }, (_, index) => ({ [`${name}${index}`]: ['x'] })),
  });

  it('accept 1,000 combinations of $or branches, each of which matches', () => {
    const pattern = parsePattern(
      JSON.stringify({ ...choices('a', 10), o: { ...choices('b', 10), p: choices('c', 10) } }),
    );
    assert.equal(pattern.rules.length, 1000);
    assert.equal(matches(pattern, { a9: 'x', o: { b9: 'x', p: { c9: 'x' } } }), true);
    assert.equal(matches(pattern, { a9: 'x', o: { b9: 'x', p: { c10: 'x' } } }), false);
  });

  it('refuse what is nested deeper than 1,000 levels', () => {
    const deep = (levels: number): string => `${'{"a":'.repeat(levels - 1)}["x"]${'}'.repeat(levels - 1)}`;
    const limit = '(1000, from `StreamReadConstraints.getMaxNestingDepth()`)';
    const reason = `Document nesting depth (1001) exceeds the maximum allowed ${limit}`;
    assert.equal(refusal(deep(1000)), 'accepted');
    assert.equal(refusal(deep(1001)), `Event pattern is not valid. Reason: ${reason}`);
  });

  it('refuse more, however the branches are nested', () => {
    const reason =
      'Event pattern is not valid. Reason: Rule is too complex - $or makes more than 1000 rule combinations';
    const [branch, ...others] = (choices('a', 10) as { $or: object[] }).$or;
    assert.equal(
      refusal(JSON.stringify({ ...choices('a', 10), o: { ...choices('b', 10), p: choices('c', 11) } })),
      reason,
    );
    assert.equal(refusal(JSON.stringify({ $or: [{ ...branch, ...choices('b', 101) }, ...others] })), reason);
  });
});
