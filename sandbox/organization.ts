/** The organization that a sandbox starts with: its accounts, their administrators, and control policies that take nothing away. */
import { createHash } from 'node:crypto';
import type { Clock } from './core/clock';
import type { State } from './core/state';
import { foundStandingRoles } from './services/iam/standing-roles';
import { enableControlPolicies } from './services/organizations/control-policies';
import { organizationData } from './services/organizations/state';

export interface OrganizationDescription {
  /** `o-exampleorg1` */
  readonly id: string;
  readonly managementAccount: string;
  /** Every account, the management account included. */
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly email?: string }[];
}

/** Founds an organization with all features, its accounts directly under the root, service control policies enabled. */
export function foundOrganization(state: State, clock: Clock, description: OrganizationDescription): void {
  const { id, managementAccount, accounts } = description;
  const data = organizationData(state);
  if (data.organization !== undefined)
    throw new Error(`The sandbox has an organization already: ${data.organization.id}.`);
  if (!accounts.some((account) => account.id === managementAccount))
    throw new Error(`The management account ${managementAccount} must be one of the organization's accounts.`);
  const rootId = `r-${createHash('sha256').update(id).digest('hex').slice(0, 4)}`;
  data.organization = { id, managementAccount, rootId, enabledPolicyTypes: new Set() };
  for (const account of accounts) {
    foundAccount(state, clock, account.id);
    data.members.set(account.id, {
      id: account.id,
      name: account.name,
      email: account.email ?? `${account.name}@example.com`,
      joinedAt: clock.now(),
      joinedMethod: account.id === managementAccount ? 'INVITED' : 'CREATED',
      parent: rootId,
    });
  }
  enableControlPolicies(data, 'SERVICE_CONTROL_POLICY');
}

/** Founds an account with its administrator and its deployment role; by itself it belongs to no organization. */
export function foundAccount(state: State, clock: Clock, account: string): void {
  if (!/^\d{12}$/.test(account)) throw new Error(`An account id has twelve digits, not "${account}".`);
  foundStandingRoles(state, account, clock.now());
}
