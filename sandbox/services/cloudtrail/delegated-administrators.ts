/** The accounts that administer CloudTrail for the organization. */
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { delegatedAdministrators as administratorsOf } from '../organizations/state';
import { organizationOf, requireTrust } from './organization';
import { CLOUDTRAIL } from './service-principal';

type Sdk = typeof import('@aws-sdk/client-cloudtrail');

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html */
const MAX_ADMINISTRATORS = 3;

export const delegatedAdministrators = {
  RegisterOrganizationDelegatedAdmin: {
    handle: async ({ MemberAccountId: account = '' }, context) => {
      requireManagement(context);
      requireTrust(context);
      if (account === context.account)
        throw new AwsError(
          'CannotDelegateManagementAccountException',
          'The management account of an organization cannot be its delegated administrator.',
        );
      const administrators = administratorsOf(context.state, CLOUDTRAIL);
      if (!administrators.includes(account) && administrators.length >= MAX_ADMINISTRATORS)
        throw new AwsError(
          'DelegatedAdminAccountLimitExceededException',
          `An organization can have up to ${MAX_ADMINISTRATORS} delegated administrators of CloudTrail.`,
        );
      await organizationsCall(context, 'RegisterDelegatedAdministrator', account);
      return {};
    },
  },
  DeregisterOrganizationDelegatedAdmin: {
    handle: async ({ DelegatedAdminAccountId: account = '' }, context) => {
      requireManagement(context);
      await organizationsCall(context, 'DeregisterDelegatedAdministrator', account);
      return {};
    },
  },
} satisfies Operations<Sdk>;

function requireManagement({ state, account }: CallContext): void {
  const organization = organizationOf(state, account);
  if (organization === undefined)
    throw new AwsError('OrganizationsNotInUseException', `Account ${account} is not a member of an organization.`);
  if (organization.managementAccount !== account)
    throw new AwsError(
      'NotOrganizationManagementAccountException',
      `Account ${account} is not the management account of the organization.`,
    );
}

/** CloudTrail asks AWS Organizations with the caller's own rights. */
async function organizationsCall(context: CallContext, operation: string, account: string): Promise<void> {
  const input = { AccountId: account, ServicePrincipal: CLOUDTRAIL };
  try {
    await context.call({
      principal: context.principal,
      region: context.region,
      service: 'organizations',
      operation,
      input,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'AccountAlreadyRegisteredException')
      throw new AwsError('AccountRegisteredException', `Account ${account} is already a delegated administrator.`);
    throw error;
  }
}
