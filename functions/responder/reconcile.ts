/** The repair of one resource: read, compared, put back with the fewest calls, and read again. */
import type { DeclaredResource } from '../../infra/specifications/resources';
import { type Aws, type AwsCall, messageOf, nameOf } from './aws';
import { type Difference, differences, type Found } from './comparison';
import type { Keeper, Repair } from './keepers/keeper';

export type ReconciliationOutcome =
  /** The state was right already. */
  | 'intact'
  | 'repaired'
  /** Not repaired, because nothing may be repaired now. */
  | 'observed'
  /** Not repaired, because this resource never is. */
  | 'watched'
  | 'failed';

/** A call that was made, or would be. */
export interface MadeCall {
  readonly call: AwsCall;
  readonly undo?: AwsCall;
  /** Why it failed. */
  readonly error?: unknown;
}

export interface Reconciliation {
  readonly resource: DeclaredResource;
  readonly outcome: ReconciliationOutcome;
  /** What was found before anything was put back; of what was put back at once, nothing. */
  readonly found: readonly Difference[];
  /** In the order in which they were made; when nothing may be repaired, the ones that would be. */
  readonly calls: readonly MadeCall[];
  /** What still differs; none: verified. */
  readonly left: readonly Difference[];
  /** What cannot be brought back. */
  readonly losses: readonly string[];
  /** Whether it was gone. */
  readonly gone: boolean;
  /** What AWS calls it, where only AWS knows. */
  readonly identity?: string;
  /** What people should know about it though it is as declared. */
  readonly notice?: string;
  /** The first thing that failed. */
  readonly error?: unknown;
}

export interface Permitted {
  /** Whether repairs may be made. */
  readonly enforce: boolean;
  /** The recorded call because of which the resource is looked at; none for the sweep. */
  readonly after?: string;
}

/**
 * Puts one resource back as declared. It never rejects: what fails is part of the answer, and what can still be put back is put
 * back. A call that failed is not the last word, for somebody else may have done the same: what is there at the end is.
 */
export async function reconcile(
  keeper: Keeper,
  resource: DeclaredResource,
  aws: Aws,
  { enforce, after }: Permitted,
): Promise<Reconciliation> {
  const repairable = resource.watchedOnly === undefined;
  const first = enforce && repairable && after !== undefined ? keeper.atOnce?.(resource, after) : undefined;
  const calls: MadeCall[] = first === undefined ? [] : [await make(first, aws)];
  try {
    const before = await keeper.read(resource, aws);
    const found = differences(resource.settings, before);
    if (!repairable && found.length > 0)
      return { ...about(resource, before, found, []), outcome: 'watched', calls, left: found };
    const planned = planFor(keeper, resource, before, found);
    if (!enforce && found.length > 0)
      return { ...about(resource, before, found, planned), outcome: 'observed', calls: planned };
    for (const repair of planned) calls.push(await make(repair, aws));
    const left = planned.length === 0 ? found : differences(resource.settings, await keeper.read(resource, aws));
    const error = left.length > 0 ? (reasonOf(calls, left) ?? new Error('What was put back is not there.')) : undefined;
    const right = calls.some((made) => made.error === undefined) ? 'repaired' : 'intact';
    return {
      ...about(resource, before, found, planned),
      outcome: left.length > 0 ? 'failed' : right,
      calls,
      left,
      ...(error === undefined ? {} : { error }),
    };
  } catch (error) {
    return { ...about(resource, {}, [], []), outcome: 'failed', calls, error };
  }
}

/** What cannot be read is left alone: nobody knows whether it differs. */
function planFor(
  keeper: Keeper,
  resource: DeclaredResource,
  before: Found,
  found: readonly Difference[],
): readonly Repair[] {
  const known = found.filter(({ unread }) => unread === undefined);
  return known.length === 0 ? [] : keeper.repairs(resource, before, new Set(known.map(({ setting }) => setting)));
}

function about(
  resource: DeclaredResource,
  before: Found,
  found: readonly Difference[],
  planned: readonly Repair[],
): Pick<Reconciliation, 'resource' | 'found' | 'left' | 'losses' | 'gone' | 'identity' | 'notice'> {
  const losses = planned.map(({ loss }) => loss).filter((loss) => loss !== undefined);
  const identity = before.identity === undefined ? {} : { identity: before.identity };
  const notice = before.notice === undefined ? {} : { notice: before.notice };
  return { resource, found, left: [], losses, gone: before.gone === true, ...identity, ...notice };
}

async function make({ call, undo }: Repair, aws: Aws): Promise<MadeCall> {
  const made = { call, ...(undo === undefined ? {} : { undo }) };
  try {
    await aws(call);
    return made;
  } catch (error) {
    return { ...made, error };
  }
}

function reasonOf(calls: readonly MadeCall[], left: readonly Difference[]): unknown {
  return (
    calls.find(({ error }) => error !== undefined)?.error ?? left.find(({ unread }) => unread !== undefined)?.unread
  );
}

/** `cloudtrail:StartLogging`, or that it failed and why. */
export function madeText({ call, error }: MadeCall): string {
  return error === undefined ? nameOf(call) : `${nameOf(call)} failed: ${messageOf(error)}`;
}
