/** The envelope in which EventBridge carries every event. */

/**
 * One event as rules match it and targets receive it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  /** The account where the event arose; it stays the same when the event is forwarded. */
  readonly account: string;
  /** `2026-11-20T09:15:00Z`: whole seconds, UTC. */
  readonly time: string;
  /** The Region where the event arose; it stays the same when the event is forwarded. */
  readonly region: string;
  /** The replay that brought the event back from an archive. */
  readonly 'replay-name'?: string;
  readonly resources: string[];
  readonly detail: unknown;
}

/** A moment as envelopes write it. */
export function eventTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

/** The event as its archive gives it back during a replay. */
export function replayed(event: EventEnvelope, replayName: string): EventEnvelope {
  const { version, id, 'detail-type': detailType, source, account, time, region, resources, detail } = event;
  const origin = { version, id, 'detail-type': detailType, source, account, time, region };
  return { ...origin, 'replay-name': replayName, resources, detail };
}

/**
 * Tells whether rules in plain `ENABLED` pass the event over: management events that only read, as CloudTrail delivers them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function isReadOnlyManagementEvent(event: EventEnvelope): boolean {
  if (!event['detail-type'].endsWith(' via CloudTrail')) return false;
  const detail = event.detail as { readonly readOnly?: unknown; readonly managementEvent?: unknown } | null;
  return detail?.readOnly === true && detail.managementEvent === true;
}
