/** The maintenance window as declared: until when repairs pause, and no longer than people can oversee. */

/** The longest way ahead that a window may end, in hours. */
export const LONGEST_WINDOW_HOURS = 4;

const HOUR_MS = 3_600_000;
/** As many characters as `2026-03-02T15:00`. */
const TO_THE_MINUTE = 16;
const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;

/** The moment that a text like `2026-03-02T15:00:00Z` names, in milliseconds since 1970; `undefined` for any other text. */
export function momentOf(text: string): number | undefined {
  const moment = FORM.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) return undefined;
  // A day that its month does not have would be taken for one of the next month.
  return new Date(moment).toISOString().startsWith(text.slice(0, TO_THE_MINUTE)) ? moment : undefined;
}

/**
 * Whether a window that ends then is open. It fails closed: a text that says no moment, or one too far ahead, opens nothing.
 *
 * @param now milliseconds since 1970
 */
export function isWindowOpen(until: string | undefined, now: number): boolean {
  const end = until === undefined ? undefined : momentOf(until);
  return end !== undefined && now < end && end - now <= LONGEST_WINDOW_HOURS * HOUR_MS;
}
