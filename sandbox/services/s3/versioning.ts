/** Keeping what was: versioning, and the Object Lock of a bucket. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { accessTo, bucketOf } from './access';
import { bucketRecord } from './record';

export const versioningOperations: Operations<typeof S3> = {
  GetBucketVersioning: {
    access: accessTo('s3:GetBucketVersioning'),
    record: bucketRecord('GetBucketVersioning'),
    handle: (input, context) => {
      const { versioning } = bucketOf(input, context);
      return versioning === undefined ? {} : { Status: versioning };
    },
  },

  PutBucketVersioning: {
    access: accessTo('s3:PutBucketVersioning'),
    record: bucketRecord('PutBucketVersioning'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      const status = input.VersioningConfiguration?.Status;
      if (status !== 'Enabled' && status !== 'Suspended')
        throw new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
      if (input.VersioningConfiguration?.MFADelete === 'Enabled')
        throw new AwsError('AccessDenied', 'MFA Authentication must be used for this request');
      if (status === 'Suspended' && bucket.objectLock !== undefined)
        throw new AwsError(
          'InvalidBucketState',
          'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
        );
      if (status === 'Suspended' && bucket.replication !== undefined)
        throw new AwsError(
          'InvalidBucketState',
          'A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.',
        );
      bucket.versioning = status;
      return {};
    },
  },

  GetObjectLockConfiguration: {
    access: accessTo('s3:GetBucketObjectLockConfiguration'),
    record: bucketRecord('GetObjectLockConfiguration', 'GetBucketObjectLockConfiguration'),
    handle: (input, context) => {
      const { objectLock } = bucketOf(input, context);
      if (objectLock === undefined)
        throw new AwsError(
          'ObjectLockConfigurationNotFoundError',
          'Object Lock configuration does not exist for this bucket',
        );
      return { ObjectLockConfiguration: objectLock };
    },
  },

  PutObjectLockConfiguration: {
    access: accessTo('s3:PutBucketObjectLockConfiguration'),
    record: bucketRecord('PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      const lock = readObjectLock(input.ObjectLockConfiguration);
      if (bucket.versioning !== 'Enabled')
        throw new AwsError(
          'InvalidBucketState',
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        );
      bucket.objectLock = lock;
      return {};
    },
  },
};

/** Object Lock cannot be switched off again; only its default retention comes and goes. */
function readObjectLock(lock: S3.ObjectLockConfiguration | undefined): S3.ObjectLockConfiguration {
  if (lock?.ObjectLockEnabled !== 'Enabled') throw malformed('ObjectLockEnabled must be Enabled.');
  if (lock.Rule === undefined) return { ObjectLockEnabled: 'Enabled' };
  const { Mode, Days, Years } = lock.Rule.DefaultRetention ?? {};
  if (Mode !== 'GOVERNANCE' && Mode !== 'COMPLIANCE') throw malformed('DefaultRetention must have a Mode.');
  if ((Days === undefined) === (Years === undefined))
    throw malformed('DefaultRetention must have either Days or Years.');
  const period = Days ?? Years ?? 0;
  if (!Number.isInteger(period) || period < 1)
    throw new AwsError('InvalidArgument', 'Default retention period must be a positive integer value.');
  return lock;
}

function malformed(detail: string): AwsError {
  return new AwsError(
    'MalformedXML',
    `The XML you provided was not well-formed or did not validate against our published schema: ${detail}`,
  );
}
