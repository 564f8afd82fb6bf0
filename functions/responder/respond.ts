/** From an event to an alert: the whole way, with the calls to AWS passed in. */
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { DeclaredResource } from '../../infra/specifications/resources';
import { SWEEP_LINE } from '../../infra/specifications/sweep';
import { type Alert, callAlert, unreadableAlert } from './alert';
import { type Aws, messageOf } from './aws';
import type { Damping } from './damping';
import { type Decision, decide } from './decision';
import { type Enforcement, enforcementAt } from './enforcement';
import type { Folding } from './folding';
import { keeperOf } from './keepers';
import { type Permitted, type Reconciliation, reconcile } from './reconcile';
import { parseReport, type ReportedCall } from './report';
import { sweep } from './sweep';
import { closedAlert, notedAlert, pausedAlert, sweepAlert, sweepKey } from './sweep-alert';
import { NOT_NAMED, resourcesIn, type Target } from './target';

/** What a response works with. */
export interface Surroundings {
  readonly declared: DeclaredState;
  /** Calls as the repair role of the call's account. */
  readonly aws: Aws;
  readonly publish: (alert: Alert) => Promise<void>;
  readonly folding: Folding;
  readonly damping: Damping;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One line of the log. */
export type Log = (line: { readonly type: string } & Readonly<Record<string, unknown>>) => void;

/** A repair that failed. Thrown after people were told, so that Lambda tries again and keeps the event at the end. */
export class RepairFailed extends Error {
  constructor(cause: unknown) {
    super(`The repair failed: ${messageOf(cause)}`, { cause });
    this.name = 'RepairFailed';
  }
}

/**
 * Responds to one event: what it was about is put back, and people are told. The schedule's request is for everything.
 *
 * @throws RepairFailed when a repair failed, and whatever `publish` throws: then nobody was told.
 */
export async function respond(event: unknown, surroundings: Surroundings): Promise<void> {
  const { declared, log } = surroundings;
  const report = parseReport(event);
  if (report.kind === 'sweep') return await respondToSchedule(surroundings);
  if (report.kind === 'unreadable') {
    log({ type: 'unreadable', reason: report.reason, eventId: report.eventId });
    return await tell(`unreadable ${report.account} ${report.reason}`, unreadableAlert(report), surroundings);
  }
  const decision = decide(report, declared);
  const enforcement = enforcementOf(decision, surroundings);
  const repairs = await repairsFor(report, decision, enforcement, surroundings);
  if (isEcho(decision) && repairs.some(({ calls }) => calls.length > 0)) surroundings.damping.note(echoKey(decision));
  log(logLine(report, decision, repairs));
  if (isWorthTelling(report, decision, repairs, declared) && !isSecondRecord(report, repairs, surroundings)) {
    const alert = callAlert(report, decision, declared, repairs, enforcement.pause);
    await tell(keyOf(report, decision, alert), alert, surroundings);
    if (report.sharedId !== undefined) surroundings.folding.next(sharedKey(report.sharedId), alert);
  }
  const failed = repairs.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) throw new RepairFailed(failed.error);
}

/** A repair that did not hold, again and again, is left to the sweep. */
function enforcementOf(decision: Decision, { declared, damping, now }: Surroundings): Enforcement {
  const enforcement = enforcementAt(declared, now());
  if (!enforcement.enforce || !isEcho(decision) || !damping.isTooMany(echoKey(decision))) return enforcement;
  return { enforce: false, pause: 'the repair does not hold; the sweep tries again every five minutes' };
}

type Echo = Extract<Decision, { kind: 'repair' }>;

function isEcho(decision: Decision): decision is Echo {
  return decision.kind === 'repair' && decision.echo;
}

function echoKey({ target }: Echo): string {
  return target.resources.map(({ arn }) => arn).join(' ');
}

/**
 * One call across accounts is recorded in both of them. Whichever record comes second is told of only if there was still
 * something to do.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html (sharedEventID)
 */
function isSecondRecord(
  { sharedId }: ReportedCall,
  repairs: readonly Reconciliation[],
  { folding }: Surroundings,
): boolean {
  if (sharedId === undefined || !folding.isTold(sharedKey(sharedId))) return false;
  return repairs.every(({ outcome }) => outcome === 'intact');
}

function sharedKey(sharedId: string): string {
  return `shared ${sharedId}`;
}

/** What failed is tried again by the next sweep, and not by Lambda. */
async function respondToSchedule(surroundings: Surroundings): Promise<void> {
  const { declared, aws, folding, log, now, publish } = surroundings;
  const { enforce, pause } = enforcementAt(declared, now());
  const result = await sweep(declared, aws, { enforce }, now);
  const alert = sweepAlert(result, new Date(now()).toISOString(), pause);
  if (alert !== undefined) await tell(sweepKey(result), alert, surroundings);
  const closed = closedAlert(result, Object.keys(declared.accounts));
  if (closed !== undefined) await tell(`closed ${closed.body}`, closed, surroundings);
  const noted = notedAlert(result);
  if (noted !== undefined) await tell(noted.subject, noted, surroundings);
  if (pause !== undefined && declared.mode === 'enforce')
    await tell(`paused ${pause}`, pausedAlert(pause), surroundings);
  for (const waiting of folding.rest()) await publish(waiting);
  log({
    type: SWEEP_LINE,
    compared: result.compared,
    different: result.different.map(({ resource, outcome }) => ({ resource: resource.arn, outcome })),
    closed: result.closed.map(({ account }) => account),
    left: result.left.length,
    ...(result.error === undefined ? {} : { error: messageOf(result.error) }),
  });
}

/** Tells people, unless they were told the same a moment ago. */
async function tell(key: string, alert: Alert, { publish, folding }: Surroundings): Promise<void> {
  const next = folding.next(key, alert);
  if (next === undefined) return;
  try {
    await publish(next);
  } catch (error) {
    folding.forget(key);
    throw error;
  }
}

/** The same call about the same resource with the same end is one story; whatever differs is another. */
function keyOf({ account, eventName, region }: ReportedCall, decision: Decision, { outcome }: Alert): string {
  const target = decision.kind === 'unlisted' ? NOT_NAMED : decision.target.described;
  return [account, region, eventName, target, outcome].join(' ');
}

async function repairsFor(
  { account, eventName }: ReportedCall,
  decision: Decision,
  { enforce }: Enforcement,
  { declared, aws }: Surroundings,
): Promise<Reconciliation[]> {
  if (decision.kind !== 'repair') return [];
  const { resources } = decision.target;
  const done = await inTurn(resources, aws, { enforce, after: eventName });
  if (!done.some(({ gone, outcome }) => gone && outcome === 'repaired')) return done;
  // What was gone took others with it: a bus its rules, trusted access the trails.
  const others = resourcesIn(declared, account).filter(
    (each) => !resources.some(({ type, arn }) => type === each.type && arn === each.arn),
  );
  const consequences = await inTurn(others, aws, { enforce });
  return [...done, ...consequences.filter(({ outcome }) => outcome !== 'intact')];
}

async function inTurn(
  resources: readonly DeclaredResource[],
  aws: Aws,
  permitted: Permitted,
): Promise<Reconciliation[]> {
  const done: Reconciliation[] = [];
  for (const resource of resources) done.push(await reconcile(await keeperOf(resource), resource, aws, permitted));
  return done;
}

/**
 * The responder's own calls, coming back, are told of when they did not suffice, and calls about what nobody declared where those
 * about everybody's are reported. Other people have keys: a call about a key is told of when it was ours. In the account that
 * keeps nothing but the evidence every key counts, for it may have encrypted log files before they were redirected to another.
 */
function isWorthTelling(
  { account }: ReportedCall,
  decision: Decision,
  repairs: readonly Reconciliation[],
  { accounts }: DeclaredState,
): boolean {
  const isEvidence = accounts[account] === 'log-archive';
  if (decision.kind === 'undeclared') {
    const { scope, subject } = decision.entry;
    return scope === 'any' && (subject.resource !== 'key' || isEvidence);
  }
  if (decision.kind !== 'repair' || repairs.some(({ outcome }) => outcome !== 'intact')) return true;
  return !decision.own && (isEvidence || repairs.some((repair) => isMeant(decision.target, repair)));
}

function isMeant({ identities }: Target, { identity, resource }: Reconciliation): boolean {
  if (identities === undefined || identity === undefined) return true;
  return identities.some((each) => each === identity || each === resource.name || identity.endsWith(`/${each}`));
}

function logLine(call: ReportedCall, decision: Decision, repairs: readonly Reconciliation[]): Parameters<Log>[0] {
  return {
    type: 'response',
    eventId: call.eventId,
    account: call.account,
    region: call.region,
    eventName: call.eventName,
    decision: decision.kind,
    repairs: repairs.map(({ resource, outcome, error }) => ({
      resource: resource.arn,
      outcome,
      ...(error === undefined ? {} : { error: messageOf(error) }),
    })),
  };
}
