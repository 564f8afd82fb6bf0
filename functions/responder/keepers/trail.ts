/** Keeping a trail: its settings, its logging, its selectors and its tags. */
import type { TrailResource } from '../../../infra/specifications/resources/trail';
import { type Aws, type AwsCall, type Fields, fields, list, text, unless } from '../aws';
import { type Found, settingsFrom, Unread } from '../comparison';
import { agreedKey } from './agreed-key';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagList, tagsIn } from './tags';

/** The settings that `CreateTrail` and `UpdateTrail` take, by the names under which `GetTrail` answers them. */
const INPUTS: Readonly<Record<string, string>> = {
  S3BucketName: 'S3BucketName',
  S3KeyPrefix: 'S3KeyPrefix',
  SnsTopicName: 'SnsTopicName',
  IncludeGlobalServiceEvents: 'IncludeGlobalServiceEvents',
  IsMultiRegionTrail: 'IsMultiRegionTrail',
  IsOrganizationTrail: 'IsOrganizationTrail',
  LogFileValidationEnabled: 'EnableLogFileValidation',
  CloudWatchLogsLogGroupArn: 'CloudWatchLogsLogGroupArn',
  CloudWatchLogsRoleArn: 'CloudWatchLogsRoleArn',
  KmsKeyId: 'KmsKeyId',
};

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html */
export const trailKeeper: Keeper<TrailResource> = { read, repairs, atOnce };

/** A trail that is gone leaves its key behind, for the one that takes its place. */
async function read(resource: TrailResource, aws: Aws): Promise<Found> {
  const ask = (operation: string, input: Fields): Promise<Fields> => aws(callOn(resource, operation, input));
  const [answer, key] = await Promise.all([
    unless(['TrailNotFoundException'], ask('GetTrail', { Name: resource.arn })),
    agreedKey(resource.settings.KmsKeyId, aws),
  ]);
  if (answer === undefined) return { gone: true, key };
  const trail = fields(answer.Trail);
  const rest = await settingsFrom({
    IsLogging: ask('GetTrailStatus', { Name: resource.arn }).then(({ IsLogging }) => IsLogging),
    EventSelectors: ask('GetEventSelectors', { TrailName: resource.arn }).then(selectorsOf),
    InsightSelectors: unless(
      ['InsightNotEnabledException'],
      ask('GetInsightSelectors', { TrailName: resource.arn }),
    ).then((insights) => list(insights?.InsightSelectors)),
    Tags: ask('ListTags', { ResourceIdList: [resource.arn] }).then((tags) => tagsOf(tags, resource)),
  });
  return { ...trail, ...rest, KmsKeyId: keyOf(trail, key, resource), key };
}

/** The declared reference stands for the key that it means, so that the two compare. */
function keyOf(trail: Fields, key: string | undefined, resource: TrailResource): unknown {
  if (key === undefined) return new Unread(new Error('No resource names a key of the log-archive account.'));
  return trail.KmsKeyId === key ? resource.settings.KmsKeyId : trail.KmsKeyId;
}

function selectorsOf({ EventSelectors, AdvancedEventSelectors }: Fields): readonly unknown[] {
  const advanced = list(AdvancedEventSelectors);
  if (advanced.length > 0) return advanced;
  return list(EventSelectors).map((selector) => {
    const { ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources } = fields(selector);
    return {
      ReadWriteType,
      IncludeManagementEvents,
      ...(list(DataResources).length > 0 ? { DataResources } : {}),
      ...(list(ExcludeManagementEventSources).length > 0 ? { ExcludeManagementEventSources } : {}),
    };
  });
}

function tagsOf({ ResourceTagList }: Fields, { settings }: TrailResource): Fields {
  const [first] = list(ResourceTagList);
  return declaredAmong(tagsIn(fields(first).TagsList), settings.Tags);
}

function repairs(resource: TrailResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  if (actual.gone) return recreation(resource, text(actual.key));
  const { settings } = resource;
  const changed = Object.keys(INPUTS).filter((setting) => differing.has(setting));
  const inputs = (from: Fields): Fields => ({ Name: resource.arn, ...inputsOf(from, changed) });
  const repaired: Repair[] = [];
  if (changed.length > 0)
    repaired.push({
      call: callOn(resource, 'UpdateTrail', inputs({ ...settings, KmsKeyId: actual.key })),
      undo: callOn(resource, 'UpdateTrail', inputs(actual)),
    });
  if (differing.has('IsLogging')) repaired.push(startLogging(resource));
  if (differing.has('EventSelectors'))
    repaired.push({
      call: callOn(resource, 'PutEventSelectors', {
        TrailName: resource.arn,
        EventSelectors: settings.EventSelectors,
      }),
      undo: callOn(resource, 'PutEventSelectors', { TrailName: resource.arn, ...selectorsInput(actual) }),
    });
  if (differing.has('InsightSelectors'))
    repaired.push({
      call: callOn(resource, 'PutInsightSelectors', {
        TrailName: resource.arn,
        InsightSelectors: settings.InsightSelectors,
      }),
      undo: callOn(resource, 'PutInsightSelectors', {
        TrailName: resource.arn,
        InsightSelectors: actual.InsightSelectors,
      }),
    });
  if (differing.has('Tags'))
    repaired.push({
      call: callOn(resource, 'AddTags', { ResourceId: resource.arn, TagsList: tagList(settings.Tags) }),
      undo: callOn(resource, 'RemoveTags', { ResourceId: resource.arn, TagsList: tagList(settings.Tags) }),
    });
  return repaired;
}

function recreation(resource: TrailResource, key: string | undefined): Repair[] {
  const { settings, name } = resource;
  const inputs = inputsOf({ ...settings, KmsKeyId: key }, Object.keys(INPUTS));
  const present = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== '' && value !== undefined));
  return [
    {
      call: callOn(resource, 'CreateTrail', { Name: name, ...present, TagsList: tagList(settings.Tags) }),
      loss: 'The trail was recreated. The chain of its digests begins anew, and tags that only its stack knows are gone.',
      undo: callOn(resource, 'DeleteTrail', { Name: resource.arn }),
    },
    {
      call: callOn(resource, 'PutEventSelectors', {
        TrailName: resource.arn,
        EventSelectors: settings.EventSelectors,
      }),
    },
    startLogging(resource),
  ];
}

/** `UpdateTrail` takes an empty text for what there must not be. */
function inputsOf(from: Fields, settings: readonly string[]): Fields {
  return Object.fromEntries(settings.map((setting) => [INPUTS[setting] ?? setting, from[setting] ?? '']));
}

function selectorsInput(actual: Found): Fields {
  const selectors = list(actual.EventSelectors);
  const advanced = selectors.some((selector) => 'FieldSelectors' in fields(selector));
  return advanced ? { AdvancedEventSelectors: selectors } : { EventSelectors: selectors };
}

/** Starting a trail that is logging changes nothing, and one that is stopped loses events every second. */
function atOnce(resource: TrailResource, eventName: string): Repair | undefined {
  return eventName === 'StopLogging' ? startLogging(resource) : undefined;
}

function startLogging(resource: TrailResource): Repair {
  return {
    call: callOn(resource, 'StartLogging', { Name: resource.arn }),
    undo: callOn(resource, 'StopLogging', { Name: resource.arn }),
  };
}

function callOn({ account, region }: TrailResource, operation: string, input: Fields): AwsCall {
  return { service: 'cloudtrail', operation, account, region, input };
}
