/** What people are spared: the same again and again becomes one alert that counts. */
import type { Alert } from './alert';
import { subjectOf } from './alert-text';

/** After this much quiet, the same is news again. */
const QUIET_MS = 15 * 60_000;
/** However often it happens, people hear of it again after this much time. */
const LONGEST_SILENCE_MS = 60 * 60_000;

/** A story that did not go on for this long has come to its end. */
const END_MS = 60_000;

interface Told {
  readonly since: number;
  lastAt: number;
  lastToldAt: number;
  count: number;
  /** How many of them nobody was told of yet. */
  untold: number;
  latest: Alert;
}

/**
 * Remembers what people were told, in the memory of one process of the function. It serves alerts and gates no repair: a new
 * process tells everything once more, which is too much rather than too little.
 */
export class Folding {
  private readonly told = new Map<string, Told>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /**
   * The alert to send now, or nothing while the same goes on: the first is always sent, then the 10th, the 100th and so on, and
   * one when an hour has passed.
   *
   * @param key what makes two alerts the same: a resource, and what became of it
   */
  next(key: string, alert: Alert): Alert | undefined {
    const now = this.now();
    const known = this.told.get(key);
    if (known === undefined || now - known.lastAt > QUIET_MS) {
      this.told.set(key, { since: now, lastAt: now, lastToldAt: now, count: 1, untold: 0, latest: alert });
      return alert;
    }
    known.count += 1;
    known.untold += 1;
    known.lastAt = now;
    known.latest = alert;
    const isMilestone = /^10+$/.test(String(known.count));
    if (!isMilestone && now - known.lastToldAt < LONGEST_SILENCE_MS) return undefined;
    return this.tell(known);
  }

  /** Whether people heard of this a moment ago. */
  isTold(key: string): boolean {
    const known = this.told.get(key);
    return known !== undefined && this.now() - known.lastAt <= QUIET_MS;
  }

  /** What has been held back and went quiet: the end of each story, once. */
  rest(): Alert[] {
    const waiting = [...this.told.values()].filter(({ untold, lastAt }) => untold > 0 && this.now() - lastAt >= END_MS);
    const alerts = waiting.map((known) => this.tell(known));
    for (const [key, { lastAt }] of this.told) if (this.now() - lastAt > QUIET_MS) this.told.delete(key);
    return alerts;
  }

  /** The alert did not reach anybody: the next one is the first again. */
  forget(key: string): void {
    this.told.delete(key);
  }

  private tell(known: Told): Alert {
    const { count, untold, since, latest } = known;
    known.lastToldAt = this.now();
    known.untold = 0;
    const from = new Date(since).toISOString();
    return {
      ...latest,
      subject: subjectOf(`(${count} times) ${latest.subject}`),
      body: `It goes on: ${count} times since ${from}, ${untold} of them since the last alert. The latest:\n\n${latest.body}`,
    };
  }
}
