/** Who may write into a bucket: AWS services for one named resource alone, and nobody without encryption. */
import { UNKNOWN } from './property';
import { messagesOf, type ResourceRule } from './rule';
import { type Condition, demands, grantsOf, isExact, statementsOf } from './statement';

export const bucketPolicy: ResourceRule = {
  name: 'bucket-policy',
  description: 'Bucket policies admit AWS services for one named resource, and only encrypted requests.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: ['aws.s3.BucketPolicy'],
  check: ({ properties: { policy } }) => [
    ...grantsOf(policy)
      .filter(({ services }) => services.length > 0)
      .filter((statement) => !demands(statement, 'aws:SourceArn', isExact))
      .map(
        ({ label, services }) =>
          `Statement ${label} admits ${services.join(', ')} without "aws:SourceArn": anybody could have that service ` +
          'write here, from an account of their own. Add the condition, with the ARN of the one resource that writes.',
      ),
    ...messagesOf([
      policy !== UNKNOWN && !statementsOf(policy).some(({ allows, conditions }) => !allows && isTransport(conditions)),
      'No statement denies requests without TLS: log files could be read on their way. ' +
        'Add denyUnencryptedTransport of infra/policy-document.ts.',
    ]),
  ],
};

function isTransport(conditions: readonly Condition[] | typeof UNKNOWN): boolean {
  return (
    conditions === UNKNOWN ||
    conditions.some(
      ({ operator, key, values }) => operator === 'Bool' && key === 'aws:securetransport' && values.includes('false'),
    )
  );
}
