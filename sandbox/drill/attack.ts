/** One attack, run and judged. */
import { performance } from 'node:perf_hooks';
import type { Sandbox } from '../sandbox';
import { resumeEvents } from '../services/eventbridge/resumption';
import type { AlertListener } from './alert-listener';
import type { AttackResult } from './drill-run';
import { changesBetween, type Inventory, restoreInventory, takeInventory } from './inventory';
import { type Cast, watchJourney } from './journey';
import { judge } from './judgement';
import type { AttackContext, Scenario } from './scenario';

/** What every attack of a drill shares. */
export interface Range {
  readonly sandbox: Sandbox;
  readonly context: AttackContext;
  readonly cast: Cast;
  readonly listener: AlertListener;
  /** What people were told of, and when it was last: in milliseconds of the organization's time. */
  readonly told: Map<string, number>;
  /** Every setting as it is when nothing is under attack; looked at again after each. */
  intact: Inventory;
  /** Ends what was opened for it. */
  close(): void;
}

/** The same, again within this much time, is folded into one alert that goes on. */
const QUIET_MS = 16 * 60_000;

/**
 * Runs one attack, lets everything that follows from it happen, and looks at what is left. Every setting of the organization is
 * compared with what it was, and what is left of the attack is taken away for the next one.
 */
export async function runAttack(scenario: Scenario, range: Range): Promise<AttackResult> {
  const { sandbox, listener, context } = range;
  const began = performance.now();
  await letBygonesBe(scenario, range);
  // Every schedule begins anew: what follows is brought about by reports, and no sweep lends a hand.
  resumeEvents(sandbox.cloud);
  const before = scenario.prepare === undefined ? range.intact : await prepared(scenario.prepare, range);
  const journey = watchJourney(sandbox, range.cast);
  const end = scenario.circumstance?.(sandbox);
  const answers = await scenario.attack(context);
  await sandbox.clock.settle();
  end?.();
  journey.end();
  const alerts = await listener.take();
  const after = takeInventory(sandbox.state);
  const left = changesBetween(before, after);
  if (before === range.intact && left.length === 0) range.intact = after;
  else restoreInventory(sandbox.state, range.intact);
  const { outcome, problems } = judge(scenario.expected, {
    answers,
    alerts,
    left,
    wakings: journey.wakings(),
    repairs: journey.repairs(),
  });
  return {
    id: scenario.id,
    title: scenario.title,
    group: scenario.group,
    attacker: scenario.attacker,
    expected: scenario.expected,
    detected: journey.wakings() > 0 || alerts.length > 0,
    outcome,
    alerts,
    steps: journey.steps(),
    problems,
    durationMs: performance.now() - began,
  };
}

/** Lets time pass when the drill made the same call a moment ago, so that people are told of this one by itself. */
async function letBygonesBe({ story }: Scenario, { sandbox: { clock }, told, context }: Range): Promise<void> {
  if (story === undefined) return;
  const name = story(context.targets);
  const last = told.get(name);
  if (last !== undefined && clock.now().getTime() - last < QUIET_MS) {
    clock.after(QUIET_MS, () => undefined);
    await clock.settle();
  }
  told.set(name, clock.now().getTime());
}

async function prepared(
  prepare: NonNullable<Scenario['prepare']>,
  { sandbox, listener, context }: Range,
): Promise<Inventory> {
  await prepare(context);
  await sandbox.clock.settle();
  await listener.take();
  return takeInventory(sandbox.state);
}
