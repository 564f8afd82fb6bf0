/** What a role may do: `aws.iam.RolePolicy`, `aws.iam.RolePolicyAttachment` and `aws.iam.Policy`. */
import type { iam } from '@pulumi/aws';
import { adapter, jsonText, required, unless } from './adapter';
import { asWritten, changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { decodedDocument } from './role';
import { listedTags, tagList, tagListState, updateTags } from './tags';

const ABSENT = ['NoSuchEntityException'];

/** As many versions as a managed policy may have. */
const VERSIONS = 5;

export const rolePolicy = adapter<iam.RolePolicyArgs, iam.RolePolicyState>({
  type: 'aws:iam/rolePolicy:RolePolicy',
  inputs: ['name', 'policy', 'role'],
  required: ['policy', 'role'],
  replacedBy: ['name', 'role'],

  async create(cloud, inputs, name) {
    const PolicyName = inputs.name ?? name;
    await cloud.call('iam', 'PutRolePolicy', {
      PolicyDocument: jsonText(inputs.policy),
      PolicyName,
      RoleName: inputs.role,
    });
    return `${inputs.role}:${PolicyName}`;
  },

  async update(cloud, id, news, olds) {
    if (changes({}, news, olds)('policy'))
      await cloud.call('iam', 'PutRolePolicy', { ...inlinePolicy(id), PolicyDocument: jsonText(news.policy) });
  },

  async delete(cloud, id) {
    await unless(ABSENT, () => cloud.call('iam', 'DeleteRolePolicy', inlinePolicy(id)));
  },

  async read(cloud, id, { policy }) {
    const { RoleName, PolicyName } = inlinePolicy(id);
    const found = await unless(ABSENT, () => cloud.call('iam', 'GetRolePolicy', { RoleName, PolicyName }));
    return (
      found && { name: PolicyName, policy: asWritten(policy, decodedDocument(found.PolicyDocument)), role: RoleName }
    );
  },
});

function inlinePolicy(id: string): { RoleName: string; PolicyName: string } {
  const [RoleName = '', PolicyName = ''] = id.split(':');
  return { RoleName, PolicyName };
}

export const rolePolicyAttachment = adapter<iam.RolePolicyAttachmentArgs, iam.RolePolicyAttachmentState>({
  type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
  inputs: ['policyArn', 'role'],
  required: ['policyArn', 'role'],
  replacedBy: ['policyArn', 'role'],

  async create(cloud, { policyArn, role }) {
    await cloud.call('iam', 'AttachRolePolicy', { PolicyArn: policyArn, RoleName: role });
    return `${role}/${policyArn}`;
  },

  async delete(cloud, id) {
    const { policyArn, role } = attachment(id);
    await unless(ABSENT, () => cloud.call('iam', 'DetachRolePolicy', { PolicyArn: policyArn, RoleName: role }));
  },

  async read(cloud, id) {
    const { policyArn, role } = attachment(id);
    let Marker: string | undefined;
    do {
      const page = await unless(ABSENT, () =>
        cloud.call('iam', 'ListAttachedRolePolicies', { Marker, RoleName: role }),
      );
      if (page?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn)) return { policyArn, role };
      Marker = page?.Marker;
    } while (Marker !== undefined);
    return undefined;
  },
});

/** The ARN of a policy has slashes too; the name of a role has none. */
function attachment(id: string): { policyArn: string; role: string } {
  const slash = id.indexOf('/');
  return { policyArn: id.slice(slash + 1), role: id.slice(0, slash) };
}

export const managedPolicy = adapter<iam.PolicyArgs, iam.PolicyState>({
  type: 'aws:iam/policy:Policy',
  inputs: ['description', 'name', 'path', 'policy', 'tags'],
  required: ['policy'],
  replacedBy: ['description', 'name', 'path'],
  defaults: { path: '/' },

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

  async update(cloud, id, news, olds) {
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('iam', 'UntagPolicy', { PolicyArn: id, TagKeys }),
      tag: (tags) => cloud.call('iam', 'TagPolicy', { PolicyArn: id, Tags: listedTags(tags) }),
    });
    if (!changes({}, news, olds)('policy')) return;
    const others = await otherVersions(cloud, id);
    const [oldest] = others;
    if (oldest !== undefined && others.length + 1 >= VERSIONS)
      await cloud.call('iam', 'DeletePolicyVersion', { PolicyArn: id, VersionId: oldest });
    await cloud.call('iam', 'CreatePolicyVersion', {
      PolicyArn: id,
      PolicyDocument: jsonText(news.policy),
      SetAsDefault: true,
    });
  },

  async delete(cloud, id) {
    await unless(ABSENT, async () => {
      for (const VersionId of await otherVersions(cloud, id))
        await cloud.call('iam', 'DeletePolicyVersion', { PolicyArn: id, VersionId });
      await cloud.call('iam', 'DeletePolicy', { PolicyArn: id });
    });
  },

  async read(cloud, id, inputs) {
    const found = await unless(ABSENT, () => cloud.call('iam', 'GetPolicy', { PolicyArn: id }));
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
      policy: asWritten(inputs.policy, decodedDocument(PolicyVersion?.Document)),
      policyId: policy.PolicyId,
      ...tagListState(cloud, policy.Tags),
    };
  },
});

/** The ids of the versions that are not in force, the oldest first. */
async function otherVersions(cloud: ProviderCloud, PolicyArn: string): Promise<string[]> {
  const { Versions = [] } = await cloud.call('iam', 'ListPolicyVersions', { PolicyArn });
  return Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)
    .flatMap(({ VersionId }) => VersionId ?? [])
    .sort((left, right) => Number(left.slice(1)) - Number(right.slice(1)));
}
