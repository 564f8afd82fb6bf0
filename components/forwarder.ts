/** What makes an account report tampering: rules in every governed Region, and the role that carries their events. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccountKind, OrganizationConfiguration } from '../infra/configuration';
import { forwarderDeadLetterQueue } from '../infra/specifications/queues';
import { forwarderRole } from '../infra/specifications/roles';
import { forwardingRuleSpecifications } from '../infra/specifications/rules';
import { ruleArgs, targetArgs } from './declared-rule';
import { RuleDeadLetterQueue } from './rule-dead-letter-queue';

export interface ForwarderArgs {
  readonly configuration: OrganizationConfiguration;
  readonly accountId: string;
  readonly accountKind: AccountKind;
}

/**
 * The forwarder of an account. CloudTrail's events reach the default bus of the Region of the call and no other bus, so
 * every governed Region has rules, targets and a dead-letter queue of its own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 * @example
 * new Forwarder('forwarder', { configuration, accountId: '444444444444', accountKind: 'member' }, { provider });
 */
export class Forwarder extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;
  /** Resolves before the first report can be sent. */
  readonly role: aws.iam.Role;

  constructor(name: string, args: ForwarderArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:Forwarder', name, {}, opts);
    const { configuration, accountId } = args;
    const declared = forwarderRole(configuration, accountId);
    const role = new aws.iam.Role(
      name,
      { name: declared.name, description: declared.description, assumeRolePolicy: declared.trust },
      { parent: this },
    );
    const permission = new aws.iam.RolePolicy(
      `${name}-permission`,
      { role: role.name, ...declared.permission },
      { parent: this },
    );
    for (const region of configuration.governedRegions) this.forwardFrom(region, name, args, permission);
    this.role = role;
    this.roleArn = role.arn;
    this.registerOutputs();
  }

  private forwardFrom(
    region: string,
    name: string,
    { configuration, accountId, accountKind }: ForwarderArgs,
    permission: aws.iam.RolePolicy,
  ): void {
    const deadLetters = new RuleDeadLetterQueue(
      `${name}-${region}-dead-letters`,
      { queue: forwarderDeadLetterQueue(configuration, accountKind, accountId, region) },
      { parent: this },
    );
    for (const rule of forwardingRuleSpecifications(configuration, accountKind, accountId, region)) {
      const { name: created } = new aws.cloudwatch.EventRule(
        `${name}-${region}-${rule.group}`,
        { ...ruleArgs(rule), region },
        { parent: this },
      );
      new aws.cloudwatch.EventTarget(
        `${name}-${region}-${rule.group}-target`,
        { rule: created, ...targetArgs(rule), region },
        { parent: this, dependsOn: [permission, deadLetters.policy] },
      );
    }
  }
}
