/** The two ways in which a record spells a time. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The record's own times: `2026-11-20T08:15:30Z`. */
export function recordedTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** A time inside parameters or a response: `Nov 20, 2026, 8:15:30 AM`, in UTC. */
export function recordedParameterTime(time: Date): string {
  const hours = time.getUTCHours();
  const clock = [hours % 12 || 12, two(time.getUTCMinutes()), two(time.getUTCSeconds())].join(':');
  const day = `${MONTHS[time.getUTCMonth()]} ${time.getUTCDate()}, ${time.getUTCFullYear()}`;
  return `${day}, ${clock} ${hours < 12 ? 'AM' : 'PM'}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
