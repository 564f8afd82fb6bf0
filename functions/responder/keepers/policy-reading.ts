/** Reading the policy of a resource, which may be what keeps it from being read. */
import { isError } from '../aws';

/** Stands for a policy that admits nobody to read it, and that can be replaced all the same. */
export const HIDDEN = 'a policy that denies being read';

/**
 * The policy as an object, or as the text that it is where it is no JSON; `null` when there is none.
 *
 * Whoever denies the reading, and not the writing, would hide a policy from its repair. AWS says which kind of policy denies, in
 * the message and nowhere else; when it is the resource's own, that policy is not the declared one. Putting the declared one is
 * either denied as well, or makes it readable: it never goes on for ever.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html#access-denied-message-examples
 */
export async function policyRead(read: Promise<string | undefined>): Promise<unknown> {
  try {
    const text = await read;
    return text === undefined ? null : parsed(text);
  } catch (error) {
    if (isError(error, 'AccessDenied', 'AccessDeniedException') && deniedByResource(error)) return HIDDEN;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function deniedByResource(error: unknown): boolean {
  return error instanceof Error && error.message.includes('explicit deny in a resource-based policy');
}
