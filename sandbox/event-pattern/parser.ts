/** Reads an event pattern into the rules that it means: one for each way through its `$or` arrays. */
import { exceedsWildcardLimit } from './complexity';
import { type Alternative, type FieldRule, readAlternative } from './expression';
import { JsonReader, Refusal } from './json';

/**
 * `$or` arrays may make this many rules, counted as the product of their lengths.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 */
const MOST_COMBINATIONS = 1000;

/** Names that cannot be fields within an `$or`: today's operators and those that AWS keeps for later. */
const RESERVED_WITHIN_OR = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex ' +
    'not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ' +
    'ip-address-in-range ip-address-not-in-range'
  ).split(' '),
);

/**
 * The rules of the pattern `source`, any of which matches. Throws a Refusal.
 *
 * `$or` is a field like any other in a pattern that holds together only if it is read so: AWS's engine keeps patterns
 * working that are older than the operator. https://github.com/aws/event-ruler#the-or-primitive
 */
export function readRules(source: string): readonly FieldRule[] {
  const reading = new PatternReading(source, true);
  try {
    return checked(reading.rules());
  } catch (refusal) {
    if (!reading.foundOr) throw refusal;
    try {
      return checked(new PatternReading(source, false).rules());
    } catch {
      throw refusal;
    }
  }
}

function checked(rules: readonly FieldRule[]): readonly FieldRule[] {
  if (!exceedsWildcardLimit(rules)) return rules;
  const advice = 'using fewer wildcard characters or fewer repeating character sequences after a wildcard character';
  throw new Refusal(`Rule is too complex - try ${advice}`);
}

class PatternReading {
  foundOr = false;
  private readonly reader: JsonReader;
  private combinations = 1;

  constructor(
    source: string,
    private readonly orIsOperator: boolean,
  ) {
    this.reader = new JsonReader(source);
  }

  rules(): readonly FieldRule[] {
    if (this.reader.next() !== '{') this.reader.fail('Filter is not an object');
    return this.readObject([new Map()], '', false);
  }

  /** Adds the fields of the object that the reader has entered to each of `rules`. */
  private readObject(rules: readonly FieldRule[], path: string, withinOr: boolean): readonly FieldRule[] {
    const { reader } = this;
    if (reader.next() === '}') reader.fail('Empty objects are not allowed');
    let extended = rules;
    do {
      const name = reader.text();
      const isOr = name === '$or';
      this.foundOr ||= isOr;
      if (isOr && this.orIsOperator) {
        reader.next();
        extended = this.readOr(extended, path);
        continue;
      }
      if (withinOr && RESERVED_WITHIN_OR.has(name)) {
        reader.fail(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
      }
      const field = path === '' ? name : `${path}.${name}`;
      const kind = reader.next();
      if (kind === '{') {
        extended = this.readObject(extended, field, withinOr);
      } else if (kind === '[') {
        const alternatives = this.readAlternatives();
        // A field that comes again replaces what it was, also across `$or`: the last one is in force.
        extended = extended.map((rule) => new Map(rule).set(field, alternatives));
      } else {
        reader.fail(`"${name}" must be an object or an array`);
      }
    } while (reader.next() !== '}');
    return extended;
  }

  private readOr(rules: readonly FieldRule[], path: string): readonly FieldRule[] {
    const { reader } = this;
    if (reader.kind !== '[') reader.fail('It must be an Array followed with $or.');
    const branches: (readonly FieldRule[])[] = [];
    while (reader.next() !== ']') {
      if (reader.kind !== '{') reader.fail('Only JSON object is allowed in array of $or relationship.');
      branches.push(this.readObject(rules, path, true));
    }
    if (branches.length < 2) reader.fail('There must have at least 2 Objects in $or relationship.');
    this.combinations *= branches.length;
    if (this.combinations > MOST_COMBINATIONS) {
      throw new Refusal(`Rule is too complex - $or makes more than ${MOST_COMBINATIONS} rule combinations`);
    }
    return branches.flat();
  }

  private readAlternatives(): readonly Alternative[] {
    const alternatives: Alternative[] = [];
    while (this.reader.next() !== ']') alternatives.push(readAlternative(this.reader));
    if (alternatives.length === 0) this.reader.fail('Empty arrays are not allowed');
    return alternatives;
  }
}
