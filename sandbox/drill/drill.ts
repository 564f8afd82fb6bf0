/** The drill: deploys the sample organization into a sandbox, and attacks it; where processors are free, copies of it as well. */
import { performance } from 'node:perf_hooks';
import { type DeployedStack, deployOrganization } from '../deployment';
import type { SampleOrganization } from '../sample-organization';
import { openSandbox, type Sandbox } from '../sandbox';
import { copyOrganization } from '../state-copy';
import { Accomplices } from './accomplices';
import { runAttack } from './attack';
import type { AttackResult, DrillRun } from './drill-run';
import { Program } from './program';
import { attackedSample, FUNCTION_PROCESSES, inRange } from './range';
import type { Scenario } from './scenario';

/** Told of progress while the drill runs. */
export interface DrillListener {
  deployed?(stack: DeployedStack): void;
  /** In the order of the scenarios. */
  attacked?(result: AttackResult): void;
}

/**
 * Runs the scenarios, each in the organization that is free first. Attacks on one organization never overlap.
 *
 * @param accomplices how many processes attack copies of the organization meanwhile
 * @throws Error when one of them fails
 */
export async function runDrill(
  scenarios: readonly Scenario[],
  tell: DrillListener = {},
  accomplices = 0,
): Promise<DrillRun> {
  const began = performance.now();
  const sample = attackedSample();
  const program = new Program(scenarios, (result) => tell.attacked?.(result));
  const gang = new Accomplices(accomplices);
  try {
    const { sandbox, stacks } = await deployed(sample, tell);
    const ended = gang.work(copyOrganization(sandbox), program);
    await inRange(sandbox, sample, async (range) => {
      for (let scenario = program.take(); scenario !== undefined; scenario = program.take())
        program.add(await runAttack(scenario, range));
      await ended;
    });
    const attacks = program.results();
    return {
      organization: sample.description.id,
      node: process.version,
      stacks,
      attacks,
      durationMs: performance.now() - began,
      passed: attacks.every(({ problems }) => problems.length === 0),
    };
  } finally {
    gang.end();
  }
}

/** Reports of the deployment itself would keep the responder busy, before anything is under attack: it leaves none. */
async function deployed(
  sample: SampleOrganization,
  tell: DrillListener,
): Promise<{ sandbox: Sandbox; stacks: DeployedStack[] }> {
  const { description: organization } = sample;
  const sandbox = await openSandbox({ organization, clock: 'virtual', functionProcesses: FUNCTION_PROCESSES });
  try {
    const stacks: DeployedStack[] = [];
    for await (const stack of deployOrganization({ ...sandbox, gate: sandbox.unrecorded }, sample)) {
      stacks.push(stack);
      tell.deployed?.(stack);
    }
    await sandbox.clock.settle();
    return { sandbox, stacks };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}
