/** Replication rules. They are kept and checked; the sandbox copies no object by them. */
import { randomUUID } from 'node:crypto';
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { passRole } from '../iam/pass-role';
import { accessTo, bucketOf } from './access';
import { bucketRecord } from './record';
import { bucketArn, bucketsOf } from './state';

const MAXIMUM_RULES = 1000;

export const replicationOperations: Operations<typeof S3> = {
  GetBucketReplication: {
    access: accessTo('s3:GetReplicationConfiguration'),
    record: bucketRecord('GetBucketReplication'),
    handle: (input, context) => {
      const { name, replication } = bucketOf(input, context);
      if (replication === undefined)
        throw new AwsError('ReplicationConfigurationNotFoundError', 'The replication configuration was not found', {
          BucketName: name,
        });
      return { ReplicationConfiguration: replication };
    },
  },

  PutBucketReplication: {
    access: accessTo('s3:PutReplicationConfiguration'),
    record: bucketRecord('PutBucketReplication'),
    handle: async (input, context) => {
      const bucket = bucketOf(input, context);
      const { Role, Rules = [] } = input.ReplicationConfiguration ?? {};
      if (Role === undefined) throw malformed('a Role');
      if (Rules.length === 0 || Rules.length > MAXIMUM_RULES) throw malformed(`1 to ${MAXIMUM_RULES} rules`);
      await passRole(context, Role, 's3.amazonaws.com');
      if (bucket.versioning !== 'Enabled')
        throw new AwsError(
          'InvalidRequest',
          "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
        );
      bucket.replication = { Role, Rules: Rules.map((rule) => readRule(rule, context)) };
      return {};
    },
  },

  DeleteBucketReplication: {
    access: accessTo('s3:PutReplicationConfiguration'),
    record: bucketRecord('DeleteBucketReplication'),
    handle: (input, context) => {
      delete bucketOf(input, context).replication;
      return {};
    },
  },
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html */
function readRule(rule: S3.ReplicationRule, { state }: CallContext): S3.ReplicationRule {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw malformed('a Status');
  const destination = [...bucketsOf(state).values()].find(({ name }) => bucketArn(name) === rule.Destination?.Bucket);
  if (destination === undefined) throw new AwsError('InvalidRequest', 'Destination bucket must exist.');
  if (destination.versioning !== 'Enabled')
    throw new AwsError('InvalidRequest', 'Destination bucket must have versioning enabled.');
  return { ...rule, ID: rule.ID ?? randomUUID() };
}

function malformed(missing: string): AwsError {
  return new AwsError(
    'MalformedXML',
    `The XML you provided was not well-formed or did not validate against our published schema: it needs ${missing}`,
  );
}
