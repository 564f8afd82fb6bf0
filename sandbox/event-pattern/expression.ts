/** Reads one value of a pattern's field: a literal, or an object with one operator. */
import { cidrBlock, sameAddress } from './address';
import { type JsonReader, Refusal } from './json';
import { comparableNumber, numeralOf } from './numeral';
import {
  anything,
  anythingBut,
  between,
  endsWith,
  ignoringCase,
  type Leaf,
  ofText,
  oneOf,
  startsWith,
  type Test,
  wildcard,
} from './operators';
import { wildcardPieces } from './wildcard';

/** One of the alternatives that a pattern gives for a field. */
export interface Alternative {
  /** The same for alternatives that mean the same. */
  readonly identity: string;
  /** What a value has to equal, when that alone decides. */
  readonly literal?: { readonly value: Leaf };
  readonly test?: Test;
  /** Whether a missing field is what it matches: `exists: false`. */
  readonly absence?: true;
  /** The wildcard texts it looks for; they count towards the limit on complexity. */
  readonly wildcards?: readonly string[];
}

/** What each field has to match, by the field's path: its names joined by dots, as AWS joins them. */
export type FieldRule = ReadonlyMap<string, readonly Alternative[]>;

/** Reads the value that the reader has moved to. Throws a Refusal. */
export function readAlternative(reader: JsonReader): Alternative {
  switch (reader.kind) {
    case '{':
      return readExpression(reader);
    case 'string': {
      const value = reader.text();
      const address = sameAddress(value);
      return { identity: JSON.stringify(value), literal: { value }, ...(address && { test: ofText(address) }) };
    }
    case 'number': {
      const value = numeralOf(reader.text());
      return { identity: String(value), literal: { value } };
    }
    case 'true':
    case 'false':
    case 'null':
      return { identity: reader.kind, literal: { value: JSON.parse(reader.kind) as Leaf } };
    default:
      return reader.fail('Match value must be String, number, true, false, or null');
  }
}

/** The operators and how each reads its operand, which the reader has moved to, up to the operand's end. */
const OPERATORS: Readonly<Record<string, (reader: JsonReader) => Omit<Alternative, 'identity'>>> = {
  // Not documented for EventBridge; the open-source engine that it runs accepts it for a literal string.
  exactly: (reader) => ({ literal: { value: stringOperand(reader, 'exact') } }),
  prefix: (reader) => ({ test: affixOperand(reader, 'prefix') }),
  suffix: (reader) => ({ test: affixOperand(reader, 'suffix') }),
  'equals-ignore-case': (reader) => ({ test: ignoringCase(stringOperand(reader, 'equals-ignore-case'), 'whole') }),
  wildcard: (reader) => {
    const text = stringOperand(reader, 'wildcard');
    return { test: wildcard(wildcardPieces(text, reader)), wildcards: [text] };
  },
  cidr: (reader) => ({ test: ofText(cidrBlock(stringOperand(reader, 'prefix'))) }),
  numeric: (reader) => ({ test: numericOperand(reader) }),
  'anything-but': anythingButOperand,
  exists: (reader) => {
    if (reader.kind === 'true') return { test: anything };
    if (reader.kind === 'false') return { absence: true };
    return reader.fail('exists match pattern must be either true or false.');
  },
};

function readExpression(reader: JsonReader): Alternative {
  if (reader.next() !== 'name') reader.fail('Match expression name not found');
  const name = reader.text();
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined) return reader.fail(`Unrecognized match type ${name}`);
  reader.next();
  const start = reader.start;
  const alternative = operator(reader);
  const identity = `${name}:${reader.writtenFrom(start)}`;
  if (reader.next() !== '}') {
    // AWS has the words of `numeric` for `anything-but` too.
    const counted = name === 'numeric' || name === 'anything-but';
    reader.fail(counted ? 'Too many elements in numeric expression' : 'Only one key allowed in match expression');
  }
  return { identity, ...alternative };
}

function stringOperand(reader: JsonReader, kind: string): string {
  return reader.kind === 'string' ? reader.text() : reader.fail(`${kind} match pattern must be a string`);
}

function affixOperand(reader: JsonReader, anchor: 'prefix' | 'suffix'): Test {
  if (reader.kind !== '{') {
    const text = stringOperand(reader, anchor);
    return anchor === 'prefix' ? startsWith(text) : endsWith(text);
  }
  const title = anchor === 'prefix' ? 'Prefix' : 'Suffix';
  if (reader.next() !== 'name') reader.fail(`${title} expression name not found`);
  const name = reader.text();
  if (name !== 'equals-ignore-case') reader.fail(`Unsupported ${anchor} pattern: ${name}`);
  reader.next();
  const text = stringOperand(reader, 'equals-ignore-case');
  if (reader.next() !== '}') reader.fail('Only one key allowed in match expression');
  return ignoringCase(text, anchor);
}

/** Reads `["=", 5]`, `["<", 5]` or a range like `[">", 0, "<=", 5]`, whose lower bound comes first. */
function numericOperand(reader: JsonReader): Test {
  if (reader.kind !== '[') reader.fail('Value of numeric must be an array.');
  if (reader.next() !== 'string') reader.fail(`Invalid member in numeric match: ${reader.text()}`);
  const operator = reader.text();
  reader.next();
  if (!['=', '<', '<=', '>', '>='].includes(operator)) reader.fail(`Unrecognized numeric range operator: ${operator}`);
  const bound = numberOperand(reader, operator === '=' ? 'equals' : operator);
  const end = reader.next();
  if (operator.startsWith('>')) {
    if (end !== ']') return rangeOperand(reader, bound, operator === '>');
    return between(comparable(reader, bound), operator === '>', Number.POSITIVE_INFINITY, false);
  }
  if (end !== ']') reader.fail('Too many elements in numeric expression');
  const value = comparable(reader, bound);
  return operator === '=' ? oneOf([value]) : between(Number.NEGATIVE_INFINITY, false, value, operator === '<');
}

function rangeOperand(reader: JsonReader, low: string, lowExcluded: boolean): Test {
  if (reader.kind !== 'string') reader.fail(`Bad value in numeric range: ${reader.text()}`);
  const operator = reader.text();
  if (operator !== '<' && operator !== '<=') reader.fail(`Bad numeric range operator: ${operator}`);
  reader.next();
  const high = numberOperand(reader, operator);
  if (reader.next() !== ']') reader.fail('Too many terms in numeric range expression');
  const [bottom, top] = [comparable(reader, low), comparable(reader, high)];
  if (bottom >= top) reader.fail('Bottom must be less than top');
  return between(bottom, lowExcluded, top, operator === '<');
}

function numberOperand(reader: JsonReader, operator: string): string {
  return reader.kind === 'number' ? reader.text() : reader.fail(`Value of ${operator} must be numeric`);
}

function comparable(reader: JsonReader, text: string): number {
  return comparableNumber(text) ?? reader.fail(`Cannot compare number : ${text}`);
}

/** What `anything-but` may hold instead of literals, and how one text of it is tested. */
const EXCLUSIONS: Readonly<Record<string, (text: string, reader: JsonReader) => Test>> = {
  'equals-ignore-case': (text) => ignoringCase(text, 'whole'),
  prefix: startsWith,
  suffix: endsWith,
  wildcard: (text, reader) => wildcard(wildcardPieces(text, reader)),
};

function anythingButOperand(reader: JsonReader): Omit<Alternative, 'identity'> {
  if (reader.kind !== '{') {
    return { test: anythingBut([oneOf(isList(reader) ? literalList(reader) : [literal(reader)])]) };
  }
  if (reader.next() !== 'name') reader.fail('Anything-But expression name not found');
  const name = reader.text();
  const exclusion = Object.hasOwn(EXCLUSIONS, name) ? EXCLUSIONS[name] : undefined;
  if (exclusion === undefined) return reader.fail(`Unsupported anything-but pattern: ${name}`);
  reader.next();
  const texts = isList(reader) ? textList(reader, name) : [excludedText(reader, name)];
  const tests = texts.map((text) => exclusion(text, reader));
  if (reader.next() !== '}') reader.fail('Too many elements in numeric expression');
  return { test: anythingBut(tests), ...(name === 'wildcard' && { wildcards: texts }) };
}

/** Whether what follows `anything-but` is a list. Neither a list nor a string nor a number is refused. */
function isList(reader: JsonReader): boolean {
  if (reader.kind === '[') return true;
  if (reader.kind === 'string' || reader.kind === 'number') return false;
  return reader.fail('Value of anything-but must be an array or single string/number value.');
}

function literalList(reader: JsonReader): Leaf[] {
  const values = reader.failingTwice(() => {
    const read: Leaf[] = [];
    while (reader.next() !== ']') read.push(literal(reader));
    return read;
  });
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    const rule = 'either all values are number or string, mixed type is not supported';
    reader.fail(`Inside anything but list, ${rule}`);
  }
  return values;
}

function literal(reader: JsonReader): Leaf {
  if (reader.kind === 'string') return reader.text();
  if (reader.kind !== 'number') reader.fail('Inside anything but list, start|null|boolean is not supported.');
  const value = comparableNumber(reader.text());
  if (value === undefined) throw new Refusal(`Cannot compare number : ${reader.text()}`);
  return value;
}

function textList(reader: JsonReader, name: string): string[] {
  const texts = reader.failingTwice(() => {
    const read: string[] = [];
    while (reader.next() !== ']') read.push(excludedText(reader, name));
    return read;
  });
  // AWS's engine breaks down on this one with an internal error.
  if (texts.length === 0) reader.fail('Empty arrays are not allowed');
  return texts;
}

function excludedText(reader: JsonReader, name: string): string {
  if (reader.kind !== 'string') {
    if (name === 'wildcard') reader.fail('wildcard match pattern must be a string');
    if (name !== 'equals-ignore-case') reader.fail('prefix/suffix match pattern must be a string');
    reader.fail('Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.');
  }
  const text = reader.text();
  if (text === '' && (name === 'prefix' || name === 'suffix')) reader.fail('Null prefix/suffix not allowed');
  return text;
}
