/** The filter pattern language of CloudWatch Logs: terms, and conditions on JSON. */
import { invalidPattern } from './invalid-pattern';
import { parseJsonPattern } from './json-pattern';
import { parseTerms } from './terms';

/** Decides over a log event's message. */
export type FilterPattern = (message: string) => boolean;

const MAX_LENGTH = 1024;
const compiled = new Map<string, FilterPattern>();

/**
 * Reads a filter pattern. An empty one takes every message.
 *
 * Patterns for space-delimited messages (`[ip, user, …]`) are refused.
 *
 * @throws AwsError `InvalidParameterException`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(source: string): FilterPattern {
  const before = compiled.get(source);
  if (before !== undefined) return before;
  const pattern = parse(source.trim());
  compiled.set(source, pattern);
  return pattern;
}

function parse(source: string): FilterPattern {
  if (source.length > MAX_LENGTH) throw invalidPattern(`it is longer than ${MAX_LENGTH} characters`);
  if (source === '') return () => true;
  if (source.startsWith('[')) throw invalidPattern('patterns for space-delimited messages are not supported');
  return source.startsWith('{') ? parseJsonPattern(source) : parseTerms(source);
}
