/** Buckets made, found and deleted. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { accessOf, accessTo, bucketOf } from './access';
import { refuseAcl } from './acl';
import { bucketRecord } from './record';
import { type Bucket, bucketArn, bucketsOf, canonicalUser, findBucket, newBucket } from './state';
import { readTagSet } from './tags';

const HOME = 'us-east-1';

export const bucketLifeOperations: Operations<typeof S3> = {
  CreateBucket: {
    access: (input) => {
      const resource = bucketArn(input.Bucket ?? '');
      const constraint = input.CreateBucketConfiguration?.LocationConstraint;
      const conditions = constraint === undefined ? {} : { 's3:locationconstraint': constraint };
      const accesses: Access[] = [{ action: 's3:CreateBucket', resource, context: conditions }];
      if (input.ObjectLockEnabledForBucket)
        for (const action of ['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning'])
          accesses.push({ action, resource });
      if (input.ObjectOwnership !== undefined) accesses.push({ action: 's3:PutBucketOwnershipControls', resource });
      return accesses;
    },
    record: bucketRecord('CreateBucket'),
    handle: (input, context) => {
      const name = readName(input.Bucket);
      const region = readRegion(input.CreateBucketConfiguration?.LocationConstraint, context.region);
      const existing = findBucket(context.state, name);
      if (existing !== undefined) return reclaim(existing, context);
      const bucket = newBucket(name, context.account, region, context.clock.now());
      bucket.ownership = input.ObjectOwnership ?? 'BucketOwnerEnforced';
      if (input.ACL !== undefined && input.ACL !== 'private')
        refuseAcl(bucket, input.ACL, 'InvalidBucketAclWithObjectOwnership');
      const tags = readTagSet(input.CreateBucketConfiguration?.Tags ?? []);
      if (tags.length > 0) bucket.tags = tags;
      if (input.ObjectLockEnabledForBucket) {
        bucket.versioning = 'Enabled';
        bucket.objectLock = { ObjectLockEnabled: 'Enabled' };
      }
      bucketsOf(context.state).set(name, bucket);
      return created(bucket);
    },
  },

  HeadBucket: {
    access: (input, context) => {
      if (findBucket(context.state, input.Bucket ?? '') === undefined) throw new AwsError('NotFound', 'Not Found');
      return [accessOf('s3:ListBucket', bucketOf(input, context), '', context)];
    },
    record: bucketRecord('HeadBucket'),
    handle: (input, context) => {
      const { name, region } = bucketOf(input, context);
      return { BucketArn: bucketArn(name), BucketRegion: region, AccessPointAlias: false };
    },
  },

  ListBuckets: {
    access: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    handle: (input, context) => {
      const own = [...bucketsOf(context.state).values()].filter(
        (bucket) =>
          bucket.account === context.account &&
          bucket.name.startsWith(input.Prefix ?? '') &&
          (input.BucketRegion === undefined || bucket.region === input.BucketRegion),
      );
      const limit = input.MaxBuckets ?? 10_000;
      const page = pageOf(own, (bucket) => bucket.name, limit, input.ContinuationToken, 'InvalidArgument');
      return {
        Buckets: page.items.map((bucket) => ({
          Name: bucket.name,
          CreationDate: bucket.created,
          BucketRegion: bucket.region,
          BucketArn: bucketArn(bucket.name),
        })),
        Owner: canonicalUser(context.account),
        ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
        ...(page.next === undefined ? {} : { ContinuationToken: page.next }),
      };
    },
  },

  /** Answers in every Region, so that a client can find out where the bucket is; us-east-1 is told by silence. */
  GetBucketLocation: {
    access: (input, context) => [accessOf('s3:GetBucketLocation', bucketOf(input, context, true), '', context)],
    record: bucketRecord('GetBucketLocation'),
    handle: (input, context) => {
      const { region } = bucketOf(input, context, true);
      return region === HOME ? {} : { LocationConstraint: region as S3.BucketLocationConstraint };
    },
  },

  DeleteBucket: {
    access: accessTo('s3:DeleteBucket'),
    record: bucketRecord('DeleteBucket'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      if (bucket.objects.size > 0)
        throw new AwsError(
          'BucketNotEmpty',
          bucket.versioning === undefined
            ? 'The bucket you tried to delete is not empty'
            : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
          { BucketName: bucket.name },
        );
      bucketsOf(context.state).delete(bucket.name);
      return {};
    },
  },
};

function created(bucket: Bucket): { Location: string; BucketArn: string } {
  const location = bucket.region === HOME ? `/${bucket.name}` : `http://${bucket.name}.s3.amazonaws.com/`;
  return { Location: location, BucketArn: bucketArn(bucket.name) };
}

/**
 * A name that is taken. In us-east-1 an owner who makes a bucket again is told that all is well.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html (BucketAlreadyOwnedByYou)
 */
function reclaim(bucket: Bucket, context: CallContext): { Location: string; BucketArn: string } {
  if (bucket.account !== context.account)
    throw new AwsError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { BucketName: bucket.name },
    );
  if (bucket.region === HOME && context.region === HOME) return created(bucket);
  throw new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName: bucket.name },
  );
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function readName(name: string | undefined): string {
  const valid =
    name !== undefined &&
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)$/.test(name);
  if (!valid) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
  return name;
}

/** The Region of a new bucket: only us-east-1 makes buckets in another Region than its own. */
function readRegion(constraint: string | undefined, region: string): string {
  if (constraint === HOME)
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  if (region === HOME) return constraint === undefined ? HOME : constraint === 'EU' ? 'eu-west-1' : constraint;
  if (constraint !== region && !(constraint === 'EU' && region === 'eu-west-1'))
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  return region;
}
