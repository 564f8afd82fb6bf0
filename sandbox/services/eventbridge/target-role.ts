/** The role that a rule or a target names: whether the caller may hand it over, and whether EventBridge may take it. */
import { AwsError } from '../../core/aws-error';
import type { CallContext } from '../../core/service';
import { passRole } from '../iam/pass-role';
import { trustPolicyOf } from '../iam/principals';
import { findRoleByArn, type Role } from '../iam/state';
import type { Delivery } from './delivery';
import { EVENTS_SERVICE, onBehalfOf } from './target-principal';

/**
 * Checks a role before it is kept.
 *
 * @returns the role
 * @throws AwsError `AccessDenied` when the caller may not pass the role; `ValidationException` when its trust policy does
 *   not admit EventBridge for this rule, or there is no such role
 */
export async function checkTargetRole(
  context: CallContext,
  roleArn: string,
  rule: Pick<Delivery, 'bus' | 'ruleArn'>,
): Promise<Role> {
  await passRole(context, roleArn, EVENTS_SERVICE);
  const role = findRoleByArn(context.state, roleArn);
  if (role === undefined) throw refusal(roleArn);
  try {
    await context.authorize(onBehalfOf(rule), context.region, {
      action: 'sts:AssumeRole',
      resource: roleArn,
      resourceAccount: role.account,
      resourcePolicy: trustPolicyOf(context.state, role),
    });
  } catch (error) {
    throw error instanceof AwsError ? refusal(roleArn) : error;
  }
  return role;
}

function refusal(roleArn: string): AwsError {
  return new AwsError(
    'ValidationException',
    `Provided role '${roleArn}' cannot be assumed by principal '${EVENTS_SERVICE}'.`,
  );
}
