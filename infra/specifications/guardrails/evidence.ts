/** What nobody may do to the log files and the keys, wherever he comes from: the statements of a resource control policy. */
import type { TamperEntry } from '../../catalogue/entry';
import type { OrganizationConfiguration } from '../../configuration';
import type { PolicyStatement } from '../../policy-document';
import {
  bucketArns,
  type Condition,
  LOG_FILE_CALLS,
  PREFIX_TAG,
  tamperingWith,
  tamperingWithKeys,
  unlessDeployedOrRepaired,
} from './tampering';

/**
 * Tampering is refused to everybody but the deployment role and the repair role, and everything to callers from outside
 * of the organization. AWS's own services deliver and use keys as before. The exempt roles are those of the accounts that
 * own the resources, because anybody can give a role that name somewhere else.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function evidenceStatements(
  configuration: OrganizationConfiguration,
  catalogue: readonly TamperEntry[],
): PolicyStatement[] {
  const { organizationId, namePrefix, logArchiveAccountId, securityAccountId } = configuration;
  const buckets = bucketArns(configuration);
  const taggedKeys = { StringEquals: { [PREFIX_TAG]: namePrefix } };
  // Anonymous requests do not say whether they are a service's, and are nobody's.
  const byPeople = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
  const fromOutside = { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId } };
  return [
    deny('KeepBuckets', [...tamperingWith('s3', catalogue), ...LOG_FILE_CALLS], buckets, {
      ...unlessDeployedOrRepaired(configuration, logArchiveAccountId),
      ...byPeople,
    }),
    deny('KeepKeys', tamperingWithKeys(catalogue), ['*'], {
      ...taggedKeys,
      ...unlessDeployedOrRepaired(configuration, logArchiveAccountId, securityAccountId),
      ...byPeople,
    }),
    deny('BucketsForTheOrganization', ['s3:*'], buckets, { ...fromOutside, ...byPeople }),
    deny('KeysForTheOrganization', ['kms:*'], ['*'], { ...taggedKeys, ...fromOutside, ...byPeople }),
  ];
}

function deny(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition: Condition,
): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: [...actions],
    Resource: [...resources],
    Condition: condition,
  };
}
