/** Making sessions, and ending them when their time is over. */
import { randomBytes } from 'node:crypto';
import type { AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { Clock } from '../../core/clock';
import type { RoleSession, ServicePrincipal } from '../../core/principal';
import type { Cloud } from '../../core/service';
import type { State } from '../../core/state';
import { newId } from '../iam/id';
import type { Role } from '../iam/state';
import { type Credentials, credentialsOf, sessionOfRole, sessionsOf } from './state';

/** How many ended sessions are remembered as such. */
const REMEMBERED = 1000;

export interface SessionRequest {
  readonly sessionName: string;
  readonly durationInSeconds: number;
  readonly sourceIdentity?: string | undefined;
  /** The service that will hold the session. */
  readonly invokedBy?: string | undefined;
}

/** Issues credentials for a role, valid until the clock says that their time is over. */
export function issueSession(
  { state, clock }: Pick<Cloud, 'state' | 'clock'>,
  role: Role,
  request: SessionRequest,
): Credentials {
  const issuedAt = clock.now();
  const { sessionName, sourceIdentity, invokedBy } = request;
  const session = sessionOfRole(role, {
    sessionName,
    accessKeyId: newId('ASIA', 16),
    issuedAt,
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...(invokedBy === undefined ? {} : { invokedBy }),
  });
  const credentials: Credentials = {
    session,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(90).toString('base64'),
    expiresAt: new Date(issuedAt.getTime() + request.durationInSeconds * 1000),
  };
  sessionsOf(state).valid.set(session.accessKeyId, credentials);
  watch(state, clock, credentials.expiresAt.getTime());
  return credentials;
}

/** Sets an alarm for the end of a session, unless an earlier one is set: ending sessions sets the next. */
function watch(state: State, clock: Clock, end: number): void {
  const sessions = sessionsOf(state);
  if (end >= sessions.nextEnd) return;
  sessions.nextEnd = end;
  // A recurring task is the one kind for which a settling clock does not wait; this one runs once.
  const alarm = clock.every(Math.max(0, end - clock.now().getTime()), () => {
    alarm.cancel();
    if (sessions.nextEnd === end) sessions.nextEnd = Number.POSITIVE_INFINITY;
    endSessions(state, clock);
  });
}

/** Lets the sessions of an organization that was away end when their time has come, those first that are over already. */
export function resumeSessions(state: State, clock: Clock): void {
  sessionsOf(state).nextEnd = Number.POSITIVE_INFINITY;
  endSessions(state, clock);
}

function endSessions(state: State, clock: Clock): void {
  const { valid, ended } = sessionsOf(state);
  const now = clock.now().getTime();
  let next = Number.POSITIVE_INFINITY;
  for (const [accessKeyId, { expiresAt }] of valid) {
    if (expiresAt.getTime() > now) {
      next = Math.min(next, expiresAt.getTime());
      continue;
    }
    valid.delete(accessKeyId);
    ended.add(accessKeyId);
  }
  for (const accessKeyId of ended) if (ended.size > REMEMBERED) ended.delete(accessKeyId);
  if (next < Number.POSITIVE_INFINITY) watch(state, clock, next);
}

/**
 * Lets a service take on a role, as EventBridge does for a target or Lambda for a function: the call goes through the
 * gate, so that the role's trust policy decides and CloudTrail records it.
 *
 * @throws AwsError `AccessDenied` when the role does not trust the service, or does not exist
 */
export async function assumeRoleAsService(
  cloud: Cloud,
  roleArn: string,
  by: ServicePrincipal,
  region: string,
  sessionName: string,
): Promise<RoleSession & { secretAccessKey: string; sessionToken: string }> {
  const answer = (await cloud.call({
    principal: by,
    region,
    service: 'sts',
    operation: 'AssumeRole',
    input: { RoleArn: roleArn, RoleSessionName: sessionName },
  })) as AssumeRoleResponse;
  const credentials = credentialsOf(cloud.state, answer.Credentials?.AccessKeyId ?? '');
  if (credentials === undefined) throw new Error(`The session of ${roleArn} ended before it was used.`);
  const { session, secretAccessKey, sessionToken } = credentials;
  return { ...session, secretAccessKey, sessionToken };
}
