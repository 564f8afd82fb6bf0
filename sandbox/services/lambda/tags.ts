/** The tags of a function. */
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { functionAccess } from './access';
import { type FunctionPlace, type LambdaSdk, placeOf, requireFunction } from './state';

interface Tagged {
  readonly Resource: string | undefined;
}

const byResource = (action: string) => (input: Tagged, context: CallContext) =>
  functionAccess(context, action, taggedPlace(input, context));

export const tagOperations: Operations<LambdaSdk> = {
  TagResource: {
    record: { eventName: 'TagResource20170331v2' },
    access: byResource('TagResource'),
    handle: (input, context) => {
      const { tags } = requireFunction(context.state, taggedPlace(input, context));
      for (const [key, value] of Object.entries(input.Tags ?? {})) tags.set(key, value);
      return {};
    },
  },
  UntagResource: {
    record: { eventName: 'UntagResource20170331v2' },
    access: byResource('UntagResource'),
    handle: (input, context) => {
      const { tags } = requireFunction(context.state, taggedPlace(input, context));
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  },
  ListTags: {
    record: { eventName: 'ListTags20170331' },
    access: byResource('ListTags'),
    handle: (input, context) => ({
      Tags: Object.fromEntries(requireFunction(context.state, taggedPlace(input, context)).tags),
    }),
  },
};

function taggedPlace({ Resource: arn }: Tagged, context: CallContext): FunctionPlace {
  if (arn === undefined || !/^arn:aws:lambda:[^:]+:\d{12}:function:[^:]+$/.test(arn))
    throw new AwsError('InvalidParameterValueException', `Tags are supported on function ARNs only, not on ${arn}.`, {
      Type: 'User',
    });
  return placeOf(arn, undefined, context);
}
