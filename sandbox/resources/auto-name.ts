/** Physical names for resources that a program leaves unnamed. */
import { createHash } from 'node:crypto';

/**
 * The name that stands in for one that a program leaves out: the logical name, a hyphen and seven hexadecimal digits.
 * The real provider draws the digits at random; here they follow from the URN, so that one program always gives one result.
 */
export function autoName(urn: string, logicalName: string): string {
  return `${logicalName}-${createHash('sha256').update(urn).digest('hex').slice(0, 7)}`;
}
