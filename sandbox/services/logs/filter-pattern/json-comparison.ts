/** Comparisons of JSON patterns: of text with wildcards, of numbers, and with regular expressions. */
import { regularExpression } from './regular-expression';

const OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Comparison {
  readonly operator: Operator;
  readonly value: ComparedValue;
}

/** A number is also compared as the text it was written as. */
type ComparedValue =
  | { readonly kind: 'text'; readonly pattern: RegExp }
  | { readonly kind: 'number'; readonly number: number; readonly pattern: RegExp };

export function isOperator(token: string): token is Operator {
  return (OPERATORS as readonly string[]).includes(token);
}

/** Reads the right-hand side: quoted or bare text with `*`, a number, or `%regular expression%`. */
export function readValue(token: string): ComparedValue {
  if (token.startsWith('%')) return { kind: 'text', pattern: regularExpression(token.slice(1, -1)) };
  const quoted = token.startsWith('"');
  const text = quoted ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
  if (!quoted && /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(text))
    return { kind: 'number', number: Number(text), pattern: wildcard(text) };
  return { kind: 'text', pattern: wildcard(text) };
}

/** Objects, arrays and nulls compare with nothing. */
export function compare(actual: unknown, { operator, value }: Comparison): boolean {
  if (typeof actual === 'object' || actual === undefined) return false;
  if (operator === '=' || operator === '!=') {
    const equal =
      value.kind === 'number' && typeof actual === 'number'
        ? actual === value.number
        : value.pattern.test(String(actual));
    return equal === (operator === '=');
  }
  if (value.kind !== 'number' || typeof actual !== 'number') return false;
  switch (operator) {
    case '<':
      return actual < value.number;
    case '<=':
      return actual <= value.number;
    case '>':
      return actual > value.number;
    default:
      return actual >= value.number;
  }
}

function wildcard(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
