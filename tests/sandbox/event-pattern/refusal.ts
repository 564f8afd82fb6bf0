import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { parsePattern } from '../../../sandbox/event-pattern/index';

/** The message with which a pattern is refused, or `accepted`. */
export function refusal(source: string): string {
  try {
    parsePattern(source);
  } catch (error) {
    assert.ok(error instanceof AwsError);
    assert.equal(error.code, 'InvalidEventPatternException');
    return error.message;
  }
  return 'accepted';
}
