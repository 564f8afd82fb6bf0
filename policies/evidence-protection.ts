/** What holds evidence is not deleted by a deployment. */
import type { ResourceRule } from './rule';

export const evidenceProtection: ResourceRule = {
  name: 'evidence-protection',
  description: 'Pulumi refuses to delete or replace the trail, buckets, keys and log groups.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: ['aws.cloudtrail.Trail', 'aws.cloudwatch.LogGroup', 'aws.kms.Key', 'aws.s3.Bucket'],
  check: ({ isProtected }) =>
    isProtected
      ? []
      : [
          'The option "protect" is not set: one deployment could delete or replace it, with the evidence in it. ' +
            'Pass { protect: true }.',
        ],
};
