/** One attack, run and judged. */
import { performance } from 'node:perf_hooks';
import { AwsError } from '../core/aws-error';
import type { AttackResult } from './drill-run';
import { changesBetween, type Inventory, restoreInventory, takeInventory } from './inventory';
import { watchJourney } from './journey';
import { judge } from './judgement';
import type { Range } from './range';
import type { Scenario } from './scenario';

/** A repair that does not hold wakes the responder by its own calls, and would for ever: then reports are held back. */
const MOST_WAKINGS = 60;
const ENDLESS = `The responder was woken ${MOST_WAKINGS} times: its repair does not hold, and wakes it again.`;

/**
 * Runs one attack, lets everything that follows from it happen, and looks at what is left. Every setting of the organization is
 * compared with what it was, and what is left of the attack is taken away for the next one.
 */
export async function runAttack(scenario: Scenario, range: Range): Promise<AttackResult> {
  const { sandbox, listener, context, intact } = range;
  const found = await range.interlude.before(scenario.story?.(context.targets));
  const began = performance.now();
  const before = scenario.prepare === undefined ? intact : await prepared(scenario.prepare, range);
  range.interlude.holdSweep();
  const journey = watchJourney(sandbox, range.cast);
  const end = scenario.circumstance?.(sandbox);
  const endGuard = sandbox.gate.injectFaults(({ operation, principal }) => {
    if (operation !== 'AssumeRole' || principal.kind !== 'service' || journey.wakings() < MOST_WAKINGS) return;
    throw new AwsError('AccessDenied', 'The drill forwards no more.');
  });
  const answers = await scenario.attack(context);
  await sandbox.clock.settle();
  endGuard();
  end?.();
  journey.end();
  const alerts = await listener.take();
  const left = changesBetween(before, takeInventory(sandbox.state));
  restoreInventory(sandbox.state, intact);
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
    problems: [...found, ...(journey.wakings() < MOST_WAKINGS ? [] : [ENDLESS]), ...problems],
    durationMs: performance.now() - began,
  };
}

async function prepared(prepare: NonNullable<Scenario['prepare']>, { sandbox, context }: Range): Promise<Inventory> {
  await prepare(context);
  await sandbox.clock.settle();
  return takeInventory(sandbox.state);
}
