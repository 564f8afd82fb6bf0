/** The principals that policies name: whether they exist, and whether they still are who they were. */
import { iamPrincipal, type PolicyPrincipal, statementsOf } from '../../core/policy-document';
import type { PolicyDocument } from '../../core/service';
import type { State } from '../../core/state';
import { findRole, findRoleByArn, type Role } from './state';

/**
 * The principals of a resource policy that do not exist, as written; AWS refuses a policy that names one.
 *
 * Any twelve digits count as an account. Roles and sessions must have their role; no account has IAM users.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function missingPrincipals(state: State, document: PolicyDocument): PolicyPrincipal[] {
  return statementsOf(document)
    .flatMap((statement) => statement.principals)
    .filter((principal) => !exists(state, principal));
}

function exists(state: State, { type, value }: PolicyPrincipal): boolean {
  if (value === '*') return true;
  if (type === 'Service') return /^[a-z0-9.-]+\.amazonaws\.com$/.test(value);
  if (type !== 'AWS') return true;
  const named = iamPrincipal(value);
  if (named === undefined || named.kind === 'user') return false;
  if (named.kind === 'account') return true;
  if (named.kind === 'session') return findRole(state, named.account, named.name) !== undefined;
  return findRoleByArn(state, value) !== undefined;
}

/** The roles that a document names, with the unique id that each has now. */
export function namedRoles(state: State, document: PolicyDocument): Map<string, string> {
  const named = new Map<string, string>();
  for (const statement of statementsOf(document))
    for (const { type, value } of statement.principals) {
      const role = type === 'AWS' ? findRoleByArn(state, value) : undefined;
      if (role !== undefined) named.set(value, role.id);
    }
  return named;
}

/**
 * A role's trust policy as IAM keeps it: a role that it named and that was deleted since shows as its unique id, so
 * that a new role of the same name is not trusted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function trustPolicyOf(state: State, role: Role): PolicyDocument {
  const document = JSON.parse(role.trustPolicy) as PolicyDocument;
  const gone = new Map([...role.trustedRoles].filter(([arn, id]) => findRoleByArn(state, arn)?.id !== id));
  if (gone.size === 0) return document;
  return JSON.parse(role.trustPolicy, (_key, value: unknown) =>
    typeof value === 'string' ? (gone.get(value) ?? value) : value,
  ) as PolicyDocument;
}
