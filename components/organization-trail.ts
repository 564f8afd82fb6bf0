/** The organization trail, with the log group that it fills. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { namesOf } from '../infra/names';
import { metricFiltersOf } from '../infra/specifications/monitoring';
import { TRUSTED_SERVICE } from '../infra/specifications/resources/trusted-access';
import { trailLogRole } from '../infra/specifications/roles';
import { trailSpecification } from '../infra/specifications/trail';
import { metricFilters } from './metric-filters';
import { trailArgs } from './trail-args';

export interface OrganizationTrailArgs {
  readonly configuration: OrganizationConfiguration;
  /** The key of the log files, in the Region of the trail bucket. Must resolve only after the bucket policy is in place. */
  readonly kmsKeyArn: pulumi.Input<string>;
}

/**
 * The one trail of the organization. The log group, its role and the trail are in the same account, as CloudTrail requires;
 * the bucket and the key are in the log-archive account.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html
 * @example
 * new OrganizationTrail('organization', { configuration, kmsKeyArn }, { provider });
 */
export class OrganizationTrail extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    { configuration, kmsKeyArn }: OrganizationTrailArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('trailwarden:components:OrganizationTrail', name, {}, opts);
    const names = namesOf(configuration);
    const specification = trailSpecification(configuration);
    const kept = { parent: this, protect: true, retainOnDelete: true };
    const trustedAccess = new aws.organizations.AwsServiceAccess(
      `${name}-trusted-access`,
      { servicePrincipal: TRUSTED_SERVICE },
      kept,
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log-group`,
      {
        name: names.trailLogGroup,
        retentionInDays: configuration.logRetentionInDays,
        deletionProtectionEnabled: true,
      },
      kept,
    );
    metricFilters(this, name, logGroup, metricFiltersOf(configuration, 'management'));
    const declared = trailLogRole(configuration);
    const logRole = new aws.iam.Role(
      `${name}-log-role`,
      { name: declared.name, description: declared.description, assumeRolePolicy: declared.trust },
      { parent: this },
    );
    const logPermission = new aws.iam.RolePolicy(
      `${name}-log-permission`,
      { role: logRole.name, ...declared.permission },
      { parent: this },
    );
    // No event selectors: the declared ones are what a trail has from the start, and the provider reads them back as none,
    // so that declaring them would show a change on every run. https://github.com/hashicorp/terraform-provider-aws/issues/3697
    const trail = new aws.cloudtrail.Trail(
      name,
      {
        ...trailArgs(specification, kmsKeyArn),
        cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
        cloudWatchLogsRoleArn: logRole.arn,
      },
      { ...kept, dependsOn: [trustedAccess, logPermission] },
    );
    this.arn = trail.arn;
    this.registerOutputs();
  }
}
