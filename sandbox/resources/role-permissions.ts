/** What a role may do: `aws.iam.RolePolicy`, `aws.iam.RolePolicyAttachment` and `aws.iam.Policy`. */
import type { iam } from '@pulumi/aws';
import { adapter, jsonText, required, unless } from './adapter';
import { decodedDocument } from './role';
import { tagList, tagListState } from './tags';

export const rolePolicy = adapter<iam.RolePolicyArgs, iam.RolePolicyState>({
  type: 'aws:iam/rolePolicy:RolePolicy',
  inputs: ['name', 'policy', 'role'],

  async create(cloud, inputs, name) {
    const PolicyName = inputs.name ?? name;
    await cloud.call('iam', 'PutRolePolicy', {
      PolicyDocument: jsonText(inputs.policy),
      PolicyName,
      RoleName: inputs.role,
    });
    return `${inputs.role}:${PolicyName}`;
  },

  async read(cloud, id) {
    const [RoleName, PolicyName] = id.split(':');
    const found = await unless(['NoSuchEntityException'], () =>
      cloud.call('iam', 'GetRolePolicy', { RoleName, PolicyName }),
    );
    return found && { name: PolicyName, policy: decodedDocument(found.PolicyDocument), role: RoleName };
  },
});

export const rolePolicyAttachment = adapter<iam.RolePolicyAttachmentArgs, iam.RolePolicyAttachmentState>({
  type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
  inputs: ['policyArn', 'role'],

  async create(cloud, { policyArn, role }) {
    await cloud.call('iam', 'AttachRolePolicy', { PolicyArn: policyArn, RoleName: role });
    return `${role}/${policyArn}`;
  },

  async read(cloud, id) {
    const slash = id.indexOf('/');
    const role = id.slice(0, slash);
    const policyArn = id.slice(slash + 1);
    let Marker: string | undefined;
    do {
      const page = await unless(['NoSuchEntityException'], () =>
        cloud.call('iam', 'ListAttachedRolePolicies', { Marker, RoleName: role }),
      );
      if (page?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn)) return { policyArn, role };
      Marker = page?.Marker;
    } while (Marker !== undefined);
    return undefined;
  },
});

export const managedPolicy = adapter<iam.PolicyArgs, iam.PolicyState>({
  type: 'aws:iam/policy:Policy',
  inputs: ['description', 'name', 'path', 'policy', 'tags'],

  async create(cloud, inputs, name) {
    const { Policy } = await cloud.call('iam', 'CreatePolicy', {
      Description: inputs.description,
      Path: inputs.path ?? '/',
      PolicyDocument: jsonText(inputs.policy),
      PolicyName: inputs.name ?? name,
      Tags: tagList(cloud, inputs.tags),
    });
    return required(Policy?.Arn, 'Arn');
  },

  async read(cloud, id) {
    const found = await unless(['NoSuchEntityException'], () => cloud.call('iam', 'GetPolicy', { PolicyArn: id }));
    const policy = found?.Policy;
    if (policy === undefined) return undefined;
    const { PolicyVersion } = await cloud.call('iam', 'GetPolicyVersion', {
      PolicyArn: id,
      VersionId: policy.DefaultVersionId,
    });
    return {
      arn: id,
      attachmentCount: policy.AttachmentCount,
      description: policy.Description,
      name: policy.PolicyName,
      path: policy.Path,
      policy: decodedDocument(PolicyVersion?.Document),
      policyId: policy.PolicyId,
      ...tagListState(cloud, policy.Tags),
    };
  },
});
