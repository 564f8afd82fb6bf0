import assert from 'node:assert/strict';
import { refusal } from './refusal';

/** A pattern and why it is refused; the column is where AWS's reader stands then, when its message says so. */
type Row = readonly [source: string, reason: string, column?: number];

const STRUCTURE: readonly Row[] = [
  ['', 'Filter is not an object', 1],
  ['["x"]', 'Filter is not an object', 2],
  ['"x"', 'Filter is not an object', 2],
  ['null', 'Filter is not an object', 5],
  ['{}', 'Empty objects are not allowed', 3],
  ['{"source": ["aws.health"], "detail": {}}', 'Empty objects are not allowed', 40],
  ['{"resources": []}', 'Empty arrays are not allowed', 17],
  ['{"a": "x"}', '"a" must be an object or an array', 8],
  ['{"a": 42}', '"a" must be an object or an array', 9],
  ['{"a": {"b": null}}', '"b" must be an object or an array', 17],
  ['{"a": [["x"]]}', 'Match value must be String, number, true, false, or null', 9],
  ['{"a": [{}]}', 'Match expression name not found', 10],
  ['{"a": [{"EXISTS": true}]}', 'Unrecognized match type EXISTS', 23],
  ['{"a": [{"constructor": "x"}]}', 'Unrecognized match type constructor', 25],
  ['{"a": [{"prefix": "x", "suffix": "y"}]}', 'Only one key allowed in match expression', 35],
];

const OPERATORS: readonly Row[] = [
  ['{"a": [{"prefix": 5}]}', 'prefix match pattern must be a string', 20],
  ['{"a": [{"prefix": ["x"]}]}', 'prefix match pattern must be a string', 20],
  ['{"a": [{"suffix": null}]}', 'suffix match pattern must be a string', 23],
  ['{"a": [{"exactly": 5}]}', 'exact match pattern must be a string', 21],
  ['{"a": [{"prefix": {}}]}', 'Prefix expression name not found', 21],
  ['{"a": [{"suffix": {}}]}', 'Suffix expression name not found', 21],
  ['{"a": [{"prefix": {"wildcard": "x"}}]}', 'Unsupported prefix pattern: wildcard', 33],
  ['{"a": [{"suffix": {"prefix": "x"}}]}', 'Unsupported suffix pattern: prefix', 31],
  ['{"a": [{"prefix": {"equals-ignore-case": 5}}]}', 'equals-ignore-case match pattern must be a string', 43],
  ['{"a": [{"equals-ignore-case": ["x"]}]}', 'equals-ignore-case match pattern must be a string', 32],
  ['{"a": [{"wildcard": 5}]}', 'wildcard match pattern must be a string', 22],
  ['{"a": [{"wildcard": "x**"}]}', 'Consecutive wildcard characters at pos 2', 26],
  ['{"a": [{"wildcard": "é**"}]}', 'Consecutive wildcard characters at pos 3', 26],
  ['{"a": [{"wildcard": "a\\\\b"}]}', 'Invalid escape character at pos 2', 27],
  ['{"a": [{"wildcard": "ab\\\\"}]}', 'Invalid escape character at pos 3', 27],
  ['{"a": [{"exists": "true"}]}', 'exists match pattern must be either true or false.', 20],
  ['{"a": [{"cidr": 5}]}', 'prefix match pattern must be a string', 18],
  ['{"a": [{"cidr": "10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
  ['{"a": [{"cidr": "10.0.0.0/x"}]}', 'Malformed CIDR, mask bits must be an integer'],
  ['{"a": [{"cidr": "10.0.0.0/-1"}]}', 'Malformed CIDR, mask bits must not be negative'],
  ['{"a": [{"cidr": "10.0.0.0/32"}]}', 'IPv4 mask bits must be < 32'],
  ['{"a": [{"cidr": "::/128"}]}', 'IPv6 mask bits must be < 128'],
  ['{"a": [{"cidr": "10.0.0/8"}]}', 'Nonstandard IP address: 10.0.0'],
  ['{"a": [{"cidr": "10.0.0.256/8"}]}', 'Invalid IP address: 10.0.0.256'],
  ['{"a": [{"cidr": "1::2::3/8"}]}', 'Invalid IP address: 1::2::3'],
];

const NUMERIC: readonly Row[] = [
  ['{"a": [{"numeric": 5}]}', 'Value of numeric must be an array.', 21],
  ['{"a": [{"numeric": []}]}', 'Invalid member in numeric match: ]', 22],
  ['{"a": [{"numeric": [5]}]}', 'Invalid member in numeric match: 5', 22],
  ['{"a": [{"numeric": ["!=", 5]}]}', 'Unrecognized numeric range operator: !=', 28],
  ['{"a": [{"numeric": ["="]}]}', 'Value of equals must be numeric', 25],
  ['{"a": [{"numeric": ["<", "5"]}]}', 'Value of < must be numeric', 27],
  ['{"a": [{"numeric": ["=", 5, 6]}]}', 'Too many elements in numeric expression', 30],
  ['{"a": [{"numeric": ["<", 5, ">", 1]}]}', 'Too many elements in numeric expression', 30],
  ['{"a": [{"numeric": [">", 1, 5]}]}', 'Bad value in numeric range: 5', 30],
  ['{"a": [{"numeric": [">", 1, ">", 5]}]}', 'Bad numeric range operator: >', 32],
  ['{"a": [{"numeric": [">", 1, "<"]}]}', 'Value of < must be numeric', 33],
  ['{"a": [{"numeric": [">", 1, "<", 5, 6]}]}', 'Too many terms in numeric range expression', 38],
  ['{"a": [{"numeric": [">=", 5, "<=", 5]}]}', 'Bottom must be less than top', 38],
  ['{"a": [{"numeric": [">", 5, "<", 1]}]}', 'Bottom must be less than top', 36],
  ['{"a": [{"numeric": ["=", 9007199254740993]}]}', 'Cannot compare number : 9007199254740993', 43],
  ['{"a": [{"numeric": ["<", 1e400]}]}', 'Cannot compare number : 1e400', 32],
  ['{"a": [{"numeric": ["=", 5], "x": 1}]}', 'Too many elements in numeric expression', 36],
];

const ANYTHING_BUT: readonly Row[] = [
  ['{"a": [{"anything-but": null}]}', 'Value of anything-but must be an array or single string/number value.', 29],
  ['{"a": [{"anything-but": true}]}', 'Value of anything-but must be an array or single string/number value.', 29],
  ['{"a": [{"anything-but": {}}]}', 'Anything-But expression name not found', 27],
  ['{"a": [{"anything-but": {"exists": true}}]}', 'Unsupported anything-but pattern: exists', 40],
  [
    '{"a": [{"anything-but": {"prefix": {"equals-ignore-case": "x"}}}]}',
    'Value of anything-but must be an array or single string/number value.',
    37,
  ],
  ['{"a": [{"anything-but": {"prefix": ""}}]}', 'Null prefix/suffix not allowed', 38],
  ['{"a": [{"anything-but": {"suffix": 5}}]}', 'prefix/suffix match pattern must be a string', 37],
  ['{"a": [{"anything-but": {"wildcard": 5}}]}', 'wildcard match pattern must be a string', 39],
  ['{"a": [{"anything-but": {"wildcard": ["a", "b**"]}}]}', 'Consecutive wildcard characters at pos 2', 50],
  ['{"a": [{"anything-but": {"prefix": []}}]}', 'Empty arrays are not allowed', 38],
  [
    '{"a": [{"anything-but": []}]}',
    'Inside anything but list, either all values are number or string, mixed type is not supported',
    27,
  ],
  [
    '{"a": [{"anything-but": ["x", 5]}]}',
    'Inside anything but list, either all values are number or string, mixed type is not supported',
    33,
  ],
  ['{"a": [{"anything-but": 1e400}]}', 'Cannot compare number : 1e400'],
  ['{"a": [{"anything-but": [1e400]}]}', 'Cannot compare number : 1e400', 31],
  ['{"a": [{"anything-but": "x", "b": 1}]}', 'Too many elements in numeric expression', 36],
  ['{"a": [{"anything-but": {"prefix": "x", "b": 1}}]}', 'Too many elements in numeric expression', 47],
];

const OR: readonly Row[] = [
  ['{"$or": 5}', 'It must be an Array followed with $or.', 10],
  ['{"$or": []}', 'There must have at least 2 Objects in $or relationship.', 11],
  ['{"$or": [{"a": ["x"]}]}', 'There must have at least 2 Objects in $or relationship.', 23],
  ['{"$or": [{"a": ["x"]}, {}]}', 'Empty objects are not allowed', 26],
  ['{"$or": [{"a": ["x"]}, 5]}', 'Only JSON object is allowed in array of $or relationship.', 25],
  ['{"$or": [{"a": ["x"]}, {"b": 5}]}', '"b" must be an object or an array', 31],
  [
    '{"$or": [{"prefix": ["x"]}, {"a": ["x"]}]}',
    'prefix is Ruler reserved fieldName which cannot be used inside $or.',
    22,
  ],
  [
    '{"$or": [{"a": ["x"]}, {"b": {"regex": ["x"]}}]}',
    'regex is Ruler reserved fieldName which cannot be used inside $or.',
    41,
  ],
];

const JSON_GRAMMAR: readonly Row[] = [
  ["{'a': 'b'}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 2],
  ['{"a": ["x"],}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 13],
  ['{"a" ["x"]}', "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value", 6],
  [
    '{"a": ["x"] "b": ["y"]}',
    "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
    13,
  ],
  ['{"a": [1 2]}', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 10],
  [
    '{"a": ["x",]}',
    "Unexpected character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    12,
  ],
  [
    '{"a": closed',
    "Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    13,
  ],
  [
    'this is no object',
    "Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    5,
  ],
  ['{"a": [01]}', 'Invalid numeric value: Leading zeroes not allowed', 9],
  [
    '{"a": [-]}',
    "Unexpected character (']' (code 93)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
    9,
  ],
  ['{"a": ["\\x"]}', "Unrecognized character escape 'x' (code 120)", 10],
  [
    '{"a": ["\\u12G4"]}',
    "Unexpected character ('G' (code 71)): expected a hex-digit for character escape sequence",
    13,
  ],
  [
    '{"a": ["\t"]}',
    'Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value',
    9,
  ],
  ['{"a": ["x', 'Unexpected end-of-input: was expecting closing quote for a string value', 10],
  ['{"a', 'Unexpected end-of-input in field name', 4],
  ['{"a"', 'Unexpected end-of-input within/between Object entries', 5],
];

function promise(rows: readonly Row[]): void {
  for (const [source, reason, column] of rows) {
    it(`refuses ${JSON.stringify(source)}`, () => {
      const place = column === undefined ? '' : `\n at [Source: (String)"${source}"; line: 1, column: ${column}]`;
      assert.equal(refusal(source), `Event pattern is not valid. Reason: ${reason}${place}`);
    });
  }
}

describe('an invalid event pattern', () => {
  describe('by its structure', () => promise(STRUCTURE));
  describe('by an operator', () => promise(OPERATORS));
  describe('by a numeric range', () => promise(NUMERIC));
  describe('by anything-but', () => promise(ANYTHING_BUT));
  describe('by $or', () => promise(OR));
  describe('by the grammar of JSON', () => promise(JSON_GRAMMAR));

  it('is refused with the place twice for a value inside an anything-but list', () => {
    for (const [operand, column, reason] of [
      ['[true]', 30, 'Inside anything but list, start|null|boolean is not supported.'],
      ['[["x"]]', 27, 'Inside anything but list, start|null|boolean is not supported.'],
      ['{"prefix": ["x", 5]}', 43, 'prefix/suffix match pattern must be a string'],
      ['{"suffix": ["x", ""]}', 44, 'Null prefix/suffix not allowed'],
      ['{"wildcard": [5]}', 40, 'wildcard match pattern must be a string'],
      [
        '{"equals-ignore-case": [5]}',
        50,
        'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
      ],
    ] as const) {
      const source = `{"a": [{"anything-but": ${operand}}]}`;
      const place = `\n at [Source: (String)"${source}"; line: 1, column: ${column}]`;
      assert.equal(refusal(source), `Event pattern is not valid. Reason: ${reason}${place}${place}`);
    }
  });

  it('is refused with where what it lacks was opened', () => {
    const at = (source: string, column: number): string => `[Source: (String)"${source}"; line: 1, column: ${column}]`;
    const reasons = [
      [
        '{"a": ["x"',
        (s: string) =>
          `Unexpected end-of-input: expected close marker for Array (start marker at ${at(s, 7)})\n at ${at(s, 11)}`,
      ],
      [
        '{"a": ["x"]',
        (s: string) =>
          `Unexpected end-of-input: expected close marker for Object (start marker at ${at(s, 1)})\n at ${at(s, 12)}`,
      ],
      [
        '{"a": ["x"}',
        (s: string) =>
          `Unexpected close marker '}': expected ']' (for Array starting at ${at(s, 7)})\n at ${at(s, 11)}`,
      ],
    ] as const;
    for (const [source, reason] of reasons) {
      assert.equal(refusal(source), `Event pattern is not valid. Reason: ${reason(source)}`);
    }
  });

  it('is refused with its line, and only the beginning of a long source', () => {
    const source = `{\n "a": ["${'x'.repeat(600)}"],\r\n  "b": 5}`;
    const excerpt = `"${source.slice(0, 500)}"[truncated ${source.length - 500} chars]`;
    const reason = `"b" must be an object or an array\n at [Source: (String)${excerpt}; line: 3, column: 9]`;
    assert.equal(refusal(source), `Event pattern is not valid. Reason: ${reason}`);
  });

  it('is refused for the first thing that is wrong with it', () => {
    assert.match(refusal('{"a": [], "b": [{"bogus": 1}]'), /Empty arrays/);
    assert.match(refusal('{"a": [{"bogus": tru}]}'), /Unrecognized token 'tru'/);
    assert.match(refusal('{"a": [{"prefix": 5, "prefix": "x"}]}'), /must be a string/);
  });
});
