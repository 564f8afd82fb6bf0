/** The configuration of one stack: what is the same for the whole organization, and which account this stack is. */

/** What a stack sets up. */
export const ACCOUNT_KINDS = ['management', 'log-archive', 'security', 'member'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Whether the responder repairs, or says what it would do. */
export const MODES = ['enforce', 'observe'] as const;
export type Mode = (typeof MODES)[number];

/** S3 Object Lock's modes: `GOVERNANCE` yields to principals with a permission of its own, `COMPLIANCE` to nobody. */
export const OBJECT_LOCK_MODES = ['GOVERNANCE', 'COMPLIANCE'] as const;
export type ObjectLockMode = (typeof OBJECT_LOCK_MODES)[number];

/** What every stack of the organization shares. */
export interface OrganizationConfiguration {
  /** `o-` and 10 to 32 letters or digits. */
  readonly organizationId: string;
  readonly partition: string;
  readonly managementAccountId: string;
  readonly logArchiveAccountId: string;
  readonly securityAccountId: string;
  /** The one Region of the trail, the central bus and the responder. */
  readonly homeRegion: string;
  /** The Regions that forward; they include the home Region and us-east-1. */
  readonly governedRegions: readonly string[];
  /** What every physical name starts with. */
  readonly namePrefix: string;
  /** E-mail addresses that get every alert. */
  readonly alertSubscriptions: readonly string[];
  readonly mode: Mode;
  /** Until then, as ISO 8601 in UTC, the responder repairs nothing; at most four hours ahead. */
  readonly maintenanceUntil?: string;
  /** Days that log files stay in the trail bucket. */
  readonly trailRetentionInDays: number;
  readonly objectLockMode: ObjectLockMode;
  /** Days during which Object Lock keeps a log file from being deleted or overwritten. */
  readonly objectLockRetentionInDays: number;
  /** Days that CloudWatch Logs keeps the trail's and the responder's events. */
  readonly logRetentionInDays: number;
  /** Days that the central bus keeps reported events for a replay. */
  readonly eventArchiveRetentionInDays: number;
  /** The role that deploys each account; without one, the caller's own credentials do. */
  readonly deploymentRoleName?: string;
  /** The root, organizational units and accounts to which the guardrails are attached; without any there are none. */
  readonly guardrailTargets?: readonly string[];
}

/** The account of one stack. */
export interface AccountConfiguration {
  readonly accountKind: AccountKind;
  readonly accountId: string;
  readonly accountName: string;
}

export interface Configuration extends OrganizationConfiguration, AccountConfiguration {}

/** The only account that a kind of stack may be deployed into, where there is one. */
export function accountIdOf(kind: AccountKind, configuration: OrganizationConfiguration): string | undefined {
  if (kind === 'management') return configuration.managementAccountId;
  if (kind === 'log-archive') return configuration.logArchiveAccountId;
  if (kind === 'security') return configuration.securityAccountId;
  return undefined;
}
