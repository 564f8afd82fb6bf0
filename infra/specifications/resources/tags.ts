/** The tags by which everything of Trailwarden's is known, whichever account it is in. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';

/** Tags that must be there; others may be. */
export type Tags = Readonly<Record<string, string>>;

/** Those of the provider's default tags that follow from the configuration of the organization. */
export function declaredTags({ namePrefix }: OrganizationConfiguration, kind: AccountKind): Tags {
  return { 'trailwarden:account-kind': kind, 'trailwarden:prefix': namePrefix };
}
