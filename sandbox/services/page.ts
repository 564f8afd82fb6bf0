/** Lists in pages, as AWS hands them out: so many items, and a token for the rest. */
import { AwsError } from '../core/aws-error';

export interface Page<T> {
  readonly items: T[];
  /** What the next call has to bring; absent on the last page. */
  readonly next?: string;
}

/**
 * One page of a list.
 *
 * @param size the number of items that the caller asked for; `most` is the service's own limit
 * @param invalidToken the code of the error for a token that no call gave out
 */
export function page<T>(
  all: readonly T[],
  asked: { readonly size?: number | undefined; readonly token?: string | undefined },
  most: number,
  invalidToken: string,
): Page<T> {
  const start = asked.token === undefined ? 0 : Number(Buffer.from(asked.token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || start > all.length)
    throw new AwsError(invalidToken, 'The token for the next page is not valid.');
  const end = start + Math.min(asked.size ?? most, most);
  const items = all.slice(start, end);
  return end < all.length ? { items, next: Buffer.from(String(end)).toString('base64url') } : { items };
}
