/** Tags of log groups. */
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { logTagAccess } from './access';
import { requireLogGroup } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

export const tags = {
  TagResource: {
    access: (input, context) => logTagAccess('TagResource', input.resourceArn, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.resourceArn);
      const all = new Map([...group.tags, ...Object.entries(input.tags ?? {})]);
      if (all.size > 50) throw new AwsError('TooManyTagsException', 'A resource can have no more than 50 tags.');
      for (const [key, value] of all) group.tags.set(key, value);
      return {};
    },
  },
  UntagResource: {
    access: (input, context) => logTagAccess('UntagResource', input.resourceArn, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.resourceArn);
      for (const key of input.tagKeys ?? []) group.tags.delete(key);
      return {};
    },
  },
  ListTagsForResource: {
    access: (input, context) => logTagAccess('ListTagsForResource', input.resourceArn, context),
    handle: (input, context) => ({ tags: Object.fromEntries(requireLogGroup(context, input.resourceArn).tags) }),
  },
} satisfies Operations<Sdk>;
