/** Answers in pages: how list operations cut a long list and take it up again. */
import { AwsError } from './aws-error';

/** One page of a list, and the token that asks for the next. */
export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

/**
 * Cuts one page out of `all`. The token holds the name of the last item, so that items that come or go between two
 * requests neither repeat nor hide others.
 *
 * @param nameOf a name that is unique in the list; the list is ordered by it
 * @param limit items on a page
 * @param token what an earlier page said
 * @param code the service's error for a token that it never gave
 */
export function pageOf<T>(
  all: Iterable<T>,
  nameOf: (item: T) => string,
  limit: number,
  token: string | undefined,
  code: string,
): Page<T> {
  const after = token === undefined ? undefined : nameIn(token, code);
  const sorted = [...all].sort((left, right) => compare(nameOf(left), nameOf(right)));
  const rest = after === undefined ? sorted : sorted.filter((item) => compare(nameOf(item), after) > 0);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return rest.length > items.length && last !== undefined
    ? { items, next: Buffer.from(`after:${nameOf(last)}`).toString('base64url') }
    : { items };
}

/**
 * Cuts one page out of a list that has an order of its own, such as log events. The token holds the place where it goes on.
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

function nameIn(token: string, code: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after:')) throw new AwsError(code, 'The token is not one that this operation gave.');
  return text.slice('after:'.length);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
