/** Handing a role to a service: the caller must be allowed to pass it. */
import type { CallContext } from '../../core/service';

/**
 * Asks whether the caller may hand `roleArn` to a service, as every operation that takes a role does.
 *
 * @param service the service that will use the role (`cloudtrail.amazonaws.com`)
 * @throws AwsError `AccessDenied` for `iam:PassRole`; always so for a role of another account
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export async function passRole(context: CallContext, roleArn: string, service: string): Promise<void> {
  await context.authorize(context.principal, context.region, {
    action: 'iam:PassRole',
    resource: roleArn,
    context: { 'iam:PassedToService': service },
  });
}
