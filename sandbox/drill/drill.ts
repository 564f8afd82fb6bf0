/** The drill: attacks on organizations of its own, one after the other. */
import { performance } from 'node:perf_hooks';
import type { DeployedStack } from '../deployment';
import { runAttack } from './attack';
import type { AttackResult, DrillRun } from './drill-run';
import { withRange } from './range';
import type { Scenario } from './scenario';

/** Told of progress while the drill runs. */
export interface DrillListener {
  deployed?(stack: DeployedStack): void;
  /** In the order of the scenarios. */
  attacked?(result: AttackResult): void;
}

/** Runs the scenarios in one organization, in this process. */
export async function runDrill(scenarios: readonly Scenario[], tell: DrillListener = {}): Promise<DrillRun> {
  const began = performance.now();
  const stacks: DeployedStack[] = [];
  const deployed = (stack: DeployedStack): void => {
    stacks.push(stack);
    tell.deployed?.(stack);
  };
  return await withRange(deployed, async (range) => {
    const attacks: AttackResult[] = [];
    for (const scenario of scenarios) {
      const result = await runAttack(scenario, range);
      attacks.push(result);
      tell.attacked?.(result);
    }
    return drillRun(range.context.targets.configuration.organizationId, stacks, attacks, performance.now() - began);
  });
}

/** What a drill comes to. */
export function drillRun(
  organization: string,
  stacks: readonly DeployedStack[],
  attacks: readonly AttackResult[],
  durationMs: number,
): DrillRun {
  const passed = attacks.every(({ problems }) => problems.length === 0);
  return { organization, node: process.version, stacks, attacks, durationMs, passed };
}
