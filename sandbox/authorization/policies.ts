/** The policies that have a say in a request: collected from IAM, the organization and the resource. */
import type { Principal } from '../core/principal';
import type { Access } from '../core/service';
import type { State } from '../core/state';
import { findRole, identityPolicies, permissionsBoundary } from '../services/iam/state';
import { type ControlPolicyType, controlLevels } from '../services/organizations/state';
import type { Policies } from './decision';
import { type ReadPolicy, readDocument, readText } from './documents';

/**
 * The services of the sandbox whose resources obey resource control policies.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
const RESOURCE_CONTROLLED = new Set(['s3', 'sts', 'kms', 'sqs', 'logs', 'events']);

/** The policies for one access. Service-linked roles and AWS's services are free of control policies of the caller. */
export function policiesFor(state: State, principal: Principal, access: Access, resourceAccount: string): Policies {
  const serviceLinked = principal.kind === 'role' && principal.rolePath.startsWith('/aws-service-role/');
  const resourceControlled =
    !serviceLinked && RESOURCE_CONTROLLED.has(access.action.split(':')[0]?.toLowerCase() ?? '');
  return {
    ...rolePolicies(state, principal),
    serviceControl: principal.kind === 'service' || serviceLinked ? [] : servicePolicies(state, principal.account),
    resourceControl: resourceControlled ? levels(state, resourceAccount, 'RESOURCE_CONTROL_POLICY') : [],
    resource: access.resourcePolicy === undefined ? undefined : readDocument(access.resourcePolicy),
  };
}

/** The service control policies above an account, level by level from the root. */
export function servicePolicies(state: State, account: string): ReadPolicy[][] {
  return levels(state, account, 'SERVICE_CONTROL_POLICY');
}

/** A session has the policies of its role, for as long as that very role exists. */
function rolePolicies(state: State, principal: Principal): Pick<Policies, 'identity' | 'boundary'> {
  if (principal.kind === 'service') return { identity: [] };
  const role = findRole(state, principal.account, principal.roleName);
  if (role === undefined || role.id !== principal.roleId) return { identity: [] };
  const boundary = permissionsBoundary(state, role);
  return {
    identity: identityPolicies(state, role).map((policy) => readText(policy.document)),
    boundary: boundary && readText(boundary.document),
  };
}

function levels(state: State, account: string, type: ControlPolicyType): ReadPolicy[][] {
  return controlLevels(state, account, type).map(({ policies }) => policies.map((policy) => readText(policy.content)));
}
