/** The function that explains, repairs, verifies and alerts, and the rules that wake it. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { FunctionPackage } from '../infra/bundling';
import type { OrganizationConfiguration } from '../infra/configuration';
import { centralRules } from '../infra/event-rules';
import { namesOf, ruleName } from '../infra/names';
import { RETRY_POLICY } from '../infra/specifications/forwarding';
import { responderPolicy, responderTrust } from '../infra/specifications/repair';
import type { AlertTopic } from './alert-topic';
import type { CentralBus } from './central-bus';

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
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: names.responderRole,
        description: 'Runs the responder.',
        assumeRolePolicy: responderTrust(),
      },
      { parent: this },
    );
    const permission = new aws.iam.RolePolicy(
      `${name}-permission`,
      { role: role.name, name: 'respond', policy: responderPolicy(configuration) },
      { parent: this },
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log-group`,
      { name: names.responderLogGroup, retentionInDays: configuration.logRetentionInDays },
      { parent: this, protect: true, retainOnDelete: true },
    );
    const failures = new aws.sqs.Queue(
      `${name}-failures`,
      { name: names.responderFailureQueue, messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true },
      { parent: this },
    );
    const lambda = new aws.lambda.Function(
      name,
      {
        name: names.responder,
        description: 'Puts back what was tampered with, and tells people.',
        role: role.arn,
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        code: args.code.archive,
        // By this alone a refresh tells that somebody has replaced the code.
        codeSha256: args.code.sha256,
        memorySize: 512,
        timeout: 60,
        loggingConfig: { logFormat: 'Text', logGroup: logGroup.name },
      },
      { parent: this, dependsOn: [permission, args.topic.policy] },
    );
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-retries`,
      {
        functionName: lambda.name,
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 21_600,
        destinationConfig: { onFailure: { destination: failures.arn } },
      },
      { parent: this, dependsOn: [permission] },
    );
    for (const rule of centralRules()) this.wakeBy(rule, name, args, lambda);
    this.functionName = lambda.name;
    this.failureQueueName = names.responderFailureQueue;
    this.registerOutputs();
  }

  private wakeBy(
    { group, pattern }: ReturnType<typeof centralRules>[number],
    name: string,
    { configuration, bus }: ResponderArgs,
    lambda: aws.lambda.Function,
  ): void {
    const rule = new aws.cloudwatch.EventRule(
      `${name}-${group}`,
      {
        name: ruleName(configuration.namePrefix, `respond-${group}`),
        description: 'Hands reports of tampering to the responder.',
        eventBusName: bus.busName,
        eventPattern: pulumi.jsonStringify(pattern),
        state: 'ENABLED',
      },
      { parent: this },
    );
    const permission = new aws.lambda.Permission(
      `${name}-${group}-permission`,
      {
        statementId: `rule-${group}`,
        action: 'lambda:InvokeFunction',
        function: lambda.name,
        principal: 'events.amazonaws.com',
        sourceArn: rule.arn,
        sourceAccount: configuration.securityAccountId,
      },
      { parent: this },
    );
    new aws.cloudwatch.EventTarget(
      `${name}-${group}-target`,
      {
        rule: rule.name,
        eventBusName: bus.busName,
        targetId: 'responder',
        arn: lambda.arn,
        retryPolicy: RETRY_POLICY,
        deadLetterConfig: { arn: bus.deadLetterQueue.arn },
      },
      { parent: this, dependsOn: [permission, bus.deadLetterQueue.policy] },
    );
  }
}
