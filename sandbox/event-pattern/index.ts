/**
 * EventBridge's event pattern language.
 *
 * What AWS documents is the law: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html. Where
 * it is silent, https://github.com/aws/event-ruler, the engine that EventBridge runs, is.
 */
import { AwsError } from '../core/aws-error';
import type { Alternative, FieldRule } from './expression';
import { Refusal } from './json';
import { FieldPath, fulfils, type Rule } from './matcher';
import { oneOf, type Test } from './operators';
import { readRules } from './parser';

export { parseEvent } from './event';

/** A pattern that was found valid, ready to be matched. */
export interface EventPattern {
  /** As it was given. */
  readonly source: string;
  /** One for each way through the pattern's `$or` arrays; the pattern matches where any does. */
  readonly rules: readonly Rule[];
}

/**
 * Reads an event pattern.
 *
 * @throws AwsError `InvalidEventPatternException` that says what is wrong, in AWS's words, and where.
 */
export function parsePattern(source: string): EventPattern {
  try {
    return { source, rules: readRules(source).map(compiled) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${error.message}`);
  }
}

/** Whether an event, as JSON.parse or `parseEvent` gives it, matches a pattern. */
export function matches(pattern: EventPattern, event: unknown): boolean {
  return pattern.rules.some((rule) => fulfils(event, rule));
}

function compiled(rule: FieldRule): Rule {
  const conditions = [...rule]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, alternatives]) => ({
      path: new FieldPath(path),
      test: anyOf(alternatives),
      absence: alternatives.some((alternative) => alternative.absence),
    }));
  return { conditions, nearestFirst: conditions.toSorted((one, other) => one.path.length - other.path.length) };
}

function anyOf(alternatives: readonly Alternative[]): Test {
  const literals = alternatives.flatMap(({ literal }) => (literal ? [literal.value] : []));
  const tests = alternatives.flatMap(({ test }) => (test ? [test] : []));
  if (literals.length > 0) tests.unshift(oneOf(literals));
  const [only, ...others] = tests;
  return only !== undefined && others.length === 0 ? only : (value) => tests.some((test) => test(value));
}
