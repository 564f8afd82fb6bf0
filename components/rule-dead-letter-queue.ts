/** Where a rule leaves what it could not deliver. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type DeadLetterQueueSpecification, KEPT_MESSAGES } from '../infra/specifications/queues';

export interface RuleDeadLetterQueueArgs {
  /** The queue as declared, in the Region of the rules: EventBridge takes no queue of another one. */
  readonly queue: DeadLetterQueueSpecification;
}

/**
 * A standard queue that keeps undelivered events for 14 days, the longest, with the policy that lets the rules write to it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @example
 * new RuleDeadLetterQueue('dead-letters', { queue: centralDeadLetterQueue(configuration) }, { provider });
 */
export class RuleDeadLetterQueue extends pulumi.ComponentResource {
  readonly queueName: string;
  /** Resolves once the rules may write: targets depend on this. */
  readonly policy: aws.sqs.QueuePolicy;

  constructor(name: string, { queue: declared }: RuleDeadLetterQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:RuleDeadLetterQueue', name, {}, opts);
    const { region } = declared;
    const queue = new aws.sqs.Queue(name, { name: declared.name, region, ...KEPT_MESSAGES }, { parent: this });
    this.policy = new aws.sqs.QueuePolicy(
      `${name}-policy`,
      { queueUrl: queue.url, region, policy: declared.policy },
      { parent: this },
    );
    this.queueName = declared.name;
    this.registerOutputs();
  }
}
