/** Which bucket a call means, and what the caller needs for it. */
import { AwsError } from '../../core/aws-error';
import { sessionArn } from '../../core/principal';
import type { Access, CallContext } from '../../core/service';
import { isPublic } from './public-policy';
import { type Bucket, bucketArn, findBucket } from './state';

export interface BucketInput {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

export interface ObjectInput extends BucketInput {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

type Conditions = NonNullable<Access['context']>;

/**
 * The bucket that a call names. A caller must come to the bucket's own Region, as S3's regional endpoints demand;
 * services find the Region by themselves.
 *
 * @throws AwsError `NoSuchBucket`, `PermanentRedirect` with the Region to go to, `AccessDenied` for an unexpected owner
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 */
export function bucketOf(input: BucketInput, context: CallContext, anyRegion = false): Bucket {
  const bucket = findBucket(context.state, input.Bucket ?? '');
  if (bucket === undefined)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { BucketName: input.Bucket });
  if (!anyRegion && context.principal.kind === 'role' && bucket.region !== context.region)
    throw new AwsError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name, Region: bucket.region },
    );
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account)
    throw new AwsError('AccessDenied', 'Access Denied');
  return bucket;
}

/** The caller needs `action` on the bucket. */
export function accessTo<Input extends BucketInput>(
  action: string,
  conditions: (input: Input) => Conditions = () => ({}),
): (input: Input, context: CallContext) => Access[] {
  return (input, context) => [accessOf(action, bucketOf(input, context), '', context, conditions(input))];
}

/** The caller needs `action` on the object. */
export function accessToObject<Input extends ObjectInput>(
  action: (input: Input) => string,
  conditions: (input: Input) => Conditions = () => ({}),
): (input: Input, context: CallContext) => Access[] {
  return (input, context) => {
    const bucket = bucketOf(input, context);
    return [accessOf(action(input), bucket, `/${input.Key ?? ''}`, context, conditions(input))];
  };
}

/** One access to a bucket, or with `path` (`/key`) to an object in it. */
export function accessOf(
  action: string,
  bucket: Bucket,
  path: string,
  context: CallContext,
  conditions: Conditions = {},
): Access {
  refusePublicGrant(bucket, action, path, context);
  return {
    action,
    resource: `${bucketArn(bucket.name)}${path}`,
    resourceAccount: bucket.account,
    resourcePolicy: bucket.policy,
    context: conditions,
  };
}

/**
 * RestrictPublicBuckets: a public policy admits nobody but services and the owner's account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function refusePublicGrant(bucket: Bucket, action: string, path: string, { principal }: CallContext): void {
  if (principal.kind !== 'role' || principal.account === bucket.account) return;
  if (!bucket.publicAccessBlock?.RestrictPublicBuckets || bucket.policy === undefined || !isPublic(bucket.policy))
    return;
  throw new AwsError(
    'AccessDenied',
    `User: ${sessionArn(principal)} is not authorized to perform: ${action} on resource: "${bucketArn(bucket.name)}${path}" because public access is prevented by the RestrictPublicBuckets setting in S3 Block Public Access.`,
  );
}
