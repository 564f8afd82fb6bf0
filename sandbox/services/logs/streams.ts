/** Log streams: made, described, deleted. */
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { Operations } from '../../core/service';
import { logAccess } from './access';
import { requireUnprotected } from './groups';
import { type LogStream, requireLogGroup, requireStream } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

export const streams = {
  CreateLogStream: {
    access: (input, context) => logAccess('CreateLogStream', input.logGroupName, context, input.logStreamName),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      const name = input.logStreamName ?? '';
      if (!/^[^:*]{1,512}$/.test(name))
        throw new AwsError('InvalidParameterException', `Value '${name}' at 'logStreamName' is not valid.`);
      if (group.streams.has(name))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      const arn = `${group.arn}:log-stream:${name}`;
      group.streams.set(name, { name, arn, createdAt: context.clock.now(), events: [] });
      return {};
    },
  },
  DeleteLogStream: {
    access: (input, context) => logAccess('DeleteLogStream', input.logGroupName, context, input.logStreamName),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName);
      const stream = requireStream(group, input.logStreamName);
      requireUnprotected(group);
      group.streams.delete(stream.name);
      return {};
    },
  },
  DescribeLogStreams: {
    access: (input, context) =>
      logAccess('DescribeLogStreams', input.logGroupName ?? input.logGroupIdentifier, context),
    handle: (input, context) => {
      const group = requireLogGroup(context, input.logGroupName ?? input.logGroupIdentifier);
      const byTime = input.orderBy === 'LastEventTime';
      if (byTime && input.logStreamNamePrefix !== undefined)
        throw new AwsError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
      const found = [...group.streams.values()]
        .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
        .sort(byTime ? byLastEvent : byName);
      if (input.descending === true) found.reverse();
      const part = page(found, { size: input.limit, token: input.nextToken }, 50, 'InvalidParameterException');
      return {
        logStreams: part.items.map(described),
        ...(part.next === undefined ? {} : { nextToken: part.next }),
      };
    },
  },
} satisfies Operations<Sdk>;

function byName(left: LogStream, right: LogStream): number {
  return left.name < right.name ? -1 : 1;
}

function byLastEvent(left: LogStream, right: LogStream): number {
  return (left.events.at(-1)?.timestamp ?? 0) - (right.events.at(-1)?.timestamp ?? 0);
}

function described(stream: LogStream) {
  const first = stream.events[0];
  const last = stream.events.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt.getTime(),
    ...(first === undefined ? {} : { firstEventTimestamp: first.timestamp }),
    ...(last === undefined ? {} : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime }),
    arn: stream.arn,
    storedBytes: 0,
  };
}
