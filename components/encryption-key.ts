/** A customer-managed key with a name and a policy of its own. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { DELETION_WINDOW_IN_DAYS, type KeySpecification, ROTATION_PERIOD_IN_DAYS } from '../infra/specifications/keys';

export type EncryptionKeyArgs = KeySpecification;

/**
 * A KMS key that rotates every year, waits 30 days (the longest) before it is deleted, and is kept when its stack goes:
 * what it encrypted stays readable.
 *
 * @example
 * new EncryptionKey('trail-key', { description: 'Log files', alias: 'alias/example-trail', policy }, { provider });
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly keyId: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:EncryptionKey', name, {}, opts);
    const key = new aws.kms.Key(
      name,
      {
        description: args.description,
        policy: pulumi.jsonStringify(args.policy),
        enableKeyRotation: true,
        rotationPeriodInDays: ROTATION_PERIOD_IN_DAYS,
        deletionWindowInDays: DELETION_WINDOW_IN_DAYS,
      },
      { parent: this, protect: true, retainOnDelete: true },
    );
    new aws.kms.Alias(`${name}-alias`, { name: args.alias, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.keyId = key.keyId;
    this.registerOutputs();
  }
}
