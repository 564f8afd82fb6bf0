/** The role by which the responder puts things back in an account. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccountKind, OrganizationConfiguration } from '../infra/configuration';
import { permissionsOf } from '../infra/specifications/resources';
import { repairRole } from '../infra/specifications/roles';

export interface RepairRoleArgs {
  readonly configuration: OrganizationConfiguration;
  readonly accountId: string;
  readonly accountKind: AccountKind;
}

/**
 * A role that the responder alone takes on, with the calls that the repairs of this account need. Nothing puts it back but
 * its own stack: the responder has no other way into the account.
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
    const declared = repairRole(configuration, permissionsOf(configuration, accountKind, accountId));
    const role = new aws.iam.Role(
      name,
      { name: declared.name, description: declared.description, assumeRolePolicy: declared.trust },
      { parent: this },
    );
    new aws.iam.RolePolicy(`${name}-permission`, { role: role.name, ...declared.permission }, { parent: this });
    this.roleArn = role.arn;
    this.registerOutputs();
  }
}
