/** Roles: who may assume them, their description, their tags. */
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import {
  checkName,
  checkPath,
  checkTrustPolicy,
  type IamOperations,
  requireOwnRole,
  requirePolicy,
  requireRole,
  roleAccess,
  setTags,
  shownRole,
  shownTags,
  tagKeys,
} from './entities';
import { newId } from './id';
import { namedRoles } from './principals';
import { accountOf, type Role } from './state';

export const roleOperations = {
  CreateRole: {
    access: (input, context) =>
      roleAccess(context, 'CreateRole', input.RoleName, {
        path: input.Path,
        keys: {
          ...tagKeys(input.Tags),
          ...(input.PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': input.PermissionsBoundary }),
        },
      }),
    handle: (input, context) => {
      const name = checkName('roleName', input.RoleName, 64);
      const path = checkPath(input.Path);
      const { roles } = accountOf(context.state, context.account);
      if ([...roles.keys()].some((taken) => taken.toLowerCase() === name.toLowerCase()))
        throw new AwsError('EntityAlreadyExistsException', `Role with name ${name} already exists.`);
      const trustPolicy = checkTrustPolicy(context.state, input.AssumeRolePolicyDocument);
      const boundary = input.PermissionsBoundary;
      if (boundary !== undefined) requirePolicy(context, boundary);
      const role: Role = {
        account: context.account,
        name,
        path,
        id: newId('AROA'),
        createdAt: context.clock.now(),
        description: input.Description,
        maxSessionDuration: checkDuration(input.MaxSessionDuration ?? 3600),
        trustPolicy,
        trustedRoles: namedRoles(context.state, JSON.parse(trustPolicy)),
        tags: new Map(),
        inlinePolicies: new Map(),
        attachedPolicies: new Set(),
        permissionsBoundary: boundary,
      };
      setTags(role.tags, input.Tags);
      roles.set(name, role);
      return { Role: shownRole(context.state, role, 'full') };
    },
  },
  GetRole: {
    access: (input, context) => roleAccess(context, 'GetRole', input.RoleName),
    handle: (input, context) => ({ Role: shownRole(context.state, requireRole(context, input.RoleName), 'full') }),
  },
  ListRoles: {
    handle: (input, context) => {
      const prefix = input.PathPrefix ?? '/';
      const roles = [...accountOf(context.state, context.account).roles.values()]
        .filter((role) => role.path.startsWith(prefix))
        .sort((left, right) => left.name.localeCompare(right.name));
      const { items, next } = page(roles, { size: input.MaxItems, token: input.Marker }, 1000, 'ValidationError');
      return {
        Roles: items.map((role) => shownRole(context.state, role, 'listed')),
        IsTruncated: next !== undefined,
        Marker: next,
      };
    },
  },
  UpdateRole: {
    access: (input, context) => roleAccess(context, 'UpdateRole', input.RoleName),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      if (input.MaxSessionDuration !== undefined) role.maxSessionDuration = checkDuration(input.MaxSessionDuration);
      if (input.Description !== undefined) role.description = input.Description;
      return {};
    },
  },
  UpdateRoleDescription: {
    access: (input, context) => roleAccess(context, 'UpdateRoleDescription', input.RoleName),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      role.description = input.Description;
      return { Role: shownRole(context.state, role, 'full') };
    },
  },
  UpdateAssumeRolePolicy: {
    access: (input, context) => roleAccess(context, 'UpdateAssumeRolePolicy', input.RoleName),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      const trustPolicy = checkTrustPolicy(context.state, input.PolicyDocument);
      role.trustPolicy = trustPolicy;
      role.trustedRoles = namedRoles(context.state, JSON.parse(trustPolicy));
      return {};
    },
  },
  DeleteRole: {
    access: (input, context) => roleAccess(context, 'DeleteRole', input.RoleName),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      if (role.attachedPolicies.size > 0)
        throw new AwsError('DeleteConflictException', 'Cannot delete entity, must detach all policies first.');
      if (role.inlinePolicies.size > 0)
        throw new AwsError('DeleteConflictException', 'Cannot delete entity, must delete policies first.');
      accountOf(context.state, context.account).roles.delete(role.name);
      return {};
    },
  },
  TagRole: {
    access: (input, context) => roleAccess(context, 'TagRole', input.RoleName, { keys: tagKeys(input.Tags) }),
    handle: (input, context) => {
      setTags(requireOwnRole(context, input.RoleName).tags, input.Tags);
      return {};
    },
  },
  UntagRole: {
    access: (input, context) =>
      roleAccess(context, 'UntagRole', input.RoleName, { keys: { 'aws:TagKeys': input.TagKeys ?? [] } }),
    handle: (input, context) => {
      const { tags } = requireOwnRole(context, input.RoleName);
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  },
  ListRoleTags: {
    access: (input, context) => roleAccess(context, 'ListRoleTags', input.RoleName),
    handle: (input, context) => ({
      Tags: shownTags(requireRole(context, input.RoleName).tags),
      IsTruncated: false,
    }),
  },
  ListInstanceProfilesForRole: {
    access: (input, context) => roleAccess(context, 'ListInstanceProfilesForRole', input.RoleName),
    handle: (input, context) => {
      requireRole(context, input.RoleName);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  },
} satisfies IamOperations;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html: one to twelve hours. */
function checkDuration(seconds: number): number {
  if (seconds >= 3600 && seconds <= 43_200) return seconds;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value between 3600 and 43200`,
  );
}
