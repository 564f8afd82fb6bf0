import assert from 'node:assert/strict';
import { matches, parsePattern } from '../../../sandbox/event-pattern/index';

/** What the pattern is for, the pattern, events that it matches, events that it does not. */
type Row = readonly [
  promise: string,
  pattern: object | string,
  matched: readonly object[],
  unmatched: readonly object[],
];

/** Events with one field each. */
const withValue = (...values: unknown[]): object[] => values.map((a) => ({ a }));

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

const STRINGS: readonly Row[] = [
  ['prefix', { a: [{ prefix: 'ab' }] }, withValue('ab', 'abc'), [...withValue('xab', 'AB', '', 1, null), {}]],
  ['an empty prefix is any string', { a: [{ prefix: '' }] }, withValue('', 'x'), [...withValue(1, null, true), {}]],
  [
    'prefix without case',
    { a: [{ prefix: { 'equals-ignore-case': 'aB' } }] },
    withValue('AbC', 'ab'),
    withValue('cab', 5),
  ],
  ['suffix', { a: [{ suffix: '.png' }] }, withValue('.png', 'x.png'), [...withValue('x.PNG', 'x.png ', 1), {}]],
  [
    'suffix without case',
    { a: [{ suffix: { 'equals-ignore-case': '.png' } }] },
    withValue('x.PnG'),
    withValue('x.pngx'),
  ],
  [
    'equals-ignore-case',
    { a: [{ 'equals-ignore-case': 'aLICE' }] },
    withValue('Alice', 'ALICE'),
    withValue('Alic', 'Alicee', null),
  ],
  ['an empty equals-ignore-case', { a: [{ 'equals-ignore-case': '' }] }, withValue(''), withValue('x', null)],
  ['case forms in full', { a: [{ 'equals-ignore-case': 'ß' }] }, withValue('ß', 'SS'), withValue('ss', 'Ss')],
  ['case of non-Latin letters', { a: [{ 'equals-ignore-case': 'Жук' }] }, withValue('жУК'), withValue('жук.')],
  ['question marks for half characters', { a: [{ 'equals-ignore-case': 'a🚀' }] }, withValue('A??'), withValue('a🚀')],
  [
    'regular expressions have no meaning',
    { a: [{ 'equals-ignore-case': '(a|b)+.$^[]\\' }] },
    withValue('(A|B)+.$^[]\\'),
    withValue('ab'),
  ],
  ['exactly', { a: [{ exactly: 'x' }] }, withValue('x'), withValue('X')],
  [
    'characters beyond the basic plane',
    { a: [{ suffix: '🚀' }, { wildcard: '🚀*' }] },
    withValue('x🚀', '🚀x'),
    withValue('x🚀x'),
  ],
];

const WILDCARDS: readonly Row[] = [
  [
    'anything in between, also nothing',
    { a: [{ wildcard: 'a*c' }] },
    withValue('ac', 'abc', 'a\nc', 'acc'),
    withValue('a', 'acb', 'xac', 5),
  ],
  ['at the ends', { a: [{ wildcard: '*b*' }] }, withValue('b', 'abc', 'bb'), withValue('', 'ac')],
  ['alone it is any string', { a: [{ wildcard: '*' }] }, withValue('', 'x'), [...withValue(1, null, true), {}]],
  ['none', { a: [{ wildcard: 'ab' }] }, withValue('ab'), withValue('abc', 'AB')],
  ['an empty one', { a: [{ wildcard: '' }] }, withValue(''), withValue('x')],
  ['pieces do not overlap', { a: [{ wildcard: 'ab*ba' }] }, withValue('abba', 'abxba'), withValue('aba')],
  ['pieces in a row', { a: [{ wildcard: '*a*b*' }] }, withValue('ab', 'xaxbx'), withValue('ba')],
  ['an escaped star', { a: [{ wildcard: 'a\\*b' }] }, withValue('a*b'), withValue('axb', 'a\\*b')],
  [
    'an escaped backslash before a star',
    { a: [{ wildcard: 'a\\\\*' }] },
    withValue('a\\', 'a\\b'),
    withValue('a', 'a*'),
  ],
  ['an escaped star beside a star', { a: [{ wildcard: '*\\*' }] }, withValue('*', 'x*'), withValue('x', '')],
  [
    'repeats after a star',
    { a: [{ wildcard: '/Users/*/dir/dir/doc.txt' }] },
    withValue('/Users/dir/dir/dir/doc.txt'),
    withValue('/Users/dir/doc.txt'),
  ],
];

const NUMBERS: readonly Row[] = [
  ['equal', { a: [{ numeric: ['=', 3.018e2] }] }, withValue(301.8), [...withValue('301.8', 301, null, true), {}]],
  ['less', { a: [{ numeric: ['<', 10] }] }, withValue(9.99, -1e300, 0), withValue(10, '9')],
  ['less or equal', { a: [{ numeric: ['<=', 10] }] }, withValue(10, 9), withValue(10.000001)],
  ['greater', { a: [{ numeric: ['>', 0] }] }, withValue(5e-324, 1e308), withValue(0, -0)],
  ['greater or equal', { a: [{ numeric: ['>=', 0] }] }, withValue(0, 1), withValue(-1e-9)],
  ['between, upper end included', { a: [{ numeric: ['>', 0, '<=', 5] }] }, withValue(0.1, 5), withValue(0, 5.1)],
  ['between, lower end included', { a: [{ numeric: ['>=', 0, '<', 5] }] }, withValue(0, 4.9), withValue(-0.1, 5)],
  ['beyond the old limit of 5e9', { a: [{ numeric: ['>', 5e9] }] }, withValue(5e9 + 1, 1e15), withValue(5e9)],
  [
    'integers as large as doubles hold',
    { a: [9007199254740991] },
    withValue(9007199254740991),
    withValue(9007199254740990),
  ],
  [
    'integers larger than doubles hold',
    '{"a":[9007199254740993]}',
    withValue(9007199254740993n),
    withValue(9007199254740992, 9007199254740994),
  ],
];

const ANYTHING_BUT: readonly Row[] = [
  [
    'a string',
    { a: [{ 'anything-but': 'x' }] },
    withValue('y', 'X', '', null, 1, true),
    [...withValue('x'), {}, { a: {} }, { a: [] }],
  ],
  ['strings', { a: [{ 'anything-but': ['x', 'y'] }] }, withValue('z', null, 1), [...withValue('x', 'y'), {}]],
  ['a number', { a: [{ 'anything-but': 5 }] }, withValue(6, '5', null), [...withValue(5), {}]],
  ['zero', { a: [{ 'anything-but': 0 }] }, withValue(1, '0', false), withValue(0, -0)],
  ['numbers', { a: [{ 'anything-but': [1, 2.5] }] }, withValue(2, '1'), withValue(1, 2.5)],
  [
    'a prefix',
    { a: [{ 'anything-but': { prefix: 'in' } }] },
    withValue('out', 'IN', '', null, 12),
    [...withValue('in', 'into'), {}],
  ],
  ['prefixes', { a: [{ 'anything-but': { prefix: ['in', 'out'] } }] }, withValue('x', 12), withValue('into', 'outer')],
  [
    'a suffix',
    { a: [{ 'anything-but': { suffix: '.txt' } }] },
    withValue('x.txt.bak', null),
    [...withValue('x.txt'), {}],
  ],
  ['suffixes', { a: [{ 'anything-but': { suffix: ['.txt', '.md'] } }] }, withValue('x'), withValue('x.txt', 'y.md')],
  [
    'without case',
    { a: [{ 'anything-but': { 'equals-ignore-case': 'Run' } }] },
    withValue('runs', null, 1),
    [...withValue('RUN'), {}],
  ],
  [
    'several without case',
    { a: [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }] },
    withValue('c'),
    withValue('A', 'B'),
  ],
  [
    'a wildcard',
    { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    withValue('/bin/x', 5, null),
    [...withValue('/lib/x'), {}],
  ],
  ['wildcards', { a: [{ 'anything-but': { wildcard: ['*a*', 'b'] } }] }, withValue('bb', ''), withValue('xax', 'b')],
  ['an empty wildcard', { a: [{ 'anything-but': { wildcard: '' } }] }, withValue('x', 1), withValue('')],
  [
    'an IP address is no more than its spelling',
    { a: [{ 'anything-but': '10.0.0.1' }] },
    withValue('010.0.0.1'),
    withValue('10.0.0.1'),
  ],
  [
    'two of them are or, not and',
    { a: [{ 'anything-but': 'x' }, { 'anything-but': 'y' }] },
    withValue('x', 'y', 'z'),
    [{}],
  ],
  ['any other value of a list', { a: [{ 'anything-but': 'x' }] }, withValue(['x', 'y'], ['y']), withValue(['x'], [])],
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

const ADDRESSES: readonly Row[] = [
  [
    'IPv4',
    { a: [{ cidr: '10.0.0.0/24' }] },
    withValue('10.0.0.0', '10.0.0.255'),
    [...withValue('10.0.1.0', '9.255.255.255', '10.0.0.256', '10.0.0', 'x', 167772160), {}],
  ],
  [
    'bits within a byte',
    { a: [{ cidr: '192.168.7.77/22' }] },
    withValue('192.168.4.0', '192.168.7.255'),
    withValue('192.168.3.255', '192.168.8.0'),
  ],
  ['all of IPv4', { a: [{ cidr: '0.0.0.0/0' }] }, withValue('0.0.0.0', '255.255.255.255'), withValue('', null, 5)],
  [
    'the longest IPv4 mask',
    { a: [{ cidr: '10.0.0.2/31' }] },
    withValue('10.0.0.2', '10.0.0.3'),
    withValue('10.0.0.1', '10.0.0.4'),
  ],
  [
    'IPv6',
    { a: [{ cidr: '2001:db8:1234:1a00::/64' }] },
    withValue('2001:0db8:1234:1a00:0:0:0:ffff', '2001:DB8:1234:1A00::'),
    withValue('2001:db8:1234:1a01::', '10.0.0.1'),
  ],
  [
    'the longest IPv6 mask',
    { a: [{ cidr: '::2/127' }] },
    withValue('::2', '::3', '0:0:0:0:0:0:0:3'),
    withValue('::1', '::4', '::g', ':::2', '1:2'),
  ],
  ['IPv4 mapped into IPv6', { a: [{ cidr: '10.0.0.0/8' }] }, withValue('::ffff:a01:203'), withValue('::ffff:b01:203')],
  [
    'IPv4 that begins like an IPv6 block',
    { a: [{ cidr: 'a00::/8' }] },
    withValue('10.80.0.1'),
    withValue('11.0.0.1', '10.0.0.0'),
  ],
  ['IPv6 that begins like an IPv4 block', { a: [{ cidr: '38.0.0.0/8' }] }, withValue('2600::1'), withValue('2700::1')],
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

function promise(rows: readonly Row[]): void {
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

describe('an event pattern', () => {
  describe('of literal values', () => promise(LITERALS));
  describe('with operators on strings', () => promise(STRINGS));
  describe('with wildcards', () => promise(WILDCARDS));
  describe('with numeric ranges', () => promise(NUMBERS));
  describe('with anything-but', () => promise(ANYTHING_BUT));
  describe('with exists', () => promise(EXISTENCE));
  describe('with CIDR blocks', () => promise(ADDRESSES));
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
