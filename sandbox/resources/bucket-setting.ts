/** The shape that all the resources beside a bucket share: one call puts the setting, one gets it, the bucket names it. */
import type { Plain, PlainState, ResourceAdapter } from './adapter';
import { adapter, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';

interface OfBucket {
  readonly bucket: unknown;
  readonly expectedBucketOwner?: unknown;
}

/** The bucket that a setting's calls are about, with the account that must own it where the program says so. */
export interface Addressed {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string | undefined;
}

interface BucketSetting<Args, State> extends Pick<ResourceAdapter, 'type' | 'nested' | 'defaults' | 'unread'> {
  readonly inputs: readonly (keyof Args & string)[];
  /** Inputs without which the provider refuses the setting, beside the bucket. */
  readonly required?: readonly string[];
  /** Inputs whose change replaces the setting, beside those that name the bucket. */
  readonly replacedBy?: readonly string[];
  /** The error codes that say the bucket does not have the setting. */
  readonly absent: readonly string[];
  put(cloud: ProviderCloud, of: Addressed, inputs: Plain<Args>): Promise<unknown>;
  /** Brings the setting from `olds` to `news`, where that is more than putting it anew. */
  change?(cloud: ProviderCloud, of: Addressed, news: Plain<Args>, olds: Plain<Args>): Promise<unknown>;
  get(cloud: ProviderCloud, of: Addressed): Promise<PlainState<State> | undefined>;
  /** Leaves the bucket as it is without the resource, which need not be as it was before. */
  remove(cloud: ProviderCloud, of: Addressed, olds: Plain<Args>): Promise<unknown>;
}

/** An adapter for one setting of a bucket. Its id is the bucket's name, with `,<account>` where an owner is expected. */
export function bucketSetting<Args extends OfBucket, State>(setting: BucketSetting<Args, State>): ResourceAdapter {
  const { type, inputs, nested = {}, required = [], replacedBy = [], defaults = {}, unread = [] } = setting;
  return adapter<Args, State>({
    type,
    inputs,
    nested,
    required: ['bucket', ...required],
    replacedBy: [...OF_BUCKET.filter((input) => inputs.some((known) => known === input)), ...replacedBy],
    defaults,
    unread,

    async create(cloud, given) {
      const { bucket, expectedBucketOwner } = given as { bucket: string; expectedBucketOwner?: string };
      await setting.put(cloud, { Bucket: bucket, ExpectedBucketOwner: expectedBucketOwner }, given);
      return expectedBucketOwner === undefined ? bucket : `${bucket},${expectedBucketOwner}`;
    },

    async update(cloud, id, news, olds) {
      if (!inputs.some(changes(setting, news, olds))) return;
      if (setting.change === undefined) await setting.put(cloud, addressed(id), news);
      else await setting.change(cloud, addressed(id), news, olds);
    },

    async delete(cloud, id, olds) {
      await unless(['NoSuchBucket', ...setting.absent], () => setting.remove(cloud, addressed(id), olds));
    },

    async read(cloud, id) {
      const of = addressed(id);
      const state = await unless(['NoSuchBucket', ...setting.absent], () => setting.get(cloud, of));
      if (state === undefined) return undefined;
      const owner = of.ExpectedBucketOwner === undefined ? {} : { expectedBucketOwner: of.ExpectedBucketOwner };
      return { bucket: of.Bucket, ...owner, ...state };
    },
  });
}

/** A setting belongs to its bucket: what names the bucket replaces the setting. */
const OF_BUCKET: readonly string[] = ['bucket', 'expectedBucketOwner', 'region'];

function addressed(id: string): Addressed {
  const [Bucket = '', ExpectedBucketOwner] = id.split(',');
  return { Bucket, ExpectedBucketOwner };
}
