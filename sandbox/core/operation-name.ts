/** What an operation's name tells of it. */

/** Whether an operation only looks, by the word with which AWS begins its name. */
export function onlyLooks(operation: string): boolean {
  return /^(Describe|Get|Head|List|Lookup)/.test(operation);
}
