/** The operations on the tags of rules and buses. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { Access, CallContext, Operations } from '../../core/service';
import { busAccess, requestTags, ruleAccess } from './access';
import { arnParts, busIn, ruleIn } from './arn';
import { invalid, required } from './parameters';
import { refuseManaged } from './rules';
import { requireBus, requireRule } from './state';
import { tagList, tagMap } from './tag-map';

const TAGS_PER_RESOURCE = 50;

interface TagRequest {
  readonly ResourceARN?: string | undefined;
}

export const tagOperations: Operations<typeof EventBridge> = {
  TagResource: {
    access: (input, context) => accessOf('TagResource', input, context, requestTags(input.Tags)),
    handle: (input, context) => {
      const resource = taggedForChange(input, context);
      const tags = new Map([...resource.tags, ...tagMap(required(input.Tags, 'tags'))]);
      if (tags.size > TAGS_PER_RESOURCE) throw invalid('Tags', `No more than ${TAGS_PER_RESOURCE} tags are allowed.`);
      resource.tags = tags;
      return {};
    },
  },
  UntagResource: {
    access: (input, context) => accessOf('UntagResource', input, context, requestTags([], input.TagKeys)),
    handle: (input, context) => {
      const { tags } = taggedForChange(input, context);
      for (const key of required(input.TagKeys, 'tagKeys')) tags.delete(key);
      return {};
    },
  },
  ListTagsForResource: {
    access: (input, context) => accessOf('ListTagsForResource', input, context),
    handle: (input, context) => ({ Tags: tagList(tagged(input, context).tags) }),
  },
};

/** @throws AwsError `ValidationException`, `ResourceNotFoundException` */
function tagged({ ResourceARN }: TagRequest, context: CallContext): { tags: Map<string, string> } {
  const arn = required(ResourceARN, 'resourceARN');
  const rule = ruleIn(arn);
  if (rule !== undefined) return requireRule(context.state, rule.bus, rule.rule);
  const bus = busIn(arn);
  if (bus === undefined) throw invalid('ResourceARN', 'Only rules and event buses have tags.');
  return requireBus(context.state, bus);
}

function taggedForChange(input: TagRequest, context: CallContext): { tags: Map<string, string> } {
  const rule = ruleIn(input.ResourceARN ?? '');
  if (rule !== undefined) refuseManaged(requireRule(context.state, rule.bus, rule.rule));
  return tagged(input, context);
}

function accessOf(operation: string, input: TagRequest, context: CallContext, keys?: Access['context']): Access[] {
  const arn = required(input.ResourceARN, 'resourceARN');
  if (arnParts(arn)?.region !== context.region)
    throw invalid('ResourceARN', 'It must be the ARN of a resource in the Region of the request.');
  const rule = ruleIn(arn);
  if (rule !== undefined) return [ruleAccess(`events:${operation}`, rule.bus, rule.rule, context, keys)];
  const bus = busIn(arn);
  if (bus !== undefined) return [busAccess(`events:${operation}`, bus, context, keys)];
  return [{ action: `events:${operation}`, resource: arn }];
}
