/** Where a rule leaves what it could not deliver. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { arn } from '../infra/arn';
import { deadLetterQueuePolicy } from '../infra/specifications/forwarding';

export interface RuleDeadLetterQueueArgs {
  readonly partition: string;
  readonly account: string;
  /** The Region of the rules: EventBridge takes no queue of another one. */
  readonly region: string;
  readonly queueName: string;
  /** The rules that may write to the queue. */
  readonly ruleArns: readonly string[];
}

/**
 * A standard queue that keeps undelivered events for 14 days, the longest, with the policy that lets the rules write to it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @example
 * new RuleDeadLetterQueue('dead-letters', { partition, account, region, queueName, ruleArns }, { provider });
 */
export class RuleDeadLetterQueue extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly queueName: string;
  /** Resolves once the rules may write: targets depend on this. */
  readonly policy: aws.sqs.QueuePolicy;

  constructor(name: string, args: RuleDeadLetterQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:RuleDeadLetterQueue', name, {}, opts);
    const { partition, account, region, queueName } = args;
    const queueArn = arn({ partition, service: 'sqs', region, account, resource: queueName });
    const queue = new aws.sqs.Queue(
      name,
      { name: queueName, region, messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true },
      { parent: this },
    );
    this.policy = new aws.sqs.QueuePolicy(
      `${name}-policy`,
      { queueUrl: queue.url, region, policy: deadLetterQueuePolicy(queueArn, args.ruleArns) },
      { parent: this },
    );
    this.arn = queue.arn;
    this.queueName = queueName;
    this.registerOutputs();
  }
}
