/** `aws.cloudwatch.EventRule`. */
import type { RuleState } from '@aws-sdk/client-eventbridge';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, type Plain, required, unless } from './adapter';
import { asWritten, changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { listedTags, tagList, tagListState, updateTags } from './tags';

type Args = Plain<cloudwatch.EventRuleArgs>;

/** What PutRule sets, all of it at once. */
const SETTINGS = ['description', 'eventPattern', 'roleArn', 'scheduleExpression', 'state'] as const;

/** A program that does not say whether the rule is switched on takes it as it is. */
const computed = ['state'];

export const eventRule = adapter<cloudwatch.EventRuleArgs, cloudwatch.EventRuleState>({
  type: 'aws:cloudwatch/eventRule:EventRule',
  inputs: [
    'description',
    'eventBusName',
    'eventPattern',
    'forceDestroy',
    'name',
    'region',
    'roleArn',
    'scheduleExpression',
    'state',
    'tags',
  ],
  required: [],
  replacedBy: ['eventBusName', 'name', 'region'],
  defaults: { eventBusName: 'default' },
  computed,
  unread: ['forceDestroy'],

  async create(cloud, inputs, name) {
    const Name = inputs.name ?? name;
    await put(cloud, Name, inputs);
    return ruleId(inputs.eventBusName, Name);
  },

  async update(cloud, id, news, olds) {
    const { bus, name } = parseRuleId(id);
    const ResourceARN = ruleArn(cloud, bus, name);
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('events', 'UntagResource', { ResourceARN, TagKeys }),
      tag: (tags) => cloud.call('events', 'TagResource', { ResourceARN, Tags: listedTags(tags) }),
    });
    if (SETTINGS.some(changes({ computed }, news, olds))) await put(cloud, name, news);
  },

  async delete(cloud, id, { forceDestroy }) {
    const { bus, name } = parseRuleId(id);
    await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'DeleteRule', { Name: name, EventBusName: bus, Force: forceDestroy }),
    );
  },

  async read(cloud, id, inputs) {
    const { bus, name } = parseRuleId(id);
    const rule = await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'DescribeRule', { Name: name, EventBusName: bus }),
    );
    if (rule === undefined) return undefined;
    const arn = required(rule.Arn, 'Arn');
    const { Tags } = await cloud.call('events', 'ListTagsForResource', { ResourceARN: arn });
    return {
      arn,
      description: rule.Description,
      eventBusName: bus,
      eventPattern: asWritten(inputs.eventPattern, rule.EventPattern),
      forceDestroy: inputs.forceDestroy ?? false,
      name,
      roleArn: rule.RoleArn,
      scheduleExpression: rule.ScheduleExpression,
      state: rule.State,
      ...tagListState(cloud, Tags),
    };
  },
});

async function put(cloud: ProviderCloud, Name: string, inputs: Args): Promise<void> {
  await cloud.call('events', 'PutRule', {
    Name,
    Description: inputs.description,
    EventBusName: inputs.eventBusName,
    EventPattern: inputs.eventPattern,
    RoleArn: inputs.roleArn,
    ScheduleExpression: inputs.scheduleExpression,
    State: (inputs.state ?? 'ENABLED') as RuleState,
    Tags: tagList(cloud, inputs.tags),
  });
}

/** A rule's id: its name on the default bus, `bus/name` on any other. A bus may be named by its ARN, which has slashes. */
function ruleId(bus: string | undefined, name: string): string {
  return bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
}

function parseRuleId(id: string): { bus: string; name: string } {
  const slash = id.lastIndexOf('/');
  return slash < 0 ? { bus: 'default', name: id } : { bus: id.slice(0, slash), name: id.slice(slash + 1) };
}

/** The bus may be another account's, named by its ARN. */
function ruleArn({ account, region }: ProviderCloud, bus: string, name: string): string {
  const owner = bus.startsWith('arn:') ? bus : `arn:aws:events:${region}:${account}:event-bus/${bus}`;
  return `${owner.replace(':event-bus/', ':rule/').replace(/\/default$/, '')}/${name}`;
}
