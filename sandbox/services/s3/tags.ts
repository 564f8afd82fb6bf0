/** Tags of buckets. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { accessTo, bucketOf } from './access';
import { bucketRecord } from './record';

export const tagOperations: Operations<typeof S3> = {
  GetBucketTagging: {
    access: accessTo('s3:GetBucketTagging'),
    record: bucketRecord('GetBucketTagging'),
    handle: (input, context) => {
      const { tags } = bucketOf(input, context);
      if (tags === undefined) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist');
      return { TagSet: tags };
    },
  },

  PutBucketTagging: {
    access: accessTo('s3:PutBucketTagging'),
    record: bucketRecord('PutBucketTagging'),
    handle: (input, context) => {
      bucketOf(input, context).tags = readTagSet(input.Tagging?.TagSet ?? []);
      return {};
    },
  },

  DeleteBucketTagging: {
    access: accessTo('s3:PutBucketTagging'),
    record: bucketRecord('DeleteBucketTagging'),
    handle: (input, context) => {
      delete bucketOf(input, context).tags;
      return {};
    },
  },
};

/** @throws AwsError `InvalidTag` */
export function readTagSet(tags: readonly S3.Tag[]): S3.Tag[] {
  const keys = tags.map((tag) => tag.Key ?? '');
  if (new Set(keys).size < keys.length)
    throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key');
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '' || Key.length > 128) throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid');
    if (Value.length > 256) throw new AwsError('InvalidTag', 'The TagValue you have provided is invalid');
    if (/^aws:/i.test(Key)) throw new AwsError('InvalidTag', 'System tags cannot be added/updated by requester');
  }
  return [...tags];
}
