/** `aws.cloudtrail.Trail`. */
import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  DataResource,
  EventSelector,
  InsightSelector,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import type { cloudtrail } from '@pulumi/aws';
import { adapter, type Plain, required } from './adapter';
import type { ProviderCloud } from './provider-cloud';
import { listOf, structure } from './shape';
import { tagList, tagListState } from './tags';

type Args = Plain<cloudtrail.TrailArgs>;
type Selector = NonNullable<Args['eventSelectors']>[number];
type AdvancedSelector = NonNullable<Args['advancedEventSelectors']>[number];

const eventSelectors = listOf(
  structure<Selector, EventSelector>({
    dataResources: [
      'DataResources',
      listOf(
        structure<NonNullable<Selector['dataResources']>[number], DataResource>({ type: 'Type', values: 'Values' }),
      ),
    ],
    excludeManagementEventSources: 'ExcludeManagementEventSources',
    includeManagementEvents: 'IncludeManagementEvents',
    readWriteType: 'ReadWriteType',
  }),
);

const advancedEventSelectors = listOf(
  structure<AdvancedSelector, AdvancedEventSelector>({
    name: 'Name',
    fieldSelectors: [
      'FieldSelectors',
      listOf(
        structure<AdvancedSelector['fieldSelectors'][number], AdvancedFieldSelector>({
          endsWiths: 'EndsWith',
          equals: 'Equals',
          field: 'Field',
          notEndsWiths: 'NotEndsWith',
          notEquals: 'NotEquals',
          notStartsWiths: 'NotStartsWith',
          startsWiths: 'StartsWith',
        }),
      ),
    ],
  }),
);

type Insight = NonNullable<Args['insightSelectors']>[number];
const insightSelectors = listOf(structure<Insight, InsightSelector>({ insightType: 'InsightType' }));

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
    if (inputs.eventSelectors?.length)
      await cloud.call('cloudtrail', 'PutEventSelectors', {
        TrailName: id,
        EventSelectors: eventSelectors
          .toAws(inputs.eventSelectors, 'eventSelectors')
          .map((selector) => ({ IncludeManagementEvents: true, ReadWriteType: 'All' as const, ...selector })),
      });
    if (inputs.advancedEventSelectors?.length)
      await cloud.call('cloudtrail', 'PutEventSelectors', {
        TrailName: id,
        AdvancedEventSelectors: advancedEventSelectors.toAws(inputs.advancedEventSelectors, 'advancedEventSelectors'),
      });
    if (inputs.insightSelectors?.length)
      await cloud.call('cloudtrail', 'PutInsightSelectors', {
        TrailName: id,
        InsightSelectors: insightSelectors.toAws(inputs.insightSelectors, 'insightSelectors'),
      });
    return id;
  },

  async read(cloud, id) {
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
      snsTopicName: found.SnsTopicName,
      ...(await selectors(cloud, id, found)),
      ...tagListState(cloud, ResourceTagList?.[0]?.TagsList),
    };
  },
});

/** The selectors of a trail that has any of its own. */
async function selectors(
  cloud: ProviderCloud,
  id: string,
  { HasCustomEventSelectors, HasInsightSelectors }: Trail,
): Promise<Pick<Args, 'eventSelectors' | 'advancedEventSelectors' | 'insightSelectors'>> {
  const events =
    HasCustomEventSelectors === true ? await cloud.call('cloudtrail', 'GetEventSelectors', { TrailName: id }) : {};
  const insights =
    HasInsightSelectors === true ? await cloud.call('cloudtrail', 'GetInsightSelectors', { TrailName: id }) : {};
  return {
    ...(events.EventSelectors?.length ? { eventSelectors: [...eventSelectors.fromAws(events.EventSelectors)] } : {}),
    ...(events.AdvancedEventSelectors?.length
      ? { advancedEventSelectors: [...advancedEventSelectors.fromAws(events.AdvancedEventSelectors)] }
      : {}),
    ...(insights.InsightSelectors?.length
      ? { insightSelectors: [...insightSelectors.fromAws(insights.InsightSelectors)] }
      : {}),
  };
}
