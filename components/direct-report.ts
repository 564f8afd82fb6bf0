/** How people hear of what may silence the responder: by rules that do not run through it. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { directReportRole } from '../infra/specifications/roles';
import { DEFAULT_BUS, directRuleSpecifications } from '../infra/specifications/rules';
import type { AlertTopic } from './alert-topic';
import type { CentralBus } from './central-bus';
import { ruleArgs, targetArgs } from './declared-rule';

export interface DirectReportArgs {
  readonly configuration: OrganizationConfiguration;
  readonly bus: CentralBus;
  readonly topic: AlertTopic;
}

/**
 * The direct report. A role sends it, because a topic's policy cannot name the rule that publishes.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * @example
 * new DirectReport('direct', { configuration, bus, topic }, { provider });
 */
export class DirectReport extends pulumi.ComponentResource {
  constructor(name: string, { configuration, bus, topic }: DirectReportArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:DirectReport', name, {}, opts);
    const declared = directReportRole(configuration);
    const role = new aws.iam.Role(
      `${name}-role`,
      { name: declared.name, description: declared.description, assumeRolePolicy: declared.trust },
      { parent: this },
    );
    const permission = new aws.iam.RolePolicy(
      `${name}-permission`,
      { role: role.name, ...declared.permission },
      { parent: this },
    );
    for (const rule of directRuleSpecifications(configuration)) {
      const onBus = rule.eventBusName === DEFAULT_BUS ? {} : { eventBusName: bus.busName };
      const created = new aws.cloudwatch.EventRule(
        `${name}-${rule.group}`,
        { ...ruleArgs(rule), ...onBus },
        { parent: this },
      );
      new aws.cloudwatch.EventTarget(
        `${name}-${rule.group}-target`,
        { ...targetArgs(rule), ...onBus, rule: created.name, arn: topic.arn, roleArn: role.arn },
        { parent: this, dependsOn: [permission, topic.policy, bus.deadLetterQueue.policy] },
      );
    }
    this.registerOutputs();
  }
}
