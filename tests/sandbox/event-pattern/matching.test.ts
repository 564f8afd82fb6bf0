import assert from 'node:assert/strict';
import { matches, parsePattern } from '../../../sandbox/event-pattern/index';
import { promise, type Row, withValue } from './table';

const LITERALS: readonly Row[] = [
  ['compares strings exactly', { a: ['x'] }, withValue('x'), [...withValue('X', 'xx', ' x', null, true, 1), {}]],
  ['takes any value of the list', { a: ['x', 'y', 1] }, withValue('x', 'y', 1), withValue('z', '1', 2)],
  ['asks for every field', { a: ['x'], b: ['y'] }, [{ a: 'x', b: 'y', c: 1 }], [{ a: 'x' }, { a: 'x', b: 'z' }]],
  ['compares names with their case', { A: ['x'] }, [{ A: 'x' }], [{ a: 'x' }]],
  ['tells null from a missing field', { a: [null] }, withValue(null), [...withValue('null', '', 0, false), {}]],
  ['tells an empty string from null', { a: [''] }, withValue(''), [...withValue(null, ' '), {}]],
  ['tells booleans from strings', { a: [true] }, withValue(true), withValue(false, 'true', 1, null)],
  ['tells numbers from strings', { a: ['5'] }, withValue('5'), withValue(5, '5.0')],
  ['compares numbers by value', '{"a":[5.0, 3e2]}', withValue(5, 300), withValue('5', 5.1, '300')],
  ['takes zero with either sign', '{"a":[-0.0]}', withValue(0, -0), withValue('0')],
  ['has the last of two equal fields in force', '{"a":["x"],"a":["y"]}', withValue('y'), withValue('x')],
  [
    'joins objects that are given twice',
    '{"o":{"a":["x"]},"o":{"b":["y"]}}',
    [{ o: { a: 'x', b: 'y' } }],
    [{ o: { a: 'x' } }, { o: { b: 'y' } }],
  ],
  ['ignores what follows the pattern', '{"a":["x"]} and more', withValue('x'), withValue('y')],
  [
    'matches IP addresses in any spelling',
    { a: ['10.0.0.1'] },
    withValue('10.0.0.1', '010.0.0.1', '::ffff:a00:1'),
    withValue('10.0.0.2'),
  ],
  [
    'matches IPv6 addresses in any spelling',
    { a: ['2001:DB8::1'] },
    withValue('2001:db8:0:0:0:0:0:1'),
    withValue('2001:db8::2'),
  ],
  [
    'leaves what only looks like an address a string',
    { a: ['300.0.0.1'] },
    withValue('300.0.0.1'),
    withValue('44.0.0.1'),
  ],
  ['does not look into strings that hold JSON', { a: { b: ['x'] } }, [{ a: { b: 'x' } }], [{ a: '{"b":"x"}' }]],
  [
    'does not see what objects inherit',
    { a: { constructor: [{ exists: true }] } },
    [{ a: { constructor: 1 } }],
    [{ a: {} }],
  ],
  ['treats dots in names as levels', { a: { b: ['x'] } }, [{ a: { b: 'x' } }, { 'a.b': 'x' }], [{ 'a.b': { b: 'x' } }]],
  ['treats dots in its own names as levels', { 'a.b': ['x'] }, [{ a: { b: 'x' } }, { 'a.b': 'x' }], [{ b: 'x' }]],
];

const EXISTENCE: readonly Row[] = [
  [
    'present',
    { a: [{ exists: true }] },
    withValue('', null, 0, false, [1]),
    [{}, ...withValue({}, { b: 1 }, [], [{}], [[]])],
  ],
  [
    'absent',
    { a: [{ exists: false }] },
    [{}, { b: 1 }, ...withValue({}, { b: 1 }, [], [{ b: 1 }])],
    withValue(null, '', 'x', [1]),
  ],
  [
    'absent below what is absent',
    { a: { b: { c: [{ exists: false }] } } },
    [{}, { a: 1 }, { a: { b: {} } }],
    [{ a: { b: { c: null } } }],
  ],
  ['absent or a value', { a: [{ exists: false }, 'x'] }, [{}, ...withValue('x', [])], withValue('y', null)],
  ['present or a value is present', { a: ['x', { exists: true }] }, withValue('x', 'y'), [{}]],
  ['both is everything', { a: [{ exists: false }, { exists: true }] }, [{}, ...withValue(1)], []],
];

const OR: readonly Row[] = [
  ['either field', { $or: [{ a: [1] }, { b: [2] }] }, [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }], [{ a: 2, b: 1 }, {}]],
  ['together with other fields', { c: [3], $or: [{ a: [1] }, { b: [2] }] }, [{ c: 3, b: 2 }], [{ c: 3 }, { a: 1 }]],
  ['within an object', { o: { $or: [{ a: [1] }, { b: [2] }] } }, [{ o: { b: 2 } }], [{ b: 2 }]],
  [
    'objects in it',
    { $or: [{ o: { a: [1] } }, { p: { b: [2] } }] },
    [{ o: { a: 1 } }, { p: { b: 2 } }],
    [{ o: { b: 2 } }],
  ],
  [
    'all fields of one branch',
    { $or: [{ a: [1], b: [2] }, { c: [3] }] },
    [{ a: 1, b: 2 }, { c: 3 }],
    [{ a: 1 }, { b: 2 }],
  ],
  [
    'nested',
    { $or: [{ a: [1] }, { b: [2], $or: [{ c: [3] }, { d: [4] }] }] },
    [{ a: 1 }, { b: 2, d: 4 }],
    [{ b: 2 }, { c: 3 }],
  ],
  [
    'side by side in different objects',
    { $or: [{ a: [1] }, { b: [2] }], o: { $or: [{ c: [3] }, { d: [4] }] } },
    [
      { a: 1, o: { d: 4 } },
      { b: 2, o: { c: 3 } },
    ],
    [{ a: 1 }, { o: { c: 3 } }],
  ],
  [
    'twice in one object',
    '{"$or":[{"a":[1]},{"b":[2]}],"$or":[{"c":[3]},{"d":[4]}]}',
    [{ a: 1, c: 3 }],
    [{ a: 1 }, { c: 3 }],
  ],
  [
    'operators of every kind',
    { $or: [{ a: [{ numeric: ['>', 0] }] }, { b: [{ exists: false }] }] },
    [{ a: 1, b: 1 }, {}],
    [{ a: 0, b: 1 }],
  ],
  [
    'replaces a field that came before',
    { a: [1], $or: [{ a: [2] }, { b: [3] }] },
    [{ a: 2 }, { a: 1, b: 3 }],
    [{ a: 1 }],
  ],
  [
    'is replaced by a field that comes after',
    { $or: [{ a: [2] }, { b: [3] }], a: [1] },
    [{ a: 1 }],
    [{ a: 2 }, { a: 2, b: 3 }],
  ],
  [
    'is a field like any other with an object',
    { $or: { a: [1], b: [2] } },
    [{ $or: { a: 1, b: 2 } }],
    [{ a: 1, b: 2 }],
  ],
  [
    'is a field like any other with operators',
    { $or: [{ prefix: 'a' }, { numeric: ['>', 5] }] },
    [{ $or: 'ab' }, { $or: 6 }],
    [{ $or: 'b' }],
  ],
  [
    'is a field like any other with one operator',
    { a: { $or: [{ cidr: '10.0.0.0/24' }] } },
    [{ a: { $or: '10.0.0.7' } }],
    [{ a: { $or: '10.0.1.7' } }],
  ],
];

describe('an event pattern', () => {
  describe('of literal values', () => promise(LITERALS));
  describe('with exists', () => promise(EXISTENCE));
  describe('with $or', () => promise(OR));

  it('keeps its source', () => {
    assert.equal(parsePattern('{ "a": ["x"] }').source, '{ "a": ["x"] }');
  });

  it('matches nothing in what is no object', () => {
    for (const event of [null, undefined, 'x', 5, [], [['x']]]) {
      assert.equal(matches(parsePattern('{"a":["x"]}'), event), false);
    }
  });
});
