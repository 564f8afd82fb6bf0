/** The rules as declared, and what keeping them takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { ruleArn, ruleName } from '../../names';
import { RETRY_POLICY } from '../forwarding';
import { RULE_STATE, type RuleSpecification, ruleSpecifications } from '../rules';
import type { Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** In the words of `DescribeRule`; where a value is `null`, the rule must not have one. */
export interface EventRuleSettings {
  readonly EventPattern: object | null;
  readonly ScheduleExpression: string | null;
  readonly State: string;
  readonly Description: string;
  readonly RoleArn: null;
  /** In the words of `PutTargets`: these and no others, because one more would copy the reports elsewhere. */
  readonly Targets: readonly EventRuleTarget[];
  readonly Tags: Tags;
}

export interface EventRuleTarget {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly RetryPolicy: { readonly MaximumRetryAttempts: number; readonly MaximumEventAgeInSeconds: number };
  readonly DeadLetterConfig: { readonly Arn: string };
}

export interface EventRuleResource extends Resource<'event-rule', EventRuleSettings> {
  /** The bus that it is on, by its name. */
  readonly eventBusName: string;
}

export function eventRules(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): EventRuleResource[] {
  return ruleSpecifications(configuration, kind, account).map((rule) => ({
    type: 'event-rule',
    account: rule.account,
    region: rule.region,
    name: rule.name,
    arn: rule.arn,
    eventBusName: rule.eventBusName,
    settings: {
      EventPattern: rule.eventPattern ?? null,
      ScheduleExpression: rule.scheduleExpression ?? null,
      State: RULE_STATE,
      Description: rule.description,
      RoleArn: null,
      Targets: [targetOf(rule)],
      Tags: declaredTags(configuration, kind),
    },
  }));
}

function targetOf({ target, deadLetterQueueArn }: RuleSpecification): EventRuleTarget {
  return {
    Id: target.id,
    Arn: target.arn,
    ...(target.roleArn === undefined ? {} : { RoleArn: target.roleArn }),
    ...(target.input === undefined ? {} : { Input: target.input }),
    ...(target.transformer === undefined
      ? {}
      : { InputTransformer: { InputPathsMap: target.transformer.paths, InputTemplate: target.transformer.template } }),
    RetryPolicy: {
      MaximumRetryAttempts: RETRY_POLICY.maximumRetryAttempts,
      MaximumEventAgeInSeconds: RETRY_POLICY.maximumEventAgeInSeconds,
    },
    DeadLetterConfig: { Arn: deadLetterQueueArn },
  };
}

/**
 * On the rules of every governed Region; those of a custom bus have its name, and so the prefix, before their own.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function eventRulePermissions(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): Permission[] {
  const { partition, namePrefix } = configuration;
  const roles = ruleSpecifications(configuration, kind, account).flatMap(({ target }) => target.roleArn ?? []);
  return [
    {
      actions: [
        'events:DescribeRule',
        'events:ListTargetsByRule',
        'events:PutRule',
        'events:PutTargets',
        'events:RemoveTargets',
        'events:ListTagsForResource',
        'events:TagResource',
      ],
      resources: [ruleArn(partition, '*', account, ruleName(namePrefix, '*'))],
    },
    {
      actions: ['iam:PassRole'],
      resources: [...new Set(roles)],
      condition: { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } },
    },
  ];
}
