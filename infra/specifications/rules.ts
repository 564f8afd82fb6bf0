/** Every rule as declared: what wakes it, and where it sends that. Components deploy these, and the responder puts them back. */
import type { AccountKind, OrganizationConfiguration } from '../configuration';
import { centralRules, directRules, forwardingRules } from '../event-rules';
import { arnsOf, namesOf, queueArn, roleArn, ruleArn, ruleName } from '../names';
import { SWEEP_REQUEST, SWEEP_SCHEDULE } from './sweep';

/** Every account has it in every Region, and the events of AWS services arrive there. */
export const DEFAULT_BUS = 'default';

/** Read-only calls are not reported: the catalogue has none, and their number would be huge. */
export const RULE_STATE = 'ENABLED';

export interface TargetSpecification {
  readonly id: string;
  readonly arn: string;
  /** The role that sends; none: the policy of the target admits EventBridge. */
  readonly roleArn?: string;
  /** JSON that it gets in place of the event. */
  readonly input?: string;
  /** Text that it gets in place of the event, with values out of it by the names of their paths. */
  readonly transformer?: { readonly paths: Readonly<Record<string, string>>; readonly template: string };
}

export interface RuleSpecification {
  /** What tells it from the others of its account: its group of the tamper catalogue, or what it is for. */
  readonly group: string;
  readonly account: string;
  readonly region: string;
  readonly eventBusName: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly eventPattern?: object;
  readonly scheduleExpression?: string;
  readonly target: TargetSpecification;
  /** Where it leaves what it could not deliver: a queue of its Region. */
  readonly deadLetterQueueArn: string;
}

/** What an account reports by, in one Region. */
export function forwardingRuleSpecifications(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
  region: string,
): RuleSpecification[] {
  const { partition, namePrefix } = configuration;
  const names = namesOf(configuration);
  return forwardingRules(configuration, kind, region).map(({ group, pattern }) => {
    const name = ruleName(namePrefix, `forward-${group}`);
    return {
      group,
      account,
      region,
      eventBusName: DEFAULT_BUS,
      name,
      arn: ruleArn(partition, region, account, name),
      description: 'Reports tampering with the audit trail to the central bus.',
      eventPattern: pattern,
      target: {
        id: 'central-bus',
        arn: arnsOf(configuration).centralBus,
        roleArn: roleArn(partition, account, names.forwarderRole),
      },
      deadLetterQueueArn: queueArn(partition, region, account, names.forwarderDeadLetterQueue),
    };
  });
}

/** What wakes the responder. */
export function centralRuleSpecifications(configuration: OrganizationConfiguration): RuleSpecification[] {
  return centralRules().map(({ group, pattern }) => ({
    ...inSecurity(configuration, `respond-${group}`, namesOf(configuration).centralBus),
    group,
    description: 'Hands reports of tampering to the responder.',
    eventPattern: pattern,
    target: { id: 'responder', arn: arnsOf(configuration).responder },
  }));
}

/** What has everything compared, whether or not somebody reported something. */
export function sweepRuleSpecification(configuration: OrganizationConfiguration): RuleSpecification {
  return {
    ...inSecurity(configuration, 'sweep', DEFAULT_BUS),
    group: 'sweep',
    description: 'Has the responder compare everything with its declaration.',
    scheduleExpression: SWEEP_SCHEDULE,
    target: { id: 'responder', arn: arnsOf(configuration).responder, input: JSON.stringify(SWEEP_REQUEST) },
  };
}

/** Everything that a direct report says is EventBridge's or CloudTrail's, but for the name of the caller's session. */
const DIRECT_REPORT = {
  paths: {
    account: '$.account',
    region: '$.region',
    time: '$.detail.eventTime',
    service: '$.detail.eventSource',
    call: '$.detail.eventName',
    caller: '$.detail.userIdentity.arn',
  },
  template:
    '"<call> (<service>) in <account>, <region>, at <time>, by <caller>. It may silence the responder, so this message does not ' +
    'come from it. Compare the account with its declaration: pulumi preview -s security --refresh --diff. If the responder is ' +
    'well, its own alert follows, and says whether AWS carried the call out."',
};

/**
 * What tells people of calls that may silence the responder, without its help. Global services record in their own Region: from
 * there such calls come by the central bus.
 */
export function directRuleSpecifications(configuration: OrganizationConfiguration): RuleSpecification[] {
  const { partition, homeRegion, securityAccountId } = configuration;
  const { centralBus, directReportRole } = namesOf(configuration);
  const target = {
    id: 'alert-topic',
    arn: arnsOf(configuration).alertTopic,
    roleArn: roleArn(partition, securityAccountId, directReportRole),
    transformer: DIRECT_REPORT,
  };
  const description = 'Tells people of what may silence the responder.';
  const { here, elsewhere } = directRules(configuration, homeRegion);
  return [
    ...here.map(({ group, pattern }) => ({
      ...inSecurity(configuration, `direct-${group}`, DEFAULT_BUS),
      group,
      description,
      eventPattern: pattern,
      target,
    })),
    ...elsewhere.map(({ group, pattern }) => ({
      ...inSecurity(configuration, `direct-${group}`, centralBus),
      group,
      description,
      eventPattern: { account: [securityAccountId], ...pattern },
      target,
    })),
  ];
}

/** A rule of the security account, in the home Region. */
function inSecurity(
  configuration: OrganizationConfiguration,
  suffix: string,
  eventBusName: string,
): Pick<RuleSpecification, 'account' | 'region' | 'eventBusName' | 'name' | 'arn' | 'deadLetterQueueArn'> {
  const { partition, namePrefix, homeRegion: region, securityAccountId: account } = configuration;
  const name = ruleName(namePrefix, suffix);
  return {
    account,
    region,
    eventBusName,
    name,
    arn: ruleArn(partition, region, account, name, eventBusName),
    deadLetterQueueArn: queueArn(partition, region, account, namesOf(configuration).centralDeadLetterQueue),
  };
}

/** Every rule of an account. */
export function ruleSpecifications(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): RuleSpecification[] {
  const forwarding = configuration.governedRegions.flatMap((region) =>
    forwardingRuleSpecifications(configuration, kind, account, region),
  );
  if (kind !== 'security') return forwarding;
  return [
    ...centralRuleSpecifications(configuration),
    sweepRuleSpecification(configuration),
    ...directRuleSpecifications(configuration),
    ...forwarding,
  ];
}
