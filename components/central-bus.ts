/** The bus on which everything that was forwarded arrives. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { namesOf } from '../infra/names';
import { centralArchive, centralBusPolicy } from '../infra/specifications/forwarding';
import { centralDeadLetterQueue } from '../infra/specifications/queues';
import { RuleDeadLetterQueue } from './rule-dead-letter-queue';

export interface CentralBusArgs {
  readonly configuration: OrganizationConfiguration;
}

/**
 * The central bus: it admits forwarders of the organization alone, archives what arrives, and has a queue for what its
 * rules could not deliver.
 *
 * @example
 * new CentralBus('central', { configuration }, { provider });
 */
export class CentralBus extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly busName: pulumi.Output<string>;
  readonly deadLetterQueue: RuleDeadLetterQueue;
  /** Resolves once forwarders are admitted: targets on this bus depend on it. */
  readonly policy: aws.cloudwatch.EventBusPolicy;

  constructor(name: string, { configuration }: CentralBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:CentralBus', name, {}, opts);
    const { centralBus } = namesOf(configuration);
    const bus = new aws.cloudwatch.EventBus(name, { name: centralBus }, { parent: this });
    this.policy = new aws.cloudwatch.EventBusPolicy(
      `${name}-policy`,
      { eventBusName: bus.name, policy: pulumi.jsonStringify(centralBusPolicy(configuration)) },
      { parent: this },
    );
    new aws.cloudwatch.EventArchive(
      `${name}-archive`,
      { ...centralArchive(configuration), eventSourceArn: bus.arn },
      { parent: this },
    );
    this.deadLetterQueue = new RuleDeadLetterQueue(
      `${name}-dead-letters`,
      { queue: centralDeadLetterQueue(configuration) },
      { parent: this },
    );
    this.arn = bus.arn;
    this.busName = bus.name;
    this.registerOutputs();
  }
}
