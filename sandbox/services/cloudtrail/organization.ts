/** The organization as CloudTrail sees it. */
import { AwsError } from '../../core/aws-error';
import type { CallContext } from '../../core/service';
import type { State } from '../../core/state';
import * as organizations from '../organizations/state';
import { CLOUDTRAIL } from './service-principal';

/** The organization that an account belongs to. */
export function organizationOf(state: State, account: string): organizations.Organization | undefined {
  return organizations.isMember(state, account) ? organizations.organizationOf(state) : undefined;
}

/** Whether the organization gives CloudTrail trusted access. */
export function trustsCloudTrail(state: State): boolean {
  return organizations.hasServiceAccess(state, CLOUDTRAIL);
}

/** Whether an account administers CloudTrail for the organization. */
export function isDelegatedAdministrator(state: State, account: string): boolean {
  return organizations.isDelegatedAdministrator(state, account, CLOUDTRAIL);
}

/** @throws AwsError `CloudTrailAccessNotEnabledException` */
export function requireTrust({ state }: Pick<CallContext, 'state'>): void {
  if (!trustsCloudTrail(state))
    throw new AwsError(
      'CloudTrailAccessNotEnabledException',
      'Trusted access has not been enabled between CloudTrail and AWS Organizations.',
    );
}
