/** `aws.organizations.Policy` and `aws.organizations.PolicyAttachment`. */
import type { PolicyType } from '@aws-sdk/client-organizations';
import type { organizations } from '@pulumi/aws';
import { adapter, jsonText, required, unless } from './adapter';
import { tagList, tagListState } from './tags';

export const organizationPolicy = adapter<organizations.PolicyArgs, organizations.PolicyState>({
  type: 'aws:organizations/policy:Policy',
  inputs: ['content', 'description', 'name', 'skipDestroy', 'tags', 'type'],

  async create(cloud, inputs, name) {
    const { Policy } = await cloud.call('organizations', 'CreatePolicy', {
      Content: jsonText(inputs.content),
      Description: inputs.description ?? '',
      Name: inputs.name ?? name,
      Tags: tagList(cloud, inputs.tags),
      Type: (inputs.type ?? 'SERVICE_CONTROL_POLICY') as PolicyType,
    });
    return required(Policy?.PolicySummary?.Id, 'Id');
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
      content: policy.Content,
      description: policy.PolicySummary?.Description,
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

  async create(cloud, { policyId, targetId }) {
    await cloud.call('organizations', 'AttachPolicy', { PolicyId: policyId, TargetId: targetId });
    return `${targetId}:${policyId}`;
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
