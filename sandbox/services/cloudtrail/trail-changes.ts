/** CreateTrail, UpdateTrail, DeleteTrail. */
import type { UpdateTrailRequest } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { passRole } from '../iam/pass-role';
import { requireDelivery } from './bucket-delivery';
import { DEFAULT_SELECTORS } from './event-selectors';
import { requireLogDelivery } from './log-group';
import { requireTrust } from './organization';
import { accessToTrail, organizationTrailOwner, trailToChange } from './resolution';
import { CLOUDTRAIL } from './service-principal';
import { supersede, type Trail, trailArn, trailsOf, visibleTrails } from './state';
import { requestTags, tagMap } from './tags';
import { requireTopic } from './topic';
import { topicArn, trailSettings } from './trail-description';
import { checkTrailName } from './trail-name';

type Sdk = typeof import('@aws-sdk/client-cloudtrail');
type Settings = Omit<UpdateTrailRequest, 'Name'>;

const MAX_TRAILS = 5;

export const trailChanges = {
  CreateTrail: {
    access: (input, context) => [
      ...accessToTrail('CreateTrail', input.Name, context).map((access) => ({
        ...access,
        context: requestTags(input.TagsList),
      })),
      ...(input.TagsList?.length ? accessToTrail('AddTags', input.Name, context) : []),
    ],
    handle: async (input, context) => {
      const name = input.Name ?? '';
      checkTrailName(name);
      const owner = input.IsOrganizationTrail === true ? organizationTrailOwner(context) : context.account;
      const { state, region } = context;
      const arn = trailArn(owner, region, name);
      requireRoom(context, owner, name, input.IsMultiRegionTrail === true);
      const blank: Trail = {
        name,
        arn,
        account: owner,
        homeRegion: region,
        bucketName: '',
        includeGlobalServiceEvents: true,
        multiRegion: false,
        organizationTrail: false,
        logFileValidation: false,
        selectors: DEFAULT_SELECTORS,
        insights: [],
        recursiveLogging: true,
        tags: tagMap(input.TagsList),
        logging: false,
      };
      const trail = await verified(blank, input, context);
      // Another call may have made the trail while this one was being checked.
      requireRoom(context, owner, name, trail.multiRegion);
      trailsOf(state, owner).set(arn, trail);
      return trailSettings(trail);
    },
  },
  UpdateTrail: {
    access: (input, context) => accessToTrail('UpdateTrail', input.Name, context),
    handle: async (input, context) => {
      const trail = trailToChange(input.Name, context);
      const converts = input.IsOrganizationTrail !== undefined && input.IsOrganizationTrail !== trail.organizationTrail;
      if (converts && organizationTrailOwner(context) !== context.account)
        throw new AwsError(
          'NotOrganizationMasterAccountException',
          `Only the management account can change whether ${trail.arn} is an organization trail.`,
        );
      const next = await verified(trail, input, context);
      supersede(context.state, context.requestId, trail);
      takeSettings(trail, next);
      return trailSettings(trail);
    },
  },
  DeleteTrail: {
    access: (input, context) => accessToTrail('DeleteTrail', input.Name, context),
    handle: (input, context) => {
      const trail = trailToChange(input.Name, context);
      trailsOf(context.state, trail.account).delete(trail.arn);
      return {};
    },
  },
} satisfies Operations<Sdk>;

/** The trail with its new settings, after everything that CloudTrail checks about them. */
async function verified(before: Trail, input: Settings, context: CallContext): Promise<Trail> {
  const trail = withSettings(before, input);
  if (trail.bucketName === '') throw new AwsError('InvalidS3BucketNameException', 'S3 bucket name cannot be blank!');
  if ((trail.keyPrefix?.length ?? 0) > 200)
    throw new AwsError('InvalidS3PrefixException', 'S3 key prefix cannot be longer than 200 characters.');
  if (trail.multiRegion && !trail.includeGlobalServiceEvents)
    throw new AwsError(
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    );
  if (trail.organizationTrail && !before.organizationTrail) requireTrust(context);
  if (input.CloudWatchLogsRoleArn) await passRole(context, input.CloudWatchLogsRoleArn, CLOUDTRAIL);
  const key = await requireDelivery(context, trail);
  if (key !== undefined) trail.kmsKeyId = key.arn;
  if (input.SnsTopicName) await requireTopic(context, trail, topicArn(trail, input.SnsTopicName));
  const streamsChange = trail.organizationTrail && !before.organizationTrail;
  if (input.CloudWatchLogsLogGroupArn || input.CloudWatchLogsRoleArn || streamsChange)
    await requireLogDelivery(context, trail);
  return trail;
}

/** What is not given stays as it was; an empty text takes a setting away. */
function withSettings(before: Trail, input: Settings): Trail {
  const trail: Trail = { ...before, bucketName: input.S3BucketName ?? before.bucketName };
  for (const [member, given] of [
    ['keyPrefix', input.S3KeyPrefix],
    ['topicName', input.SnsTopicName],
    ['logGroupArn', input.CloudWatchLogsLogGroupArn],
    ['logRoleArn', input.CloudWatchLogsRoleArn],
    ['kmsKeyId', input.KmsKeyId],
  ] as const) {
    if (given === '') delete trail[member];
    else if (given !== undefined) trail[member] = given;
  }
  trail.multiRegion = input.IsMultiRegionTrail ?? before.multiRegion;
  trail.organizationTrail = input.IsOrganizationTrail ?? before.organizationTrail;
  trail.logFileValidation = input.EnableLogFileValidation ?? before.logFileValidation;
  trail.recursiveLogging = input.RecursiveLogging ?? before.recursiveLogging;
  // A trail that becomes single-Region loses global service events unless it asks for them.
  const narrowed = before.multiRegion && !trail.multiRegion;
  trail.includeGlobalServiceEvents =
    input.IncludeGlobalServiceEvents ?? (narrowed ? false : before.includeGlobalServiceEvents);
  return trail;
}

/** Gives a trail the settings of another; what happened to it meanwhile (a stop, new selectors) stays. */
function takeSettings(trail: Trail, { bucketName, includeGlobalServiceEvents, ...next }: Trail): void {
  for (const member of ['keyPrefix', 'topicName', 'logGroupArn', 'logRoleArn', 'kmsKeyId'] as const) {
    const value = next[member];
    if (value === undefined) delete trail[member];
    else trail[member] = value;
  }
  const { multiRegion, organizationTrail, logFileValidation, recursiveLogging } = next;
  const flags = { includeGlobalServiceEvents, multiRegion, organizationTrail, logFileValidation, recursiveLogging };
  Object.assign(trail, { bucketName, ...flags });
}

/**
 * A new trail needs a name of its own, and room. A multi-Region trail counts in every Region, so it needs room in all.
 *
 * @throws AwsError `TrailAlreadyExistsException`, `MaximumNumberOfTrailsExceededException`
 */
function requireRoom({ state, region: home }: CallContext, owner: string, name: string, multiRegion: boolean): void {
  const own = trailsOf(state, owner);
  if (own.has(trailArn(owner, home, name)))
    throw new AwsError('TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${owner}`);
  const regions = new Set([home]);
  if (multiRegion) for (const trail of own.values()) regions.add(trail.homeRegion);
  for (const region of regions)
    if (visibleTrails(state, owner, region).length >= MAX_TRAILS)
      throw new AwsError(
        'MaximumNumberOfTrailsExceededException',
        `User: ${owner} already has ${MAX_TRAILS} trails in ${region}.`,
      );
}
