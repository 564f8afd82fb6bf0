/** The operations on replays. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { busAccess } from './access';
import { archiveArn, arnParts, busArn, busIn, replayArn } from './arn';
import { invalid, NAME, overLimit, required, text } from './parameters';
import { runReplay } from './replay-run';
import { type Archive, archivesOf, type Replay, replaysOf, requireBus } from './state';

const ACTIVE_REPLAYS = 10;
const ACTIVE: readonly string[] = ['STARTING', 'RUNNING', 'CANCELLING'];

interface ReplayRequest {
  readonly ReplayName?: string | undefined;
}

export const replayOperations: Operations<typeof EventBridge> = {
  StartReplay: {
    access: (input, context) => {
      const bus = busIn(input.Destination?.Arn ?? '');
      return [
        { action: 'events:StartReplay', resource: required(input.EventSourceArn, 'eventSourceArn') },
        ...(bus === undefined ? [] : [busAccess('events:StartReplay', bus, context)]),
        ...accessOf('StartReplay', input, context),
      ];
    },
    handle: (input, context) => {
      const name = replayName(input);
      const from = required(input.EventStartTime, 'eventStartTime');
      const to = required(input.EventEndTime, 'eventEndTime');
      const archive = archiveIn(input, context);
      const destination = destinationIn(input, archive, context);
      if (to <= from) throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime.');
      const replays = replaysOf(context.state, context.account, context.region);
      if (replays.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
      if ([...replays.values()].filter(({ state }) => ACTIVE.includes(state)).length >= ACTIVE_REPLAYS)
        throw overLimit();
      const replay: Replay = {
        name,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        archive: archive.name,
        destination,
        from,
        to,
        startedAt: context.clock.now(),
        state: 'STARTING',
      };
      replays.set(name, replay);
      runReplay(context, archive, replay);
      return { ReplayArn: arnOf(replay, context), State: replay.state, ReplayStartTime: replay.startedAt };
    },
  },
  DescribeReplay: {
    access: (input, context) => accessOf('DescribeReplay', input, context),
    handle: (input, context) => {
      const replay = requireReplay(input, context);
      const { description: Description, destination } = replay;
      const Destination = structuredClone(destination);
      return { ReplayArn: arnOf(replay, context), ...summary(replay, context), Description, Destination };
    },
  },
  ListReplays: {
    handle: ({ NamePrefix = '', EventSourceArn, State, NextToken, Limit = 100 }, context) => {
      const wanted = [...replaysOf(context.state, context.account, context.region).values()].filter(
        (replay) =>
          replay.name.startsWith(NamePrefix) &&
          (State === undefined || replay.state === State) &&
          (EventSourceArn === undefined || summary(replay, context).EventSourceArn === EventSourceArn),
      );
      const page = pageOf(wanted, ({ name }) => name, Limit, NextToken, 'ValidationException');
      return { Replays: page.items.map((replay) => summary(replay, context)), NextToken: page.next };
    },
  },
  CancelReplay: {
    access: (input, context) => accessOf('CancelReplay', input, context),
    handle: (input, context) => {
      const replay = requireReplay(input, context);
      if (replay.state !== 'STARTING' && replay.state !== 'RUNNING')
        throw new AwsError(
          'IllegalStatusException',
          `Replay ${replay.name} is not in a valid state for this operation.`,
        );
      replay.state = 'CANCELLING';
      return { ReplayArn: arnOf(replay, context), State: replay.state };
    },
  },
};

/** @throws AwsError `ResourceNotFoundException` */
function requireReplay(input: ReplayRequest, context: CallContext): Replay {
  const name = replayName(input);
  const replay = replaysOf(context.state, context.account, context.region).get(name);
  if (replay === undefined) throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
  return replay;
}

/** @throws AwsError `ValidationException` */
function archiveIn(input: EventBridge.StartReplayRequest, { state, account, region }: CallContext): Archive {
  const arn = required(input.EventSourceArn, 'eventSourceArn');
  const name = arnParts(arn)?.resource.replace(/^archive\//, '') ?? arn;
  const archive = archivesOf(state, account, region).get(name);
  if (archive === undefined || arn !== archiveArn(account, region, name))
    throw invalid('EventSourceArn', `Archive ${name} does not exist.`);
  return archive;
}

/** Events go back to the bus from which they came, and to no other. */
function destinationIn(
  input: EventBridge.StartReplayRequest,
  archive: Archive,
  context: CallContext,
): EventBridge.ReplayDestination {
  const destination = required(input.Destination, 'destination');
  const arn = required(destination.Arn, 'destination.arn');
  const bus = busIn(arn);
  if (bus === undefined) throw invalid('Destination.Arn', 'Must contain an event bus ARN.');
  if (bus.account === context.account && bus.region === context.region) requireBus(context.state, bus);
  if (arn !== busArn(archive.source)) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted.');
  return structuredClone(destination);
}

function replayName({ ReplayName }: ReplayRequest): string {
  return text(ReplayName, 'replayName', 64, NAME);
}

function arnOf(replay: Replay, { account, region }: CallContext): string {
  return replayArn(account, region, replay.name);
}

function accessOf(operation: string, input: ReplayRequest, { account, region }: CallContext): Access[] {
  return [{ action: `events:${operation}`, resource: replayArn(account, region, replayName(input)) }];
}

function summary(replay: Replay, { account, region }: CallContext): EventBridge.Replay {
  return {
    ReplayName: replay.name,
    EventSourceArn: archiveArn(account, region, replay.archive),
    State: replay.state,
    EventStartTime: replay.from,
    EventEndTime: replay.to,
    EventLastReplayedTime: replay.lastReplayedAt,
    ReplayStartTime: replay.startedAt,
    ReplayEndTime: replay.endedAt,
  };
}
