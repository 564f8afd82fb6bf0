/** The responder's calls to AWS, each bounded in time. Only what starts a trail again is loaded before it is needed. */
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { Alert } from './alert';
import { type Aws, NotLetIn } from './aws';
import { repairRoleArn } from './decision';
import { senderOf } from './services';
import type { ClientSettings, Sender } from './services/service';

/** Three attempts of five seconds leave room for every call of a response within the function's time. */
const BOUNDS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

const SESSION_NAME = 'trailwarden-responder';
/** The shortest that STS gives, in seconds. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;
/** A session is not begun anew for every call, nor used to its last second. */
const SESSION_USE_MS = 10 * 60_000;

const SESSION_ERRORS = /AccessDenied|Token|SignatureDoesNotMatch/;

type Credentials = ClientSettings['credentials'];

/** The repair role of one account, taken on, with the clients that use it. */
interface Session {
  readonly credentials: Promise<Credentials>;
  readonly begunAt: number;
  readonly senders: Map<string, Promise<Sender>>;
}

/** Calls with the permissions of the repair role of each account. */
export function callsByRepairRoles(declared: DeclaredState): Aws {
  const sts = new STSClient({ region: declared.homeRegion, ...BOUNDS });
  const sessions = new Map<string, Session>();
  const sessionOf = (account: string): Session => {
    const kept = sessions.get(account);
    if (kept !== undefined && Date.now() - kept.begunAt < SESSION_USE_MS) return kept;
    const credentials = takeOn(sts, repairRoleArn(declared, account)).catch((error: unknown) => {
      throw new NotLetIn(account, error);
    });
    const session: Session = { credentials, begunAt: Date.now(), senders: new Map() };
    sessions.set(account, session);
    credentials.catch(() => sessions.delete(account));
    return session;
  };
  return async ({ account, region, service, operation, input }) => {
    const { credentials, senders } = sessionOf(account);
    const key = `${service} ${region}`;
    const sender =
      senders.get(key) ?? credentials.then((each) => senderOf(service, { region, credentials: each, ...BOUNDS }));
    senders.set(key, sender);
    try {
      return await (await sender)(operation, input);
    } catch (error) {
      // The session may be what is refused: of a role that was deleted and made again, or since revoked.
      if (error instanceof Error && SESSION_ERRORS.test(error.name)) sessions.delete(account);
      throw error;
    }
  };
}

async function takeOn(sts: STSClient, RoleArn: string): Promise<Credentials> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: SESSION_NAME, DurationSeconds: SESSION_SECONDS }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
    throw new Error(`AWS STS answered without credentials of ${RoleArn}.`);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Puts an alert on the topic. */
export async function publish({ subject, body, severity, outcome }: Alert, declared: DeclaredState): Promise<void> {
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
