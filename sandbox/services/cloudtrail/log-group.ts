/** The log group that a trail also writes to: its ARN, its streams, and the role that may write them. */
import { AwsError } from '../../core/aws-error';
import type { RoleSession } from '../../core/principal';
import type { CallContext, Cloud } from '../../core/service';
import { findLogGroup } from '../logs/state';
import { assumeRoleAsService } from '../sts/sessions';
import { organizationOf } from './organization';
import { cloudTrailFor } from './service-principal';
import { isOrganizationWide, type Trail } from './state';

const ARN = /^arn:aws:logs:([a-z0-9-]+):(\d{12}):log-group:([^:*]+):\*$/;
const SESSION_NAME = 'CLOUDWATCH_LOGS_DELIVERY_SESSION';

interface LogGroupReference {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** What decides over the delivery to a log group. */
type LogDelivery = Pick<Trail, 'arn' | 'account' | 'homeRegion' | 'organizationTrail' | 'logGroupArn' | 'logRoleArn'>;

/** The log group behind the ARN that a trail carries, which ends in `:*`. */
export function parseLogGroupArn(arn: string): LogGroupReference | undefined {
  const [, region, account, name] = ARN.exec(arn) ?? [];
  return region && account && name ? { region, account, name } : undefined;
}

/**
 * The stream that holds an account's records. A trail of one account names it by account and home Region; a trail that
 * covers an organization puts the organization's id in front.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-log-group-log-stream-naming-for-cloudtrail.html
 */
export function logStreamName(cloud: Pick<Cloud, 'state'>, trail: Trail, recipient: string): string {
  const stream = `${recipient}_CloudTrail_${trail.homeRegion}`;
  if (!isOrganizationWide(cloud.state, trail)) return stream;
  return `${organizationOf(cloud.state, trail.account)?.id}_${stream}`;
}

/** A session of the trail's role, held by CloudTrail. Throws `AccessDenied` when the role does not trust it. */
export function logDeliverySession(
  cloud: Cloud,
  trail: Pick<Trail, 'arn' | 'account' | 'homeRegion'>,
  roleArn: string,
): Promise<RoleSession> {
  return assumeRoleAsService(cloud, roleArn, cloudTrailFor(trail), trail.homeRegion, SESSION_NAME);
}

/**
 * Checks, as CloudTrail does before it makes or updates a trail, that records can be delivered to the log group.
 *
 * @throws AwsError `InvalidCloudWatchLogsLogGroupArnException`, `InvalidCloudWatchLogsRoleArnException`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export async function requireLogDelivery(context: CallContext, trail: LogDelivery): Promise<void> {
  const { logGroupArn, logRoleArn } = trail;
  if (logGroupArn === undefined && logRoleArn === undefined) return;
  if (logGroupArn === undefined)
    throw new AwsError(
      'InvalidCloudWatchLogsLogGroupArnException',
      'You must specify a log group ARN as well as a role ARN.',
    );
  if (logRoleArn === undefined)
    throw new AwsError(
      'InvalidCloudWatchLogsRoleArnException',
      'You must specify a role ARN as well as a log group ARN.',
    );
  const group = parseLogGroupArn(logGroupArn);
  if (group === undefined || group.account !== context.account || group.region !== trail.homeRegion)
    throw invalidGroup('CloudTrail cannot validate the specified log group ARN.');
  if (findLogGroup(context.state, group.account, group.region, group.name) === undefined)
    throw invalidGroup('CloudTrail cannot validate the specified log group ARN.');
  const session = await sessionForCheck(context, trail, logRoleArn);
  const account = `${trail.account}_CloudTrail_${trail.homeRegion}`;
  const organization = trail.organizationTrail ? organizationOf(context.state, trail.account) : undefined;
  const streams = organization === undefined ? [account] : [account, `${organization.id}_${account}`];
  for (const stream of streams) {
    const resource = `${logGroupArn.slice(0, -1)}log-stream:${stream}`;
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
      await permitted(context.authorize(session, group.region, { action, resource, resourceAccount: group.account }));
  }
}

async function sessionForCheck(context: CallContext, trail: LogDelivery, roleArn: string): Promise<RoleSession> {
  const refusal = new AwsError(
    'InvalidCloudWatchLogsRoleArnException',
    'Access denied. Verify in IAM that the role has adequate permissions.',
  );
  // "You cannot use an IAM role or CloudWatch Logs log group owned by a different account."
  if (!roleArn.startsWith(`arn:aws:iam::${context.account}:role/`)) throw refusal;
  try {
    return await logDeliverySession(context, trail, roleArn);
  } catch (error) {
    if (error instanceof AwsError) throw refusal;
    throw error;
  }
}

async function permitted(decision: Promise<void>): Promise<void> {
  try {
    await decision;
  } catch (error) {
    if (error instanceof AwsError) throw invalidGroup('Access denied. Check the permissions for your role.');
    throw error;
  }
}

function invalidGroup(message: string): AwsError {
  return new AwsError('InvalidCloudWatchLogsLogGroupArnException', message);
}
