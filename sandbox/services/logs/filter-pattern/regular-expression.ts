/** Regular expressions between percent signs. */
import { invalidPattern } from './invalid-pattern';

/**
 * The characters that AWS allows; groups and alternatives are not among them.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#regex-expressions
 */
export function regularExpression(source: string): RegExp {
  const bare = source.replace(/\\./g, '');
  if (/[()|]/.test(bare)) throw invalidPattern(`the regular expression ${source} uses groups or alternatives`);
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern(`${source} is not a regular expression`);
  }
}
