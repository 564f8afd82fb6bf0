/** The clock door: everything that AWS does by itself, now or later, is a task on this clock. */
import { precedes, type Task, TaskQueue } from './task-queue';

/** Where waiting ends: a virtual clock jumps there, a real one is waited for. */
export type ClockMode = 'virtual' | 'real';

/**
 * The time of the organization in memory, and the tasks that wait for it.
 *
 * Work that is due runs by itself, without anyone asking. Work that is due later waits: in `virtual` mode until `settle`
 * or `advance` moves the time, in `real` mode until that much time has passed.
 */
export class Clock {
  private readonly once = new TaskQueue();
  /** Tasks that come again: nobody waits for them to end. */
  private readonly recurring = new TaskQueue();
  private offset: number;
  private running = 0;
  private order = 0;
  private idle: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private pumping = false;
  private readonly failures: unknown[] = [];

  constructor(
    readonly mode: ClockMode,
    start: Date = new Date(),
  ) {
    this.offset = mode === 'real' ? start.getTime() - Date.now() : start.getTime();
  }

  /** The organization's time. */
  now(): Date {
    return new Date(this.millis());
  }

  /** Runs `run` once, `delayMs` from now; 0 means as soon as the call that is being handled has answered. */
  after(delayMs: number, run: () => void | Promise<void>): { cancel(): void } {
    return this.add(delayMs, run, this.once);
  }

  /** Runs `run` every `periodMs`, for as long as nobody cancels it. */
  every(periodMs: number, run: () => void | Promise<void>): { cancel(): void } {
    let current: { cancel(): void };
    let cancelled = false;
    const next = (): void => {
      current = this.add(
        periodMs,
        async () => {
          await run();
          if (!cancelled) next();
        },
        this.recurring,
      );
    };
    next();
    return {
      cancel: () => {
        cancelled = true;
        current.cancel();
      },
    };
  }

  /**
   * Waits until nothing is running or due. A virtual clock also jumps to every later task that is not recurring, so
   * that retries and expiries have happened when it returns; `horizonMs` bounds how far.
   *
   * @throws AggregateError when a task failed: a defect of the sandbox, never of its user.
   */
  async settle(horizonMs = 24 * 3_600_000): Promise<void> {
    const end = this.millis() + horizonMs;
    await this.run(() => (this.mode === 'virtual' ? this.once.peek() : undefined), end);
  }

  /** Moves a virtual clock by `ms`, running all that becomes due on the way, recurring tasks included. */
  async advance(ms: number): Promise<void> {
    if (this.mode === 'real') throw new Error('A real clock cannot be advanced.');
    const end = this.millis() + ms;
    await this.run(() => this.first(), end);
    // Another may have gone further meanwhile.
    this.offset = Math.max(this.offset, end);
  }

  /** Resolves when `ms` have passed: a virtual clock is moved by them, a real one is waited for. */
  async pass(ms: number): Promise<void> {
    if (this.mode === 'virtual') return await this.advance(ms);
    await new Promise<void>((resolve) => this.after(ms, resolve));
  }

  /** Drops every task that has not begun and waits for those that have. */
  async stop(): Promise<void> {
    this.once.clear();
    this.recurring.clear();
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = undefined;
    await this.quiet();
  }

  private millis(): number {
    return this.mode === 'real' ? Date.now() + this.offset : this.offset;
  }

  private add(delayMs: number, run: () => void | Promise<void>, queue: TaskQueue): { cancel(): void } {
    const task: Task = { at: this.millis() + Math.max(0, delayMs), order: this.order++, run, cancelled: false };
    queue.push(task);
    this.pump();
    return {
      cancel: () => {
        task.cancelled = true;
      },
    };
  }

  /** Runs what is due, then jumps to the task that `next` names, until there is none before `end`. */
  private async run(next: () => Task | undefined, end: number): Promise<void> {
    for (;;) {
      await this.quiet();
      const task = next();
      if (task === undefined || task.at > end) break;
      this.offset = Math.max(this.offset, task.at);
      this.pump();
    }
    this.rethrow();
  }

  /** The task that is due first, recurring or not. */
  private first(): Task | undefined {
    const [once, recurring] = [this.once.peek(), this.recurring.peek()];
    if (once === undefined || recurring === undefined) return once ?? recurring;
    return precedes(once, recurring) ? once : recurring;
  }

  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    setImmediate(() => {
      this.pumping = false;
      const now = this.millis();
      const latest = this.order;
      for (let task = this.first(); task !== undefined && task.at <= now; task = this.first()) {
        // What a task schedules for now runs in a turn of its own, so that other work gets its turn too.
        if (task.order >= latest) {
          this.pump();
          break;
        }
        (task === this.once.peek() ? this.once : this.recurring).pop();
        this.start(task);
      }
      this.wait();
      this.wake();
    });
  }

  private start(task: Task): void {
    this.running += 1;
    void (async () => {
      try {
        await task.run();
      } catch (error) {
        this.failed(error);
      } finally {
        this.running -= 1;
        this.wake();
      }
    })();
  }

  /** In real mode, sleeps until the next task is due; never keeps the process alive by itself. */
  private wait(): void {
    if (this.mode !== 'real') return;
    if (this.timer !== undefined) clearTimeout(this.timer);
    const next = this.first();
    if (next === undefined) return;
    this.timer = setTimeout(() => this.pump(), Math.min(Math.max(0, next.at - this.millis()), 2 ** 31 - 1));
    this.timer.unref();
  }

  private busy(): boolean {
    return this.running > 0 || this.pumping || (this.first()?.at ?? Number.POSITIVE_INFINITY) <= this.millis();
  }

  private wake(): void {
    if (this.busy()) return;
    const waiting = this.idle;
    this.idle = [];
    for (const resolve of waiting) resolve();
  }

  private quiet(): Promise<void> {
    if (!this.busy()) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** A failed task is a defect of the sandbox: `settle` tells of it, and where nobody settles, standard error does. */
  private failed(error: unknown): void {
    if (this.mode === 'virtual') this.failures.push(error);
    else
      process.stderr.write(`A task of the sandbox failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  }

  private rethrow(): void {
    if (this.failures.length === 0) return;
    const failures = this.failures.splice(0);
    throw new AggregateError(failures, `${failures.length} task(s) of the sandbox failed: ${failures.join('; ')}`);
  }
}
