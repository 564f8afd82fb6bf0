/** The responder's function as declared: its settings, its retries, and who may wake it. */
import type { OrganizationConfiguration } from '../configuration';
import { arnsOf } from '../names';
import { type RuleSpecification, ruleSpecifications } from './rules';

/** The settings that say nothing about the organization. */
export const RESPONDER_FUNCTION = {
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  /** A response takes seconds; a sweep through many accounts takes minutes. */
  timeoutInSeconds: 300,
  /** More memory is more processor: a cold start costs seconds in which the trail is silent. */
  memoryInMiB: 512,
  logFormat: 'Text',
} as const;

/**
 * How often, and for how long, Lambda tries again: the most that it does.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
 */
export const RESPONDER_RETRIES = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 21_600 } as const;

/** A statement of the function's policy, as `AddPermission` takes it. */
export interface WakingPermission {
  readonly statementId: string;
  readonly action: 'lambda:InvokeFunction';
  readonly principal: 'events.amazonaws.com';
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** Whoever may wake the responder: the rules that have it for a target, and nobody else. */
export function wakingPermissions(configuration: OrganizationConfiguration): WakingPermission[] {
  return ruleSpecifications(configuration, 'security', configuration.securityAccountId)
    .filter(({ target }) => target.arn === arnsOf(configuration).responder)
    .map(wakingPermission);
}

/** What a rule needs to wake the responder. */
export function wakingPermission({
  group,
  arn,
  account,
}: Pick<RuleSpecification, 'group' | 'arn' | 'account'>): WakingPermission {
  return {
    statementId: `rule-${group}`,
    action: 'lambda:InvokeFunction',
    principal: 'events.amazonaws.com',
    sourceArn: arn,
    sourceAccount: account,
  };
}
