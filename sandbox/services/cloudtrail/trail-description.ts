/** Trails as the API shows them. */
import type { CreateTrailResponse, Trail as TrailDescription } from '@aws-sdk/client-cloudtrail';
import { isDefaultSelection } from './event-selectors';
import type { Trail } from './state';

/** What CreateTrail and UpdateTrail answer. */
export function trailSettings(trail: Trail): CreateTrailResponse {
  return {
    Name: trail.name,
    S3BucketName: trail.bucketName,
    ...(trail.keyPrefix === undefined ? {} : { S3KeyPrefix: trail.keyPrefix }),
    ...(trail.topicName === undefined ? {} : { SnsTopicName: topicName(trail.topicName) }),
    ...(trail.topicName === undefined ? {} : { SnsTopicARN: topicArn(trail, trail.topicName) }),
    IncludeGlobalServiceEvents: trail.includeGlobalServiceEvents,
    IsMultiRegionTrail: trail.multiRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.logFileValidation,
    ...(trail.logGroupArn === undefined ? {} : { CloudWatchLogsLogGroupArn: trail.logGroupArn }),
    ...(trail.logRoleArn === undefined ? {} : { CloudWatchLogsRoleArn: trail.logRoleArn }),
    ...(trail.kmsKeyId === undefined ? {} : { KmsKeyId: trail.kmsKeyId }),
    IsOrganizationTrail: trail.organizationTrail,
    RecursiveLogging: trail.recursiveLogging,
  };
}

/** What GetTrail and DescribeTrails answer. */
export function trailDescription(trail: Trail): TrailDescription {
  return {
    ...trailSettings(trail),
    HomeRegion: trail.homeRegion,
    HasCustomEventSelectors: !isDefaultSelection(trail.selectors),
    HasInsightSelectors: trail.insights.length > 0,
  };
}

/** A topic is given by name, which means the trail's own account and Region, or by ARN. */
export function topicArn(trail: Pick<Trail, 'homeRegion' | 'account'>, given: string): string {
  return given.startsWith('arn:') ? given : `arn:aws:sns:${trail.homeRegion}:${trail.account}:${given}`;
}

function topicName(given: string): string {
  return given.startsWith('arn:') ? given.slice(given.lastIndexOf(':') + 1) : given;
}
