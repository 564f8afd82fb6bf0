/** The declared state: what travels inside the responder's package, so that no repair waits for a store. */
import type { AccountKind, Mode, OrganizationConfiguration } from '../configuration';
import { arnsOf, namesOf } from '../names';
import { TAMPER_CATALOGUE, type TamperEntry } from '../tamper-catalogue';
import { type TrailSpecification, trailSpecification } from './trail';

export interface DeclaredState {
  readonly organizationId: string;
  readonly partition: string;
  readonly homeRegion: string;
  readonly governedRegions: readonly string[];
  readonly mode: Mode;
  /** The accounts whose role in the organization is fixed; every other one is a member. */
  readonly accounts: Readonly<Record<string, Exclude<AccountKind, 'member'>>>;
  readonly alertTopicArn: string;
  /** The repair role has this name in every account. */
  readonly repairRoleName: string;
  /** The trails that are repaired; every other trail is only reported. */
  readonly trails: readonly TrailSpecification[];
  readonly catalogue: readonly TamperEntry[];
}

export function declaredState(configuration: OrganizationConfiguration): DeclaredState {
  const { managementAccountId, logArchiveAccountId, securityAccountId } = configuration;
  return {
    organizationId: configuration.organizationId,
    partition: configuration.partition,
    homeRegion: configuration.homeRegion,
    governedRegions: configuration.governedRegions,
    mode: configuration.mode,
    accounts: {
      [managementAccountId]: 'management',
      [logArchiveAccountId]: 'log-archive',
      [securityAccountId]: 'security',
    },
    alertTopicArn: arnsOf(configuration).alertTopic,
    repairRoleName: namesOf(configuration).repairRole,
    trails: [trailSpecification(configuration)],
    catalogue: TAMPER_CATALOGUE,
  };
}
