/** Everything that an account of a kind must have, in the order in which it is put back: what others need comes first. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import type { Permission, ResourceType } from './resource';
import { type TrailResource, trailPermissions, trails } from './trail';

export type DeclaredResource = TrailResource;

/** Stands for the account in the specifications that every member shares. */
export const ANY_MEMBER = '{account}';

interface Keeping {
  readonly resources: (
    configuration: OrganizationConfiguration,
    kind: AccountKind,
    account: string,
  ) => DeclaredResource[];
  readonly permissions: (configuration: OrganizationConfiguration, kind: AccountKind, account: string) => Permission[];
}

const KEPT: Partial<Record<ResourceType, Keeping>> = {
  trail: { resources: trails, permissions: trailPermissions },
};

/** @param account the account's id, or what stands for it */
export function resourcesOf(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): DeclaredResource[] {
  return Object.values(KEPT).flatMap(({ resources }) => resources(configuration, kind, account));
}

/** What the repair role of an account of a kind needs, by the type of the resources. */
export function permissionsOf(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): (readonly [type: ResourceType, permissions: readonly Permission[]])[] {
  return Object.entries(KEPT)
    .map(([type, { permissions }]) => [type as ResourceType, permissions(configuration, kind, account)] as const)
    .filter(([, permissions]) => permissions.length > 0);
}
