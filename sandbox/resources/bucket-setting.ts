/** The shape that all the resources beside a bucket share: one call puts the setting, one gets it, the bucket names it. */
import type { Plain, PlainState, ResourceAdapter } from './adapter';
import { adapter, unless } from './adapter';
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

interface BucketSetting<Args, State> {
  readonly type: string;
  readonly inputs: readonly (keyof Args & string)[];
  /** The error codes that say the bucket does not have the setting. */
  readonly absent: readonly string[];
  put(cloud: ProviderCloud, of: Addressed, inputs: Plain<Args>): Promise<unknown>;
  get(cloud: ProviderCloud, of: Addressed): Promise<PlainState<State> | undefined>;
}

/** An adapter for one setting of a bucket. Its id is the bucket's name, with `,<account>` where an owner is expected. */
export function bucketSetting<Args extends OfBucket, State>(setting: BucketSetting<Args, State>): ResourceAdapter {
  return adapter<Args, State>({
    type: setting.type,
    inputs: setting.inputs,
    async create(cloud, inputs) {
      const { bucket, expectedBucketOwner } = inputs as { bucket: string; expectedBucketOwner?: string };
      await setting.put(cloud, { Bucket: bucket, ExpectedBucketOwner: expectedBucketOwner }, inputs);
      return expectedBucketOwner === undefined ? bucket : `${bucket},${expectedBucketOwner}`;
    },
    async read(cloud, id) {
      const [bucket = '', expectedBucketOwner] = id.split(',');
      const state = await unless(['NoSuchBucket', ...setting.absent], () =>
        setting.get(cloud, { Bucket: bucket, ExpectedBucketOwner: expectedBucketOwner }),
      );
      if (state === undefined) return undefined;
      return { bucket, ...(expectedBucketOwner === undefined ? {} : { expectedBucketOwner }), ...state };
    },
  });
}
