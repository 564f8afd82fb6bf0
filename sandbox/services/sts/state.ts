/** The sessions that are valid now: who an access key id belongs to. */
import { AwsError } from '../../core/aws-error';
import type { RoleSession } from '../../core/principal';
import type { State } from '../../core/state';
import { store } from '../../core/state';
import { ADMINISTRATOR_ROLE, DEPLOYMENT_ROLE } from '../iam/standing-roles';
import { findRole, type Role } from '../iam/state';

/** A session with its secrets. */
export interface Credentials {
  readonly session: RoleSession;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
}

interface Sessions {
  /** By access key id. */
  readonly valid: Map<string, Credentials>;
  /** Access key ids of the sessions that ended last, to tell an expired session from one that never was. */
  readonly ended: Set<string>;
  /** When the next session ends for which an alarm is set, in milliseconds since 1970. */
  nextEnd: number;
}

const sessions = store<Sessions>('sts', 'organization', () => ({
  valid: new Map(),
  ended: new Set(),
  nextEnd: Number.POSITIVE_INFINITY,
}));

export function sessionsOf(state: State): Sessions {
  return sessions.of(state, '', '');
}

/** Who an access key id belongs to: a session that has not expired, or the administrator of an account (twelve digits). */
export function sessionOf(state: State, accessKeyId: string): RoleSession | undefined {
  if (/^\d{12}$/.test(accessKeyId)) return administratorOf(state, accessKeyId);
  return sessionsOf(state).valid.get(accessKeyId)?.session;
}

/** A session with its secrets. */
export function credentialsOf(state: State, accessKeyId: string): Credentials | undefined {
  return sessionsOf(state).valid.get(accessKeyId);
}

/** Why an access key id is nobody's. */
export function credentialsFault(state: State, accessKeyId: string): AwsError {
  return sessionsOf(state).ended.has(accessKeyId)
    ? new AwsError('ExpiredToken', 'The security token included in the request is expired')
    : new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.');
}

/** The administrator of an account; undefined when the account does not exist. */
export function administratorOf(state: State, account: string): RoleSession | undefined {
  return standingSession(state, account, ADMINISTRATOR_ROLE, 'administrator');
}

/** The session as which an account's stacks are deployed; undefined when the account does not exist. */
export function deploymentSessionOf(state: State, account: string): RoleSession | undefined {
  return standingSession(state, account, DEPLOYMENT_ROLE, 'deployment');
}

function standingSession(
  state: State,
  account: string,
  roleName: string,
  sessionName: string,
): RoleSession | undefined {
  const role = findRole(state, account, roleName);
  return role && sessionOfRole(role, { sessionName, accessKeyId: account, issuedAt: role.createdAt });
}

/** A session of a role. */
export function sessionOfRole(
  role: Role,
  made: Pick<RoleSession, 'sessionName' | 'accessKeyId' | 'issuedAt'> & Partial<RoleSession>,
): RoleSession {
  return {
    kind: 'role',
    account: role.account,
    roleName: role.name,
    rolePath: role.path,
    roleId: role.id,
    ...made,
  };
}
