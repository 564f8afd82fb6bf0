/** The trails as declared, and what keeping them takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf, roleArn } from '../../names';
import { secondTrailSpecification, trailSpecification } from '../trail';
import { trailKeyReference } from './key-references';
import type { KeyReference, Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** In the words of `GetTrail`; where a value is `null`, the trail must not have one. */
export interface TrailSettings {
  readonly S3BucketName: string;
  readonly S3KeyPrefix: null;
  readonly SnsTopicName: null;
  readonly IncludeGlobalServiceEvents: boolean;
  readonly IsMultiRegionTrail: boolean;
  readonly IsOrganizationTrail: boolean;
  readonly LogFileValidationEnabled: boolean;
  readonly CloudWatchLogsLogGroupArn: string | null;
  readonly CloudWatchLogsRoleArn: string | null;
  readonly KmsKeyId: KeyReference;
  readonly IsLogging: true;
  readonly EventSelectors: readonly object[];
  readonly InsightSelectors: readonly object[];
  readonly Tags: Tags;
}

export type TrailResource = Resource<'trail', TrailSettings>;

export function trails(configuration: OrganizationConfiguration, kind: AccountKind): TrailResource[] {
  if (kind !== 'management') return [];
  return [trailSpecification(configuration), secondTrailSpecification(configuration)].map((specification) => ({
    type: 'trail',
    account: specification.account,
    region: specification.homeRegion,
    name: specification.name,
    arn: specification.arn,
    settings: {
      S3BucketName: specification.s3BucketName,
      S3KeyPrefix: null,
      SnsTopicName: null,
      IncludeGlobalServiceEvents: specification.includeGlobalServiceEvents,
      IsMultiRegionTrail: specification.isMultiRegionTrail,
      IsOrganizationTrail: specification.isOrganizationTrail,
      LogFileValidationEnabled: specification.enableLogFileValidation,
      CloudWatchLogsLogGroupArn: specification.logs?.logGroupArn ?? null,
      CloudWatchLogsRoleArn: specification.logs?.roleArn ?? null,
      KmsKeyId: trailKeyReference(configuration),
      IsLogging: true,
      EventSelectors: specification.eventSelectors.map(({ readWriteType, includeManagementEvents }) => ({
        ReadWriteType: readWriteType,
        IncludeManagementEvents: includeManagementEvents,
      })),
      InsightSelectors: [],
      Tags: declaredTags(configuration, kind),
    },
  }));
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html */
export function trailPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  if (kind !== 'management') return [];
  const { partition, managementAccountId } = configuration;
  return [
    {
      actions: [
        'cloudtrail:GetTrail',
        'cloudtrail:GetTrailStatus',
        'cloudtrail:GetEventSelectors',
        'cloudtrail:GetInsightSelectors',
        'cloudtrail:ListTags',
        'cloudtrail:StartLogging',
        'cloudtrail:UpdateTrail',
        'cloudtrail:CreateTrail',
        'cloudtrail:PutEventSelectors',
        'cloudtrail:PutInsightSelectors',
        'cloudtrail:AddTags',
      ],
      resources: [arnsOf(configuration).trail, arnsOf(configuration).secondTrail],
    },
    {
      // CloudTrail asks for these when it makes a trail the organization's.
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html
      actions: ['organizations:DescribeOrganization', 'organizations:ListAWSServiceAccessForOrganization'],
      resources: ['*'],
    },
    {
      actions: ['iam:GetRole', 'iam:CreateServiceLinkedRole'],
      resources: [roleArn(partition, managementAccountId, 'aws-service-role/cloudtrail.amazonaws.com/*')],
    },
    {
      actions: ['iam:PassRole'],
      resources: [roleArn(partition, managementAccountId, namesOf(configuration).trailLogRole)],
      condition: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
    },
  ];
}
