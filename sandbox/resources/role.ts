/** `aws.iam.Role`. */
import type { iam } from '@pulumi/aws';
import { adapter, jsonText, unless } from './adapter';
import { asWritten, changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { listedTags, tagList, tagListState, updateTags } from './tags';

const defaults = { maxSessionDuration: 3600, path: '/' };

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
  required: ['assumeRolePolicy'],
  replacedBy: ['name', 'path'],
  defaults,
  unread: ['forceDetachPolicies'],

  async create(cloud, inputs, name) {
    const RoleName = inputs.name ?? name;
    await cloud.call('iam', 'CreateRole', {
      AssumeRolePolicyDocument: jsonText(inputs.assumeRolePolicy),
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      Path: inputs.path ?? defaults.path,
      PermissionsBoundary: inputs.permissionsBoundary,
      RoleName,
      Tags: tagList(cloud, inputs.tags),
    });
    return RoleName;
  },

  async update(cloud, id, news, olds) {
    const RoleName = id;
    const differs = changes({ defaults }, news, olds);
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('iam', 'UntagRole', { RoleName, TagKeys }),
      tag: (tags) => cloud.call('iam', 'TagRole', { RoleName, Tags: listedTags(tags) }),
    });
    if (differs('assumeRolePolicy'))
      await cloud.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: jsonText(news.assumeRolePolicy) });
    if (differs('description'))
      await cloud.call('iam', 'UpdateRoleDescription', { RoleName, Description: news.description ?? '' });
    if (differs('maxSessionDuration')) {
      const MaxSessionDuration = news.maxSessionDuration ?? defaults.maxSessionDuration;
      await cloud.call('iam', 'UpdateRole', { RoleName, MaxSessionDuration });
    }
    if (differs('permissionsBoundary')) {
      const PermissionsBoundary = news.permissionsBoundary;
      if (PermissionsBoundary) await cloud.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
      else await cloud.call('iam', 'DeleteRolePermissionsBoundary', { RoleName });
    }
  },

  async delete(cloud, id, { forceDetachPolicies }) {
    await unless(['NoSuchEntityException'], async () => {
      if (forceDetachPolicies === true) {
        await detachPolicies(cloud, id);
        await deletePolicies(cloud, id);
      }
      await cloud.call('iam', 'DeleteRole', { RoleName: id });
    });
  },

  async read(cloud, id, inputs) {
    const found = await unless(['NoSuchEntityException'], () => cloud.call('iam', 'GetRole', { RoleName: id }));
    const role = found?.Role;
    if (role === undefined) return undefined;
    return {
      arn: role.Arn,
      assumeRolePolicy: asWritten(inputs.assumeRolePolicy, decodedDocument(role.AssumeRolePolicyDocument)),
      createDate: role.CreateDate?.toISOString(),
      description: role.Description || undefined,
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

/** Detaches all policies, whoever attached them. */
async function detachPolicies(cloud: ProviderCloud, RoleName: string): Promise<void> {
  let Marker: string | undefined;
  do {
    const page = await cloud.call('iam', 'ListAttachedRolePolicies', { RoleName, Marker });
    for (const { PolicyArn } of page.AttachedPolicies ?? [])
      await cloud.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
    Marker = page.Marker;
  } while (Marker !== undefined);
}

/** Deletes all inline policies, whoever put them. */
async function deletePolicies(cloud: ProviderCloud, RoleName: string): Promise<void> {
  let Marker: string | undefined;
  do {
    const page = await cloud.call('iam', 'ListRolePolicies', { RoleName, Marker });
    for (const PolicyName of page.PolicyNames ?? [])
      await cloud.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
    Marker = page.Marker;
  } while (Marker !== undefined);
}

/** IAM answers policy documents percent-encoded, as RFC 3986 has it. */
export function decodedDocument(document: string | undefined): string | undefined {
  return document?.startsWith('%') ? decodeURIComponent(document) : document;
}
