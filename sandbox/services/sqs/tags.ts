/** The tags of a queue. */
import type { Operations } from '../../core/service';
import { byUrl, DATA_EVENT } from './access';
import { placeOfUrl, requireQueue, type SqsSdk } from './state';

export const tagOperations: Operations<SqsSdk> = {
  TagQueue: {
    access: byUrl('TagQueue'),
    handle: (input, context) => {
      const { tags } = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      for (const [key, value] of Object.entries(input.Tags ?? {})) tags.set(key, value);
      return {};
    },
  },
  UntagQueue: {
    access: byUrl('UntagQueue'),
    handle: (input, context) => {
      const { tags } = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  },
  ListQueueTags: {
    record: DATA_EVENT,
    access: byUrl('ListQueueTags'),
    handle: (input, context) => {
      const { tags } = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
    },
  },
};
