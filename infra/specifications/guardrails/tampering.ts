/** What the guardrails keep, from which calls, and from whom they do not keep it. */
import type { TamperEntry } from '../../catalogue/entry';
import type { OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf, roleArn } from '../../names';
import type { PolicyStatement } from '../../policy-document';

export type Condition = NonNullable<PolicyStatement['Condition']>;

/**
 * Calls of the catalogue that IAM knows for all resources at once only. A statement about particular resources would
 * never hold for them, and one about all would forbid them to everybody for everything.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const ON_ALL_RESOURCES: readonly string[] = [
  'cloudtrail:DeregisterOrganizationDelegatedAdmin',
  'cloudtrail:RegisterOrganizationDelegatedAdmin',
  'events:PutPermission',
  'events:RemovePermission',
  's3:PutAccountPublicAccessBlock',
];

/** Calls about single log files. They are data events, which Trailwarden does not record, so the catalogue has none of them. */
export const LOG_FILE_CALLS: readonly string[] = [
  's3:BypassGovernanceRetention',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObject',
  's3:PutObjectAcl',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
];

/** The id of a key is AWS's own choice; a key is known by the tag that everything of a stack has. @see `accountProvider` */
export const PREFIX_TAG = 'aws:ResourceTag/trailwarden:prefix';

/** What the catalogue holds against one service, as IAM calls it: what a policy can forbid, in accounts that policies hold for. */
export function tamperingWith(service: string, catalogue: readonly TamperEntry[]): string[] {
  const actions = catalogue
    .filter(({ forwardedFrom }) => forwardedFrom.some((kind) => kind !== 'management'))
    .map(({ action }) => action)
    .filter((action) => action.startsWith(`${service}:`) && !ON_ALL_RESOURCES.includes(action));
  return [...new Set(actions)];
}

/** Tampering with a key, and with the tag by which the guardrails know it. */
export function tamperingWithKeys(catalogue: readonly TamperEntry[]): string[] {
  return [...new Set([...tamperingWith('kms', catalogue), 'kms:TagResource', 'kms:UntagResource'])];
}

/** The buckets, and what is in them. */
export function bucketArns(configuration: OrganizationConfiguration): string[] {
  const { trailBucket, accessLogBucket } = arnsOf(configuration);
  return [trailBucket, accessLogBucket].flatMap((bucket) => [bucket, `${bucket}/*`]);
}

/**
 * Holds for everybody but the roles that put things into place, and back into place.
 *
 * @param accounts whose roles of these names are meant; `*` for any
 */
export function unlessDeployedOrRepaired(
  configuration: OrganizationConfiguration,
  ...accounts: readonly string[]
): Condition {
  const { partition, deploymentRoleName } = configuration;
  const { repairRole } = namesOf(configuration);
  const names = deploymentRoleName === undefined ? [repairRole] : [deploymentRoleName, repairRole];
  const roles = accounts.flatMap((account) => names.map((name) => roleArn(partition, account, name)));
  return { ArnNotLike: { 'aws:PrincipalArn': roles } };
}
