/** Keeping a rule: what wakes it, whether it is enabled, and its targets. */
import { isDeepStrictEqual } from 'node:util';
import type { EventRuleResource } from '../../../infra/specifications/resources/event-rule';
import { type Aws, type AwsCall, type Fields, fields, list, text, unless } from '../aws';
import { type Found, settingsFrom } from '../comparison';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagList, tagRepairs, tagsIn } from './tags';

/** What `PutRule` sets, all of it at once: what it is not given, it takes away. */
const SETTINGS = ['EventPattern', 'ScheduleExpression', 'State', 'Description', 'RoleArn'];

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const eventRuleKeeper: Keeper<EventRuleResource> = { read, repairs };

async function read(resource: EventRuleResource, aws: Aws): Promise<Found> {
  const { name, arn, settings } = resource;
  const rule = await unless(['ResourceNotFoundException'], aws(callOn(resource, 'DescribeRule', { Name: name })));
  if (rule === undefined) return { gone: true };
  const pattern = text(rule.EventPattern);
  const rest = await settingsFrom({
    // A rule has at most five targets, which is less than a page.
    Targets: aws(callOn(resource, 'ListTargetsByRule', { Rule: name })).then(({ Targets }) => list(Targets)),
    Tags: aws(onTags(resource, 'ListTagsForResource', { ResourceARN: arn })).then(({ Tags }) =>
      declaredAmong(tagsIn(Tags), settings.Tags),
    ),
  });
  return { ...rule, EventPattern: pattern === undefined ? undefined : (JSON.parse(pattern) as unknown), ...rest };
}

function repairs(resource: EventRuleResource, actual: Found, differing: ReadonlySet<string>): readonly Repair[] {
  const { arn, settings } = resource;
  if (actual.gone) return recreation(resource);
  const repaired: Repair[] = [];
  if (SETTINGS.some((setting) => differing.has(setting)))
    repaired.push({
      call: putRule(resource, { ...settings }),
      undo: putRule(resource, actual),
    });
  if (differing.has('Targets')) repaired.push(...targetRepairs(resource, list(actual.Targets).map(fields)));
  if (differing.has('Tags'))
    repaired.push(
      ...tagRepairs(settings.Tags, fields(actual.Tags), {
        tag: (tags) => onTags(resource, 'TagResource', { ResourceARN: arn, Tags: tagList(tags) }),
        untag: (TagKeys) => onTags(resource, 'UntagResource', { ResourceARN: arn, TagKeys }),
      }),
    );
  return repaired;
}

function recreation(resource: EventRuleResource): Repair[] {
  const { name, settings } = resource;
  const ids = settings.Targets.map(({ Id }) => Id);
  return [
    {
      call: putRule(resource, { ...settings }, { Tags: tagList(settings.Tags) }),
      undo: callOn(resource, 'DeleteRule', { Name: name }),
    },
    {
      call: callOn(resource, 'PutTargets', { Rule: name, Targets: settings.Targets }),
      undo: callOn(resource, 'RemoveTargets', { Rule: name, Ids: ids }),
    },
  ];
}

/**
 * Others first, because a rule has five targets at most: whoever filled it up would keep the declared ones out.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
function targetRepairs(resource: EventRuleResource, found: readonly Fields[]): Repair[] {
  const { name: Rule, settings } = resource;
  const put = (Targets: readonly object[]): AwsCall => callOn(resource, 'PutTargets', { Rule, Targets });
  const remove = (targets: readonly Fields[]): AwsCall =>
    callOn(resource, 'RemoveTargets', { Rule, Ids: targets.map(({ Id }) => Id) });
  const others = found.filter(({ Id }) => !settings.Targets.some((target) => target.Id === Id));
  const declared = settings.Targets.flatMap((target): Repair[] => {
    const former = found.find(({ Id }) => Id === target.Id);
    if (isDeepStrictEqual(former, target)) return [];
    return [{ call: put([target]), undo: former === undefined ? remove([{ Id: target.Id }]) : put([former]) }];
  });
  return [...(others.length === 0 ? [] : [{ call: remove(others), undo: put(others) }]), ...declared];
}

function putRule(resource: EventRuleResource, { EventPattern, ...rest }: Fields, more: Fields = {}): AwsCall {
  const pattern = EventPattern === undefined || EventPattern === null ? undefined : JSON.stringify(EventPattern);
  const inputs = Object.entries({ ...rest, EventPattern: pattern, ...more });
  const given = inputs.filter(
    ([key, value]) => [...SETTINGS, ...Object.keys(more)].includes(key) && (value ?? '') !== '',
  );
  return callOn(resource, 'PutRule', { Name: resource.name, ...Object.fromEntries(given) });
}

function callOn(resource: EventRuleResource, operation: string, input: Fields): AwsCall {
  return onTags(resource, operation, { ...input, EventBusName: resource.eventBusName });
}

/** The calls about tags name a rule by its ARN, and take no bus. */
function onTags({ account, region }: EventRuleResource, operation: string, input: Fields): AwsCall {
  return { service: 'events', operation, account, region, input };
}
