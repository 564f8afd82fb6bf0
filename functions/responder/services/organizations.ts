/** AWS Organizations, as far as trusted access is kept and accounts are found. */
import {
  EnableAWSServiceAccessCommand,
  ListAccountsCommand,
  ListAWSServiceAccessForOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { senders } from './service';

export const sender = senders(OrganizationsClient, {
  EnableAWSServiceAccess: EnableAWSServiceAccessCommand,
  ListAccounts: ListAccountsCommand,
  ListAWSServiceAccessForOrganization: ListAWSServiceAccessForOrganizationCommand,
});
