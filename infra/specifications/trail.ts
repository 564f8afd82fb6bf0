/** The trails as declared: their settings, and who may write its log files, use its key, fill its log group. */
import type { OrganizationConfiguration } from '../configuration';
import { arnsOf, namesOf } from '../names';
import { denyUnencryptedTransport, type PolicyDocument, policy } from '../policy-document';

/** The settings of a trail, in CloudTrail's words. */
export interface TrailSpecification {
  readonly arn: string;
  readonly name: string;
  /** The account that owns the trail. */
  readonly account: string;
  readonly homeRegion: string;
  readonly s3BucketName: string;
  /** None: the trail fills no log group. */
  readonly logs?: { readonly logGroupArn: string; readonly roleArn: string };
  readonly isOrganizationTrail: boolean;
  readonly isMultiRegionTrail: boolean;
  readonly includeGlobalServiceEvents: boolean;
  readonly enableLogFileValidation: boolean;
  readonly eventSelectors: readonly { readonly readWriteType: string; readonly includeManagementEvents: boolean }[];
}

/** The trail of the whole organization. */
export function trailSpecification(configuration: OrganizationConfiguration): TrailSpecification {
  const names = namesOf(configuration);
  const arns = arnsOf(configuration);
  return {
    arn: arns.trail,
    name: names.trail,
    account: configuration.managementAccountId,
    homeRegion: configuration.homeRegion,
    s3BucketName: names.trailBucket,
    logs: { logGroupArn: `${arns.trailLogGroup}:*`, roleArn: arns.trailLogRole },
    isOrganizationTrail: true,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }],
  };
}

/**
 * A second, small trail of the management account: what writes there, in the home Region. EventBridge hears of calls only while
 * a trail that selects them is logging, so that the stop of the one trail would else be the last thing that nobody hears.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function secondTrailSpecification(configuration: OrganizationConfiguration): TrailSpecification {
  const { logs: _, ...first } = trailSpecification(configuration);
  return {
    ...first,
    arn: arnsOf(configuration).secondTrail,
    name: namesOf(configuration).secondTrail,
    isOrganizationTrail: false,
    isMultiRegionTrail: false,
    eventSelectors: [{ readWriteType: 'WriteOnly', includeManagementEvents: true }],
  };
}

/**
 * Who may reach the trail bucket from outside of its account: CloudTrail, for the two trails.
 *
 * The statement for the management account's own prefix matters when the trail is turned into an account trail: without
 * it, that one call would also stop the delivery of the management account's log files.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { trail, secondTrail, trailBucket } = arnsOf(configuration);
  const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };
  const write = (sid: string, owner: string, trails: string | string[]) => ({
    Sid: sid,
    Effect: 'Allow' as const,
    Principal: cloudTrail,
    Action: 's3:PutObject',
    Resource: `${trailBucket}/AWSLogs/${owner}/*`,
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trails } },
  });
  return policy(
    {
      Sid: 'CloudTrailReadsTheAcl',
      Effect: 'Allow',
      Principal: cloudTrail,
      Action: 's3:GetBucketAcl',
      Resource: trailBucket,
      Condition: { StringEquals: { 'aws:SourceArn': [trail, secondTrail] } },
    },
    write('CloudTrailWritesForTheManagementAccount', configuration.managementAccountId, [trail, secondTrail]),
    write('CloudTrailWritesForTheOrganization', configuration.organizationId, trail),
    denyUnencryptedTransport('s3:*', trailBucket, `${trailBucket}/*`),
  );
}

/** S3 delivers the trail bucket's access logs, and nothing else, into the bucket for them. */
export function accessLogBucketPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { accessLogBucket, trailBucket } = arnsOf(configuration);
  return policy(
    {
      Sid: 'S3WritesTheAccessLogs',
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${accessLogBucket}/*`,
      Condition: {
        ArnEquals: { 'aws:SourceArn': trailBucket },
        StringEquals: { 'aws:SourceAccount': configuration.logArchiveAccountId },
      },
    },
    denyUnencryptedTransport('s3:*', accessLogBucket, `${accessLogBucket}/*`),
  );
}

/**
 * The key of the log files: administered by its account, used by CloudTrail for the two trails. Decrypting is CloudTrail's
 * too, because the bucket uses an S3 Bucket Key, and bound to the trails as AWS Control Tower binds it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/configure-kms-keys.html
 */
export function trailKeyPolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { trail, secondTrail } = arnsOf(configuration);
  const { partition, managementAccountId, logArchiveAccountId } = configuration;
  const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };
  const forTheTrails = { 'aws:SourceArn': [trail, secondTrail] };
  return policy(
    accountAdministersKey(partition, logArchiveAccountId),
    {
      Sid: 'CloudTrailEncrypts',
      Effect: 'Allow',
      Principal: cloudTrail,
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: forTheTrails,
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${partition}:cloudtrail:*:${managementAccountId}:trail/*`,
        },
      },
    },
    {
      Sid: 'CloudTrailReadsTheKey',
      Effect: 'Allow',
      Principal: cloudTrail,
      Action: ['kms:DescribeKey', 'kms:Decrypt'],
      Resource: '*',
      Condition: { StringEquals: forTheTrails },
    },
  );
}

/** The account that owns a key decides, by its IAM policies, who else may use it. Without this, nobody could repair the key. */
export function accountAdministersKey(partition: string, account: string): PolicyDocument['Statement'][number] {
  return {
    Sid: 'AccountAdministers',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** CloudTrail fills the trail's log group. Handing the role to a trail needs `iam:PassRole` in this account. */
export function trailLogRoleTrust(): PolicyDocument {
  return policy({
    Sid: 'CloudTrailFillsTheLogGroup',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
}

/**
 * Both stream patterns are needed: the management account's own, and the organization's.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function trailLogRolePolicy(configuration: OrganizationConfiguration): PolicyDocument {
  const { managementAccountId, organizationId, homeRegion } = configuration;
  const streams = `${arnsOf(configuration).trailLogGroup}:log-stream:`;
  return policy({
    Sid: 'FillTheStreamsOfTheTrail',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [`${streams}${managementAccountId}_CloudTrail_${homeRegion}*`, `${streams}${organizationId}_*`],
  });
}
