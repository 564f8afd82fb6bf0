/** The organization: its tree of accounts, its policies, and which services and accounts it trusts. */
import type { State } from '../../core/state';
import { store } from '../../core/state';

export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

export interface Organization {
  readonly id: string;
  readonly managementAccount: string;
  readonly rootId: string;
  readonly enabledPolicyTypes: Set<ControlPolicyType>;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly joinedAt: Date;
  readonly joinedMethod: 'CREATED' | 'INVITED';
  /** The root or organizational unit above it. */
  parent: string;
  /** Since when it is closed. */
  closedAt?: Date;
}

export interface OrganizationalUnit {
  readonly id: string;
  name: string;
  readonly parent: string;
}

export interface ControlPolicy {
  readonly id: string;
  name: string;
  description: string;
  readonly type: ControlPolicyType;
  /** The policy's JSON. */
  content: string;
  readonly awsManaged: boolean;
}

export interface OrganizationData {
  organization: Organization | undefined;
  readonly members: Map<string, Member>;
  readonly units: Map<string, OrganizationalUnit>;
  readonly policies: Map<string, ControlPolicy>;
  /** Root, unit or account → ids of the policies attached to it. */
  readonly attachments: Map<string, Set<string>>;
  /** Service principals with trusted access, since when. */
  readonly serviceAccess: Map<string, Date>;
  /** Account → service principals that it administers, since when. */
  readonly delegations: Map<string, Map<string, Date>>;
  /** Root, unit, account or policy → its tags. */
  readonly tags: Map<string, Map<string, string>>;
}

/** The policy with which every root, unit and account starts, per type: it takes nothing away. */
export const FULL_ACCESS: Readonly<Record<ControlPolicyType, string>> = {
  SERVICE_CONTROL_POLICY: 'p-FullAWSAccess',
  RESOURCE_CONTROL_POLICY: 'p-RCPFullAWSAccess',
};

const data = store<OrganizationData>('organizations', 'organization', () => ({
  organization: undefined,
  members: new Map(),
  units: new Map(),
  policies: new Map(),
  attachments: new Map(),
  serviceAccess: new Map(),
  delegations: new Map(),
  tags: new Map(),
}));

export function organizationData(state: State): OrganizationData {
  return data.of(state, '', '');
}

/** The organization, if one was founded. */
export function organizationOf(state: State): Organization | undefined {
  return organizationData(state).organization;
}

/** The management account of the organization, if one was founded. */
export function managementAccount(state: State): string | undefined {
  return organizationOf(state)?.managementAccount;
}

/** Whether an account belongs to the organization; the management account does. */
export function isMember(state: State, account: string): boolean {
  return organizationData(state).members.has(account);
}

/**
 * Whether an account is closed: nothing in it can be used, until it is deleted after 90 days. AWS takes minutes to close an
 * account, the sandbox none.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html
 */
export function isClosed(state: State, account: string | undefined): boolean {
  return organizationData(state).members.get(account ?? '')?.closedAt !== undefined;
}

/** Every account of the organization, the management account included. */
export function memberAccounts(state: State): readonly Member[] {
  return [...organizationData(state).members.values()];
}

/** Whether the organization trusts a service (`cloudtrail.amazonaws.com`). */
export function hasServiceAccess(state: State, servicePrincipal: string): boolean {
  return organizationData(state).serviceAccess.has(servicePrincipal);
}

/** Whether an account administers the organization for a service; for any service, when none is named. */
export function isDelegatedAdministrator(state: State, account: string, servicePrincipal?: string): boolean {
  const services = organizationData(state).delegations.get(account);
  if (services === undefined) return false;
  return servicePrincipal === undefined ? services.size > 0 : services.has(servicePrincipal);
}

/** The accounts that administer the organization for a service. */
export function delegatedAdministrators(state: State, servicePrincipal: string): string[] {
  return [...organizationData(state).delegations]
    .filter(([, services]) => services.has(servicePrincipal))
    .map(([account]) => account);
}

/** From the root down to the account itself: the root, the units and the account; empty for an account outside. */
export function lineage(state: State, account: string): string[] {
  const { members, units } = organizationData(state);
  const line: string[] = [];
  for (let id: string | undefined = members.has(account) ? account : undefined; id !== undefined; ) {
    line.unshift(id);
    id = members.get(id)?.parent ?? units.get(id)?.parent;
  }
  return line;
}

/**
 * Where an account is in the organization, as condition keys say it: `o-exampleorg1/r-abcd/ou-abcd-11111111/`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
 */
export function organizationPath(state: State, account: string): string | undefined {
  const organization = organizationOf(state);
  const above = lineage(state, account).slice(0, -1);
  return organization === undefined || above.length === 0 ? undefined : `${[organization.id, ...above].join('/')}/`;
}

/** The policies of one level of the tree. */
export interface ControlLevel {
  /** The root, unit or account to which they are attached. */
  readonly target: string;
  readonly policies: readonly ControlPolicy[];
}

/**
 * The control policies above an account, the root's first. Empty where none applies: the type is not enabled, the
 * account is outside the organization, or it is the management account, which control policies never restrict.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function controlLevels(state: State, account: string, type: ControlPolicyType): ControlLevel[] {
  const { organization, policies, attachments } = organizationData(state);
  if (organization?.enabledPolicyTypes.has(type) !== true || account === organization.managementAccount) return [];
  return lineage(state, account).map((target) => ({
    target,
    policies: [...(attachments.get(target) ?? [])]
      .map((id) => policies.get(id))
      .filter((policy): policy is ControlPolicy => policy?.type === type),
  }));
}
