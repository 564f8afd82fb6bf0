/** The organization policies that refuse tampering before it happens. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { guardrails } from '../infra/specifications/guardrails';

export interface GuardrailsArgs {
  readonly configuration: OrganizationConfiguration;
  /** The ids of the root, the organizational units and the accounts to which every policy is attached. */
  readonly targets: readonly string[];
}

/**
 * Service control policies and a resource control policy, in the management account, which none of them restricts. Both
 * types of policy must be enabled in the organization: which ones are is its own business, and is not managed here.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html
 * @example
 * new Guardrails('guardrails', { configuration, targets: ['ou-ab12-11111111'] }, { provider });
 */
export class Guardrails extends pulumi.ComponentResource {
  constructor(name: string, { configuration, targets }: GuardrailsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:Guardrails', name, {}, opts);
    for (const { key, name: policyName, description, type, document } of guardrails(configuration)) {
      const policy = new aws.organizations.Policy(
        `${name}-${key}`,
        { name: policyName, description, type, content: pulumi.jsonStringify(document) },
        { parent: this },
      );
      for (const targetId of targets)
        new aws.organizations.PolicyAttachment(
          `${name}-${key}-${targetId}`,
          { policyId: policy.id, targetId },
          { parent: this },
        );
    }
    this.registerOutputs();
  }
}
