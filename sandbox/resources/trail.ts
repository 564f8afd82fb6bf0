/** `aws.cloudtrail.Trail`. */
import type { Trail } from '@aws-sdk/client-cloudtrail';
import type { cloudtrail } from '@pulumi/aws';
import { adapter, type Plain, required, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { listedTags, tagList, tagListState, updateTags } from './tags';
import {
  DEFAULT_SELECTORS,
  putEventSelectors,
  putInsightSelectors,
  readSelection,
  SELECTORS,
  spelledOut,
} from './trail-selectors';

type Args = Plain<cloudtrail.TrailArgs>;

const defaults = {
  enableLogFileValidation: false,
  enableLogging: true,
  eventSelectors: DEFAULT_SELECTORS,
  includeGlobalServiceEvents: true,
  isMultiRegionTrail: false,
  isOrganizationTrail: false,
};

/** Settings that an empty text takes away. */
const TEXTS = [
  ['kmsKeyId', 'KmsKeyId'],
  ['s3BucketName', 'S3BucketName'],
  ['s3KeyPrefix', 'S3KeyPrefix'],
  ['snsTopicName', 'SnsTopicName'],
] as const;

const FLAGS = [
  ['enableLogFileValidation', 'EnableLogFileValidation'],
  ['includeGlobalServiceEvents', 'IncludeGlobalServiceEvents'],
  ['isMultiRegionTrail', 'IsMultiRegionTrail'],
  ['isOrganizationTrail', 'IsOrganizationTrail'],
] as const;

export const trail = adapter<cloudtrail.TrailArgs, cloudtrail.TrailState>({
  type: 'aws:cloudtrail/trail:Trail',
  inputs: [
    'advancedEventSelectors',
    'cloudWatchLogsGroupArn',
    'cloudWatchLogsRoleArn',
    'enableLogFileValidation',
    'enableLogging',
    'eventSelectors',
    'includeGlobalServiceEvents',
    'insightSelectors',
    'isMultiRegionTrail',
    'isOrganizationTrail',
    'kmsKeyId',
    'name',
    'region',
    's3BucketName',
    's3KeyPrefix',
    'snsTopicName',
    'tags',
  ],
  nested: SELECTORS,
  required: ['s3BucketName'],
  replacedBy: ['name', 'region'],
  defaults,

  async create(cloud, inputs, name) {
    const { TrailARN } = await cloud.call('cloudtrail', 'CreateTrail', {
      CloudWatchLogsLogGroupArn: inputs.cloudWatchLogsGroupArn,
      CloudWatchLogsRoleArn: inputs.cloudWatchLogsRoleArn,
      EnableLogFileValidation: inputs.enableLogFileValidation,
      IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents ?? true,
      IsMultiRegionTrail: inputs.isMultiRegionTrail,
      IsOrganizationTrail: inputs.isOrganizationTrail,
      KmsKeyId: inputs.kmsKeyId,
      Name: inputs.name ?? name,
      S3BucketName: inputs.s3BucketName,
      S3KeyPrefix: inputs.s3KeyPrefix,
      SnsTopicName: inputs.snsTopicName,
      TagsList: tagList(cloud, inputs.tags),
    });
    const id = required(TrailARN, 'TrailARN');
    // A trail is made silent: the API never starts it by itself.
    if (inputs.enableLogging !== false) await cloud.call('cloudtrail', 'StartLogging', { Name: id });
    if (inputs.eventSelectors?.length || inputs.advancedEventSelectors?.length)
      await putEventSelectors(cloud, id, inputs);
    if (inputs.insightSelectors?.length) await putInsightSelectors(cloud, id, inputs);
    return id;
  },

  async update(cloud, id, news, olds) {
    const differs = changes({ defaults }, spelledOut(news), spelledOut(olds));
    await updateTags(cloud, news, olds, {
      untag: (keys) =>
        cloud.call('cloudtrail', 'RemoveTags', { ResourceId: id, TagsList: keys.map((Key) => ({ Key })) }),
      tag: (tags) => cloud.call('cloudtrail', 'AddTags', { ResourceId: id, TagsList: listedTags(tags) }),
    });
    await updateSettings(cloud, id, news, differs);
    if (differs('enableLogging'))
      await cloud.call('cloudtrail', news.enableLogging === false ? 'StopLogging' : 'StartLogging', { Name: id });
    if (differs('eventSelectors') || differs('advancedEventSelectors')) await putEventSelectors(cloud, id, news);
    if (differs('insightSelectors')) await putInsightSelectors(cloud, id, news);
  },

  async delete(cloud, id) {
    await unless(['TrailNotFoundException'], () => cloud.call('cloudtrail', 'DeleteTrail', { Name: id }));
  },

  async read(cloud, id, inputs) {
    const { trailList } = await cloud.call('cloudtrail', 'DescribeTrails', { trailNameList: [id] });
    const found = trailList?.[0];
    if (found === undefined) return undefined;
    const { IsLogging } = await cloud.call('cloudtrail', 'GetTrailStatus', { Name: id });
    const { ResourceTagList } = await cloud.call('cloudtrail', 'ListTags', { ResourceIdList: [id] });
    return {
      arn: found.TrailARN,
      cloudWatchLogsGroupArn: found.CloudWatchLogsLogGroupArn,
      cloudWatchLogsRoleArn: found.CloudWatchLogsRoleArn,
      enableLogFileValidation: found.LogFileValidationEnabled,
      enableLogging: IsLogging,
      homeRegion: found.HomeRegion,
      includeGlobalServiceEvents: found.IncludeGlobalServiceEvents,
      isMultiRegionTrail: found.IsMultiRegionTrail,
      isOrganizationTrail: found.IsOrganizationTrail,
      kmsKeyId: found.KmsKeyId,
      name: found.Name,
      s3BucketName: found.S3BucketName,
      s3KeyPrefix: found.S3KeyPrefix,
      snsTopicArn: found.SnsTopicARN,
      snsTopicName: topicName(cloud, found),
      ...(await readSelection(cloud, id, found, inputs)),
      ...tagListState(cloud, ResourceTagList?.[0]?.TagsList),
    };
  },
});

/** Changes what differs, and nothing else: UpdateTrail keeps the settings that it is not told. */
async function updateSettings(
  cloud: ProviderCloud,
  Name: string,
  news: Args,
  differs: (input: keyof Args) => boolean,
): Promise<void> {
  const texts = TEXTS.filter(([input]) => differs(input)).map(([input, member]) => [member, news[input] ?? '']);
  const flags = FLAGS.filter(([input]) => differs(input)).map(([input, member]) => [
    member,
    news[input] ?? defaults[input],
  ]);
  // AWS takes the log group and its role only together.
  const logs =
    differs('cloudWatchLogsGroupArn') || differs('cloudWatchLogsRoleArn')
      ? [
          ['CloudWatchLogsLogGroupArn', news.cloudWatchLogsGroupArn ?? ''],
          ['CloudWatchLogsRoleArn', news.cloudWatchLogsRoleArn ?? ''],
        ]
      : [];
  const settings = [...texts, ...flags, ...logs];
  if (settings.length > 0) await cloud.call('cloudtrail', 'UpdateTrail', { Name, ...Object.fromEntries(settings) });
}

/** The provider shows a topic by its name, and by its ARN where it belongs to another account or Region. */
function topicName({ account }: ProviderCloud, { HomeRegion, SnsTopicARN }: Trail): string | undefined {
  const [, , , region, owner, name] = SnsTopicARN?.split(':') ?? [];
  return region === HomeRegion && owner === account ? name : SnsTopicARN;
}
