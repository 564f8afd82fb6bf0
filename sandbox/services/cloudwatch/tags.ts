/** Tags of alarms and dashboards. */
import type { Tag } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { alarmsOf, dashboardsOf } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudwatch');

export const tags = {
  TagResource: {
    access: (input) => [{ action: 'cloudwatch:TagResource', resource: input.ResourceARN ?? '*' }],
    handle: (input, context) => {
      const found = requireTags(context, input.ResourceARN);
      for (const [key, value] of tagMap(input.Tags)) found.set(key, value);
      return {};
    },
  },
  UntagResource: {
    access: (input) => [{ action: 'cloudwatch:UntagResource', resource: input.ResourceARN ?? '*' }],
    handle: (input, context) => {
      const found = requireTags(context, input.ResourceARN);
      for (const key of input.TagKeys ?? []) found.delete(key);
      return {};
    },
  },
  ListTagsForResource: {
    access: (input) => [{ action: 'cloudwatch:ListTagsForResource', resource: input.ResourceARN ?? '*' }],
    handle: (input, context) => ({
      Tags: [...requireTags(context, input.ResourceARN)].map(([Key, Value]) => ({ Key, Value })),
    }),
  },
} satisfies Operations<Sdk>;

export function tagMap(given: readonly Tag[] | undefined): Map<string, string> {
  return new Map((given ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** @throws AwsError `ResourceNotFoundException` */
function requireTags({ state, account, region }: CallContext, arn: string | undefined): Map<string, string> {
  const resources = [...alarmsOf(state, account, region).values(), ...dashboardsOf(state, account).values()];
  const found = resources.find((resource) => resource.arn === arn);
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `Unknown resource: ${arn}`);
  return found.tags;
}
