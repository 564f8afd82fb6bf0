/** `aws.organizations.Policy` and `aws.organizations.PolicyAttachment`. */
import type { PolicyType } from '@aws-sdk/client-organizations';
import type { organizations } from '@pulumi/aws';
import { adapter, jsonText, required, unless } from './adapter';
import { asWritten, changes } from './change';
import { listedTags, tagList, tagListState, updateTags } from './tags';

const defaults = { type: 'SERVICE_CONTROL_POLICY' };

export const organizationPolicy = adapter<organizations.PolicyArgs, organizations.PolicyState>({
  type: 'aws:organizations/policy:Policy',
  inputs: ['content', 'description', 'name', 'skipDestroy', 'tags', 'type'],
  required: ['content'],
  replacedBy: ['type'],
  defaults,
  unread: ['skipDestroy'],

  async create(cloud, inputs, name) {
    const { Policy } = await cloud.call('organizations', 'CreatePolicy', {
      Content: jsonText(inputs.content),
      Description: inputs.description ?? '',
      Name: inputs.name ?? name,
      Tags: tagList(cloud, inputs.tags),
      Type: (inputs.type ?? defaults.type) as PolicyType,
    });
    return required(Policy?.PolicySummary?.Id, 'Id');
  },

  async update(cloud, id, news, olds) {
    const differs = changes({}, news, olds);
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('organizations', 'UntagResource', { ResourceId: id, TagKeys }),
      tag: (tags) => cloud.call('organizations', 'TagResource', { ResourceId: id, Tags: listedTags(tags) }),
    });
    if (!differs('content') && !differs('description') && !differs('name')) return;
    await cloud.call('organizations', 'UpdatePolicy', {
      PolicyId: id,
      Content: differs('content') ? jsonText(news.content) : undefined,
      Description: differs('description') ? (news.description ?? '') : undefined,
      Name: differs('name') ? news.name : undefined,
    });
  },

  async delete(cloud, id, { skipDestroy }) {
    if (skipDestroy === true) return;
    await unless(['PolicyNotFoundException'], () => cloud.call('organizations', 'DeletePolicy', { PolicyId: id }));
  },

  async read(cloud, id, inputs) {
    const found = await unless(['PolicyNotFoundException'], () =>
      cloud.call('organizations', 'DescribePolicy', { PolicyId: id }),
    );
    const policy = found?.Policy;
    if (policy === undefined) return undefined;
    const { Tags } = await cloud.call('organizations', 'ListTagsForResource', { ResourceId: id });
    return {
      arn: policy.PolicySummary?.Arn,
      content: asWritten(inputs.content, policy.Content),
      description: policy.PolicySummary?.Description || undefined,
      name: policy.PolicySummary?.Name,
      skipDestroy: inputs.skipDestroy ?? false,
      type: policy.PolicySummary?.Type,
      ...tagListState(cloud, Tags),
    };
  },
});

export const organizationPolicyAttachment = adapter<
  organizations.PolicyAttachmentArgs,
  organizations.PolicyAttachmentState
>({
  type: 'aws:organizations/policyAttachment:PolicyAttachment',
  inputs: ['policyId', 'skipDestroy', 'targetId'],
  required: ['policyId', 'targetId'],
  replacedBy: ['policyId', 'targetId'],
  unread: ['skipDestroy'],

  async create(cloud, { policyId, targetId }) {
    await cloud.call('organizations', 'AttachPolicy', { PolicyId: policyId, TargetId: targetId });
    return `${targetId}:${policyId}`;
  },

  /** Only `skipDestroy` changes in place, and AWS knows nothing of it. */
  update: () => Promise.resolve(),

  async delete(cloud, id, { skipDestroy }) {
    if (skipDestroy === true) return;
    const [TargetId, PolicyId] = id.split(':');
    await unless(['PolicyNotAttachedException', 'PolicyNotFoundException', 'TargetNotFoundException'], () =>
      cloud.call('organizations', 'DetachPolicy', { PolicyId, TargetId }),
    );
  },

  async read(cloud, id, { skipDestroy = false }) {
    const [targetId, policyId] = id.split(':');
    let NextToken: string | undefined;
    do {
      const page = await unless(['PolicyNotFoundException'], () =>
        cloud.call('organizations', 'ListTargetsForPolicy', { NextToken, PolicyId: policyId }),
      );
      if (page?.Targets?.some(({ TargetId }) => TargetId === targetId)) return { policyId, skipDestroy, targetId };
      NextToken = page?.NextToken;
    } while (NextToken !== undefined);
    return undefined;
  },
});
