/** Bucket policies, and the block that keeps them from admitting everybody. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import { parsePolicy, statementsOf } from '../../core/policy-document';
import { sessionArn } from '../../core/principal';
import type { CallContext, Operations, PolicyDocument } from '../../core/service';
import { unknownPrincipals } from '../policy-principals';
import { accessTo, bucketOf } from './access';
import { isPublic } from './public-policy';
import { bucketRecord } from './record';
import { type Bucket, bucketArn } from './state';

const MALFORMED = 'MalformedPolicy';

/** Actions on objects; every other action of S3 is on the bucket or on nothing. */
const OBJECT_ACTION =
  /^s3:((Get|Put|Delete|Restore|Replicate)Object(?!LockConf)\w*|AbortMultipartUpload|ListMultipartUploadParts|BypassGovernanceRetention|ReplicateDelete|ReplicateTags|ObjectOwnerOverrideToBucketOwner)$/i;

export const bucketPolicyOperations: Operations<typeof S3> = {
  GetBucketPolicy: {
    access: accessTo('s3:GetBucketPolicy'),
    record: bucketRecord('GetBucketPolicy'),
    handle: (input, context) => ({ Policy: policyOf(bucketOf(input, context)).text }),
  },

  PutBucketPolicy: {
    access: accessTo('s3:PutBucketPolicy'),
    record: bucketRecord('PutBucketPolicy'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      const text = input.Policy ?? '';
      const policy = readBucketPolicy(text, bucket, context);
      if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublic(policy)) throw publicPolicyBlocked(bucket, context);
      bucket.policy = policy;
      bucket.policyText = text;
      return {};
    },
  },

  DeleteBucketPolicy: {
    access: accessTo('s3:DeleteBucketPolicy'),
    record: bucketRecord('DeleteBucketPolicy'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      delete bucket.policy;
      delete bucket.policyText;
      return {};
    },
  },

  GetBucketPolicyStatus: {
    access: accessTo('s3:GetBucketPolicyStatus'),
    record: bucketRecord('GetBucketPolicyStatus'),
    handle: (input, context) => ({ PolicyStatus: { IsPublic: isPublic(policyOf(bucketOf(input, context)).document) } }),
  },

  GetPublicAccessBlock: {
    access: accessTo('s3:GetBucketPublicAccessBlock'),
    record: bucketRecord('GetPublicAccessBlock', 'GetBucketPublicAccessBlock'),
    handle: (input, context) => {
      const { publicAccessBlock } = bucketOf(input, context);
      if (publicAccessBlock === undefined)
        throw new AwsError(
          'NoSuchPublicAccessBlockConfiguration',
          'The public access block configuration was not found',
        );
      return { PublicAccessBlockConfiguration: publicAccessBlock };
    },
  },

  PutPublicAccessBlock: {
    access: accessTo('s3:PutBucketPublicAccessBlock'),
    record: bucketRecord('PutPublicAccessBlock', 'PutBucketPublicAccessBlock'),
    handle: (input, context) => {
      const block = input.PublicAccessBlockConfiguration;
      // What a request leaves out is switched off: the call replaces the whole configuration.
      bucketOf(input, context).publicAccessBlock = {
        BlockPublicAcls: block?.BlockPublicAcls ?? false,
        IgnorePublicAcls: block?.IgnorePublicAcls ?? false,
        BlockPublicPolicy: block?.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: block?.RestrictPublicBuckets ?? false,
      };
      return {};
    },
  },

  DeletePublicAccessBlock: {
    access: accessTo('s3:PutBucketPublicAccessBlock'),
    record: bucketRecord('DeletePublicAccessBlock', 'DeleteBucketPublicAccessBlock'),
    handle: (input, context) => {
      delete bucketOf(input, context).publicAccessBlock;
      return {};
    },
  },
};

function policyOf(bucket: Bucket): { text: string; document: PolicyDocument } {
  if (bucket.policyText === undefined || bucket.policy === undefined)
    throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', { BucketName: bucket.name });
  return { text: bucket.policyText, document: bucket.policy };
}

/**
 * Reads a policy as S3 does: principals must exist, actions be S3's, resources be this bucket's, and each action fit one.
 *
 * @throws AwsError `MalformedPolicy`
 */
function readBucketPolicy(text: string, bucket: Bucket, context: CallContext): PolicyDocument {
  if (!text.startsWith('{'))
    throw new AwsError(MALFORMED, "Policies must be valid JSON and the first byte must be '{'");
  const policy = parsePolicy(text, { kind: 'resource', code: MALFORMED });
  const [missing] = unknownPrincipals(context.state, policy);
  if (missing !== undefined) throw new AwsError(MALFORMED, 'Invalid principal in policy', { Detail: missing });
  const arn = bucketArn(bucket.name);
  for (const { actions, resources, exceptActions, exceptResources } of statementsOf(policy)) {
    if (actions.some((action) => action !== '*' && !/^s3:/i.test(action)))
      throw new AwsError(MALFORMED, 'Policy has invalid action');
    if (resources.some((resource) => !resource.startsWith(arn) || !/^($|[/*?])/.test(resource.slice(arn.length))))
      throw new AwsError(MALFORMED, 'Policy has invalid resource');
    if (
      !exceptActions &&
      !exceptResources &&
      !actions.every((action) => resources.some((one) => fits(action, one, arn)))
    )
      throw new AwsError(MALFORMED, 'Action does not apply to any resource(s) in statement');
  }
  return policy;
}

function fits(action: string, resource: string, bucket: string): boolean {
  if (/[*?]/.test(action)) return true;
  return OBJECT_ACTION.test(action) ? resource !== bucket : !resource.startsWith(`${bucket}/`);
}

function publicPolicyBlocked(bucket: Bucket, { principal }: CallContext): AwsError {
  const caller = principal.kind === 'role' ? sessionArn(principal) : principal.service;
  return new AwsError(
    'AccessDenied',
    `User: ${caller} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(bucket.name)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
  );
}
