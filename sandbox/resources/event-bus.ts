/** `aws.cloudwatch.EventBus` and `aws.cloudwatch.EventBusPolicy`. */
import type { DeadLetterConfig, LogConfig } from '@aws-sdk/client-eventbridge';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, jsonText, type Plain, required, unless } from './adapter';
import { structure } from './shape';
import { tagList, tagListState } from './tags';

type Args = Plain<cloudwatch.EventBusArgs>;

const deadLetterConfig = structure<NonNullable<Args['deadLetterConfig']>, DeadLetterConfig>({ arn: 'Arn' });
const logConfig = structure<NonNullable<Args['logConfig']>, LogConfig>({
  includeDetail: 'IncludeDetail',
  level: 'Level',
});

export const eventBus = adapter<cloudwatch.EventBusArgs, cloudwatch.EventBusState>({
  type: 'aws:cloudwatch/eventBus:EventBus',
  inputs: ['deadLetterConfig', 'description', 'kmsKeyIdentifier', 'logConfig', 'name', 'region', 'tags'],

  async create(cloud, inputs, name) {
    const Name = inputs.name ?? name;
    await cloud.call('events', 'CreateEventBus', {
      Name,
      DeadLetterConfig: inputs.deadLetterConfig && deadLetterConfig.toAws(inputs.deadLetterConfig, 'deadLetterConfig'),
      Description: inputs.description,
      KmsKeyIdentifier: inputs.kmsKeyIdentifier,
      LogConfig: inputs.logConfig && logConfig.toAws(inputs.logConfig, 'logConfig'),
      Tags: tagList(cloud, inputs.tags),
    });
    return Name;
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
      description: bus.Description,
      kmsKeyIdentifier: bus.KmsKeyIdentifier,
      ...(bus.LogConfig === undefined ? {} : { logConfig: logConfig.fromAws(bus.LogConfig) }),
      name: bus.Name,
      ...tagListState(cloud, Tags),
    };
  },
});

export const eventBusPolicy = adapter<cloudwatch.EventBusPolicyArgs, cloudwatch.EventBusPolicyState>({
  type: 'aws:cloudwatch/eventBusPolicy:EventBusPolicy',
  inputs: ['eventBusName', 'policy', 'region'],

  async create(cloud, inputs) {
    const EventBusName = inputs.eventBusName ?? 'default';
    await cloud.call('events', 'PutPermission', { EventBusName, Policy: jsonText(inputs.policy) });
    return EventBusName;
  },

  async read(cloud, id) {
    const bus = await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'DescribeEventBus', { Name: id }),
    );
    return bus?.Policy ? { eventBusName: id, policy: bus.Policy } : undefined;
  },
});
