/** Configuration files of stacks, made fit for a backend that is thrown away. */
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { fieldsOf } from './parsed';

/** What a stack's file says of how its secrets are kept: by a passphrase or a key that is not there. */
const SECRETS = ['secretsprovider', 'encryptedkey', 'encryptionsalt'];

/** A stack's configuration without what belongs to its own backend, and with the salt of the one that is thrown away. */
export function configurationFor(text: string, salt?: string): string {
  const kept = Object.entries(fieldsOf(parse(text) as unknown)).filter(([key]) => !SECRETS.includes(key));
  return stringify({ ...Object.fromEntries(kept), ...(salt === undefined ? {} : { encryptionsalt: salt }) });
}

/** The salt that `pulumi stack init` has written into a stack's file. */
export function saltIn(file: string): string | undefined {
  const { encryptionsalt } = fieldsOf(parse(readFileSync(file, 'utf8')) as unknown);
  return typeof encryptionsalt === 'string' ? encryptionsalt : undefined;
}
