/** `aws.cloudwatch.EventBus` and `aws.cloudwatch.EventBusPolicy`. */
import type { DeadLetterConfig, LogConfig } from '@aws-sdk/client-eventbridge';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, jsonText, type Plain, required, unless } from './adapter';
import { asWritten, changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { structure } from './shape';
import { listedTags, tagList, tagListState, updateTags } from './tags';

type Args = Plain<cloudwatch.EventBusArgs>;

const deadLetterConfig = structure<NonNullable<Args['deadLetterConfig']>, DeadLetterConfig>({ arn: 'Arn' });
const logConfig = structure<NonNullable<Args['logConfig']>, LogConfig>({
  includeDetail: 'IncludeDetail',
  level: 'Level',
});

export const eventBus = adapter<cloudwatch.EventBusArgs, cloudwatch.EventBusState>({
  type: 'aws:cloudwatch/eventBus:EventBus',
  inputs: ['deadLetterConfig', 'description', 'kmsKeyIdentifier', 'logConfig', 'name', 'region', 'tags'],
  nested: { deadLetterConfig, logConfig },
  required: [],
  replacedBy: ['name', 'region'],

  async create(cloud, inputs, name) {
    const Name = inputs.name ?? name;
    await cloud.call('events', 'CreateEventBus', {
      Name,
      Description: inputs.description,
      ...settings(inputs),
      Tags: tagList(cloud, inputs.tags),
    });
    return Name;
  },

  async update(cloud, id, news, olds) {
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('events', 'UntagResource', { ResourceARN: busArn(cloud, id), TagKeys }),
      tag: (tags) => cloud.call('events', 'TagResource', { ResourceARN: busArn(cloud, id), Tags: listedTags(tags) }),
    });
    const differs = changes({}, news, olds);
    if (SETTINGS.some(differs))
      // Only an empty text takes a description away.
      await cloud.call('events', 'UpdateEventBus', {
        Name: id,
        Description: news.description ?? '',
        ...settings(news),
      });
  },

  async delete(cloud, id) {
    await unless(['ResourceNotFoundException'], () => cloud.call('events', 'DeleteEventBus', { Name: id }));
  },

  async read(cloud, id) {
    const bus = await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'DescribeEventBus', { Name: id }),
    );
    if (bus === undefined) return undefined;
    const arn = required(bus.Arn, 'Arn');
    const { Tags } = await cloud.call('events', 'ListTagsForResource', { ResourceARN: arn });
    return {
      arn,
      ...(bus.DeadLetterConfig === undefined
        ? {}
        : { deadLetterConfig: deadLetterConfig.fromAws(bus.DeadLetterConfig) }),
      description: bus.Description || undefined,
      kmsKeyIdentifier: bus.KmsKeyIdentifier,
      ...(bus.LogConfig === undefined ? {} : { logConfig: logConfig.fromAws(bus.LogConfig) }),
      name: bus.Name,
      ...tagListState(cloud, Tags),
    };
  },
});

const SETTINGS = ['deadLetterConfig', 'description', 'kmsKeyIdentifier', 'logConfig'] as const;

function settings(inputs: Args) {
  return {
    DeadLetterConfig: inputs.deadLetterConfig && deadLetterConfig.toAws(inputs.deadLetterConfig, 'deadLetterConfig'),
    KmsKeyIdentifier: inputs.kmsKeyIdentifier,
    LogConfig: inputs.logConfig && logConfig.toAws(inputs.logConfig, 'logConfig'),
  };
}

function busArn({ account, region }: ProviderCloud, name: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/${name}`;
}

export const eventBusPolicy = adapter<cloudwatch.EventBusPolicyArgs, cloudwatch.EventBusPolicyState>({
  type: 'aws:cloudwatch/eventBusPolicy:EventBusPolicy',
  inputs: ['eventBusName', 'policy', 'region'],
  required: ['policy'],
  replacedBy: ['eventBusName', 'region'],
  defaults: { eventBusName: 'default' },

  async create(cloud, inputs) {
    const EventBusName = inputs.eventBusName ?? 'default';
    await cloud.call('events', 'PutPermission', { EventBusName, Policy: jsonText(inputs.policy) });
    return EventBusName;
  },

  async update(cloud, id, news, olds) {
    if (changes({}, news, olds)('policy'))
      await cloud.call('events', 'PutPermission', { EventBusName: id, Policy: jsonText(news.policy) });
  },

  async delete(cloud, id) {
    await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'RemovePermission', { EventBusName: id, RemoveAllPermissions: true }),
    );
  },

  async read(cloud, id, { policy }) {
    const bus = await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'DescribeEventBus', { Name: id }),
    );
    return bus?.Policy ? { eventBusName: id, policy: asWritten(policy, bus.Policy) } : undefined;
  },
});
