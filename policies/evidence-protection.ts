/** What holds evidence is not deleted by a deployment, and a log group by nobody in passing. */
import { isOneOf, shown } from './property';
import { messagesOf, type ResourceRule } from './rule';

export const evidenceProtection: ResourceRule = {
  name: 'evidence-protection',
  description:
    'Pulumi refuses to delete or replace trails, buckets, keys and log groups; log groups refuse it to everybody.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: ['aws.cloudtrail.Trail', 'aws.cloudwatch.LogGroup', 'aws.kms.Key', 'aws.s3.Bucket'],
  check: ({ kind, isProtected, properties: { deletionProtectionEnabled } }) =>
    messagesOf(
      [
        !isProtected,
        'The option "protect" is not set: one deployment could delete or replace it, with the evidence in it. ' +
          'Pass { protect: true }.',
      ],
      [
        kind === 'aws.cloudwatch.LogGroup' && !isOneOf(deletionProtectionEnabled, true),
        `"deletionProtectionEnabled" is ${shown(deletionProtectionEnabled)}: one call could delete the log, with the evidence ` +
          'in it. Set it to true.',
      ],
    ),
};
