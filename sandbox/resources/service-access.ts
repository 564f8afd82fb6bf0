/** `aws.organizations.AwsServiceAccess`. */
import type { organizations } from '@pulumi/aws';
import { adapter } from './adapter';

export const serviceAccess = adapter<organizations.AwsServiceAccessArgs, organizations.AwsServiceAccessState>({
  type: 'aws:organizations/awsServiceAccess:AwsServiceAccess',
  inputs: ['servicePrincipal'],
  required: ['servicePrincipal'],
  replacedBy: ['servicePrincipal'],

  async create(cloud, { servicePrincipal }) {
    await cloud.call('organizations', 'EnableAWSServiceAccess', { ServicePrincipal: servicePrincipal });
    return servicePrincipal;
  },

  async delete(cloud, id) {
    await cloud.call('organizations', 'DisableAWSServiceAccess', { ServicePrincipal: id });
  },

  async read(cloud, id) {
    let NextToken: string | undefined;
    do {
      const page = await cloud.call('organizations', 'ListAWSServiceAccessForOrganization', { NextToken });
      const found = page.EnabledServicePrincipals?.find(({ ServicePrincipal }) => ServicePrincipal === id);
      if (found !== undefined) return { dateEnabled: found.DateEnabled?.toISOString(), servicePrincipal: id };
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return undefined;
  },
});
