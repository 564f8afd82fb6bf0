/** The topic that a trail announces its log files on. */
import { AwsError } from '../../core/aws-error';
import type { Cloud } from '../../core/service';
import { findTopic } from '../sns/state';
import { cloudTrailFor } from './service-principal';
import type { Trail } from './state';

/**
 * Checks that CloudTrail may publish to a topic.
 *
 * @throws AwsError `InsufficientSnsTopicPolicyException`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export async function requireTopic(cloud: Cloud, trail: Pick<Trail, 'arn' | 'account'>, arn: string): Promise<void> {
  const refusal = new AwsError(
    'InsufficientSnsTopicPolicyException',
    'SNS Topic does not exist or the topic policy is incorrect!',
  );
  const [, , , region = '', account = '', name = ''] = arn.split(':');
  const topic = findTopic(cloud.state, { account, region, name });
  if (topic === undefined) throw refusal;
  try {
    await cloud.authorize(cloudTrailFor(trail), region, {
      action: 'sns:Publish',
      resource: arn,
      resourceAccount: account,
      resourcePolicy: topic.policy,
      context: { 'aws:SourceOwner': trail.account },
    });
  } catch (error) {
    if (error instanceof AwsError) throw refusal;
    throw error;
  }
}
