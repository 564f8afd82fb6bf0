/** Keeping the organization's trust in AWS CloudTrail. */
import type { TrustedAccessResource } from '../../../infra/specifications/resources/trusted-access';
import { type Aws, type AwsCall, type Fields, fields, list, text } from '../aws';
import type { Found } from '../comparison';
import type { Keeper, Repair } from './keeper';

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAWSServiceAccess.html */
export const trustedAccessKeeper: Keeper<TrustedAccessResource> = { read, repairs };

/** A page may be empty and still not be the last. */
async function read(resource: TrustedAccessResource, aws: Aws): Promise<Found> {
  let token: string | undefined;
  do {
    const input = token === undefined ? {} : { NextToken: token };
    const page = await aws(callOn(resource, 'ListAWSServiceAccessForOrganization', input));
    const trusted = list(page.EnabledServicePrincipals).map((each) => fields(each).ServicePrincipal);
    if (trusted.includes(resource.name)) return { Enabled: true };
    token = text(page.NextToken);
  } while (token !== undefined);
  return { gone: true };
}

/**
 * The trust alone does not bring back what went with it: the trail stays one of this account until it is told otherwise.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudtrail.html
 */
function repairs(resource: TrustedAccessResource): Repair[] {
  const input = { ServicePrincipal: resource.name };
  return [
    {
      call: callOn(resource, 'EnableAWSServiceAccess', input),
      undo: callOn(resource, 'DisableAWSServiceAccess', input),
      loss: 'What happened in the member accounts while CloudTrail was not trusted is in no log file; the event history of each has it for 90 days.',
    },
  ];
}

function callOn({ account, region }: TrustedAccessResource, operation: string, input: Fields): AwsCall {
  return { service: 'organizations', operation, account, region, input };
}
