/** What keeps a repair that does not hold from waking itself for ever. */

/** Repairs of one resource, because of the responder's own calls, that are made within the time. */
const MOST = 5;
const TIME_MS = 5 * 60_000;

/**
 * Remembers, in the memory of one process, how often a repair followed upon a repair's own call. A repair that holds is followed
 * by none. One that does not hold is left to the sweep after a few: it tries again for as long as it takes, and nobody wins by
 * waiting. Calls of anybody else are always answered.
 */
export class Damping {
  private readonly repaired = new Map<string, readonly number[]>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /** Whether a further repair of a resource would be one too many. */
  isTooMany(key: string): boolean {
    return this.lately(key).length >= MOST;
  }

  /** A repair was made because of a repair's own call. */
  note(key: string): void {
    this.repaired.set(key, [...this.lately(key), this.now()]);
  }

  private lately(key: string): readonly number[] {
    return (this.repaired.get(key) ?? []).filter((moment) => this.now() - moment < TIME_MS);
  }
}
