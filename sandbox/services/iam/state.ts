/** The roles and managed policies of every account, and what others may ask about them. */
import type { State } from '../../core/state';
import { store } from '../../core/state';
import { awsManagedPolicies } from './aws-managed-policies';

export interface Role {
  readonly account: string;
  readonly name: string;
  /** `/` when it has none. */
  readonly path: string;
  /** The unique id (`AROA…`), which no later role of the same name has. */
  readonly id: string;
  readonly createdAt: Date;
  description: string | undefined;
  maxSessionDuration: number;
  /** The trust policy's JSON, as it was given. */
  trustPolicy: string;
  /** The roles that the trust policy named when it was written: ARN → unique id. */
  trustedRoles: ReadonlyMap<string, string>;
  readonly tags: Map<string, string>;
  /** Inline policies: name → JSON. */
  readonly inlinePolicies: Map<string, string>;
  /** ARNs of the attached managed policies. */
  readonly attachedPolicies: Set<string>;
  /** ARN of the managed policy that bounds the role's permissions. */
  permissionsBoundary: string | undefined;
}

export interface ManagedPolicyVersion {
  readonly document: string;
  readonly createdAt: Date;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly description: string | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly versions: Map<string, ManagedPolicyVersion>;
  defaultVersion: string;
  /** The number of the next version: a deleted version's number is not used again. */
  nextVersion: number;
  readonly tags: Map<string, string>;
}

/** A policy with the name by which people find it. */
export interface NamedPolicy {
  readonly name: string;
  /** The policy's JSON. */
  readonly document: string;
}

interface IamAccount {
  readonly roles: Map<string, Role>;
  /** Customer managed policies by ARN. */
  readonly policies: Map<string, ManagedPolicy>;
}

export const iamAccounts = store<IamAccount>('iam', 'account', () => ({ roles: new Map(), policies: new Map() }));

export function accountOf(state: State, account: string): IamAccount {
  return iamAccounts.of(state, account, '');
}

/** The role of that name. */
export function findRole(state: State, account: string, roleName: string): Role | undefined {
  return accountOf(state, account).roles.get(roleName);
}

/** The role of an ARN; path and name must both be right. */
export function findRoleByArn(state: State, arn: string): Role | undefined {
  const match = /^arn:aws:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(arn);
  if (match === null) return undefined;
  const role = findRole(state, match[1] ?? '', match[2] ?? '');
  return role !== undefined && arnOfRole(role) === arn ? role : undefined;
}

export function arnOfRole(role: Pick<Role, 'account' | 'path' | 'name'>): string {
  return `arn:aws:iam::${role.account}:role${role.path}${role.name}`;
}

/** A managed policy, the account's own or AWS's. */
export function findPolicy(state: State, arn: string): ManagedPolicy | undefined {
  const account = arn.split(':')[4] ?? '';
  return account === 'aws' ? awsManagedPolicies.get(arn) : accountOf(state, account).policies.get(arn);
}

/** The text that is in force for a managed policy. */
export function defaultDocument(policy: ManagedPolicy): string {
  return policy.versions.get(policy.defaultVersion)?.document ?? '';
}

/** Every identity policy of a role, inline ones first. */
export function identityPolicies(state: State, role: Role): NamedPolicy[] {
  const policies = [...role.inlinePolicies].map(([name, document]) => ({ name, document }));
  for (const arn of role.attachedPolicies) {
    const policy = findPolicy(state, arn);
    if (policy !== undefined) policies.push({ name: policy.name, document: defaultDocument(policy) });
  }
  return policies;
}

/** The policy that bounds a role's permissions, if one does. */
export function permissionsBoundary(state: State, role: Role): NamedPolicy | undefined {
  const policy = role.permissionsBoundary === undefined ? undefined : findPolicy(state, role.permissionsBoundary);
  return policy === undefined ? undefined : { name: policy.name, document: defaultDocument(policy) };
}

/** The roles that carry a managed policy: attached, and as their boundary. */
export function usersOfPolicy(state: State, account: string, arn: string): { attached: Role[]; bounded: Role[] } {
  const roles = [...accountOf(state, account).roles.values()];
  return {
    attached: roles.filter((role) => role.attachedPolicies.has(arn)),
    bounded: roles.filter((role) => role.permissionsBoundary === arn),
  };
}
