/** Log events: put, read stream by stream, and searched. */
import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { Operations } from '../../core/service';
import { logAccess } from './access';
import { parseFilterPattern } from './filter-pattern';
import { deliverToSubscribers } from './log-delivery';
import { publishMetrics } from './metric-publication';
import { type LogEvent, type LogGroup, requireLogGroup, requireStream } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

const DAY = 24 * 3_600_000;
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;

export const events = {
  /** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
  PutLogEvents: {
    access: (input, context) => logAccess('PutLogEvents', input.logGroupName, context, input.logStreamName),
    record: { category: 'Data' },
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      const stream = requireStream(group, input.logStreamName);
      const batch = input.logEvents ?? [];
      checkBatch(batch);
      const now = context.clock.now().getTime();
      const tooOld = batch.filter(({ timestamp = 0 }) => timestamp < now - 14 * DAY).length;
      const tooNew = batch.findIndex(({ timestamp = 0 }) => timestamp > now + 2 * 3_600_000);
      const accepted = batch
        .slice(tooOld, tooNew < 0 ? undefined : tooNew)
        .map(({ timestamp = 0, message = '' }) => ({ id: nextId(group), timestamp, ingestionTime: now, message }));
      for (const event of accepted) stream.events.push(event);
      publishMetrics(context, group, accepted);
      deliverToSubscribers(context, group, stream.name, accepted);
      const rejected = {
        ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
        ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
      };
      return { ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}) };
    },
  },
  /** Tokens name the position of the next event in either direction; at an end the same token comes again. */
  GetLogEvents: {
    access: (input, context) =>
      logAccess('GetLogEvents', input.logGroupName ?? input.logGroupIdentifier, context, input.logStreamName),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName ?? input.logGroupIdentifier);
      const all = inTime(requireStream(group, input.logStreamName).events, input.startTime, input.endTime);
      const limit = Math.min(input.limit ?? MAX_EVENTS, MAX_EVENTS);
      const [direction, position] = readToken(input.nextToken, input.startFromHead === true, all.length);
      const from = direction === 'f' ? position : Math.max(0, position - limit);
      const to = direction === 'f' ? Math.min(all.length, position + limit) : position;
      return {
        events: all
          .slice(from, to)
          .map(({ timestamp, ingestionTime, message }) => ({ timestamp, ingestionTime, message })),
        nextForwardToken: `f/${String(to).padStart(56, '0')}`,
        nextBackwardToken: `b/${String(from).padStart(56, '0')}`,
      };
    },
  },
  FilterLogEvents: {
    access: (input, context) => logAccess('FilterLogEvents', input.logGroupName ?? input.logGroupIdentifier, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName ?? input.logGroupIdentifier);
      const { logStreamNames: names, logStreamNamePrefix: prefix, startTime, endTime } = input;
      if (names !== undefined && prefix !== undefined)
        throw invalid('logStreamNames and logStreamNamePrefix are mutually exclusive.');
      const matches = parseFilterPattern(input.filterPattern ?? '');
      const found = streamsOf(group, names, prefix)
        .flatMap(({ name, events: all }) =>
          inTime(all, startTime, endTime)
            .filter((event) => matches(event.message))
            .map(({ id, ...event }) => ({ logStreamName: name, ...event, eventId: id })),
        )
        .sort((left, right) => left.timestamp - right.timestamp);
      if (input.startFromHead === false) found.reverse();
      const part = page(found, { size: input.limit, token: input.nextToken }, MAX_EVENTS, 'InvalidParameterException');
      return {
        events: part.items,
        searchedLogStreams: [],
        ...(part.next === undefined ? {} : { nextToken: part.next }),
      };
    },
  },
} satisfies Operations<Sdk>;

/** @throws AwsError `InvalidParameterException` */
function checkBatch(batch: readonly InputLogEvent[]): void {
  if (batch.length === 0 || batch.length > MAX_EVENTS)
    throw invalid(`A batch must have between 1 and ${MAX_EVENTS} log events.`);
  let bytes = 0;
  let last = 0;
  for (const { timestamp = 0, message = '' } of batch) {
    if (message === '') throw invalid('The message of a log event must not be empty.');
    if (timestamp < last) throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
    last = timestamp;
    bytes += Buffer.byteLength(message) + 26;
  }
  if (bytes > MAX_BYTES) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
  if (last - (batch[0]?.timestamp ?? 0) > DAY)
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
}

function streamsOf(group: LogGroup, names: readonly string[] | undefined, prefix: string | undefined) {
  if (names !== undefined) return names.map((name) => requireStream(group, name));
  return [...group.streams.values()].filter((stream) => stream.name.startsWith(prefix ?? ''));
}

/** From `start` inclusive to `end` exclusive, by the events' own time. */
function inTime(all: readonly LogEvent[], start = 0, end = Number.POSITIVE_INFINITY): LogEvent[] {
  return all.filter((event) => event.timestamp >= start && event.timestamp < end);
}

function nextId(group: LogGroup): string {
  group.received += 1;
  return String(group.received).padStart(56, '0');
}

function readToken(token: string | undefined, fromHead: boolean, count: number): ['f' | 'b', number] {
  if (token === undefined) return fromHead ? ['f', 0] : ['b', count];
  const [, direction, position] = /^([fb])\/(\d{56})$/.exec(token) ?? [];
  if (position === undefined) throw invalid('The specified nextToken is invalid.');
  return [direction === 'f' ? 'f' : 'b', Math.min(Number(position), count)];
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
