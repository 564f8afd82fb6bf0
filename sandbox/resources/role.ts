/** `aws.iam.Role`. */
import type { iam } from '@pulumi/aws';
import { adapter, jsonText, unless } from './adapter';
import { tagList, tagListState } from './tags';

export const role = adapter<iam.RoleArgs, iam.RoleState>({
  type: 'aws:iam/role:Role',
  inputs: [
    'assumeRolePolicy',
    'description',
    'forceDetachPolicies',
    'maxSessionDuration',
    'name',
    'path',
    'permissionsBoundary',
    'tags',
  ],

  async create(cloud, inputs, name) {
    const RoleName = inputs.name ?? name;
    await cloud.call('iam', 'CreateRole', {
      AssumeRolePolicyDocument: jsonText(inputs.assumeRolePolicy),
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      Path: inputs.path ?? '/',
      PermissionsBoundary: inputs.permissionsBoundary,
      RoleName,
      Tags: tagList(cloud, inputs.tags),
    });
    return RoleName;
  },

  async read(cloud, id, inputs) {
    const found = await unless(['NoSuchEntityException'], () => cloud.call('iam', 'GetRole', { RoleName: id }));
    const role = found?.Role;
    if (role === undefined) return undefined;
    return {
      arn: role.Arn,
      assumeRolePolicy: decodedDocument(role.AssumeRolePolicyDocument),
      createDate: role.CreateDate?.toISOString(),
      description: role.Description,
      forceDetachPolicies: inputs.forceDetachPolicies ?? false,
      maxSessionDuration: role.MaxSessionDuration,
      name: role.RoleName,
      path: role.Path,
      permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
      uniqueId: role.RoleId,
      ...tagListState(cloud, role.Tags),
    };
  },
});

/** IAM answers policy documents percent-encoded, as RFC 3986 has it. */
export function decodedDocument(document: string | undefined): string | undefined {
  return document?.startsWith('%') ? decodeURIComponent(document) : document;
}
