/** Keeping an event bus: its policy, and that nothing else was set on it. */
import type { EventBusResource } from '../../../infra/specifications/resources/event-bus';
import { type Aws, type AwsCall, type Fields, fields, text, unless } from '../aws';
import { type Found, settingsFrom } from '../comparison';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagList, tagRepairs, tagsIn } from './tags';

/** What `UpdateEventBus` sets, all of it at once: what it is not given, it takes away. */
const SETTINGS = ['KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig'];

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html */
export const eventBusKeeper: Keeper<EventBusResource> = { read, repairs };

async function read(resource: EventBusResource, aws: Aws): Promise<Found> {
  const { name, arn, settings } = resource;
  const bus = await unless(['ResourceNotFoundException'], aws(callOn(resource, 'DescribeEventBus', { Name: name })));
  if (bus === undefined) return { gone: true };
  const policy = text(bus.Policy);
  return {
    Policy: policy === undefined ? undefined : (JSON.parse(policy) as unknown),
    KmsKeyIdentifier: text(bus.KmsKeyIdentifier),
    DeadLetterConfig: text(fields(bus.DeadLetterConfig).Arn) === undefined ? undefined : bus.DeadLetterConfig,
    // Logs that are off are what a bus has that nobody set any for.
    LogConfig: [undefined, 'OFF'].includes(text(fields(bus.LogConfig).Level)) ? undefined : bus.LogConfig,
    ...(await settingsFrom({
      Tags: aws(callOn(resource, 'ListTagsForResource', { ResourceARN: arn })).then(({ Tags }) =>
        declaredAmong(tagsIn(Tags), settings.Tags),
      ),
    })),
  };
}

function repairs(resource: EventBusResource, actual: Found, differing: ReadonlySet<string>): readonly Repair[] {
  const { name, arn, settings } = resource;
  if (actual.gone) return recreation(resource);
  const repaired: Repair[] = [];
  if (differing.has('Policy')) repaired.push(policyRepair(resource, actual));
  if (SETTINGS.some((setting) => differing.has(setting))) {
    const found = Object.fromEntries(SETTINGS.map((setting) => [setting, actual[setting]]));
    repaired.push({
      call: callOn(resource, 'UpdateEventBus', { Name: name }),
      undo: callOn(resource, 'UpdateEventBus', { Name: name, ...found }),
    });
  }
  if (differing.has('Tags'))
    repaired.push(
      ...tagRepairs(settings.Tags, fields(actual.Tags), {
        tag: (tags) => callOn(resource, 'TagResource', { ResourceARN: arn, Tags: tagList(tags) }),
        untag: (TagKeys) => callOn(resource, 'UntagResource', { ResourceARN: arn, TagKeys }),
      }),
    );
  return repaired;
}

/** Its rules and its archive are resources of their own. */
function recreation(resource: EventBusResource): Repair[] {
  const { name, settings } = resource;
  return [
    {
      call: callOn(resource, 'CreateEventBus', { Name: name, Tags: tagList(settings.Tags) }),
      loss: 'The bus was recreated. Reports of the meantime are in the dead-letter queues of the accounts that sent them.',
      undo: callOn(resource, 'DeleteEventBus', { Name: name }),
    },
    policyRepair(resource, {}),
  ];
}

function policyRepair(resource: EventBusResource, { Policy }: Found): Repair {
  const put = (policy: unknown): AwsCall =>
    callOn(resource, 'PutPermission', { EventBusName: resource.name, Policy: JSON.stringify(policy) });
  const remove = { EventBusName: resource.name, RemoveAllPermissions: true };
  return {
    call: put(resource.settings.Policy),
    undo: Policy === undefined ? callOn(resource, 'RemovePermission', remove) : put(Policy),
  };
}

function callOn({ account, region }: EventBusResource, operation: string, input: Fields): AwsCall {
  return { service: 'events', operation, account, region, input };
}
