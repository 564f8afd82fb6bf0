/** A replay at work: an archive's events come back to their bus, minute by minute. */
import type { Cloud } from '../../core/service';
import { expire } from './archive-store';
import { type EventEnvelope, replayed } from './envelope';
import { ingest } from './ingestion';
import type { Archive, ArchivedEvent, Replay } from './state';

/** Between two minutes' worth of events, so that a replay can be cancelled on the way. */
const PAUSE_MS = 1000;

/**
 * Replays the events of the wanted time, the earliest minute first.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 */
export function runReplay(cloud: Cloud, archive: Archive, replay: Replay): void {
  cloud.clock.after(0, () => {
    expire(archive, cloud.clock.now());
    const minutes = byMinute(archive.events.filter(({ event }) => isWanted(event, replay)));
    if (replay.state === 'STARTING') replay.state = 'RUNNING';
    replayNext(cloud, archive, replay, minutes);
  });
}

function replayNext(cloud: Cloud, archive: Archive, replay: Replay, minutes: readonly ArchivedEvent[][]): void {
  const [minute, ...later] = minutes;
  if (replay.state === 'CANCELLING' || minute === undefined) {
    replay.state = replay.state === 'CANCELLING' ? 'CANCELLED' : 'COMPLETED';
    replay.endedAt = cloud.clock.now();
    return;
  }
  const { FilterArns } = replay.destination;
  const onlyRules = FilterArns === undefined || FilterArns.length === 0 ? {} : { onlyRules: FilterArns };
  for (const { event, forwarded } of minute) {
    ingest(cloud, archive.source, replayed(event, replay.name), { forwarded, ...onlyRules });
    replay.lastReplayedAt = new Date(event.time);
  }
  cloud.clock.after(PAUSE_MS, () => replayNext(cloud, archive, replay, later));
}

function isWanted(event: EventEnvelope, { from, to }: Replay): boolean {
  const time = new Date(event.time);
  return time >= from && time <= to;
}

/** The events in the order of their own time, those of one minute together. */
function byMinute(events: readonly ArchivedEvent[]): ArchivedEvent[][] {
  const minutes = new Map<string, ArchivedEvent[]>();
  for (const archived of [...events].sort((left, right) => (left.event.time < right.event.time ? -1 : 1))) {
    const minute = archived.event.time.slice(0, 16);
    minutes.set(minute, [...(minutes.get(minute) ?? []), archived]);
  }
  return [...minutes.values()];
}
