/** AWS IAM, as far as roles are kept. */
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { senders } from './service';

export const sender = senders(IAMClient, {
  CreateRole: CreateRoleCommand,
  DeleteRole: DeleteRoleCommand,
  DeleteRolePermissionsBoundary: DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicy: DeleteRolePolicyCommand,
  DetachRolePolicy: DetachRolePolicyCommand,
  GetRole: GetRoleCommand,
  GetRolePolicy: GetRolePolicyCommand,
  ListAttachedRolePolicies: ListAttachedRolePoliciesCommand,
  ListRolePolicies: ListRolePoliciesCommand,
  PutRolePolicy: PutRolePolicyCommand,
  TagRole: TagRoleCommand,
  UpdateAssumeRolePolicy: UpdateAssumeRolePolicyCommand,
  UpdateRole: UpdateRoleCommand,
});
