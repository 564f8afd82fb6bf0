/** Where people are told. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { namesOf } from '../infra/names';
import { alertKeySpecification } from '../infra/specifications/keys';
import { alertTopicPolicy } from '../infra/specifications/repair';
import { EncryptionKey } from './encryption-key';

export interface AlertTopicArgs {
  readonly configuration: OrganizationConfiguration;
}

/**
 * The encrypted topic of the alerts, with the configured e-mail addresses. AWS sends each address a link to confirm; until
 * then it gets nothing. The key is one of the customer's, because the policy of `alias/aws/sns` admits no alarm.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * @example
 * new AlertTopic('alerts', { configuration }, { provider });
 */
export class AlertTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Resolves once the responder may publish. */
  readonly policy: aws.sns.TopicPolicy;

  constructor(name: string, { configuration }: AlertTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:AlertTopic', name, {}, opts);
    const { alertTopic } = namesOf(configuration);
    const key = new EncryptionKey(`${name}-key`, alertKeySpecification(configuration), { parent: this });
    const topic = new aws.sns.Topic(name, { name: alertTopic, kmsMasterKeyId: key.arn }, { parent: this });
    this.policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      { arn: topic.arn, policy: alertTopicPolicy(configuration) },
      { parent: this },
    );
    for (const endpoint of configuration.alertSubscriptions)
      new aws.sns.TopicSubscription(
        `${name}-${endpoint}`,
        { topic: topic.arn, protocol: 'email', endpoint },
        { parent: this },
      );
    this.arn = topic.arn;
    this.registerOutputs();
  }
}
