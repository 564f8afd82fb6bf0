/** Who reaches a bucket: `aws.s3.BucketPolicy`, `BucketPublicAccessBlock`, `BucketOwnershipControls`. */
import type { OwnershipControlsRule } from '@aws-sdk/client-s3';
import type { s3 } from '@pulumi/aws';
import { jsonText, type Plain, required } from './adapter';
import { bucketSetting } from './bucket-setting';
import { structure } from './shape';

export const bucketPolicy = bucketSetting<s3.BucketPolicyArgs, s3.BucketPolicyState>({
  type: 'aws:s3/bucketPolicy:BucketPolicy',
  inputs: ['bucket', 'policy', 'region'],
  required: ['policy'],
  absent: ['NoSuchBucketPolicy'],
  put: (cloud, of, { policy }) => cloud.call('s3', 'PutBucketPolicy', { ...of, Policy: jsonText(policy) }),
  async get(cloud, of) {
    const { Policy } = await cloud.call('s3', 'GetBucketPolicy', of);
    return { policy: Policy };
  },
  remove: (cloud, of) => cloud.call('s3', 'DeleteBucketPolicy', of),
});

export const bucketPublicAccessBlock = bucketSetting<s3.BucketPublicAccessBlockArgs, s3.BucketPublicAccessBlockState>({
  type: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  inputs: ['bucket', 'region', 'blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'],
  absent: ['NoSuchPublicAccessBlockConfiguration'],
  put: (cloud, of, inputs) =>
    cloud.call('s3', 'PutPublicAccessBlock', {
      ...of,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: inputs.blockPublicAcls ?? false,
        BlockPublicPolicy: inputs.blockPublicPolicy ?? false,
        IgnorePublicAcls: inputs.ignorePublicAcls ?? false,
        RestrictPublicBuckets: inputs.restrictPublicBuckets ?? false,
      },
    }),
  async get(cloud, of) {
    const { PublicAccessBlockConfiguration: block } = await cloud.call('s3', 'GetPublicAccessBlock', of);
    return {
      blockPublicAcls: block?.BlockPublicAcls,
      blockPublicPolicy: block?.BlockPublicPolicy,
      ignorePublicAcls: block?.IgnorePublicAcls,
      restrictPublicBuckets: block?.RestrictPublicBuckets,
    };
  },
  remove: (cloud, of) => cloud.call('s3', 'DeletePublicAccessBlock', of),
});

const ownershipRule = structure<Plain<s3.BucketOwnershipControlsArgs>['rule'], OwnershipControlsRule>({
  objectOwnership: 'ObjectOwnership',
});

export const bucketOwnershipControls = bucketSetting<s3.BucketOwnershipControlsArgs, s3.BucketOwnershipControlsState>({
  type: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  inputs: ['bucket', 'region', 'rule'],
  nested: { rule: ownershipRule },
  required: ['rule'],
  absent: ['OwnershipControlsNotFoundError'],
  put: (cloud, of, { rule }) =>
    cloud.call('s3', 'PutBucketOwnershipControls', {
      ...of,
      OwnershipControls: { Rules: [ownershipRule.toAws(rule, 'rule')] },
    }),
  async get(cloud, of) {
    const { OwnershipControls } = await cloud.call('s3', 'GetBucketOwnershipControls', of);
    return { rule: ownershipRule.fromAws(required(OwnershipControls?.Rules?.[0], 'rule')) };
  },
  remove: (cloud, of) => cloud.call('s3', 'DeleteBucketOwnershipControls', of),
});
