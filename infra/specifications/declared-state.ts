/** The declared state: what travels inside the responder's package, so that no repair waits for a store. */
import { TAMPER_CATALOGUE } from '../catalogue';
import type { TamperEntry } from '../catalogue/entry';
import type { AccountKind, Mode, OrganizationConfiguration } from '../configuration';
import { arnsOf, namesOf } from '../names';
import { ANY_MEMBER, type DeclaredResource, permissionsOf, resourcesOf } from './resources';

export interface DeclaredState {
  readonly organizationId: string;
  readonly partition: string;
  readonly homeRegion: string;
  readonly governedRegions: readonly string[];
  readonly mode: Mode;
  /** When the maintenance window closes, as ISO 8601 in UTC. */
  readonly maintenanceUntil?: string;
  /** The accounts whose role in the organization is fixed; every other one is a member. */
  readonly accounts: Readonly<Record<string, Exclude<AccountKind, 'member'>>>;
  readonly alertTopicArn: string;
  /** The role that deploys, of the same name in every account, where it is known. */
  readonly deploymentRoleName?: string;
  /** The repair role has this name in every account. */
  readonly repairRoleName: string;
  /** What the fixed accounts must have, in the order in which it is put back. */
  readonly resources: readonly DeclaredResource[];
  /** What every member must have; `{account}` stands for its id. */
  readonly memberResources: readonly DeclaredResource[];
  /** The IAM actions that repairs need, by the kind of account: what the repair role does by itself is among them. */
  readonly repairActions: Readonly<Record<AccountKind, readonly string[]>>;
  readonly catalogue: readonly TamperEntry[];
}

export function declaredState(configuration: OrganizationConfiguration): DeclaredState {
  const { managementAccountId, logArchiveAccountId, securityAccountId } = configuration;
  const accounts: DeclaredState['accounts'] = {
    [managementAccountId]: 'management',
    [logArchiveAccountId]: 'log-archive',
    [securityAccountId]: 'security',
  };
  return {
    organizationId: configuration.organizationId,
    partition: configuration.partition,
    homeRegion: configuration.homeRegion,
    governedRegions: configuration.governedRegions,
    mode: configuration.mode,
    ...(configuration.maintenanceUntil === undefined ? {} : { maintenanceUntil: configuration.maintenanceUntil }),
    accounts,
    alertTopicArn: arnsOf(configuration).alertTopic,
    ...(configuration.deploymentRoleName === undefined ? {} : { deploymentRoleName: configuration.deploymentRoleName }),
    repairRoleName: namesOf(configuration).repairRole,
    resources: Object.entries(accounts).flatMap(([account, kind]) => resourcesOf(configuration, kind, account)),
    memberResources: resourcesOf(configuration, 'member', ANY_MEMBER),
    repairActions: {
      management: repairActions(configuration, 'management'),
      'log-archive': repairActions(configuration, 'log-archive'),
      security: repairActions(configuration, 'security'),
      member: repairActions(configuration, 'member'),
    },
    catalogue: TAMPER_CATALOGUE,
  };
}

function repairActions(configuration: OrganizationConfiguration, kind: AccountKind): string[] {
  const permissions = permissionsOf(configuration, kind, ANY_MEMBER).flatMap(([, each]) => each);
  return [...new Set(permissions.flatMap(({ actions }) => actions))];
}
