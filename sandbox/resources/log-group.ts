/** `aws.cloudwatch.LogGroup`. */
import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import type { cloudwatch } from '@pulumi/aws';
import { adapter } from './adapter';
import { tagMap, tagState } from './tags';

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

  async read(cloud, id, inputs) {
    let nextToken: string | undefined;
    do {
      const page = await cloud.call('logs', 'DescribeLogGroups', { logGroupNamePrefix: id, nextToken });
      const found = page.logGroups?.find(({ logGroupName }) => logGroupName === id);
      if (found !== undefined) {
        const arn = `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${id}`;
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
