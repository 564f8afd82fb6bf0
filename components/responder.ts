/** The function that explains, repairs, verifies and alerts, and the rules that wake it. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { FunctionPackage } from '../infra/bundling';
import type { OrganizationConfiguration } from '../infra/configuration';
import { namesOf } from '../infra/names';
import { metricFiltersOf } from '../infra/specifications/monitoring';
import { KEPT_MESSAGES } from '../infra/specifications/queues';
import { RESPONDER_FUNCTION, RESPONDER_RETRIES, wakingPermission } from '../infra/specifications/responder';
import { responderRole } from '../infra/specifications/roles';
import {
  centralRuleSpecifications,
  DEFAULT_BUS,
  type RuleSpecification,
  sweepRuleSpecification,
} from '../infra/specifications/rules';
import type { AlertTopic } from './alert-topic';
import type { CentralBus } from './central-bus';
import { ruleArgs, targetArgs } from './declared-rule';
import { metricFilters } from './metric-filters';

export interface ResponderArgs {
  readonly configuration: OrganizationConfiguration;
  /** The bundled function with the declared state in it. */
  readonly code: FunctionPackage;
  readonly bus: CentralBus;
  readonly topic: AlertTopic;
}

/**
 * The responder. What it fails at ends in a queue of its own, after two more attempts; what a rule could not hand over to it
 * ends in the dead-letter queue of the bus. Neither is lost without a trace.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * @example
 * new Responder('responder', { configuration, code, bus, topic }, { provider });
 */
export class Responder extends pulumi.ComponentResource {
  readonly functionName: pulumi.Output<string>;
  readonly failureQueueName: string;

  constructor(name: string, args: ResponderArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:Responder', name, {}, opts);
    const { configuration } = args;
    const names = namesOf(configuration);
    const declared = responderRole(configuration);
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
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log-group`,
      {
        name: names.responderLogGroup,
        retentionInDays: configuration.logRetentionInDays,
        deletionProtectionEnabled: true,
      },
      { parent: this, protect: true, retainOnDelete: true },
    );
    metricFilters(this, name, logGroup, metricFiltersOf(configuration, 'security'));
    const failures = new aws.sqs.Queue(
      `${name}-failures`,
      { name: names.responderFailureQueue, ...KEPT_MESSAGES },
      { parent: this },
    );
    const lambda = new aws.lambda.Function(
      name,
      {
        name: names.responder,
        description: 'Puts back what was tampered with, and tells people.',
        role: role.arn,
        runtime: RESPONDER_FUNCTION.runtime,
        architectures: ['arm64'],
        handler: RESPONDER_FUNCTION.handler,
        code: args.code.archive,
        // By this alone a refresh tells that somebody has replaced the code.
        codeSha256: args.code.sha256,
        memorySize: RESPONDER_FUNCTION.memoryInMiB,
        timeout: RESPONDER_FUNCTION.timeoutInSeconds,
        loggingConfig: { logFormat: RESPONDER_FUNCTION.logFormat, logGroup: logGroup.name },
      },
      { parent: this, dependsOn: [permission, args.topic.policy] },
    );
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-retries`,
      {
        functionName: lambda.name,
        ...RESPONDER_RETRIES,
        destinationConfig: { onFailure: { destination: failures.arn } },
      },
      { parent: this, dependsOn: [permission] },
    );
    for (const rule of [...centralRuleSpecifications(configuration), sweepRuleSpecification(configuration)])
      this.wakeBy(rule, name, args, lambda);
    this.functionName = lambda.name;
    this.failureQueueName = names.responderFailureQueue;
    this.registerOutputs();
  }

  private wakeBy(declared: RuleSpecification, name: string, { bus }: ResponderArgs, lambda: aws.lambda.Function): void {
    const { group } = declared;
    const onBus = declared.eventBusName === DEFAULT_BUS ? {} : { eventBusName: bus.busName };
    const rule = new aws.cloudwatch.EventRule(
      `${name}-${group}`,
      { ...ruleArgs(declared), ...onBus },
      { parent: this },
    );
    const permission = new aws.lambda.Permission(
      `${name}-${group}-permission`,
      {
        ...wakingPermission(declared),
        function: lambda.name,
        sourceArn: rule.arn,
      },
      { parent: this },
    );
    new aws.cloudwatch.EventTarget(
      `${name}-${group}-target`,
      { rule: rule.name, ...onBus, ...targetArgs(declared) },
      { parent: this, dependsOn: [permission, bus.deadLetterQueue.policy] },
    );
  }
}
