/** The tags of a topic. */
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { topicAccess } from './access';
import { findTopic, placeOfArn, type SnsSdk, type Topic } from './state';

const byResourceArn = (action: string) => (input: { readonly ResourceArn: string | undefined }, context: CallContext) =>
  topicAccess(context, action, placeOfArn(input.ResourceArn, context.region, 'ResourceArn'));

export const tagOperations: Operations<SnsSdk> = {
  TagResource: {
    access: byResourceArn('TagResource'),
    handle: (input, context) => {
      const topic = requireResource(input, context);
      for (const { Key = '', Value = '' } of input.Tags ?? []) topic.tags.set(Key, Value);
      return {};
    },
  },
  UntagResource: {
    access: byResourceArn('UntagResource'),
    handle: (input, context) => {
      const topic = requireResource(input, context);
      for (const key of input.TagKeys ?? []) topic.tags.delete(key);
      return {};
    },
  },
  ListTagsForResource: {
    access: byResourceArn('ListTagsForResource'),
    handle: (input, context) => ({
      Tags: [...requireResource(input, context).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
  },
};

function requireResource(input: { readonly ResourceArn: string | undefined }, context: CallContext): Topic {
  const topic = findTopic(context.state, placeOfArn(input.ResourceArn, context.region, 'ResourceArn'));
  if (topic === undefined) throw new AwsError('ResourceNotFoundException', 'Resource does not exist');
  return topic;
}
