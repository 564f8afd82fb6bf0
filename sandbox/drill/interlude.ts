/** Between two attacks: what AWS does by itself in the meantime, so that each attack stands for itself. */
import type { Sandbox } from '../sandbox';
import { resumeEvents } from '../services/eventbridge/resumption';
import type { AlertListener } from './alert-listener';

const MINUTE = 60_000;
/** How often the sweep runs. */
const SWEEP_MS = 5 * MINUTE;
/** The alarm about a silent sweep waits for a quarter of an hour; an attack with its retries takes less than the rest. */
const LONGEST_SILENCE_MS = 7 * MINUTE;

/** The end of a story that people heard the beginning of, and alarms, which come late by their nature. */
const OF_EARLIER_ATTACKS = /^(\(\d+ times\)|ALARM: )/;

export class Interlude {
  private readonly stories = new Set<string>();
  private lastSweepAt: number;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly listener: Pick<AlertListener, 'take'>,
  ) {
    this.lastSweepAt = sandbox.clock.now().getTime();
  }

  /**
   * Lets the sweep run when it was held for some time, and lets the responder forget when people were told the same before: it
   * would tell them no more than that it goes on.
   *
   * @param story what the next attack is about
   * @returns what the sweep found though nothing was under attack, as sentences
   */
  async before(story: string | undefined): Promise<string[]> {
    const { clock, lambda } = this.sandbox;
    if (story !== undefined && this.stories.has(story)) await lambda.cool();
    if (story !== undefined) this.stories.add(story);
    if (clock.now().getTime() - this.lastSweepAt < LONGEST_SILENCE_MS) return [];
    this.holdSweep();
    await clock.advance(SWEEP_MS);
    await clock.settle();
    this.lastSweepAt = clock.now().getTime();
    const alerts = await this.listener.take();
    return alerts
      .filter(({ subject }) => !OF_EARLIER_ATTACKS.test(subject))
      .map(({ subject }) => `Nothing was under attack, and people were told: ${subject}`);
  }

  /** Lets schedules begin anew: what follows is brought about by reports, and no sweep lends a hand. */
  holdSweep(): void {
    resumeEvents(this.sandbox.cloud);
  }
}
