/** Keeping an archive: which bus it keeps, all of it, and for how long. */
import { isDeepStrictEqual } from 'node:util';
import type { EventArchiveResource } from '../../../infra/specifications/resources/event-archive';
import { type Aws, type AwsCall, type Fields, text, unless } from '../aws';
import type { Found } from '../comparison';
import type { Keeper, Repair } from './keeper';

/** `UpdateArchive` changes a pattern and never takes it away; one that matches everything is as good as none. */
const EVERYTHING = { source: [{ prefix: '' }] };

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateArchive.html */
export const eventArchiveKeeper: Keeper<EventArchiveResource> = { read, repairs };

async function read(resource: EventArchiveResource, aws: Aws): Promise<Found> {
  const archive = await unless(['ResourceNotFoundException'], aws(callOn(resource, 'DescribeArchive')));
  if (archive === undefined) return { gone: true };
  const { EventPattern, KmsKeyIdentifier, ...rest } = archive;
  const pattern = text(EventPattern);
  const parsed: unknown = pattern === undefined ? undefined : JSON.parse(pattern);
  return {
    ...rest,
    KmsKeyIdentifier: text(KmsKeyIdentifier),
    EventPattern: isDeepStrictEqual(parsed, EVERYTHING) ? undefined : parsed,
  };
}

function repairs(resource: EventArchiveResource, actual: Found, differing: ReadonlySet<string>): readonly Repair[] {
  if (actual.gone) return [creation(resource, 'The archive was recreated. What it had kept is gone.')];
  // The bus of an archive cannot be changed: this one is somebody else's, under the name of ours.
  if (differing.has('EventSourceArn'))
    return [
      { call: callOn(resource, 'DeleteArchive'), undo: callOn(resource, 'CreateArchive', inputsOf(actual)) },
      creation(resource, 'An archive of another bus had its name, and was replaced. What either had kept is gone.'),
    ];
  const declared: Fields = { ...resource.settings };
  const changed = [...differing];
  return [
    {
      call: callOn(resource, 'UpdateArchive', updateOf(declared, changed)),
      undo: callOn(resource, 'UpdateArchive', updateOf(actual, changed)),
      ...lossOf(resource, actual),
    },
  ];
}

function creation(resource: EventArchiveResource, loss: string): Repair {
  return {
    call: callOn(resource, 'CreateArchive', inputsOf({ ...resource.settings })),
    undo: callOn(resource, 'DeleteArchive'),
    loss,
  };
}

/** What was older than the archive was told to keep is deleted, within a day. */
function lossOf({ settings }: EventArchiveResource, { RetentionDays }: Found): Pick<Repair, 'loss'> {
  const days = Number(RetentionDays);
  // Zero is for ever.
  if (days === 0 || days >= settings.RetentionDays) return {};
  return { loss: `Reports that were older than the ${days} days that the archive was to keep may be gone from it.` };
}

/** What `CreateArchive` takes: what there is. */
function inputsOf({ EventSourceArn, Description, EventPattern, KmsKeyIdentifier, RetentionDays }: Fields): Fields {
  const inputs = { EventSourceArn, Description, EventPattern: written(EventPattern), KmsKeyIdentifier, RetentionDays };
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null));
}

/** What `UpdateArchive` takes: an empty text for what there must not be, but for a pattern. */
function updateOf(from: Fields, settings: readonly string[]): Fields {
  return Object.fromEntries(
    settings.map((setting) => [
      setting,
      setting === 'EventPattern' ? written(from[setting] ?? EVERYTHING) : (from[setting] ?? ''),
    ]),
  );
}

function written(pattern: unknown): string | undefined {
  return pattern === undefined || pattern === null ? undefined : JSON.stringify(pattern);
}

function callOn({ account, region, name }: EventArchiveResource, operation: string, input: Fields = {}): AwsCall {
  return { service: 'events', operation, account, region, input: { ArchiveName: name, ...input } };
}
