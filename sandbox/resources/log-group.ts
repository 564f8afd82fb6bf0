/** `aws.cloudwatch.LogGroup`. */
import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { tagMap, tagState, updateTags } from './tags';

export const logGroup = adapter<cloudwatch.LogGroupArgs, cloudwatch.LogGroupState>({
  type: 'aws:cloudwatch/logGroup:LogGroup',
  inputs: [
    'deletionProtectionEnabled',
    'kmsKeyId',
    'logGroupClass',
    'name',
    'region',
    'retentionInDays',
    'skipDestroy',
    'tags',
  ],
  required: [],
  replacedBy: ['logGroupClass', 'name', 'region'],
  computed: ['deletionProtectionEnabled', 'logGroupClass'],
  unread: ['skipDestroy'],

  async create(cloud, inputs, name) {
    const logGroupName = inputs.name ?? name;
    await cloud.call('logs', 'CreateLogGroup', {
      logGroupName,
      deletionProtectionEnabled: inputs.deletionProtectionEnabled,
      kmsKeyId: inputs.kmsKeyId,
      logGroupClass: inputs.logGroupClass as LogGroupClass | undefined,
      tags: tagMap(cloud, inputs.tags),
    });
    // Zero is the provider's way to say that events never expire.
    if (inputs.retentionInDays)
      await cloud.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: inputs.retentionInDays });
    return logGroupName;
  },

  async update(cloud, id, news, olds) {
    const { deletionProtectionEnabled, kmsKeyId, retentionInDays } = news;
    const differs = changes({ computed: ['deletionProtectionEnabled'] }, news, olds);
    const resourceArn = groupArn(cloud, id);
    await updateTags(cloud, news, olds, {
      untag: (tagKeys) => cloud.call('logs', 'UntagResource', { resourceArn, tagKeys }),
      tag: (tags) => cloud.call('logs', 'TagResource', { resourceArn, tags }),
    });
    if (differs('retentionInDays')) {
      if (retentionInDays) await cloud.call('logs', 'PutRetentionPolicy', { logGroupName: id, retentionInDays });
      else await cloud.call('logs', 'DeleteRetentionPolicy', { logGroupName: id });
    }
    if (differs('kmsKeyId')) {
      if (kmsKeyId) await cloud.call('logs', 'AssociateKmsKey', { kmsKeyId, logGroupName: id });
      else await cloud.call('logs', 'DisassociateKmsKey', { logGroupName: id });
    }
    if (differs('deletionProtectionEnabled'))
      await cloud.call('logs', 'PutLogGroupDeletionProtection', { deletionProtectionEnabled, logGroupIdentifier: id });
  },

  async delete(cloud, id, { skipDestroy }) {
    if (skipDestroy === true) return;
    await unless(['ResourceNotFoundException'], () => cloud.call('logs', 'DeleteLogGroup', { logGroupName: id }));
  },

  async read(cloud, id, inputs) {
    let nextToken: string | undefined;
    do {
      const page = await cloud.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: id, nextToken });
      const found = page.logGroups?.find(({ logGroupName }) => logGroupName === id);
      if (found !== undefined) {
        const arn = groupArn(cloud, id);
        const { tags } = await cloud.call('logs', 'ListTagsForResource', { resourceArn: arn });
        return {
          arn,
          deletionProtectionEnabled: found.deletionProtectionEnabled,
          kmsKeyId: found.kmsKeyId,
          logGroupClass: found.logGroupClass,
          name: id,
          retentionInDays: found.retentionInDays ?? 0,
          skipDestroy: inputs.skipDestroy ?? false,
          ...tagState(cloud, tags),
        };
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  },
});

/** Without the `:*` that the API writes behind it. */
function groupArn({ account, region }: ProviderCloud, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}
