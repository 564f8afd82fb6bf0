/** What EventBridge keeps per account and Region: buses with their rules and targets, archives, replays. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws-error';
import type { PolicyDocument } from '../../core/service';
import { type State, store } from '../../core/state';
import type { BusReference } from './arn';
import type { EventEnvelope } from './envelope';

export interface Bus {
  readonly name: string;
  /** The default bus was always there. */
  readonly createdAt?: Date;
  modifiedAt?: Date;
  settings: BusSettings;
  policy?: PolicyDocument;
  readonly rules: Map<string, Rule>;
  tags: Map<string, string>;
}

/** What `CreateEventBus` and `UpdateEventBus` set, kept as it was given. */
export type BusSettings = Pick<
  EventBridge.CreateEventBusRequest,
  'Description' | 'KmsKeyIdentifier' | 'DeadLetterConfig' | 'LogConfig'
>;

/** A target as `PutTargets` stored it; a later `PutTargets` puts another object in its place. */
export type Target = EventBridge.Target & { readonly Id: string; readonly Arn: string };

export interface Rule {
  readonly name: string;
  settings: RuleSettings;
  state: EventBridge.RuleState;
  /** The account that made the rule, which need not be the bus's. */
  readonly createdBy: string;
  /** The AWS service that keeps the rule for itself. */
  readonly managedBy?: string;
  readonly targets: Map<string, Target>;
  tags: Map<string, string>;
  /** Counts changes of schedule and state, so that a timer of an earlier schedule knows that it is over. */
  generation: number;
}

/** What `PutRule` replaces as a whole. */
export interface RuleSettings {
  readonly EventPattern?: string | undefined;
  readonly ScheduleExpression?: string | undefined;
  readonly Description?: string | undefined;
  readonly RoleArn?: string | undefined;
}

export interface Archive {
  readonly name: string;
  readonly source: BusReference;
  readonly createdAt: Date;
  settings: ArchiveSettings;
  readonly events: ArchivedEvent[];
}

export interface ArchiveSettings {
  readonly Description?: string | undefined;
  readonly EventPattern?: string | undefined;
  readonly KmsKeyIdentifier?: string | undefined;
  /** 0 keeps events for ever. */
  readonly RetentionDays: number;
}

export interface ArchivedEvent {
  readonly event: EventEnvelope;
  readonly archivedAt: Date;
  /** Whether another bus had forwarded the event: what comes back is not forwarded once more. */
  readonly forwarded: boolean;
}

export interface Replay {
  readonly name: string;
  readonly description?: string;
  readonly archive: string;
  readonly destination: EventBridge.ReplayDestination;
  /** The times of the first and the last event wanted. */
  readonly from: Date;
  readonly to: Date;
  readonly startedAt: Date;
  state: EventBridge.ReplayState;
  lastReplayedAt?: Date;
  endedAt?: Date;
}

interface Regional {
  readonly buses: Map<string, Bus>;
  readonly archives: Map<string, Archive>;
  readonly replays: Map<string, Replay>;
}

/** Every account has a default bus in every Region, without anyone making it. */
const regional = store<Regional>('events', 'region', () => ({
  buses: new Map([['default', newBus('default', {})]]),
  archives: new Map(),
  replays: new Map(),
}));

export function newBus(name: string, settings: BusSettings, createdAt?: Date): Bus {
  const dates = createdAt === undefined ? {} : { createdAt, modifiedAt: createdAt };
  return { name, ...dates, settings, rules: new Map(), tags: new Map() };
}

export function busesOf(state: State, account: string, region: string): Map<string, Bus> {
  return regional.of(state, account, region).buses;
}

export function archivesOf(state: State, account: string, region: string): Map<string, Archive> {
  return regional.of(state, account, region).archives;
}

export function replaysOf(state: State, account: string, region: string): Map<string, Replay> {
  return regional.of(state, account, region).replays;
}

/** The buses of all accounts and Regions, and the replays beside them. */
export function everywhere(state: State): { account: string; region: string; buses: Bus[]; replays: Replay[] }[] {
  return regional.all(state).map(({ account, region, data }) => {
    return { account, region, buses: [...data.buses.values()], replays: [...data.replays.values()] };
  });
}

export function findBus(state: State, { account, region, name }: BusReference): Bus | undefined {
  return busesOf(state, account, region).get(name);
}

/** @throws AwsError `ResourceNotFoundException` */
export function requireBus(state: State, reference: BusReference): Bus {
  const bus = findBus(state, reference);
  if (bus === undefined) throw new AwsError('ResourceNotFoundException', `Event bus ${reference.name} does not exist.`);
  return bus;
}

export function findRule(state: State, bus: BusReference, name: string): Rule | undefined {
  return findBus(state, bus)?.rules.get(name);
}

/** @throws AwsError `ResourceNotFoundException` for the bus or the rule */
export function requireRule(state: State, bus: BusReference, name: string): Rule {
  const rule = requireBus(state, bus).rules.get(name);
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
  return rule;
}
