/** What a role may do: its inline policies, its attached policies, its permissions boundary. */
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import {
  checkIdentityPolicy,
  checkName,
  encoded,
  type IamOperations,
  lengthOf,
  requireOwnRole,
  requirePolicy,
  requireRole,
  roleAccess,
} from './entities';
import { findPolicy, type Role } from './state';

/** The quotas of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const INLINE_CHARACTERS = 10_240;
const ATTACHED_POLICIES = 10;

export const rolePolicyOperations = {
  PutRolePolicy: {
    access: (input, context) => roleAccess(context, 'PutRolePolicy', input.RoleName),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      const name = checkName('policyName', input.PolicyName, 128);
      const tooLong = `Maximum policy size of ${INLINE_CHARACTERS} bytes exceeded for role ${role.name}`;
      const document = checkIdentityPolicy(input.PolicyDocument, INLINE_CHARACTERS, tooLong);
      const others = [...role.inlinePolicies].filter(([other]) => other !== name).map(([, text]) => lengthOf(text));
      const total = others.reduce((sum, length) => sum + length, lengthOf(document));
      if (total > INLINE_CHARACTERS) throw new AwsError('LimitExceededException', tooLong);
      role.inlinePolicies.set(name, document);
      return {};
    },
  },
  GetRolePolicy: {
    access: (input, context) => roleAccess(context, 'GetRolePolicy', input.RoleName),
    handle: (input, context) => {
      const role = requireRole(context, input.RoleName);
      const document = inlinePolicy(role, input.PolicyName);
      return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encoded(document) };
    },
  },
  ListRolePolicies: {
    access: (input, context) => roleAccess(context, 'ListRolePolicies', input.RoleName),
    handle: (input, context) => {
      const names = [...requireRole(context, input.RoleName).inlinePolicies.keys()].sort();
      const { items, next } = page(names, { size: input.MaxItems, token: input.Marker }, 1000, 'ValidationError');
      return { PolicyNames: items, IsTruncated: next !== undefined, Marker: next };
    },
  },
  DeleteRolePolicy: {
    access: (input, context) => roleAccess(context, 'DeleteRolePolicy', input.RoleName),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      inlinePolicy(role, input.PolicyName);
      role.inlinePolicies.delete(input.PolicyName ?? '');
      return {};
    },
  },
  AttachRolePolicy: {
    access: (input, context) =>
      roleAccess(context, 'AttachRolePolicy', input.RoleName, { keys: { 'iam:PolicyARN': input.PolicyArn ?? '' } }),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      const policy = requirePolicy(context, input.PolicyArn);
      if (policy.path.startsWith('/aws-service-role/'))
        throw new AwsError('PolicyNotAttachableException', `Cannot attach a service role policy to a customer role.`);
      if (!role.attachedPolicies.has(policy.arn) && role.attachedPolicies.size >= ATTACHED_POLICIES)
        throw new AwsError('LimitExceededException', `Cannot exceed quota for PoliciesPerRole: ${ATTACHED_POLICIES}`);
      role.attachedPolicies.add(policy.arn);
      return {};
    },
  },
  DetachRolePolicy: {
    access: (input, context) =>
      roleAccess(context, 'DetachRolePolicy', input.RoleName, { keys: { 'iam:PolicyARN': input.PolicyArn ?? '' } }),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      if (!role.attachedPolicies.delete(input.PolicyArn ?? ''))
        throw new AwsError('NoSuchEntityException', `Policy ${input.PolicyArn} was not found.`);
      return {};
    },
  },
  ListAttachedRolePolicies: {
    access: (input, context) => roleAccess(context, 'ListAttachedRolePolicies', input.RoleName),
    handle: (input, context) => {
      const role = requireRole(context, input.RoleName);
      const attached = [...role.attachedPolicies]
        .map((arn) => findPolicy(context.state, arn))
        .filter((policy) => policy?.path.startsWith(input.PathPrefix ?? '/'));
      const { items, next } = page(attached, { size: input.MaxItems, token: input.Marker }, 1000, 'ValidationError');
      return {
        AttachedPolicies: items.map((policy) => ({ PolicyName: policy?.name, PolicyArn: policy?.arn })),
        IsTruncated: next !== undefined,
        Marker: next,
      };
    },
  },
  PutRolePermissionsBoundary: {
    access: (input, context) =>
      roleAccess(context, 'PutRolePermissionsBoundary', input.RoleName, {
        keys: { 'iam:PermissionsBoundary': input.PermissionsBoundary ?? '' },
      }),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      role.permissionsBoundary = requirePolicy(context, input.PermissionsBoundary).arn;
      return {};
    },
  },
  DeleteRolePermissionsBoundary: {
    access: (input, context) => roleAccess(context, 'DeleteRolePermissionsBoundary', input.RoleName),
    handle: (input, context) => {
      const role = requireOwnRole(context, input.RoleName);
      if (role.permissionsBoundary === undefined)
        throw new AwsError('NoSuchEntityException', `The role ${role.name} does not have a permissions boundary.`);
      role.permissionsBoundary = undefined;
      return {};
    },
  },
} satisfies IamOperations;

function inlinePolicy(role: Role, name: string | undefined): string {
  const document = role.inlinePolicies.get(name ?? '');
  if (document === undefined)
    throw new AwsError('NoSuchEntityException', `The role policy with name ${name} cannot be found.`);
  return document;
}
