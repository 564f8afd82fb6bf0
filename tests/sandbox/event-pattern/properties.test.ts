import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AwsError } from '../../../sandbox/core/aws-error';
import { matches, parseEvent, parsePattern } from '../../../sandbox/event-pattern/index';

type Json = Record<string, unknown>;

const accepts = (alternative: unknown, value: unknown): boolean =>
  matches(parsePattern(JSON.stringify({ a: [alternative] })), { a: value });

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', '\\', '\n', 'é'), maxLength: 6 });
const scalar = fc.oneof(text, fc.integer({ min: -3, max: 3 }), fc.constantFrom(null, true, false));
const name = fc.constantFrom('x', 'y', 'z');
const fields = fc.dictionary(name, fc.array(scalar, { minLength: 1, maxLength: 2 }), { minKeys: 1, maxKeys: 2 });
const event = fc.dictionary(name, fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { noNullPrototype: true });

describe('the event pattern language', () => {
  it('has wildcards match as a regular expression would', () => {
    const pieces = fc.array(text, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(pieces, fc.array(text, { minLength: 2, maxLength: 2 }), (literals, [more = '', other = '']) => {
        const parts = literals.map((piece, index) => (index > 0 && index < literals.length - 1 ? `${piece}b` : piece));
        const wildcard = parts.map((piece) => piece.replace(/[*\\]/g, '\\$&')).join('*');
        const expression = new RegExp(`^${parts.map((piece) => piece.replace(/[*\\]/g, '\\$&')).join('[^]*')}$`);
        for (const value of [parts.join(more), parts.join(''), other, more + other]) {
          assert.equal(accepts({ wildcard }, value), expression.test(value));
        }
      }),
    );
  });

  it('has numeric ranges match as comparison does', () => {
    const number = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const lower = fc.constantFrom('>', '>=');
    const upper = fc.constantFrom('<', '<=');
    const compare = (value: number, operator: string, bound: number): boolean =>
      ({ '>': value > bound, '>=': value >= bound, '<': value < bound, '<=': value <= bound, '=': value === bound })[
        operator
      ] ?? false;
    fc.assert(
      fc.property(number, number, number, lower, upper, (value, one, other, above, below) => {
        for (const operator of [above, below, '=']) {
          assert.equal(accepts({ numeric: [operator, one] }, value), compare(value, operator, one));
        }
        fc.pre(one !== other);
        const [low, high] = one < other ? [one, other] : [other, one];
        const inside = compare(value, above, low) && compare(value, below, high);
        assert.equal(accepts({ numeric: [above, low, below, high] }, value), inside);
      }),
    );
  });

  it('has IPv4 blocks hold the addresses that share their bits', () => {
    const address = fc.nat({ max: 0xffffffff });
    const dotted = (bits: number): string => [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
    fc.assert(
      fc.property(address, address, fc.nat({ max: 31 }), fc.nat({ max: 31 }), (base, other, mask, flipped) => {
        for (const value of [other, (base ^ (1 << flipped)) >>> 0, base]) {
          const shared = mask === 0 || base >>> (32 - mask) === value >>> (32 - mask);
          assert.equal(accepts({ cidr: `${dotted(base)}/${mask}` }, dotted(value)), shared);
        }
      }),
    );
  });

  it('has anything-but match exactly the values that its operand does not', () => {
    const operand = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), minLength: 1, maxLength: 3 });
    const operator = fc.constantFrom('prefix', 'suffix', 'equals-ignore-case', 'wildcard');
    fc.assert(
      fc.property(operator, fc.array(operand, { minLength: 1, maxLength: 2 }), scalar, (key, operands, value) => {
        const none = !operands.some((one) => accepts({ [key]: one }, value));
        assert.equal(accepts({ 'anything-but': { [key]: operands } }, value), none);
        assert.equal(accepts({ 'anything-but': operands }, value), !operands.includes(value as string));
      }),
    );
  });

  it('has $or match what any of the patterns does that its branches make', () => {
    fc.assert(
      fc.property(fields, fc.array(fields, { minLength: 2, maxLength: 3 }), event, (common, branches, sample) => {
        const withOr = parsePattern(JSON.stringify({ ...common, $or: branches }));
        const apart = branches.map((branch) => parsePattern(JSON.stringify({ ...common, ...branch })));
        assert.equal(
          matches(withOr, sample),
          apart.some((pattern) => matches(pattern, sample)),
        );
      }),
    );
  });

  it('matches an event with the pattern that asks for each of its fields', () => {
    const leaf = fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 2 }));
    const nested = fc.letrec<{ object: Json; value: unknown }>((tie) => ({
      object: fc.dictionary(fc.constantFrom('x', 'y', 'x.y'), tie('value'), {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      }),
      value: fc.oneof({ maxDepth: 3 }, leaf, tie('object')),
    })).object;
    const isObject = (value: unknown): value is Json =>
      typeof value === 'object' && value !== null && !Array.isArray(value);
    const patternOf = (object: Json): Json =>
      Object.fromEntries(
        Object.entries(object).map(([key, value]) => [key, isObject(value) ? patternOf(value) : [value].flat()]),
      );
    fc.assert(
      fc.property(nested, (sample) => {
        const pattern = parsePattern(JSON.stringify(patternOf(sample)));
        assert.equal(matches(pattern, sample), true);
        assert.equal(matches(pattern, {}), false);
      }),
    );
  });

  it('reads every event as JSON.parse does', () => {
    const envelope = { id: '', account: '', source: '', time: '', region: '', 'detail-type': '' };
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (detail, indentation) => {
        const source = JSON.stringify({ ...envelope, detail }, undefined, indentation);
        assert.deepEqual(parseEvent(source), JSON.parse(source));
      }),
    );
  });

  it('answers a damaged pattern with a refusal, and a pattern that is no JSON always', () => {
    const whole = JSON.stringify({
      a: [
        'x',
        5,
        null,
        { prefix: 'y' },
        { numeric: ['>', 0, '<=', 5] },
        { 'anything-but': { wildcard: ['a*', '\\*'] } },
      ],
      $or: [{ b: { c: [{ exists: false }] } }, { d: [{ cidr: '10.0.0.0/8' }] }],
    });
    const isJson = (source: string): boolean => {
      try {
        JSON.parse(source);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 2 }), fc.constantFrom('', ...'{}[]",:\\0x*$'), (at, instead) => {
        const source = whole.slice(0, at) + instead + whole.slice(at + 1);
        let refused = false;
        try {
          parsePattern(source);
        } catch (error) {
          assert.ok(error instanceof AwsError && error.code === 'InvalidEventPatternException');
          refused = true;
        }
        assert.ok(refused || isJson(source) || isJson(source.slice(0, at + 1)), source);
      }),
    );
  });
});
