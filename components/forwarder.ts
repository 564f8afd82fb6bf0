/** What makes an account report tampering: rules in every governed Region, and the role that carries their events. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccountKind, OrganizationConfiguration } from '../infra/configuration';
import { forwardingRules } from '../infra/event-rules';
import { arnsOf, namesOf, ruleArn, ruleName } from '../infra/names';
import { forwarderPolicy, forwarderTrust, RETRY_POLICY } from '../infra/specifications/forwarding';
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

  constructor(name: string, args: ForwarderArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:Forwarder', name, {}, opts);
    const { configuration, accountId } = args;
    const role = new aws.iam.Role(
      name,
      {
        name: namesOf(configuration).forwarderRole,
        description: 'Carries reports of tampering to the central bus.',
        assumeRolePolicy: forwarderTrust(configuration, accountId),
      },
      { parent: this },
    );
    const permission = new aws.iam.RolePolicy(
      `${name}-permission`,
      { role: role.name, name: 'send-to-the-central-bus', policy: forwarderPolicy(configuration) },
      { parent: this },
    );
    for (const region of configuration.governedRegions) this.forwardFrom(region, name, args, role, permission);
    this.roleArn = role.arn;
    this.registerOutputs();
  }

  private forwardFrom(
    region: string,
    name: string,
    { configuration, accountId, accountKind }: ForwarderArgs,
    role: aws.iam.Role,
    permission: aws.iam.RolePolicy,
  ): void {
    const { partition, namePrefix } = configuration;
    const rules = forwardingRules(configuration, accountKind, region).map(({ group, pattern }) => ({
      group,
      pattern,
      rule: ruleName(namePrefix, `forward-${group}`),
    }));
    const deadLetters = new RuleDeadLetterQueue(
      `${name}-${region}-dead-letters`,
      {
        partition,
        account: accountId,
        region,
        queueName: namesOf(configuration).forwarderDeadLetterQueue,
        ruleArns: rules.map(({ rule }) => ruleArn(partition, region, accountId, rule)),
      },
      { parent: this },
    );
    for (const { group, pattern, rule } of rules) {
      const { name: created } = new aws.cloudwatch.EventRule(
        `${name}-${region}-${group}`,
        {
          name: rule,
          description: 'Reports tampering with the audit trail to the central bus.',
          region,
          eventPattern: pulumi.jsonStringify(pattern),
          state: 'ENABLED',
        },
        { parent: this },
      );
      new aws.cloudwatch.EventTarget(
        `${name}-${region}-${group}-target`,
        {
          rule: created,
          targetId: 'central-bus',
          region,
          arn: arnsOf(configuration).centralBus,
          roleArn: role.arn,
          retryPolicy: RETRY_POLICY,
          deadLetterConfig: { arn: deadLetters.arn },
        },
        { parent: this, dependsOn: [permission, deadLetters.policy] },
      );
    }
  }
}
