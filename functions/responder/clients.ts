/** The responder's calls to AWS, each bounded in time. Only what a repair needs is loaded before the repair. */
import { CloudTrailClient, GetTrailStatusCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { TrailSpecification } from '../../infra/specifications/trail';
import type { Alert } from './alert';
import { repairRoleArn } from './decision';
import type { Clients } from './respond';
import type { TrailControl } from './start-logging';

/** Three attempts of five seconds leave room for every call of a response within the function's minute. */
const BOUNDS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

const SESSION_NAME = 'trailwarden-responder';
/** The shortest that STS gives, in seconds. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;

export function awsClients(declared: DeclaredState): Clients {
  const region = declared.homeRegion;
  let sts: STSClient | undefined;
  return {
    trailControl: async (trail) => {
      sts ??= new STSClient({ region, ...BOUNDS });
      return trailControl(sts, trail, declared);
    },
    publish: (alert) => publish(alert, declared),
  };
}

async function trailControl(sts: STSClient, trail: TrailSpecification, declared: DeclaredState): Promise<TrailControl> {
  const RoleArn = repairRoleArn(declared, trail.account);
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: SESSION_NAME, DurationSeconds: SESSION_SECONDS }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
    throw new Error(`AWS STS answered without credentials of ${RoleArn}.`);
  const cloudTrail = new CloudTrailClient({
    region: trail.homeRegion,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    ...BOUNDS,
  });
  return {
    status: async () => {
      const status = await cloudTrail.send(new GetTrailStatusCommand({ Name: trail.arn }));
      return {
        isLogging: status.IsLogging === true,
        ...(status.StopLoggingTime === undefined ? {} : { stoppedAt: status.StopLoggingTime.toISOString() }),
        ...(status.StartLoggingTime === undefined ? {} : { startedAt: status.StartLoggingTime.toISOString() }),
        ...(status.LatestDeliveryError ? { deliveryError: status.LatestDeliveryError } : {}),
      };
    },
    startLogging: async () => {
      await cloudTrail.send(new StartLoggingCommand({ Name: trail.arn }));
    },
  };
}

async function publish({ subject, body, severity, outcome }: Alert, declared: DeclaredState): Promise<void> {
  const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
  const sns = new SNSClient({ region: declared.homeRegion, ...BOUNDS });
  const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
  await sns.send(
    new PublishCommand({
      TopicArn: declared.alertTopicArn,
      Subject: subject,
      Message: body,
      MessageAttributes: { severity: attribute(severity), outcome: attribute(outcome) },
    }),
  );
}
