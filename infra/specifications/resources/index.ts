/** Everything that an account of a kind must have, in the order in which it is put back: what others need comes first. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { type AlarmResource, alarmPermissions, alarms } from './alarm';
import { type BucketResource, bucketPermissions, buckets } from './bucket';
import { type EventArchiveResource, eventArchivePermissions, eventArchives } from './event-archive';
import { type EventBusResource, eventBuses, eventBusPermissions } from './event-bus';
import { type EventRuleResource, eventRulePermissions, eventRules } from './event-rule';
import { type FunctionResource, functionPermissions, functions } from './function';
import { type KeyResource, keyPermissions, keys } from './key';
import { type LogGroupResource, logGroupPermissions, logGroups } from './log-group';
import { type QueueResource, queuePermissions, queues } from './queue';
import type { Permission, ResourceType } from './resource';
import { type RoleResource, rolePermissions, roles } from './role';
import { type TopicResource, topicPermissions, topics } from './topic';
import { type TrailResource, trailPermissions, trails } from './trail';
import { type TrustedAccessResource, trustedAccess, trustedAccessPermissions } from './trusted-access';

export type DeclaredResource =
  | TrustedAccessResource
  | RoleResource
  | KeyResource
  | BucketResource
  | TrailResource
  | QueueResource
  | EventBusResource
  | EventArchiveResource
  | EventRuleResource
  | LogGroupResource
  | TopicResource
  | FunctionResource
  | AlarmResource;

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
  'trusted-access': { resources: trustedAccess, permissions: trustedAccessPermissions },
  role: {
    resources: (configuration, kind, account) =>
      roles(configuration, kind, account, permissionsOf(configuration, kind, account)),
    permissions: rolePermissions,
  },
  'log-group': { resources: logGroups, permissions: logGroupPermissions },
  key: { resources: keys, permissions: keyPermissions },
  bucket: { resources: buckets, permissions: bucketPermissions },
  trail: { resources: trails, permissions: trailPermissions },
  queue: { resources: queues, permissions: queuePermissions },
  'event-bus': { resources: eventBuses, permissions: eventBusPermissions },
  'event-archive': { resources: eventArchives, permissions: eventArchivePermissions },
  'event-rule': { resources: eventRules, permissions: eventRulePermissions },
  topic: { resources: topics, permissions: topicPermissions },
  function: { resources: functions, permissions: functionPermissions },
  alarm: { resources: alarms, permissions: alarmPermissions },
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
