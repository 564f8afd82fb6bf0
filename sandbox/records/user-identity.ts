/** `userIdentity`: who made a call, as the account that receives the record sees it. */
import type { Principal, RoleSession } from '../core/principal';
import { roleArn, sessionArn } from '../core/principal';
import type { UserIdentity } from './cloudtrail-record';
import { recordedTime } from './recorded-time';

/**
 * The identity of a caller.
 *
 * @param recipient the account that gets the record; to any account but the caller's own, a session is only an account and an id
 * @param direct whether the caller itself sent the call; otherwise the service that holds its session did
 */
export function userIdentity(principal: Principal, recipient: string, direct: boolean): UserIdentity {
  if (principal.kind === 'service') return { type: 'AWSService', invokedBy: principal.service };
  if (principal.account !== recipient)
    return { type: 'AWSAccount', principalId: principalId(principal), accountId: principal.account };
  return {
    type: 'AssumedRole',
    principalId: principalId(principal),
    arn: sessionArn(principal),
    accountId: principal.account,
    accessKeyId: principal.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: principal.roleId,
        arn: roleArn(principal),
        accountId: principal.account,
        userName: principal.roleName,
      },
      attributes: { creationDate: recordedTime(principal.issuedAt), mfaAuthenticated: 'false' },
      ...(principal.sourceIdentity === undefined ? {} : { sourceIdentity: principal.sourceIdentity }),
    },
    ...(principal.invokedBy === undefined || direct ? {} : { invokedBy: principal.invokedBy }),
  };
}

function principalId(session: RoleSession): string {
  return `${session.roleId}:${session.sessionName}`;
}
