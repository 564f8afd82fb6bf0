/** What a stack is, from its first deployment on: a change would make everything anew and leave the evidence behind. */
import * as pulumi from '@pulumi/pulumi';
import type { Configuration } from './configuration';
import { refusal } from './refusal';
import { formerOutput } from './stack-output';

/** Every physical name, and the place of everything, follows from these. */
const KEYS = ['partition', 'accountId', 'homeRegion', 'namePrefix'] as const;

export type Identity = Readonly<Pick<Configuration, (typeof KEYS)[number]>>;

export function identityOf({ partition, accountId, homeRegion, namePrefix }: Configuration): Identity {
  return { partition, accountId, homeRegion, namePrefix };
}

/** One sentence for every value that is another one than when the stack was deployed. */
export function identityChanges(former: unknown, configuration: Identity): string[] {
  const known = (typeof former === 'object' && former !== null ? former : {}) as Partial<Record<string, unknown>>;
  return KEYS.filter((key) => known[key] !== undefined && known[key] !== configuration[key]).map(
    (key) =>
      `"${key}" is "${configuration[key]}". Allowed: "${String(known[key])}", with which the stack was deployed.`,
  );
}

/**
 * Compares the configuration with what the stack was deployed as.
 *
 * @throws pulumi.RunError, in a preview as well, before any resource is looked at.
 */
export async function refuseNewIdentity(configuration: Configuration): Promise<void> {
  const changes = identityChanges(await formerOutput('identity'), configuration);
  if (changes.length === 0) return;
  throw refusal(
    `The stack "${pulumi.getStack()}" cannot become another one:\n${changes.map((each) => `  - ${each}`).join('\n')}\n` +
      'Names and places follow from it: all would be made a second time, and log files, keys and alerts would stay ' +
      'behind. Put the old value back. To really move, destroy the stack first.',
  );
}
