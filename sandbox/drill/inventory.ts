/** What everything in the organization is set to: remembered, compared, and put back. Nothing of it comes from the responder. */
import type { State } from '../core/state';
import { changesIn, meaningOf, type Setting } from './setting';

/** What only tells of the past, is under way, or belongs to the sandbox itself. */
const PAST: readonly string[] = [
  'cloudtrail-history',
  'cloudtrail-superseded',
  'endpoint',
  'events-deliveries',
  'monitoring-evaluation',
  'monitoring-metrics',
  'sns-outbox',
  'sts',
];

/**
 * What is no setting, by service: contents, what AWS did last, and what it makes up anew for a resource of the same name.
 * Everything else counts.
 */
const PASSING: Readonly<Record<string, readonly string[]>> = {
  cloudtrail: ['lastLogDelivery', 'lastRecordAt', 'startedAt', 'stoppedAt'],
  events: ['createdAt', 'events', 'generation', 'modifiedAt', 'name', 'replays'],
  iam: ['id'],
  lambda: ['policyRevisionId', 'revisionId', 'zip'],
  logs: ['received', 'streams'],
  'monitoring-alarms': ['state', 'stateReason', 'stateReasonData'],
  s3: ['objects'],
  sns: ['arn', 'deletedSubscriptions', 'principalArn', 'token'],
  sqs: ['createdAt', 'deleted', 'lastSequenceNumber', 'messages', 'modifiedAt', 'purgedAt', 'sent'],
};

/** What is no setting either, and yet is put back: reports that wait would be told of again and again. */
const PUT_BACK: readonly string[] = ['messages'];

const UNNAMED: readonly string[] = ['subscriptions'];

interface Store {
  readonly value: unknown;
  readonly settings: Setting;
  /** Fills one container with what it held. */
  readonly refills: readonly (() => void)[];
}

/** By store of the state. */
export type Inventory = ReadonlyMap<string, Store>;

/** Remembers everything as it is now. */
export function takeInventory(state: State): Inventory {
  return new Map(
    storesIn(state).map(([key, value]) => {
      const passing = PASSING[serviceOf(key)] ?? [];
      const refills: (() => void)[] = [];
      remember(
        value,
        passing.filter((member) => !PUT_BACK.includes(member)),
        refills,
      );
      return [key, { value, settings: meaningOf(value, { passing, unnamed: UNNAMED }), refills }];
    }),
  );
}

/** Puts everything back as it was, in the same objects, for what AWS has under way may hold on to them. */
export function restoreInventory(state: State, inventory: Inventory): void {
  for (const [key] of storesIn(state)) if (!inventory.has(key)) state.forget(key);
  for (const { refills } of inventory.values()) for (const refill of refills) refill();
}

/** What is not as it was. */
export function changesBetween(before: Inventory, after: Inventory): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) =>
    changesIn(key.replace(/\/+/g, ' ').trim(), before.get(key)?.settings, after.get(key)?.settings),
  );
}

function storesIn(state: State): [key: string, value: unknown][] {
  return state.entries<unknown>('').filter(([key]) => !PAST.includes(serviceOf(key)));
}

function serviceOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

function remember(value: unknown, passing: readonly string[], refills: (() => void)[]): void {
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return;
  const inner = refilling(value, passing, refills);
  for (const each of inner) remember(each, passing, refills);
}

/** Notes how a container is filled again, and answers what is in it. */
function refilling(container: object, passing: readonly string[], refills: (() => void)[]): readonly unknown[] {
  if (container instanceof Map) {
    const entries = [...container];
    refills.push(() => {
      container.clear();
      for (const [key, value] of entries) container.set(key, value);
    });
    return entries.map(([, value]) => value);
  }
  if (container instanceof Set) {
    const items = [...container];
    refills.push(() => {
      container.clear();
      for (const item of items) container.add(item);
    });
    return items;
  }
  if (Array.isArray(container)) {
    const items = [...(container as unknown[])];
    refills.push(() => void container.splice(0, container.length, ...items));
    return items;
  }
  if (Object.isFrozen(container)) return Object.values(container);
  const members = container as Record<string, unknown>;
  const entries = Object.entries(members).filter(([key]) => !passing.includes(key));
  refills.push(() => {
    for (const key of Object.keys(members)) if (!passing.includes(key)) delete members[key];
    for (const [key, value] of entries) members[key] = value;
  });
  return entries.map(([, value]) => value);
}
