/** The key outlives mistakes, rotates, and serves AWS services for one resource or account alone. */
import { isBelow, isOneOf, shown } from './property';
import { messagesOf, type ResourceRule } from './rule';
import { demands, grantsOf, isExact, namesOneTrail } from './statement';

/** The longest wait that KMS has before it deletes a key, in days; also what it takes where nothing is said. */
const LONGEST_WAIT_IN_DAYS = 30;

export const key: ResourceRule = {
  name: 'key',
  description: 'Keys rotate, wait 30 days before they go, and serve AWS services for one resource or account alone.',
  level: 'mandatory',
  severity: 'critical',
  settings: [],
  kinds: ['aws.kms.Key'],
  check: ({ properties: { enableKeyRotation, deletionWindowInDays, isEnabled, policy } }) => [
    ...messagesOf(
      [
        !isOneOf(enableKeyRotation, true),
        `"enableKeyRotation" is ${shown(enableKeyRotation)}: one key would encrypt everything for ever. Set it to true.`,
      ],
      [
        isBelow(deletionWindowInDays, LONGEST_WAIT_IN_DAYS),
        `"deletionWindowInDays" is ${shown(deletionWindowInDays)}: there would be less time to notice that the key is going, ` +
          `and with it every log file. Set it to ${LONGEST_WAIT_IN_DAYS}, the longest.`,
      ],
      [isEnabled === false, '"isEnabled" is false: log files could be neither written nor read. Leave it out.'],
    ),
    ...grantsOf(policy).flatMap((statement) => {
      const isForCloudTrail = statement.services.includes('cloudtrail.amazonaws.com');
      const isForOneTrail = demands(statement, 'aws:SourceArn', namesOneTrail);
      const isForOneSource =
        demands(statement, 'aws:SourceArn', isExact) || demands(statement, 'aws:SourceAccount', isExact);
      return messagesOf(
        [
          isForCloudTrail && !isForOneTrail,
          `Statement ${statement.label} lets CloudTrail use the key without "aws:SourceArn" of one trail: trails of strangers ` +
            'could use it too. Add the condition, with the ARN of the organization trail.',
        ],
        [
          statement.services.length > 0 && !isForCloudTrail && !isForOneSource,
          `Statement ${statement.label} lets ${statement.services.join(', ')} use the key for anybody: neither ` +
            '"aws:SourceArn" nor "aws:SourceAccount" is demanded. Add the account that it is for.',
        ],
      );
    }),
  ],
};
