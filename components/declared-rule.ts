/** A declared rule in Pulumi's words. */
import type * as aws from '@pulumi/aws';
import { RETRY_POLICY } from '../infra/specifications/forwarding';
import { DEFAULT_BUS, RULE_STATE, type RuleSpecification } from '../infra/specifications/rules';

export function ruleArgs(rule: RuleSpecification): aws.cloudwatch.EventRuleArgs {
  const { name, description, eventBusName, eventPattern, scheduleExpression } = rule;
  return {
    name,
    description,
    ...(eventBusName === DEFAULT_BUS ? {} : { eventBusName }),
    ...(eventPattern === undefined ? {} : { eventPattern: JSON.stringify(eventPattern) }),
    ...(scheduleExpression === undefined ? {} : { scheduleExpression }),
    state: RULE_STATE,
  };
}

/** What a rule does, without the rule and its bus: they come from the resources that it has to wait for. */
export function targetArgs({
  target,
  deadLetterQueueArn,
}: RuleSpecification): Omit<aws.cloudwatch.EventTargetArgs, 'rule'> {
  return {
    targetId: target.id,
    arn: target.arn,
    ...(target.roleArn === undefined ? {} : { roleArn: target.roleArn }),
    ...(target.input === undefined ? {} : { input: target.input }),
    ...(target.transformer === undefined
      ? {}
      : { inputTransformer: { inputPaths: target.transformer.paths, inputTemplate: target.transformer.template } }),
    retryPolicy: RETRY_POLICY,
    deadLetterConfig: { arn: deadLetterQueueArn },
  };
}
