/** `aws.s3.Bucket`. */
import type { BucketLocationConstraint, Tag } from '@aws-sdk/client-s3';
import type { s3 } from '@pulumi/aws';
import { AwsError } from '../core/aws-error';
import { adapter, unless } from './adapter';
import { emptyBucket } from './bucket-contents';
import type { ProviderCloud } from './provider-cloud';
import { listedTags, tagChanges, tagList, tagListState } from './tags';

/**
 * The hosted zones of S3's website endpoints.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints
 */
const HOSTED_ZONES: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Z2M4EHUR26P7ZW',
  'ap-northeast-2': 'Z3W03O7B5YMIYP',
  'ap-northeast-3': 'Z2YQB5RD63NC85',
  'ap-south-1': 'Z11RGJOFQNVJUP',
  'ap-southeast-1': 'Z3O0J2DXBE1FTB',
  'ap-southeast-2': 'Z1WCIGYICN2BYD',
  'ca-central-1': 'Z1QDHH18159H29',
  'eu-central-1': 'Z21DNDUVLTQW6Q',
  'eu-north-1': 'Z3BAZG2TWCNX0D',
  'eu-west-1': 'Z1BKCTXD74EZPE',
  'eu-west-2': 'Z3GKZC51ZF0DB4',
  'eu-west-3': 'Z3R1K369G5AKDR',
  'sa-east-1': 'Z7KQH4QJS55SO',
  'us-east-1': 'Z3AQBSTGFYJSTF',
  'us-east-2': 'Z2O1EMRO9K5GLX',
  'us-west-1': 'Z2F56UZL2M1ACD',
  'us-west-2': 'Z3BJ6K6RIION7M',
};

export const bucket = adapter<s3.BucketArgs, s3.BucketState>({
  type: 'aws:s3/bucket:Bucket',
  inputs: ['bucket', 'forceDestroy', 'objectLockEnabled', 'region', 'tags'],
  required: [],
  replacedBy: ['bucket', 'objectLockEnabled', 'region'],
  computed: ['bucket', 'objectLockEnabled'],
  unread: ['forceDestroy'],

  async create(cloud, inputs, name) {
    const Bucket = inputs.bucket ?? name.toLowerCase();
    await refuseDuplicate(cloud, Bucket);
    await cloud.call('s3', 'CreateBucket', {
      Bucket,
      ObjectLockEnabledForBucket: inputs.objectLockEnabled,
      // us-east-1 is where a bucket goes that names no place, and the only Region that may not be named.
      CreateBucketConfiguration:
        cloud.region === 'us-east-1' ? undefined : { LocationConstraint: cloud.region as BucketLocationConstraint },
    });
    const TagSet = tagList(cloud, inputs.tags);
    if (TagSet !== undefined) await cloud.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet } });
    return Bucket;
  },

  async update(cloud, id, news, olds) {
    const { removed, updated } = tagChanges(cloud, news, olds);
    if (removed.length === 0 && Object.keys(updated).length === 0) return;
    // The call replaces all tags, so those that somebody else gave the bucket are put again.
    const { TagSet = [] } = (await tagging(cloud, id)) ?? {};
    const kept = TagSet.filter(({ Key = '' }) => !removed.includes(Key) && !(Key in updated));
    const tags = [...kept, ...listedTags(updated)];
    if (tags.length === 0) await cloud.call('s3', 'DeleteBucketTagging', { Bucket: id });
    else await cloud.call('s3', 'PutBucketTagging', { Bucket: id, Tagging: { TagSet: tags } });
  },

  async delete(cloud, id, { forceDestroy }) {
    const remove = () => unless(['NoSuchBucket'], () => cloud.call('s3', 'DeleteBucket', { Bucket: id }));
    try {
      await remove();
    } catch (error) {
      if (!forceDestroy || !(error instanceof AwsError) || error.code !== 'BucketNotEmpty') throw error;
      await emptyBucket(cloud, id, await isLocked(cloud, id));
      await remove();
    }
  },

  async read(cloud, id, inputs) {
    const head = await unless(['NotFound', 'NoSuchBucket'], () => cloud.call('s3', 'HeadBucket', { Bucket: id }));
    if (head === undefined) return undefined;
    const tags = await tagging(cloud, id);
    return {
      arn: `arn:aws:s3:::${id}`,
      bucket: id,
      bucketDomainName: `${id}.s3.amazonaws.com`,
      bucketRegion: cloud.region,
      bucketRegionalDomainName: `${id}.s3.${cloud.region}.amazonaws.com`,
      forceDestroy: inputs.forceDestroy ?? false,
      hostedZoneId: HOSTED_ZONES[cloud.region],
      objectLockEnabled: await isLocked(cloud, id),
      ...tagListState(cloud, tags?.TagSet),
    };
  },
});

/**
 * us-east-1 alone takes the creation of a bucket that its owner has already. The provider refuses that there as well, so
 * that nobody takes over a bucket without an import.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/pull/26011
 */
async function refuseDuplicate(cloud: ProviderCloud, Bucket: string): Promise<void> {
  if (cloud.region !== 'us-east-1') return;
  const found = await unless(['NotFound', 'NoSuchBucket', 'Forbidden', 'AccessDenied'], () =>
    cloud.call('s3', 'HeadBucket', { Bucket }),
  );
  if (found !== undefined) throw new Error('BucketAlreadyExists');
}

function tagging(cloud: ProviderCloud, bucket: string): Promise<{ TagSet: Tag[] | undefined } | undefined> {
  return unless(['NoSuchTagSet'], () => cloud.call('s3', 'GetBucketTagging', { Bucket: bucket }));
}

async function isLocked(cloud: ProviderCloud, bucket: string): Promise<boolean> {
  const lock = await unless(['ObjectLockConfigurationNotFoundError'], () =>
    cloud.call('s3', 'GetObjectLockConfiguration', { Bucket: bucket }),
  );
  return lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled';
}
