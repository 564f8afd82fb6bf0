/** Which trail a caller means, and whether it may be changed from where the caller stands. */
import { AwsError } from '../../core/aws-error';
import type { Access, CallContext } from '../../core/service';
import { isDelegatedAdministrator, organizationOf } from './organization';
import { organizationTrailsOver, supersede, type Trail, trailsOf } from './state';
import { parseTrailReference, referencedArn, type TrailReference } from './trail-name';

/**
 * The trail to read, named by name in the caller's account and Region or by ARN; members see the organization's trails.
 *
 * @throws AwsError `TrailNotFoundException`
 */
export function trailToRead(named: string | undefined, context: CallContext): Trail {
  const reference = parseTrailReference(named, context.account, context.region);
  const trail = findTrail(reference, context);
  if (trail === undefined) throw unknownTrail(reference, context);
  return trail;
}

/**
 * The trail to change. A trail is changed in its home Region; an organization trail by the management account or by a
 * delegated administrator, who has to name it by ARN.
 *
 * The trail is kept as it is for the record of this call, see `supersede`.
 *
 * @throws AwsError `TrailNotFoundException`, `NotOrganizationMasterAccountException`, `InvalidHomeRegionException`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html
 */
export function trailToChange(named: string | undefined, context: CallContext): Trail {
  const reference = parseTrailReference(named, context.account, context.region);
  const trail = findTrail(reference, context) ?? findCopy(reference, context);
  if (trail === undefined) throw unknownTrail(reference, context);
  if (trail.account !== context.account && !isDelegatedAdministrator(context.state, context.account))
    throw new AwsError(
      'NotOrganizationMasterAccountException',
      `The trail ${trail.arn} belongs to an organization: only its management account or a delegated administrator of CloudTrail can change it, not account ${context.account}.`,
    );
  if (trail.homeRegion !== context.region)
    throw new AwsError(
      'InvalidHomeRegionException',
      `Trail ${trail.arn} can only be changed from its home Region: ${trail.homeRegion}.`,
    );
  supersede(context.state, context.requestId, trail);
  return trail;
}

/**
 * What an operation on one trail needs: its action on the trail's ARN, in the account of the caller. Trails have no
 * policies of their own, and an organization's trail is refused to its members by CloudTrail, not by IAM.
 */
export function accessToTrail(action: string, named: string | undefined, context: CallContext): Access[] {
  const arn = referencedArn(named, context.account, context.region);
  const account = /^arn:aws:cloudtrail:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? context.account;
  const tags = trailsOf(context.state, account).get(arn)?.tags ?? new Map<string, string>();
  return [
    { action: `cloudtrail:${action}`, resource: arn, resourceAccount: context.account, context: resourceTags(tags) },
  ];
}

function resourceTags(tags: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** An account reaches its own trails, and its organization's only by their ARN. */
function findTrail(reference: TrailReference, context: CallContext): Trail | undefined {
  if (reference.account === context.account) return trailsOf(context.state, context.account).get(reference.arn);
  return organizationTrailsOver(context.state, context.account).find((trail) => trail.arn === reference.arn);
}

/** A bare name in another Region than the trail's own may mean the copy of a multi-Region trail. */
function findCopy(reference: TrailReference, context: CallContext): Trail | undefined {
  if (reference.byArn) return undefined;
  const own = trailsOf(context.state, context.account).values();
  return [...own].find((trail) => trail.multiRegion && trail.name === reference.name);
}

function unknownTrail(reference: TrailReference, context: CallContext): AwsError {
  return new AwsError('TrailNotFoundException', `Unknown trail: ${reference.arn} for the user: ${context.account}`);
}

/**
 * The account that will own an organization trail that `context.account` makes.
 *
 * @throws AwsError `OrganizationsNotInUseException`, `NotOrganizationMasterAccountException`
 */
export function organizationTrailOwner(context: CallContext): string {
  const organization = organizationOf(context.state, context.account);
  if (organization === undefined)
    throw new AwsError(
      'OrganizationsNotInUseException',
      `Account ${context.account} is not a member of an organization.`,
    );
  if (context.account !== organization.managementAccount && !isDelegatedAdministrator(context.state, context.account))
    throw new AwsError(
      'NotOrganizationMasterAccountException',
      `Account ${context.account} is neither the management account of the organization nor a delegated administrator of CloudTrail.`,
    );
  return organization.managementAccount;
}
