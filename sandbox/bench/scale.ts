/** What an organization of a thousand accounts in every Region costs the sandbox. */
import { join } from 'node:path';
import { REGISTER, runScript } from './command';
import type { Figure, Measurement, Scope } from './figure';
import type { ScaleOrder, ScaleRun } from './scale-deployment';

const SCRIPT = join(__dirname, 'scale-deployment.ts');
const ACCOUNTS = 1_000;
const ACCOUNTS_OF_SAMPLE = 50;
const GIB = 2 ** 30;
/** The process may use all the memory that the target allows, and so need not collect its garbage so often. */
const MEMORY_FLAGS = ['--max-old-space-size=4096', '--max-semi-space-size=64'];

export const SCALE_DURATION: Figure = {
  name: 'scale-duration',
  title: `Sandbox with ${ACCOUNTS} accounts × 17 Regions, deployed`,
  unit: 's',
  target: { bound: 'under', value: 60 },
  measure: async (scope) => {
    const run = await runAt(scope);
    return measurement(run, projectedSeconds(run, ACCOUNTS), [
      `central stacks ${run.centralSeconds.toFixed(1)} s, ${run.members} members ${run.memberSeconds.toFixed(1)} s`,
      `${run.resources} resources by ${run.calls} calls: ${callRate(run).toFixed(0)} calls a second`,
      `the whole process took ${run.processorSeconds.toFixed(1)} s of the processor`,
      `Node with ${MEMORY_FLAGS.join(' ')}`,
    ]);
  },
};

export const SCALE_MEMORY: Figure = {
  name: 'scale-memory',
  title: `Sandbox with ${ACCOUNTS} accounts × 17 Regions, most memory`,
  unit: 'GiB',
  target: { bound: 'under', value: 4 },
  measure: async (scope) => {
    const run = await runAt(scope);
    return measurement(run, projectedPeakBytes(run, ACCOUNTS) / GIB, [
      `the process had at most ${mebibytes(run.peakBytes)}; ${mebibytes(run.heapBytes)} of it in use at the end`,
      `each member adds ${(memberHeapBytes(run) / 2 ** 20).toFixed(2)} MiB that stays in use`,
    ]);
  },
};

let measured: Promise<ScaleRun> | undefined;

/** Both figures come from one run. */
function runAt({ all }: Scope): Promise<ScaleRun> {
  const order: ScaleOrder = { accounts: all ? ACCOUNTS : ACCOUNTS_OF_SAMPLE };
  measured ??= runScript<ScaleRun>(SCRIPT, order, [...MEMORY_FLAGS, '--expose-gc', '-r', REGISTER]).then(
    ({ answer }) => answer,
  );
  return measured;
}

/** The time for `accounts` accounts, if every further member takes as long as those of the run did on average. */
export function projectedSeconds(run: ScaleRun, accounts: number): number {
  return run.centralSeconds + (run.memberSeconds / run.members) * membersOf(run, accounts);
}

/** The most memory for `accounts` accounts, if every further member keeps as much in use as those of the run. */
export function projectedPeakBytes(run: ScaleRun, accounts: number): number {
  return run.peakBytes + memberHeapBytes(run) * (membersOf(run, accounts) - run.members);
}

function membersOf(run: ScaleRun, accounts: number): number {
  return accounts - (run.accounts - run.members);
}

function memberHeapBytes(run: ScaleRun): number {
  return (run.heapBytes - run.centralHeapBytes) / run.members;
}

function callRate(run: ScaleRun): number {
  return run.calls / (run.centralSeconds + run.memberSeconds);
}

function measurement(run: ScaleRun, value: number, notes: readonly string[]): Measurement {
  if (run.accounts === ACCOUNTS) return { value, notes };
  const how = `extrapolated in a straight line from ${run.accounts} accounts × ${run.regions} Regions; --all measures it`;
  return { value, extrapolated: true, notes: [how, ...notes] };
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
