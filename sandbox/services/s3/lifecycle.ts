/** Lifecycle rules. They are kept and checked; the sandbox lets no object expire by them. */
import { randomUUID } from 'node:crypto';
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { accessTo, bucketOf } from './access';
import { bucketRecord } from './record';

const MAXIMUM_RULES = 1000;

export const lifecycleOperations: Operations<typeof S3> = {
  GetBucketLifecycleConfiguration: {
    access: accessTo('s3:GetLifecycleConfiguration'),
    record: bucketRecord('GetBucketLifecycleConfiguration', 'GetBucketLifecycle'),
    handle: (input, context) => {
      const { lifecycle, lifecycleMinimumSize } = bucketOf(input, context);
      if (lifecycle === undefined)
        throw new AwsError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
      return { Rules: lifecycle, TransitionDefaultMinimumObjectSize: lifecycleMinimumSize };
    },
  },

  PutBucketLifecycleConfiguration: {
    access: accessTo('s3:PutLifecycleConfiguration'),
    record: bucketRecord('PutBucketLifecycleConfiguration', 'PutBucketLifecycle'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      bucket.lifecycle = readRules(input.LifecycleConfiguration?.Rules ?? []);
      bucket.lifecycleMinimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
      return { TransitionDefaultMinimumObjectSize: bucket.lifecycleMinimumSize };
    },
  },

  DeleteBucketLifecycle: {
    access: accessTo('s3:PutLifecycleConfiguration'),
    record: bucketRecord('DeleteBucketLifecycle'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      delete bucket.lifecycle;
      delete bucket.lifecycleMinimumSize;
      return {};
    },
  },
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
function readRules(rules: readonly S3.LifecycleRule[]): S3.LifecycleRule[] {
  if (rules.length === 0 || rules.length > MAXIMUM_RULES) throw malformed(`1 to ${MAXIMUM_RULES} rules`);
  const read = rules.map((rule) => ({ ...rule, ID: rule.ID ?? randomUUID() }));
  const ids = read.map((rule) => rule.ID);
  if (new Set(ids).size < ids.length)
    throw new AwsError('InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule');
  for (const rule of read) checkRule(rule);
  return read;
}

function checkRule(rule: S3.LifecycleRule): void {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw malformed('a Status');
  if (rule.Filter === undefined && rule.Prefix === undefined) throw malformed('a Filter or a Prefix');
  const actions = [
    rule.Expiration,
    rule.NoncurrentVersionExpiration,
    rule.AbortIncompleteMultipartUpload,
    ...(rule.Transitions ?? []),
    ...(rule.NoncurrentVersionTransitions ?? []),
  ].filter((action) => action !== undefined);
  if (actions.length === 0) throw new AwsError('InvalidRequest', 'At least one action needs to be specified in a rule');
  if (rule.Expiration !== undefined) positive(rule.Expiration.Days, "'Days' for Expiration action");
  positive(rule.NoncurrentVersionExpiration?.NoncurrentDays, "'NoncurrentDays' for NoncurrentVersionExpiration action");
  for (const { Days, StorageClass } of rule.Transitions ?? []) {
    if (['STANDARD_IA', 'ONEZONE_IA'].includes(StorageClass ?? '') && Days !== undefined && Days < 30)
      throw new AwsError(
        'InvalidArgument',
        `'Days' in Transition action must be greater than or equal to 30 for storageClass '${StorageClass}'`,
      );
    const expires = rule.Expiration?.Days;
    if (Days !== undefined && expires !== undefined && expires <= Days)
      throw new AwsError(
        'InvalidArgument',
        "'Days' in the Expiration action for filter must be greater than 'Days' in the Transition action",
      );
  }
}

function positive(days: number | undefined, what: string): void {
  if (days !== undefined && (!Number.isInteger(days) || days < 1))
    throw new AwsError('InvalidArgument', `${what} must be a positive integer`);
}

function malformed(missing: string): AwsError {
  return new AwsError(
    'MalformedXML',
    `The XML you provided was not well-formed or did not validate against our published schema: it needs ${missing}`,
  );
}
