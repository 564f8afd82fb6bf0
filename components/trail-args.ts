/** A trail's specification in the words of its Pulumi resource. */
import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { TrailSpecification } from '../infra/specifications/trail';

/** The settings that every trail has, whatever it records. */
export function trailArgs(
  specification: TrailSpecification,
  kmsKeyId: pulumi.Input<string>,
): Omit<aws.cloudtrail.TrailArgs, 'eventSelectors' | 'cloudWatchLogsGroupArn' | 'cloudWatchLogsRoleArn'> {
  return {
    name: specification.name,
    s3BucketName: specification.s3BucketName,
    kmsKeyId,
    enableLogging: true,
    isOrganizationTrail: specification.isOrganizationTrail,
    isMultiRegionTrail: specification.isMultiRegionTrail,
    includeGlobalServiceEvents: specification.includeGlobalServiceEvents,
    enableLogFileValidation: specification.enableLogFileValidation,
  };
}
