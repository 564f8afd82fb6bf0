/** The way past the responder as declared: who may carry such a report, and that the alert topic is all it reaches. */
import type { OrganizationConfiguration } from '../configuration';
import { arnsOf, namesOf, ruleArn, ruleName } from '../names';
import { type PolicyDocument, policy } from '../policy-document';
import { encryptMessages } from './repair';

/** EventBridge takes on the role for the rules of direct reports, on either bus of the security account. */
export function directReportTrust(configuration: OrganizationConfiguration): PolicyDocument {
  const { partition, namePrefix, homeRegion, securityAccountId } = configuration;
  const rules = (bus?: string): string =>
    ruleArn(partition, homeRegion, securityAccountId, ruleName(namePrefix, 'direct-*'), bus);
  return policy({
    Sid: 'DirectReportsOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': securityAccountId },
      ArnLike: { 'aws:SourceArn': [rules(), rules(namesOf(configuration).centralBus)] },
    },
  });
}

export function directReportPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  return policy(
    { Sid: 'TellPeople', Effect: 'Allow', Action: 'sns:Publish', Resource: arnsOf(configuration).alertTopic },
    encryptMessages(configuration),
  );
}
