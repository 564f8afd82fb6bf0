/** Keeping an alarm: what it watches, when it goes off, and whom it tells. */
import type { AlarmResource } from '../../../infra/specifications/resources/alarm';
import { type Aws, type AwsCall, type Fields, fields, list } from '../aws';
import { type Found, settingsFrom } from '../comparison';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagList, tagRepairs, tagsIn } from './tags';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const alarmKeeper: Keeper<AlarmResource> = { read, repairs };

async function read(resource: AlarmResource, aws: Aws): Promise<Found> {
  const { MetricAlarms } = await aws(callOn(resource, 'DescribeAlarms', { AlarmNames: [resource.name] }));
  const [alarm] = list(MetricAlarms).map(fields);
  if (alarm === undefined) return { gone: true };
  return {
    ...alarm,
    AlarmActions: list(alarm.AlarmActions),
    OKActions: list(alarm.OKActions),
    InsufficientDataActions: list(alarm.InsufficientDataActions),
    Dimensions: list(alarm.Dimensions),
    Metrics: list(alarm.Metrics),
    ...(await settingsFrom({
      Tags: aws(callOn(resource, 'ListTagsForResource', { ResourceARN: resource.arn })).then((answer) =>
        declaredAmong(tagsIn(answer.Tags), resource.settings.Tags),
      ),
    })),
  };
}

/** One call sets everything but the tags, and keeps the alarm's state. */
function repairs(resource: AlarmResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  const { Tags, ...settings } = resource.settings;
  if (actual.gone)
    return [
      {
        call: put(resource, { ...settings, Tags: tagList(Tags) }),
        undo: callOn(resource, 'DeleteAlarms', { AlarmNames: [resource.name] }),
        loss: 'The alarm was recreated. Tags that only its stack knows are gone, and its state begins anew.',
      },
    ];
  const repaired: Repair[] = [];
  const names = Object.keys(settings);
  if (names.some((setting) => differing.has(setting))) {
    const before = Object.fromEntries(names.map((setting) => [setting, actual[setting]]));
    repaired.push({ call: put(resource, settings), undo: put(resource, before) });
  }
  if (differing.has('Tags'))
    repaired.push(
      ...tagRepairs(Tags, fields(actual.Tags), {
        tag: (tags) => callOn(resource, 'TagResource', { ResourceARN: resource.arn, Tags: tagList(tags) }),
        untag: (TagKeys) => callOn(resource, 'UntagResource', { ResourceARN: resource.arn, TagKeys }),
      }),
    );
  return repaired;
}

/** What there must not be is left out. */
function put(resource: AlarmResource, settings: object): AwsCall {
  const given = Object.entries(settings).filter(([, value]) => !isNothing(value));
  return callOn(resource, 'PutMetricAlarm', { AlarmName: resource.name, ...Object.fromEntries(given) });
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function callOn({ account, region }: AlarmResource, operation: string, input: Fields): AwsCall {
  return { service: 'cloudwatch', operation, account, region, input };
}
