/** The refusal of a filter pattern. */
import { AwsError } from '../../../core/aws-error';

export function invalidPattern(why: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid filter pattern: ${why}.`);
}
