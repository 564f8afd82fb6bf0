/** Event patterns as rules and archives hold them: checked once, compiled once, and asked what they are about. */
import { AwsError } from '../../core/aws-error';
import { type EventPattern, parsePattern } from '../../event-pattern';
import { overLimit } from './parameters';
import type { Bus } from './state';

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAXIMUM_CHARACTERS = 2048;
const RULES_WITH_WILDCARDS_PER_BUS = 30;

/** Compiled patterns by their text: a pattern never changes, and many accounts hold the same one. */
const compiled = new Map<string, EventPattern>();

/** @throws AwsError `InvalidEventPatternException` */
export function compiledPattern(source: string): EventPattern {
  let pattern = compiled.get(source);
  if (pattern === undefined) {
    pattern = parsePattern(source);
    compiled.set(source, pattern);
  }
  return pattern;
}

/** @throws AwsError `InvalidEventPatternException`, `LimitExceededException` */
export function checkPattern(source: string): void {
  if (source.length > MAXIMUM_CHARACTERS)
    throw new AwsError(
      'LimitExceededException',
      `The event pattern has ${source.length} characters; the limit is ${MAXIMUM_CHARACTERS}.`,
    );
  compiledPattern(source);
}

/** @throws AwsError `LimitExceededException` when the bus has no room for one more rule with wildcards */
export function checkWildcards(bus: Bus, ruleName: string, source: string): void {
  if (!usesWildcards(source)) return;
  const others = [...bus.rules.values()].filter(
    ({ name, settings }) =>
      name !== ruleName && settings.EventPattern !== undefined && usesWildcards(settings.EventPattern),
  );
  if (others.length >= RULES_WITH_WILDCARDS_PER_BUS) throw overLimit();
}

function usesWildcards(source: string): boolean {
  const inMatcher = (value: unknown): boolean =>
    isRecord(value) && Object.entries(value).some(([key, inner]) => key === 'wildcard' || inMatcher(inner));
  const inFields = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some((item) => inMatcher(item) || inFields(item));
    return isRecord(value) && Object.values(value).some(inFields);
  };
  return inFields(JSON.parse(source));
}

/**
 * The condition keys that a pattern gives to `PutRule`: only what it states literally.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export function patternContext(source: string | undefined): Record<string, string | string[]> {
  const pattern: unknown = source === undefined ? {} : parsed(source);
  const context: Record<string, string | string[]> = {};
  const literals = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  for (const key of ['source', 'detail-type']) {
    const values = literals(member(pattern, key));
    if (values.length > 0) context[`events:${key}`] = values;
  }
  for (const path of ['detail.service', 'detail.eventTypeCode', 'detail.userIdentity.principalId']) {
    const [only, ...more] = literals(path.split('.').reduce(member, pattern));
    if (only !== undefined && more.length === 0) context[`events:${path}`] = only;
  }
  return context;
}

/** A pattern that cannot be read says nothing; the check that follows refuses it. */
function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return {};
  }
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
