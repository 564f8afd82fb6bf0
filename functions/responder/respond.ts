/** From an event to an alert: the whole way, with the clients passed in. */
import type { RepairName } from '../../infra/repairs';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { TrailSpecification } from '../../infra/specifications/trail';
import { type Alert, callAlert, unreadableAlert } from './alert';
import { type Decision, decide } from './decision';
import { parseReport, type ReportedCall } from './report';
import { messageOf, type RepairResult, startLogging, type TrailControl } from './start-logging';

export interface Clients {
  /** Takes on the repair role of the account that owns the trail. */
  trailControl(trail: TrailSpecification): Promise<TrailControl>;
  publish(alert: Alert): Promise<void>;
}

/** One line of the log. */
export type Log = (line: { readonly type: string } & Readonly<Record<string, unknown>>) => void;

type Repair = (trail: TrailControl, enforce: boolean) => Promise<RepairResult>;

const REPAIRS: Readonly<Record<RepairName, Repair>> = { 'start-logging': startLogging };

/** A repair that failed. Thrown after people were told, so that Lambda tries again and keeps the event at the end. */
export class RepairFailed extends Error {
  constructor(cause: unknown) {
    super(`The repair failed: ${messageOf(cause)}`, { cause });
    this.name = 'RepairFailed';
  }
}

/**
 * Responds to one event: at most one repair, and one alert.
 *
 * @throws RepairFailed when a repair failed, and whatever `publish` throws: then nobody was told.
 */
export async function respond(event: unknown, declared: DeclaredState, clients: Clients, log: Log): Promise<void> {
  const report = parseReport(event);
  if (report.kind === 'unreadable') {
    log({ type: 'unreadable', reason: report.reason, eventId: report.eventId });
    await clients.publish(unreadableAlert(report));
    return;
  }
  const decision = decide(report, declared);
  const repair = await repairOf(decision, declared, clients);
  log(logLine(report, decision, repair));
  const settled = decision.kind === 'own' && repair?.outcome === 'intact';
  if (!settled) await clients.publish(callAlert(report, decision, declared, repair));
  if (repair?.outcome === 'failed') throw new RepairFailed(repair.error);
}

async function repairOf(
  decision: Decision,
  declared: DeclaredState,
  clients: Clients,
): Promise<RepairResult | undefined> {
  if (decision.kind !== 'repair' && decision.kind !== 'own') return undefined;
  let trail: TrailControl;
  try {
    trail = await clients.trailControl(decision.trail);
  } catch (error) {
    return {
      outcome: 'failed',
      found: 'Not looked at.',
      done: `Nothing: the repair role of the account ${decision.trail.account} could not be taken on: ${messageOf(error)}`,
      verified: 'Not verified.',
      error,
    };
  }
  const repair = REPAIRS[decision.kind === 'own' ? 'start-logging' : decision.repair];
  return repair(trail, declared.mode === 'enforce');
}

function logLine(call: ReportedCall, decision: Decision, repair: RepairResult | undefined): Parameters<Log>[0] {
  return {
    type: 'response',
    eventId: call.eventId,
    account: call.account,
    region: call.region,
    eventName: call.eventName,
    decision: decision.kind,
    ...(repair === undefined ? {} : { outcome: repair.outcome, found: repair.found, done: repair.done }),
    ...(repair?.error === undefined ? {} : { error: messageOf(repair.error) }),
  };
}
