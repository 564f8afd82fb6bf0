/** The operations on events themselves: putting them on a bus, and trying a pattern on one. */
import { randomUUID } from 'node:crypto';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws-error';
import type { Access, CallContext, Operations } from '../../core/service';
import { matches, parseEvent, parsePattern } from '../../event-pattern';
import { busAccess } from './access';
import { type BusReference, busArn, busMeant } from './arn';
import { eventTime } from './envelope';
import { ingest } from './ingestion';
import { items, required } from './parameters';

type Entry = EventBridge.PutEventsRequestEntry;

const ENTRIES_PER_REQUEST = 10;
/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const BYTES_PER_REQUEST = 1_048_576;
const TIME_BYTES = 14;

export const eventOperations: Operations<typeof EventBridge> = {
  PutEvents: {
    access: (input, context) => entryAccess(items(input.Entries, 'entries', ENTRIES_PER_REQUEST), context),
    record: { category: 'Data', readOnly: false },
    handle: (input, context) => {
      const entries = items(input.Entries, 'entries', ENTRIES_PER_REQUEST);
      if (entries.reduce((bytes, entry) => bytes + sizeOf(entry), 0) > BYTES_PER_REQUEST)
        throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
      const results = entries.map((entry) => put(entry, context));
      return { Entries: results, FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
    },
  },
  TestEventPattern: {
    handle: (input) => {
      const pattern = parsePattern(required(input.EventPattern, 'eventPattern'));
      return { Result: matches(pattern, parseEvent(required(input.Event, 'event'))) };
    },
  },
};

/** One question per bus, with the sources and detail types of all that is to be put there. */
function entryAccess(entries: readonly Entry[], context: CallContext): Access[] {
  const byBus = new Map<string, { bus: BusReference; entries: Entry[] }>();
  for (const entry of entries) {
    const bus = busMeant(entry.EventBusName, context);
    const group = byBus.get(busArn(bus)) ?? { bus, entries: [] };
    group.entries.push(entry);
    byBus.set(busArn(bus), group);
  }
  return [...byBus.values()].map(({ bus, entries: group }) => {
    const sources = [...new Set(group.flatMap(({ Source }) => Source ?? []))];
    const detailTypes = [...new Set(group.flatMap(({ DetailType }) => DetailType ?? []))];
    return busAccess('events:PutEvents', bus, context, {
      ...(sources.length === 0 ? {} : { 'events:source': sources }),
      ...(detailTypes.length === 0 ? {} : { 'events:detail-type': detailTypes }),
      'events:eventBusInvocation': 'false',
    });
  });
}

/** Takes one event in, or says why not; what is wrong with one does not hold up the others. */
function put(entry: Entry, context: CallContext): EventBridge.PutEventsResultEntry {
  for (const member of ['Source', 'DetailType', 'Detail'] as const)
    if (!entry[member])
      return refused('InvalidArgument', `Parameter ${member} is not valid. Reason: ${member} is a required argument.`);
  const { Source = '', DetailType = '', Detail = '' } = entry;
  if (Source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = objectIn(Detail);
  if (detail === undefined) return refused('MalformedDetail', 'Detail is malformed.');
  const id = randomUUID();
  ingest(context, busMeant(entry.EventBusName, context), {
    version: '0',
    id,
    'detail-type': DetailType,
    source: Source,
    account: context.account,
    time: eventTime(entry.Time ?? context.clock.now()),
    region: context.region,
    resources: [...(entry.Resources ?? [])],
    detail,
  });
  return { EventId: id };
}

function refused(ErrorCode: string, ErrorMessage: string): EventBridge.PutEventsResultEntry {
  return { ErrorCode, ErrorMessage };
}

function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), Time === undefined ? 0 : TIME_BYTES);
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
