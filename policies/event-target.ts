/** What a rule could not deliver is tried again for a day, and then kept. */
import { at, isGiven, isOneOf, shown, UNKNOWN } from './property';
import { messagesOf, type ResourceRule } from './rule';

/**
 * EventBridge's most, and what it does where nothing is said.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
const MOST = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 } as const;

export const eventTarget: ResourceRule = {
  name: 'event-target',
  description:
    'Targets are tried again for a day, have a dead-letter queue, and reach another bus, or people, through a role.',
  level: 'mandatory',
  severity: 'high',
  settings: [],
  kinds: ['aws.cloudwatch.EventTarget'],
  check: ({ properties: { arn, roleArn, deadLetterConfig, retryPolicy } }) =>
    messagesOf(
      [
        typeof arn === 'string' && arn.includes(':event-bus/') && !isGiven(roleArn),
        '"roleArn" is not set: EventBridge would send as nobody, and the central bus would refuse. Give it the forwarder role.',
      ],
      [
        typeof arn === 'string' && arn.includes(':sns:') && !isGiven(roleArn),
        '"roleArn" is not set: EventBridge would publish as nobody, and the alert topic would refuse. Give it the role of ' +
          'direct reports.',
      ],
      [
        deadLetterConfig !== UNKNOWN && !isGiven(at(deadLetterConfig, 'arn')),
        '"deadLetterConfig" has no queue: reports that could not be delivered would be lost. Give it a RuleDeadLetterQueue.',
      ],
      ...Object.entries(MOST).map(([property, most]): [boolean, string] => [
        !isOneOf(at(retryPolicy, property), most),
        `"retryPolicy.${property}" is ${shown(at(retryPolicy, property))}: reports would be given up early. ` +
          `Set it to ${most}, EventBridge's most.`,
      ]),
    ),
};
