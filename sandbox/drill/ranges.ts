/** The drill on several organizations side by side, a process each: as many attacks at a time as there are processors for. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { DeployedStack } from '../deployment';
import { type DrillListener, drillRun } from './drill';
import type { AttackResult, DrillRun } from './drill-run';
import type { Scenario } from './scenario';

const REGISTER = join(__dirname, '..', 'register.cjs');
const RANGE = join(__dirname, 'range-process.ts');

/** What a range tells. */
export type FromRange =
  | { readonly kind: 'deployed'; readonly stack: DeployedStack }
  | { readonly kind: 'ready'; readonly organization: string }
  | { readonly kind: 'attacked'; readonly result: AttackResult }
  | { readonly kind: 'failed'; readonly message: string };

/** What a range is told: which attack is next. It ends when it is left alone. */
export interface ToRange {
  readonly attack: string;
}

/**
 * Runs the scenarios, each in the organization that is free first. Attacks of one organization never overlap.
 *
 * @throws Error when a range fails; all others end
 */
export async function runDrillOn(
  ranges: number,
  scenarios: readonly Scenario[],
  tell: DrillListener = {},
): Promise<DrillRun> {
  const began = performance.now();
  const processes = Array.from({ length: ranges }, () => fork(RANGE, [], { execArgv: ['-r', REGISTER] }));
  const stacks: DeployedStack[] = [];
  const attacks = new Results(tell);
  let organization = '';
  let next = 0;
  const work = (range: ChildProcess, isFirst: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const attackNext = (): void => {
        const scenario = scenarios[next];
        if (scenario === undefined) return range.disconnect();
        next += 1;
        range.send({ attack: scenario.id } satisfies ToRange);
      };
      range.on('message', (message: FromRange) => {
        if (message.kind === 'failed') return reject(new Error(message.message));
        if (message.kind === 'deployed') {
          if (!isFirst) return;
          stacks.push(message.stack);
          tell.deployed?.(message.stack);
          return;
        }
        if (message.kind === 'ready') organization = message.organization;
        else
          attacks.add(
            scenarios.findIndex(({ id }) => id === message.result.id),
            message.result,
          );
        attackNext();
      });
      range.once('error', reject);
      range.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A range ended with code ${code}.`))));
    });
  try {
    await Promise.all(processes.map((range, index) => work(range, index === 0)));
  } finally {
    for (const range of processes) if (range.connected) range.disconnect();
  }
  return drillRun(organization, stacks, attacks.inOrder(), performance.now() - began);
}

/** Results, told of in the order of the scenarios, however they come. */
class Results {
  private readonly results: (AttackResult | undefined)[] = [];
  private told = 0;

  constructor(private readonly tell: DrillListener) {}

  add(index: number, result: AttackResult): void {
    this.results[index] = result;
    for (let waiting = this.results[this.told]; waiting !== undefined; waiting = this.results[this.told]) {
      this.tell.attacked?.(waiting);
      this.told += 1;
    }
  }

  inOrder(): AttackResult[] {
    return this.results.filter((result) => result !== undefined);
  }
}
