/** `aws.cloudwatch.EventRule`. */
import type { RuleState } from '@aws-sdk/client-eventbridge';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, required, unless } from './adapter';
import { tagList, tagListState } from './tags';

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

  async create(cloud, inputs, name) {
    const Name = inputs.name ?? name;
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
    return ruleId(inputs.eventBusName, Name);
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
      eventPattern: rule.EventPattern,
      forceDestroy: inputs.forceDestroy ?? false,
      name,
      roleArn: rule.RoleArn,
      scheduleExpression: rule.ScheduleExpression,
      state: rule.State,
      ...tagListState(cloud, Tags),
    };
  },
});

/** A rule's id: its name on the default bus, `bus/name` on any other. A bus may be named by its ARN, which has slashes. */
function ruleId(bus: string | undefined, name: string): string {
  return bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
}

function parseRuleId(id: string): { bus: string; name: string } {
  const slash = id.lastIndexOf('/');
  return slash < 0 ? { bus: 'default', name: id } : { bus: id.slice(0, slash), name: id.slice(slash + 1) };
}
