/** Who makes a call: a session of a role, or an AWS service acting by itself. */

/** A session of an IAM role, as `sts:AssumeRole` makes it. */
export interface RoleSession {
  readonly kind: 'role';
  readonly account: string;
  /** The role's name without its path. */
  readonly roleName: string;
  /** The role's path, `/` when it has none. */
  readonly rolePath: string;
  /** The role's unique id (`AROA…`). */
  readonly roleId: string;
  readonly sessionName: string;
  readonly accessKeyId: string;
  /** When the session was made. */
  readonly issuedAt: Date;
  /** The person behind the session, where the identity provider or the caller stated one. */
  readonly sourceIdentity?: string;
  /** The service that holds the session on the account's behalf (`events.amazonaws.com`, `lambda.amazonaws.com`). */
  readonly invokedBy?: string;
}

/** An AWS service that calls another one by itself. */
export interface ServicePrincipal {
  readonly kind: 'service';
  /** `events.amazonaws.com`, `cloudtrail.amazonaws.com`, … */
  readonly service: string;
  /** The resource for which the service acts: becomes `aws:SourceArn`. */
  readonly sourceArn?: string;
  /** The account that owns that resource: becomes `aws:SourceAccount`. */
  readonly sourceAccount?: string;
}

export type Principal = RoleSession | ServicePrincipal;

/** The ARN of the role behind a session: what `aws:PrincipalArn` holds. */
export function roleArn(session: RoleSession): string {
  return `arn:aws:iam::${session.account}:role${session.rolePath}${session.roleName}`;
}

/** The ARN of a session: what `GetCallerIdentity` and CloudTrail's `userIdentity.arn` show. */
export function sessionArn(session: RoleSession): string {
  return `arn:aws:sts::${session.account}:assumed-role/${session.roleName}/${session.sessionName}`;
}
