/** The program of a drill: which attack is next, and what became of those that were. */
import type { AttackResult } from './drill-run';
import type { Scenario } from './scenario';

export class Program {
  private readonly ended: (AttackResult | undefined)[] = [];
  private next = 0;
  private told = 0;
  private isStopped = false;

  /** @param tell hears of the results in the order of the scenarios, however they come */
  constructor(
    private readonly scenarios: readonly Scenario[],
    private readonly tell: (result: AttackResult) => void,
  ) {}

  /** The next attack, for whoever is free; undefined when there is none left. */
  take(): Scenario | undefined {
    const scenario = this.isStopped ? undefined : this.scenarios[this.next];
    this.next += 1;
    return scenario;
  }

  add(result: AttackResult): void {
    this.ended[this.scenarios.findIndex(({ id }) => id === result.id)] = result;
    for (let next = this.ended[this.told]; next !== undefined; next = this.ended[this.told]) {
      this.told += 1;
      this.tell(next);
    }
  }

  /** Ends the program: no further attack begins. */
  stop(): void {
    this.isStopped = true;
  }

  /** In the order of the scenarios. */
  results(): AttackResult[] {
    return this.ended.filter((result) => result !== undefined);
  }
}
