/** Every queue as declared: they keep what was not delivered, or not dealt with. */
import type { AccountKind, OrganizationConfiguration } from '../configuration';
import { namesOf, queueArn } from '../names';
import type { PolicyDocument } from '../policy-document';
import { deadLetterQueuePolicy } from './forwarding';
import { ruleSpecifications } from './rules';

/**
 * How long a message is kept, how large it may be, when it is seen, and how it is encrypted: 14 days are SQS's longest, and
 * CloudTrail's reports have 256 KiB at most.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export const KEPT_MESSAGES = {
  messageRetentionSeconds: 1_209_600,
  maxMessageSize: 262_144,
  delaySeconds: 0,
  visibilityTimeoutSeconds: 30,
  sqsManagedSseEnabled: true,
} as const;

export interface QueueSpecification {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  /** None: whoever writes to it is allowed to by a policy of its own. */
  readonly policy?: PolicyDocument;
}

/** What rules write to, by the policy of the queue. */
export type DeadLetterQueueSpecification = QueueSpecification & Required<Pick<QueueSpecification, 'policy'>>;

/** For the reports of an account that did not reach the central bus: one in each Region, because a rule takes no other. */
export function forwarderDeadLetterQueue(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
  region: string,
): DeadLetterQueueSpecification {
  return forDeadLetters(configuration, kind, account, region, namesOf(configuration).forwarderDeadLetterQueue);
}

/** For the reports that did not get from the central bus to the responder. */
export function centralDeadLetterQueue(configuration: OrganizationConfiguration): DeadLetterQueueSpecification {
  const { securityAccountId, homeRegion } = configuration;
  const name = namesOf(configuration).centralDeadLetterQueue;
  return forDeadLetters(configuration, 'security', securityAccountId, homeRegion, name);
}

/** For the reports that the responder failed at. */
export function responderFailureQueue(configuration: OrganizationConfiguration): QueueSpecification {
  const { partition, securityAccountId: account, homeRegion: region } = configuration;
  const name = namesOf(configuration).responderFailureQueue;
  return { account, region, name, arn: queueArn(partition, region, account, name) };
}

/** Every queue of an account. */
export function queueSpecifications(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): QueueSpecification[] {
  const forwarding = configuration.governedRegions.map((region) =>
    forwarderDeadLetterQueue(configuration, kind, account, region),
  );
  if (kind !== 'security') return forwarding;
  return [centralDeadLetterQueue(configuration), responderFailureQueue(configuration), ...forwarding];
}

/** Written to by the rules that name it. */
function forDeadLetters(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
  region: string,
  name: string,
): DeadLetterQueueSpecification {
  const arn = queueArn(configuration.partition, region, account, name);
  const rules = ruleSpecifications(configuration, kind, account).filter((rule) => rule.deadLetterQueueArn === arn);
  return {
    account,
    region,
    name,
    arn,
    policy: deadLetterQueuePolicy(
      arn,
      rules.map((rule) => rule.arn),
    ),
  };
}
