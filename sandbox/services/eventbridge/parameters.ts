/** Parameters as EventBridge's model constrains them, and the answers to those that do not fit. */
import { AwsError } from '../../core/aws-error';

/** The pattern of the names that callers give to buses, rules, targets, archives and replays. */
export const NAME = '[\\.\\-_A-Za-z0-9]+';

/** @throws AwsError `ValidationException` when the caller left the parameter out */
export function required<T>(value: T | undefined, member: string): T {
  if (value === undefined || value === null) throw violation(null, member, 'Member must not be null');
  return value;
}

/** @throws AwsError `ValidationException` for a text that is too long, empty, or not of the pattern */
export function text(value: string | undefined, member: string, limit: number, pattern: string): string {
  const given = required(value, member);
  if (given.length < 1) throw violation(given, member, 'Member must have length greater than or equal to 1');
  if (given.length > limit) throw violation(given, member, `Member must have length less than or equal to ${limit}`);
  if (!new RegExp(`^(?:${pattern})$`).test(given))
    throw violation(given, member, `Member must satisfy regular expression pattern: ${pattern}`);
  return given;
}

/** @throws AwsError `ValidationException` for a number outside its range */
export function within(value: number | undefined, member: string, least: number, most: number): void {
  if (value === undefined) return;
  if (value < least) throw violation(value, member, `Member must have value greater than or equal to ${least}`);
  if (value > most) throw violation(value, member, `Member must have value less than or equal to ${most}`);
}

/** @throws AwsError `ValidationException` for a list that is empty or too long */
export function items<T>(value: readonly T[] | undefined, member: string, limit: number): readonly T[] {
  const given = required(value, member);
  if (given.length < 1) throw violation([], member, 'Member must have length greater than or equal to 1');
  if (given.length > limit) throw violation(given, member, `Member must have length less than or equal to ${limit}`);
  return given;
}

/** A parameter that says something EventBridge does not accept. */
export function invalid(parameter: string, reason: string): AwsError {
  return new AwsError('ValidationException', `Parameter ${parameter} is not valid. Reason: ${reason}`);
}

/** A quota that the request would go beyond. */
export function overLimit(): AwsError {
  return new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
}

function violation(value: unknown, member: string, constraint: string): AwsError {
  const shown = value === null ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
