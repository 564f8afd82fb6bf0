/** Tags of keys, and how policies see them. */
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { accessTo, keyOf, keyOperation, keyRecord } from './access';
import { requireNotPending } from './state';

/** @throws AwsError `TagException` for what KMS does not accept */
export function readTags(tags: readonly Kms.Tag[]): Map<string, string> {
  const read = new Map<string, string>();
  for (const { TagKey = '', TagValue = '' } of tags) {
    if (TagKey === '' || TagKey.length > 128 || TagValue.length > 256 || /^aws:/i.test(TagKey))
      throw new AwsError('TagException', `The tag ${TagKey} is not valid.`);
    if (read.has(TagKey)) throw new AwsError('TagException', `Duplicate tag keys: ${TagKey}`);
    read.set(TagKey, TagValue);
  }
  return read;
}

/** The condition keys that tags in a request add. */
export function tagContext(tags: readonly Kms.Tag[]): Record<string, string | string[]> {
  if (tags.length === 0) return {};
  const pairs = tags.map(({ TagKey = '', TagValue = '' }) => [`aws:RequestTag/${TagKey}`, TagValue]);
  return { ...Object.fromEntries(pairs), 'aws:TagKeys': tags.map(({ TagKey = '' }) => TagKey) };
}

export const tagOperations: Operations<typeof Kms> = {
  TagResource: keyOperation('kms:TagResource', (key, input: Kms.TagResourceCommandInput) => {
    requireNotPending(key);
    for (const [name, value] of readTags(input.Tags ?? [])) key.tags.set(name, value);
  }),
  UntagResource: keyOperation('kms:UntagResource', (key, input: Kms.UntagResourceCommandInput) => {
    requireNotPending(key);
    for (const name of input.TagKeys ?? []) key.tags.delete(name);
  }),
  ListResourceTags: {
    access: accessTo('kms:ListResourceTags'),
    record: keyRecord,
    handle: (input, context) => ({
      Tags: [...keyOf(input, context).tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      Truncated: false,
    }),
  },
};
