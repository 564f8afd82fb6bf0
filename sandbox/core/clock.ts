/** The clock door: everything that AWS does by itself, now or later, is a task on this clock. */

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
  /** A recurring task never keeps `settle` waiting. */
  readonly recurring: boolean;
  cancelled: boolean;
}

/** Where waiting ends: a virtual clock jumps there, a real one is waited for. */
export type ClockMode = 'virtual' | 'real';

/**
 * The time of the organization in memory, and the tasks that wait for it.
 *
 * Work that is due runs by itself, without anyone asking. Work that is due later waits: in `virtual` mode until `settle`
 * or `advance` moves the time, in `real` mode until that much time has passed.
 */
export class Clock {
  private readonly tasks: Task[] = [];
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
    return this.add(delayMs, run, false);
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
        true,
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
    for (;;) {
      await this.quiet();
      const next = this.mode === 'virtual' ? this.next(end) : undefined;
      if (next === undefined) break;
      this.offset = Math.max(this.offset, next.at);
      this.pump();
    }
    this.rethrow();
  }

  /** Moves a virtual clock by `ms`, running all that becomes due on the way, recurring tasks included. */
  async advance(ms: number): Promise<void> {
    if (this.mode === 'real') throw new Error('A real clock cannot be advanced.');
    const end = this.millis() + ms;
    for (;;) {
      await this.quiet();
      const next = this.tasks.filter((task) => task.at <= end).sort(inOrder)[0];
      if (next === undefined) break;
      this.offset = Math.max(this.offset, next.at);
      this.pump();
    }
    this.offset = end;
    this.rethrow();
  }

  /** Drops every task that has not begun and waits for those that have. */
  async stop(): Promise<void> {
    this.tasks.length = 0;
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = undefined;
    await this.quiet();
  }

  private millis(): number {
    return this.mode === 'real' ? Date.now() + this.offset : this.offset;
  }

  private add(delayMs: number, run: () => void | Promise<void>, recurring: boolean): { cancel(): void } {
    const task: Task = {
      at: this.millis() + Math.max(0, delayMs),
      order: this.order++,
      run,
      recurring,
      cancelled: false,
    };
    this.tasks.push(task);
    this.pump();
    return {
      cancel: () => {
        task.cancelled = true;
        const index = this.tasks.indexOf(task);
        if (index >= 0) this.tasks.splice(index, 1);
      },
    };
  }

  private next(end: number): Task | undefined {
    return this.tasks.filter((task) => !task.recurring && task.at <= end).sort(inOrder)[0];
  }

  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    setImmediate(() => {
      this.pumping = false;
      const now = this.millis();
      const due = this.tasks.filter((task) => task.at <= now).sort(inOrder);
      for (const task of due) this.start(task);
      this.wait();
      this.wake();
    });
  }

  private start(task: Task): void {
    this.tasks.splice(this.tasks.indexOf(task), 1);
    if (task.cancelled) return;
    this.running += 1;
    void (async () => {
      try {
        await task.run();
      } catch (error) {
        this.failures.push(error);
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
    const soonest = this.tasks.reduce((least, task) => Math.min(least, task.at), Number.POSITIVE_INFINITY);
    if (soonest === Number.POSITIVE_INFINITY) return;
    this.timer = setTimeout(() => this.pump(), Math.min(Math.max(0, soonest - this.millis()), 2 ** 31 - 1));
    this.timer.unref();
  }

  private busy(): boolean {
    const now = this.millis();
    return this.running > 0 || this.pumping || this.tasks.some((task) => task.at <= now);
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

  private rethrow(): void {
    if (this.failures.length === 0) return;
    const failures = this.failures.splice(0);
    throw new AggregateError(failures, `${failures.length} task(s) of the sandbox failed: ${failures.join('; ')}`);
  }
}

function inOrder(left: Task, right: Task): number {
  return left.at - right.at || left.order - right.order;
}
