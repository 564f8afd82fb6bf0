/** Tags of trails. */
import type { Tag } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { accessToTrail, trailToChange, trailToRead } from './resolution';

type Sdk = typeof import('@aws-sdk/client-cloudtrail');

const MAX_TAGS = 50;

export const tagOperations = {
  AddTags: {
    access: (input, context) =>
      accessToTrail('AddTags', input.ResourceId, context).map((access) => ({
        ...access,
        context: { ...access.context, ...requestTags(input.TagsList) },
      })),
    handle: (input, context) => {
      requireTrailArn(input.ResourceId);
      const trail = found(() => trailToChange(input.ResourceId, context));
      const added = tagMap(input.TagsList);
      const all = new Map([...trail.tags, ...added]);
      if (all.size > MAX_TAGS)
        throw new AwsError('TagsLimitExceededException', `A trail can have up to ${MAX_TAGS} tags.`);
      for (const [key, value] of added) trail.tags.set(key, value);
      return {};
    },
  },
  RemoveTags: {
    access: (input, context) => accessToTrail('RemoveTags', input.ResourceId, context),
    handle: (input, context) => {
      requireTrailArn(input.ResourceId);
      const trail = found(() => trailToChange(input.ResourceId, context));
      for (const tag of input.TagsList ?? []) trail.tags.delete(tag.Key ?? '');
      return {};
    },
  },
  ListTags: {
    access: (input, context: CallContext) =>
      (input.ResourceIdList ?? []).flatMap((id) => accessToTrail('ListTags', id, context)),
    handle: (input, context) => ({
      ResourceTagList: (input.ResourceIdList ?? []).map((id) => {
        requireTrailArn(id);
        const trail = found(() => trailToRead(id, context));
        return { ResourceId: id, TagsList: [...trail.tags].map(([Key, Value]) => ({ Key, Value })) };
      }),
    }),
  },
} satisfies Operations<Sdk>;

/** @throws AwsError `InvalidTagParameterException` */
export function tagMap(tags: readonly Tag[] | undefined): Map<string, string> {
  const map = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (Key === '' || Key.length > 128 || Value.length > 256 || Key.toLowerCase().startsWith('aws:') || map.has(Key))
      throw new AwsError('InvalidTagParameterException', `The tag ${Key} is not valid, or is given more than once.`);
    map.set(Key, Value);
  }
  return map;
}

/** The condition keys of tags that a request brings. */
export function requestTags(tags: readonly Tag[] | undefined): Record<string, string | readonly string[]> {
  if (!tags?.length) return {};
  const given = tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]);
  return { ...Object.fromEntries(given), 'aws:TagKeys': tags.map(({ Key = '' }) => Key) };
}

/** @throws AwsError `CloudTrailARNInvalidException`, `ResourceTypeNotSupportedException` */
function requireTrailArn(id: string | undefined): void {
  if (id === undefined || !id.startsWith('arn:aws:cloudtrail:'))
    throw new AwsError('CloudTrailARNInvalidException', `${id} is not the ARN of a trail.`);
  if (!/:trail\/[^/]+$/.test(id))
    throw new AwsError('ResourceTypeNotSupportedException', `${id} is not a resource whose tags the sandbox keeps.`);
}

/** The tagging operations know a missing trail by another name than the rest. */
function found<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TrailNotFoundException')
      throw new AwsError('ResourceNotFoundException', error.message);
    throw error;
  }
}
