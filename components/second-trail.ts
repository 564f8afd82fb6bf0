/** The small trail that keeps the stop of the organization trail visible. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { secondTrailSpecification } from '../infra/specifications/trail';
import { trailArgs } from './trail-args';

export interface SecondTrailArgs {
  readonly configuration: OrganizationConfiguration;
  /** The key of the log files. Must resolve only after the bucket policy is in place. */
  readonly kmsKeyArn: pulumi.Input<string>;
}

/**
 * A trail of the management account alone: its writes, in the home Region. It is the second copy of those events that
 * CloudTrail charges for; what it buys is that EventBridge still hears of the call that stopped the first one.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-manage-costs.html
 * @example
 * new SecondTrail('second', { configuration, kmsKeyArn }, { provider });
 */
export class SecondTrail extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { configuration, kmsKeyArn }: SecondTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:SecondTrail', name, {}, opts);
    const specification = secondTrailSpecification(configuration);
    const trail = new aws.cloudtrail.Trail(
      name,
      {
        ...trailArgs(specification, kmsKeyArn),
        eventSelectors: specification.eventSelectors.map((selector) => ({ ...selector })),
      },
      { parent: this, protect: true, retainOnDelete: true },
    );
    this.arn = trail.arn;
    this.registerOutputs();
  }
}
