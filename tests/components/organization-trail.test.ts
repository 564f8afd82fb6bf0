import assert from 'node:assert/strict';
import { OrganizationTrail } from '../../components/organization-trail';
import { trailLogRolePolicy, trailLogRoleTrust } from '../../infra/specifications/trail';
import { stackOutput } from '../../infra/stack-output';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { assertWaits, keptBy, outline, the } from '../support/resources';

const LOG_GROUP = 'arn:aws:logs:us-east-1:111111111111:log-group:/trailwarden/organization-trail';

describe('OrganizationTrail', () => {
  let deployed: DeployedStack;
  before(async () => {
    deployed = await deployedComponent(
      { stack: 'management', after: ['security', 'log-archive'] },
      (provider, configuration) => {
        const kmsKeyArn = stackOutput('log-archive', 'trailKeyArn');
        const { arn } = new OrganizationTrail('organization', { configuration, kmsKeyArn }, { provider });
        return { arn, kmsKeyArn };
      },
    );
  });

  it('is a trail with its log group, the role that fills it, and trusted access, and nothing else', () => {
    assert.deepEqual(outline(deployed), [
      'OrganizationTrail organization',
      '  aws.cloudtrail.Trail organization',
      '  aws.cloudwatch.LogGroup organization-log-group',
      '  aws.iam.Role organization-log-role',
      '  aws.iam.RolePolicy organization-log-permission',
      '  aws.organizations.AwsServiceAccess organization-trusted-access',
    ]);
  });

  it('records all management events of every account and Region, validated and encrypted, and no data events', () => {
    assert.deepEqual(the(deployed, 'aws.cloudtrail.Trail', 'organization').inputs, {
      name: 'trailwarden-organization',
      s3BucketName: 'trailwarden-trail-222222222222-us-east-1',
      kmsKeyId: deployed.outputs.kmsKeyArn,
      cloudWatchLogsGroupArn: `${LOG_GROUP}:*`,
      cloudWatchLogsRoleArn: 'arn:aws:iam::111111111111:role/trailwarden-trail-logs',
      enableLogging: true,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
    });
  });

  it('is made only once CloudTrail is trusted, and may fill the log group', () => {
    assertWaits(
      the(deployed, 'aws.cloudtrail.Trail', 'organization'),
      the(deployed, 'aws.organizations.AwsServiceAccess', 'organization-trusted-access'),
      the(deployed, 'aws.iam.RolePolicy', 'organization-log-permission'),
      the(deployed, 'aws.cloudwatch.LogGroup', 'organization-log-group'),
    );
  });

  it('trusts CloudTrail, and no other service, with the organization', () => {
    const { inputs } = the(deployed, 'aws.organizations.AwsServiceAccess', 'organization-trusted-access');
    assert.deepEqual(inputs, { servicePrincipal: 'cloudtrail.amazonaws.com' });
  });

  it('keeps the events in the log group for as long as configured, and lets nobody delete them', () => {
    assert.deepEqual(the(deployed, 'aws.cloudwatch.LogGroup', 'organization-log-group').inputs, {
      name: '/trailwarden/organization-trail',
      retentionInDays: 365,
      deletionProtectionEnabled: true,
    });
  });

  it('lets CloudTrail fill the log group, and nobody else by this role', () => {
    assert.deepEqual(the(deployed, 'aws.iam.Role', 'organization-log-role').inputs, {
      name: 'trailwarden-trail-logs',
      description: 'Lets CloudTrail fill the log group of the organization trail.',
      assumeRolePolicy: trailLogRoleTrust(),
    });
    assert.deepEqual(the(deployed, 'aws.iam.RolePolicy', 'organization-log-permission').inputs, {
      name: 'fill-the-log-group',
      role: 'trailwarden-trail-logs',
      policy: trailLogRolePolicy(deployed.configuration),
    });
  });

  it('is protected with its log group and trusted access, and kept when its stack goes', () => {
    const kept = [
      'aws.cloudtrail.Trail organization',
      'aws.cloudwatch.LogGroup organization-log-group',
      'aws.organizations.AwsServiceAccess organization-trusted-access',
    ];
    assert.deepEqual(keptBy(deployed), { protect: kept, retainOnDelete: kept });
  });

  it('says its ARN', () => {
    assert.equal(deployed.outputs.arn, 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization');
  });
});
