/** Who may speak to Organizations, and the ARNs of what it keeps. */
import { randomBytes } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import type { Access, CallContext, Operations } from '../../core/service';
import type { State } from '../../core/state';
import { type ControlPolicy, isDelegatedAdministrator, isMember, type Organization, organizationData } from './state';

/** Some of Organizations' operations, typed by the SDK. */
export type OrganizationsOperations = Operations<typeof import('@aws-sdk/client-organizations')>;

/** The organization of the caller. */
export function requireOrganization({ state, account }: CallContext): Organization {
  const { organization } = organizationData(state);
  if (organization === undefined || !isMember(state, account))
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  return organization;
}

/** The organization, if the caller is its management account. */
export function requireManagement(context: CallContext): Organization {
  const organization = requireOrganization(context);
  if (context.account !== organization.managementAccount) throw noPermission();
  return organization;
}

/** The organization, if the caller is its management account or administers it for some service: such accounts may read. */
export function requireReader(context: CallContext): Organization {
  const organization = requireOrganization(context);
  const { account, state } = context;
  if (account !== organization.managementAccount && !isDelegatedAdministrator(state, account)) throw noPermission();
  return organization;
}

function noPermission(): AwsError {
  return new AwsError('AccessDenied', "You don't have permissions to access this resource.");
}

/**
 * The access to one of the organization's entities. The management account owns them all; whether another account may
 * ask is Organizations' own rule, so IAM is asked as if the entity were the caller's.
 */
export function entityAccess(
  context: CallContext,
  action: string,
  id: string | undefined,
  keys: Record<string, string> = {},
): Access[] {
  return [
    {
      action: `organizations:${action}`,
      resource: arnOf(context.state, id ?? ''),
      resourceAccount: context.account,
      context: keys,
    },
  ];
}

/** The ARN of a root, unit, account or policy; `*` for an id of none. */
export function arnOf(state: State, id: string): string {
  const { organization, policies } = organizationData(state);
  if (organization === undefined) return '*';
  const prefix = `arn:aws:organizations::${organization.managementAccount}:`;
  if (/^\d{12}$/.test(id)) return `${prefix}account/${organization.id}/${id}`;
  if (id.startsWith('r-')) return `${prefix}root/${organization.id}/${id}`;
  if (id.startsWith('ou-')) return `${prefix}ou/${organization.id}/${id}`;
  if (id.startsWith('o-')) return `${prefix}organization/${id}`;
  const policy = policies.get(id);
  return policy === undefined ? '*' : arnOfPolicy(organization, policy);
}

export function arnOfPolicy(
  organization: Organization,
  policy: Pick<ControlPolicy, 'id' | 'type' | 'awsManaged'>,
): string {
  const type = policy.type.toLowerCase();
  return policy.awsManaged
    ? `arn:aws:organizations::aws:policy/${type}/${policy.id}`
    : `arn:aws:organizations::${organization.managementAccount}:policy/${organization.id}/${type}/${policy.id}`;
}

/** A new id: `p-` or `ou-…-` and eight small letters and digits. */
export function newId(prefix: string): string {
  return prefix + randomBytes(4).toString('hex');
}
