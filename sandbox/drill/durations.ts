/** Durations, as people read them. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What a clock measured: `0 ms`, `312 ms`, `1.2 s`. */
export function measured(milliseconds: number): string {
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** What a clock measured, where every millisecond counts: `2106 ms`. */
export function exactly(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

/** What a wait takes, with no more than one unit: `60 s`, `5 min`, `24 h`. */
export function waited(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${seconds} s`;
  if (seconds < 2 * HOUR) return `${shortest(seconds / MINUTE)} min`;
  return `${shortest(seconds / HOUR)} h`;
}

function shortest(amount: number): string {
  return String(Number(amount.toFixed(1)));
}
