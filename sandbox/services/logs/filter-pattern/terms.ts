/** Patterns of terms: `ERROR`, `"two words"`, `ERROR -EXITING`, `?ERROR ?WARN`, `%regular expression%`. */
import type { FilterPattern } from './index';
import { invalidPattern } from './invalid-pattern';
import { regularExpression } from './regular-expression';

const TERM = /([-?]?)("(?:\\.|[^"\\])*"|%[^%]*%|[^\s"%]+)\s*/y;

/**
 * All plain terms must occur, none of the excluded ones, and one of the optional ones. AWS ignores optional terms beside
 * plain ones.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-unstructured-log-events.html
 */
export function parseTerms(source: string): FilterPattern {
  const required: FilterPattern[] = [];
  const excluded: FilterPattern[] = [];
  const optional: FilterPattern[] = [];
  const term = new RegExp(TERM);
  while (term.lastIndex < source.length) {
    const found = term.exec(source);
    if (found === null) throw invalidPattern('a quote is not closed');
    const [, sign, text = ''] = found;
    (sign === '-' ? excluded : sign === '?' ? optional : required).push(occurrence(text));
  }
  return (message) =>
    required.every((occurs) => occurs(message)) &&
    !excluded.some((occurs) => occurs(message)) &&
    (required.length > 0 || optional.length === 0 || optional.some((occurs) => occurs(message)));
}

function occurrence(text: string): FilterPattern {
  if (text.startsWith('%')) {
    const expression = regularExpression(text.slice(1, -1));
    return (message) => expression.test(message);
  }
  const plain = text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
  return (message) => message.includes(plain);
}
