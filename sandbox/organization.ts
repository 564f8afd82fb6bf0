/** The organization that a sandbox starts with: its accounts, their administrators, and control policies that take nothing away. */
import { createHash } from 'node:crypto';
import type { Clock } from './core/clock';
import type { State } from './core/state';
import { foundStandingRoles } from './services/iam/standing-roles';
import { enableControlPolicies } from './services/organizations/control-policies';
import { type ControlPolicyType, organizationData } from './services/organizations/state';

export interface OrganizationDescription {
  /** `o-exampleorg1` */
  readonly id: string;
  readonly managementAccount: string;
  /** Every account, the management account included. */
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly email?: string }[];
  /** The role of every account that deploys. @default - `trailwarden-deployment`, which is there in any case */
  readonly deploymentRoleName?: string;
  /** The types of control policies that are switched on. @default - service control policies */
  readonly policyTypes?: readonly ControlPolicyType[];
  /** Ids of the root and of units directly under it that have to be there, because a policy is attached to them. @default - none */
  readonly policyTargets?: readonly string[];
}

/** Founds an organization with all features, its accounts directly under the root. */
export function foundOrganization(state: State, clock: Clock, description: OrganizationDescription): void {
  const { id, managementAccount, accounts, policyTargets = [] } = description;
  const data = organizationData(state);
  if (data.organization !== undefined)
    throw new Error(`The sandbox has an organization already: ${data.organization.id}.`);
  if (!accounts.some((account) => account.id === managementAccount))
    throw new Error(`The management account ${managementAccount} must be one of the organization's accounts.`);
  const rootId =
    policyTargets.find((target) => target.startsWith('r-')) ??
    `r-${createHash('sha256').update(id).digest('hex').slice(0, 4)}`;
  data.organization = { id, managementAccount, rootId, enabledPolicyTypes: new Set() };
  for (const account of accounts) {
    foundAccount(state, clock, account.id, description.deploymentRoleName);
    data.members.set(account.id, {
      id: account.id,
      name: account.name,
      email: account.email ?? `${account.name}@example.com`,
      joinedAt: clock.now(),
      joinedMethod: account.id === managementAccount ? 'INVITED' : 'CREATED',
      parent: rootId,
    });
  }
  for (const unit of policyTargets.filter((target) => target.startsWith('ou-')))
    data.units.set(unit, { id: unit, name: unit, parent: rootId });
  for (const type of description.policyTypes ?? ['SERVICE_CONTROL_POLICY']) enableControlPolicies(data, type);
}

/** Founds an account with its administrator and the roles that deploy; by itself it belongs to no organization. */
export function foundAccount(state: State, clock: Clock, account: string, deploymentRoleName?: string): void {
  if (!/^\d{12}$/.test(account)) throw new Error(`An account id has twelve digits, not "${account}".`);
  foundStandingRoles(state, account, clock.now(), deploymentRoleName);
}
