import { promise, type Row, withValue } from './table';

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

describe('an event pattern', () => {
  describe('with operators on strings', () => promise(STRINGS));
  describe('with wildcards', () => promise(WILDCARDS));
  describe('with numeric ranges', () => promise(NUMBERS));
  describe('with anything-but', () => promise(ANYTHING_BUT));
  describe('with CIDR blocks', () => promise(ADDRESSES));
});
