/** The way from an account's default bus to the central bus as declared: who may send, and who may be sent. */
import type { OrganizationConfiguration } from '../configuration';
import { arnsOf, namesOf, roleArn, ruleArn, ruleName } from '../names';
import { type PolicyDocument, policy } from '../policy-document';

/**
 * The central bus admits events of AWS services, sent by the forwarder role of an account of this organization, and nothing
 * else. Every event of a request must come from such a source; a request that names none is refused. The bus's own account
 * would need no admission, so everybody who is no forwarder is denied it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html (`events:source` is a list)
 */
export function centralBusPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { partition, organizationId } = configuration;
  const { centralBus } = arnsOf(configuration);
  const forwarders = { 'aws:PrincipalArn': roleArn(partition, '*', namesOf(configuration).forwarderRole) };
  return policy(
    {
      Sid: 'ForwardersOfTheOrganization',
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: centralBus,
      Condition: {
        StringEquals: { 'aws:PrincipalOrgID': organizationId },
        ArnLike: forwarders,
        'ForAllValues:StringLike': { 'events:source': 'aws.*' },
        Null: { 'events:source': 'false' },
      },
    },
    {
      Sid: 'DenyEveryOtherSender',
      Effect: 'Deny',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: centralBus,
      Condition: { ArnNotLike: forwarders },
    },
  );
}

/** What arrives on the central bus, kept for looking back: all of it, so there is no pattern. */
export interface ArchiveSpecification {
  readonly name: string;
  readonly description: string;
  readonly retentionDays: number;
}

export function centralArchive(configuration: OrganizationConfiguration): ArchiveSpecification {
  return {
    name: namesOf(configuration).centralArchive,
    description: 'What was forwarded, for looking back.',
    retentionDays: configuration.eventArchiveRetentionInDays,
  };
}

/** EventBridge takes on the forwarder role for this account's own forwarding rules, in any Region. */
export function forwarderTrust(configuration: OrganizationConfiguration, account: string): PolicyDocument {
  const { partition, namePrefix } = configuration;
  return policy({
    Sid: 'ForwardingRulesOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': ruleArn(partition, '*', account, ruleName(namePrefix, 'forward-*')) },
    },
  });
}

export function forwarderPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  return policy({
    Sid: 'SendToTheCentralBus',
    Effect: 'Allow',
    Action: 'events:PutEvents',
    Resource: arnsOf(configuration).centralBus,
  });
}

/** EventBridge leaves in a dead-letter queue what a rule could not deliver. */
export function deadLetterQueuePolicy(queueArn: string, ruleArns: readonly string[]): PolicyDocument {
  return policy({
    Sid: 'RulesLeaveWhatTheyCouldNotDeliver',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': [...ruleArns] } },
  });
}

/**
 * How often a rule tries again: for a day, EventBridge's longest. A late report is better than none.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export const RETRY_POLICY = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 } as const;
