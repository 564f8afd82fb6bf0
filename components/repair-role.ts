/** The role by which the responder puts things back in an account. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccountKind, OrganizationConfiguration } from '../infra/configuration';
import { namesOf } from '../infra/names';
import { repairRolePolicy, repairRoleTrust } from '../infra/specifications/repair';

export interface RepairRoleArgs {
  readonly configuration: OrganizationConfiguration;
  readonly accountId: string;
  readonly accountKind: AccountKind;
}

/**
 * A role that the responder alone takes on, with the calls that the repairs of this account need. An account that owns
 * nothing that is repaired has the role without any permission, so that it is there, and watched, before it is needed.
 *
 * @example
 * new RepairRole('repair', { configuration, accountId: '111111111111', accountKind: 'management' }, { provider });
 */
export class RepairRole extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;

  constructor(
    name: string,
    { configuration, accountId, accountKind }: RepairRoleArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('trailwarden:components:RepairRole', name, {}, opts);
    const role = new aws.iam.Role(
      name,
      {
        name: namesOf(configuration).repairRole,
        description: 'Taken on by the responder alone, to put back what was tampered with.',
        assumeRolePolicy: repairRoleTrust(configuration),
      },
      { parent: this },
    );
    const policy = repairRolePolicy(configuration, accountKind, accountId);
    if (policy !== undefined)
      new aws.iam.RolePolicy(`${name}-permission`, { role: role.name, name: 'repair', policy }, { parent: this });
    this.roleArn = role.arn;
    this.registerOutputs();
  }
}
