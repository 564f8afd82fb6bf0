/** The organization and the accounts in it: who belongs, who leaves, who is closed. */
import type * as Sdk from '@aws-sdk/client-organizations';
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { State } from '../../core/state';
import { endOrganizationTrails } from '../cloudtrail/state';
import {
  arnOf,
  entityAccess,
  type OrganizationsOperations,
  requireManagement,
  requireOrganization,
  requireReader,
} from './access';
import { isDelegatedAdministrator, type Member, organizationData } from './state';

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html: at most so many at a time. */
export const MOST_RESULTS = 20;

export const accountOperations = {
  DescribeOrganization: {
    handle: (_input, context) => {
      const { id, managementAccount } = requireOrganization(context);
      return {
        Organization: {
          Id: id,
          Arn: arnOf(context.state, id),
          FeatureSet: 'ALL',
          MasterAccountArn: arnOf(context.state, managementAccount),
          MasterAccountId: managementAccount,
          MasterAccountEmail: requireAccount(context.state, managementAccount).email,
          AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
        },
      };
    },
  },
  ListAccounts: {
    handle: (input, context) => {
      requireReader(context);
      const members = [...organizationData(context.state).members.values()];
      return accountPage(context.state, members, input);
    },
  },
  DescribeAccount: {
    access: (input, context) => entityAccess(context, 'DescribeAccount', input.AccountId),
    handle: (input, context) => {
      requireReader(context);
      return { Account: shownAccount(context.state, requireAccount(context.state, input.AccountId)) };
    },
  },
  LeaveOrganization: {
    handle: (_input, context) => {
      const { managementAccount } = requireOrganization(context);
      if (context.account === managementAccount)
        throw new AwsError(
          'MasterCannotLeaveOrganizationException',
          'You can not remove the management account from its organization.',
        );
      removeAccount(context.state, context.account);
      return {};
    },
  },
  RemoveAccountFromOrganization: {
    access: (input, context) => entityAccess(context, 'RemoveAccountFromOrganization', input.AccountId),
    handle: (input, context) => {
      const { managementAccount } = requireManagement(context);
      const { id } = requireAccount(context.state, input.AccountId);
      if (id === managementAccount)
        throw new AwsError(
          'MasterCannotLeaveOrganizationException',
          'You can not remove the management account from its organization.',
        );
      removeAccount(context.state, id);
      return {};
    },
  },
  CloseAccount: {
    access: (input, context) => entityAccess(context, 'CloseAccount', input.AccountId),
    handle: (input, context) => {
      const { managementAccount } = requireManagement(context);
      const member = requireAccount(context.state, input.AccountId);
      if (member.id === managementAccount)
        throw new AwsError('ConstraintViolationException', 'You can not close the management account.', {
          Reason: 'CANNOT_CLOSE_MANAGEMENT_ACCOUNT',
        });
      if (member.closedAt !== undefined)
        throw new AwsError(
          'AccountAlreadyClosedException',
          'You attempted to close an account that is already closed.',
        );
      member.closedAt = context.clock.now();
      return {};
    },
  },
  DeleteOrganization: {
    access: (_input, context) =>
      entityAccess(context, 'DeleteOrganization', organizationData(context.state).organization?.id),
    handle: (_input, context) => {
      const { managementAccount } = requireManagement(context);
      const data = organizationData(context.state);
      if (data.members.size > 1)
        throw new AwsError(
          'OrganizationNotEmptyException',
          "The organization isn't empty. Remove all accounts except the management account first.",
        );
      endOrganizationTrails(context.state, managementAccount);
      const { members, units, policies, attachments, serviceAccess, delegations, tags } = data;
      for (const kept of [members, units, policies, attachments, serviceAccess, delegations, tags]) kept.clear();
      data.organization = undefined;
      return {};
    },
  },
} satisfies OrganizationsOperations;

function removeAccount(state: State, account: string): void {
  if (isDelegatedAdministrator(state, account))
    throw new AwsError(
      'ConstraintViolationException',
      'You cannot remove a delegated administrator from the organization; deregister it first.',
      { Reason: 'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG' },
    );
  const { members, attachments } = organizationData(state);
  members.delete(account);
  attachments.delete(account);
}

export function requireAccount(state: State, account: string | undefined): Member {
  const member = organizationData(state).members.get(account ?? '');
  if (member === undefined)
    throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
  return member;
}

/** A page of accounts, as `ListAccounts` and `ListAccountsForParent` answer. */
export function accountPage(
  state: State,
  members: readonly Member[],
  asked: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): { Accounts: Sdk.Account[]; NextToken?: string | undefined } {
  const { items, next } = organizationsPage(members, asked);
  return { Accounts: items.map((member) => shownAccount(state, member)), NextToken: next };
}

/** A page in Organizations' manner. */
export function organizationsPage<T>(
  all: readonly T[],
  asked: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
) {
  return page(all, { size: asked.MaxResults, token: asked.NextToken }, MOST_RESULTS, 'InvalidInputException');
}

export function shownAccount(state: State, member: Member): Sdk.Account {
  return {
    Id: member.id,
    Arn: arnOf(state, member.id),
    Email: member.email,
    Name: member.name,
    Status: member.closedAt === undefined ? 'ACTIVE' : 'SUSPENDED',
    State: member.closedAt === undefined ? 'ACTIVE' : 'CLOSED',
    JoinedMethod: member.joinedMethod,
    JoinedTimestamp: member.joinedAt,
  };
}
