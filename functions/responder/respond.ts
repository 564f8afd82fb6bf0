/** From an event to an alert: the whole way, with the calls to AWS passed in. */
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { DeclaredResource } from '../../infra/specifications/resources';
import { type Alert, callAlert, unreadableAlert } from './alert';
import { type Aws, messageOf } from './aws';
import { type Decision, decide } from './decision';
import { keeperOf } from './keepers';
import { type Permitted, type Reconciliation, reconcile } from './reconcile';
import { parseReport, type ReportedCall } from './report';
import { resourcesIn, type Target } from './target';

export interface Clients {
  /** Calls as the repair role of the call's account. */
  readonly aws: Aws;
  readonly publish: (alert: Alert) => Promise<void>;
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
 * Responds to one event: what it was about is put back, and people are told.
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
  const repairs = await repairsFor(report, decision, declared, clients.aws);
  log(logLine(report, decision, repairs));
  if (isWorthTelling(decision, repairs)) await clients.publish(callAlert(report, decision, declared, repairs));
  const failed = repairs.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) throw new RepairFailed(failed.error);
}

async function repairsFor(
  { account, eventName }: ReportedCall,
  decision: Decision,
  declared: DeclaredState,
  aws: Aws,
): Promise<Reconciliation[]> {
  if (decision.kind !== 'repair') return [];
  const permitted = { enforce: declared.mode === 'enforce', after: eventName };
  const { resources } = decision.target;
  const done = await inTurn(resources, aws, permitted);
  if (!done.some(({ gone, outcome }) => gone && outcome === 'repaired')) return done;
  // What was gone took others with it: a bus its rules, trusted access the trails.
  const others = resourcesIn(declared, account).filter(
    (each) => !resources.some(({ type, arn }) => type === each.type && arn === each.arn),
  );
  const consequences = await inTurn(others, aws, { enforce: permitted.enforce });
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
 * The responder's own calls, coming back, are told of when they did not suffice. So is a call about a key that turned out to be
 * somebody else's, and a call about something of the prefix's that nothing declares.
 */
function isWorthTelling(decision: Decision, repairs: readonly Reconciliation[]): boolean {
  if (decision.kind === 'undeclared') return decision.entry.scope === 'any';
  if (decision.kind !== 'repair' || repairs.some(({ outcome }) => outcome !== 'intact')) return true;
  return !decision.own && repairs.some((repair) => isMeant(decision.target, repair));
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
