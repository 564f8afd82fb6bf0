/** Service-linked roles: the roles that a service makes for itself in an account, and that only it can change. */
import { AwsError } from '../../core/aws-error';
import type { State } from '../../core/state';
import { type IamOperations, shownRole } from './entities';
import { newId } from './id';
import { accountOf, findRole, type Role } from './state';

/** The services of the sandbox that have such a role: its name, and the policy that AWS attaches to it. */
const SERVICE_ROLES: Readonly<Record<string, { readonly name: string; readonly policy?: string }>> = {
  'cloudtrail.amazonaws.com': { name: 'AWSServiceRoleForCloudTrail', policy: 'CloudTrailServiceRolePolicy' },
  'context.cloudtrail.amazonaws.com': { name: 'AWSServiceRoleForCloudTrailEventContext' },
  'organizations.amazonaws.com': { name: 'AWSServiceRoleForOrganizations' },
};

/** The service-linked role of a service in an account, if it has been made. */
export function serviceLinkedRole(state: State, account: string, service: string): Role | undefined {
  const known = SERVICE_ROLES[service];
  return known === undefined ? undefined : findRole(state, account, known.name);
}

/** Makes a service-linked role, as the service itself does it; answers the one that exists. */
export function ensureServiceLinkedRole(state: State, account: string, service: string, now: Date): Role {
  const known = SERVICE_ROLES[service];
  if (known === undefined)
    throw new AwsError('InvalidInputException', `Service ${service} has no service-linked role in the sandbox.`);
  const existing = findRole(state, account, known.name);
  if (existing !== undefined) return existing;
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  const role: Role = {
    account,
    name: known.name,
    path: `/aws-service-role/${service}/`,
    id: newId('AROA'),
    createdAt: now,
    description: undefined,
    maxSessionDuration: 3600,
    trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    trustedRoles: new Map(),
    tags: new Map(),
    inlinePolicies: new Map(),
    attachedPolicies: new Set(
      known.policy === undefined ? [] : [`arn:aws:iam::aws:policy/aws-service-role/${known.policy}`],
    ),
    permissionsBoundary: undefined,
  };
  accountOf(state, account).roles.set(role.name, role);
  return role;
}

export const serviceLinkedRoleOperations = {
  CreateServiceLinkedRole: {
    access: (input, context) => {
      const service = input.AWSServiceName ?? '';
      const name = SERVICE_ROLES[service]?.name ?? '*';
      return [
        {
          action: 'iam:CreateServiceLinkedRole',
          resource: `arn:aws:iam::${context.account}:role/aws-service-role/${service}/${name}`,
          context: { 'iam:AWSServiceName': service },
        },
      ];
    },
    handle: (input, context) => {
      const service = input.AWSServiceName ?? '';
      const taken = serviceLinkedRole(context.state, context.account, service);
      if (taken !== undefined)
        throw new AwsError(
          'InvalidInputException',
          `Service role name ${taken.name} has been taken in this account, please try a different suffix.`,
        );
      const role = ensureServiceLinkedRole(context.state, context.account, service, context.clock.now());
      role.description = input.Description;
      return { Role: shownRole(context.state, role, 'full') };
    },
  },
} satisfies IamOperations;
