/** The trust of the organization in AWS CloudTrail as declared, and what keeping it takes. */
import { arn } from '../../arn';
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import type { Permission, Resource } from './resource';

export interface TrustedAccessSettings {
  readonly Enabled: true;
}

/** Its name is the service's; the ARN is the organization's, because trust has none of its own. */
export type TrustedAccessResource = Resource<'trusted-access', TrustedAccessSettings>;

/** Without it, an organization trail is the trail of one account. */
export const TRUSTED_SERVICE = 'cloudtrail.amazonaws.com';

export function trustedAccess(configuration: OrganizationConfiguration, kind: AccountKind): TrustedAccessResource[] {
  if (kind !== 'management') return [];
  const { partition, managementAccountId: account, organizationId, homeRegion } = configuration;
  return [
    {
      type: 'trusted-access',
      account,
      // Every Region of a partition leads to its one Organizations.
      region: homeRegion,
      name: TRUSTED_SERVICE,
      arn: arn({ partition, service: 'organizations', account, resource: `organization/${organizationId}` }),
      settings: { Enabled: true },
    },
  ];
}

/**
 * The sweep asks the organization for its members, too.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
export function trustedAccessPermissions(_: OrganizationConfiguration, kind: AccountKind): Permission[] {
  if (kind !== 'management') return [];
  return [
    { actions: ['organizations:ListAWSServiceAccessForOrganization', 'organizations:ListAccounts'], resources: ['*'] },
    {
      actions: ['organizations:EnableAWSServiceAccess'],
      resources: ['*'],
      condition: { StringEquals: { 'organizations:ServicePrincipal': TRUSTED_SERVICE } },
    },
  ];
}
