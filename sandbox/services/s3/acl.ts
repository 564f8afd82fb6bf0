/** Access control lists, which new buckets have disabled, and who owns what is put into a bucket. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { accessTo, bucketOf } from './access';
import { bucketRecord } from './record';
import { type Bucket, privateGrants } from './state';

const GROUPS = 'http://acs.amazonaws.com/groups/';
const EVERYBODY = [`${GROUPS}global/AllUsers`, `${GROUPS}global/AuthenticatedUsers`];
export const LOG_DELIVERY = `${GROUPS}s3/LogDelivery`;

const CANNED: Readonly<Record<string, readonly (readonly [uri: string, permission: S3.Permission])[]>> = {
  private: [],
  'bucket-owner-full-control': [],
  'bucket-owner-read': [],
  'public-read': [[`${GROUPS}global/AllUsers`, 'READ']],
  'public-read-write': [
    [`${GROUPS}global/AllUsers`, 'READ'],
    [`${GROUPS}global/AllUsers`, 'WRITE'],
  ],
  'authenticated-read': [[`${GROUPS}global/AuthenticatedUsers`, 'READ']],
  'log-delivery-write': [
    [LOG_DELIVERY, 'WRITE'],
    [LOG_DELIVERY, 'READ_ACP'],
  ],
};

export const aclOperations: Operations<typeof S3> = {
  GetBucketAcl: {
    access: accessTo('s3:GetBucketAcl'),
    record: bucketRecord('GetBucketAcl'),
    handle: (input, context) => bucketOf(input, context).acl,
  },

  PutBucketAcl: {
    access: accessTo('s3:PutBucketAcl', ({ ACL }) => (ACL === undefined ? {} : { 's3:x-amz-acl': ACL })),
    record: bucketRecord('PutBucketAcl'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      if (bucket.ownership === 'BucketOwnerEnforced') throw aclsDisabled();
      const grants = input.AccessControlPolicy?.Grants ?? cannedGrants(input.ACL ?? 'private', bucket.account);
      if (bucket.publicAccessBlock?.BlockPublicAcls && grants.some(isPublicGrant)) throw blocked();
      bucket.acl = { Owner: bucket.acl.Owner, Grants: grants };
      return {};
    },
  },

  GetBucketOwnershipControls: {
    access: accessTo('s3:GetBucketOwnershipControls'),
    record: bucketRecord('GetBucketOwnershipControls'),
    handle: (input, context) => {
      const { ownership } = bucketOf(input, context);
      if (ownership === undefined)
        throw new AwsError('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found');
      return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
    },
  },

  PutBucketOwnershipControls: {
    access: accessTo('s3:PutBucketOwnershipControls'),
    record: bucketRecord('PutBucketOwnershipControls'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      const [rule, ...more] = input.OwnershipControls?.Rules ?? [];
      if (rule?.ObjectOwnership === undefined || more.length > 0)
        throw new AwsError('MalformedXML', 'OwnershipControls must have exactly one rule.');
      if (rule.ObjectOwnership === 'BucketOwnerEnforced' && bucket.acl.Grants.length > 1)
        throw new AwsError(
          'InvalidBucketAclWithObjectOwnership',
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        );
      bucket.ownership = rule.ObjectOwnership;
      return {};
    },
  },

  DeleteBucketOwnershipControls: {
    access: accessTo('s3:PutBucketOwnershipControls'),
    record: bucketRecord('DeleteBucketOwnershipControls'),
    handle: (input, context) => {
      delete bucketOf(input, context).ownership;
      return {};
    },
  },
};

/**
 * Refuses a canned ACL that the bucket does not take. With ACLs disabled the owner's full control may still be asked for,
 * as CloudTrail does.
 *
 * @throws AwsError `code`, or `AccessDenied` where public access is blocked
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function refuseAcl(bucket: Bucket, acl: string, code = 'AccessControlListNotSupported'): void {
  const grants = cannedGrants(acl, bucket.account);
  if (bucket.ownership === 'BucketOwnerEnforced' && acl !== 'bucket-owner-full-control') throw aclsDisabled(code);
  if (bucket.publicAccessBlock?.BlockPublicAcls && grants.some(isPublicGrant)) throw blocked();
}

function cannedGrants(acl: string, account: string): S3.Grant[] {
  const canned = CANNED[acl];
  if (canned === undefined) throw new AwsError('InvalidArgument', `${acl} is not a canned ACL.`);
  const grants = canned.map(([URI, Permission]): S3.Grant => ({ Grantee: { Type: 'Group', URI }, Permission }));
  return [...privateGrants(account), ...grants];
}

function isPublicGrant(grant: S3.Grant): boolean {
  return EVERYBODY.includes(grant.Grantee?.URI ?? '');
}

function aclsDisabled(code = 'AccessControlListNotSupported'): AwsError {
  return code === 'AccessControlListNotSupported'
    ? new AwsError(code, 'The bucket does not allow ACLs')
    : new AwsError(code, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
}

function blocked(): AwsError {
  return new AwsError(
    'AccessDenied',
    'Public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.',
  );
}
