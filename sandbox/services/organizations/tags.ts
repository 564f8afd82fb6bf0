/** Tags of the organization's root, units, accounts and policies. */
import type { Tag } from '@aws-sdk/client-organizations';
import { AwsError } from '../../core/aws-error';
import type { State } from '../../core/state';
import { entityAccess, type OrganizationsOperations, requireManagement, requireReader } from './access';
import { organizationData } from './state';

/** Puts tags on a resource; a tag whose key is there already gets the new value. */
export function putTags(state: State, resourceId: string, tags: readonly Tag[] | undefined): void {
  if (tags === undefined || tags.length === 0) return;
  const all = organizationData(state).tags;
  const own = all.get(resourceId) ?? new Map<string, string>();
  for (const { Key = '', Value = '' } of tags) own.set(Key, Value);
  all.set(resourceId, own);
}

export const tagOperations = {
  TagResource: {
    access: (input, context) => entityAccess(context, 'TagResource', input.ResourceId),
    handle: (input, context) => {
      requireManagement(context);
      putTags(context.state, requireResource(context.state, input.ResourceId), input.Tags);
      return {};
    },
  },
  UntagResource: {
    access: (input, context) => entityAccess(context, 'UntagResource', input.ResourceId),
    handle: (input, context) => {
      requireManagement(context);
      const own = organizationData(context.state).tags.get(requireResource(context.state, input.ResourceId));
      for (const key of input.TagKeys ?? []) own?.delete(key);
      return {};
    },
  },
  ListTagsForResource: {
    access: (input, context) => entityAccess(context, 'ListTagsForResource', input.ResourceId),
    handle: (input, context) => {
      requireReader(context);
      const own = organizationData(context.state).tags.get(requireResource(context.state, input.ResourceId));
      return { Tags: [...(own ?? [])].map(([Key, Value]) => ({ Key, Value })) };
    },
  },
} satisfies OrganizationsOperations;

/** The id of a resource that can be tagged. */
function requireResource(state: State, id = ''): string {
  const { organization, members, units, policies } = organizationData(state);
  if (organization?.rootId === id || members.has(id) || units.has(id) || policies.has(id)) return id;
  throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
}
