/** The tamper catalogue: the one table of calls that would make the trail, its reports or their repair weaker than declared. */
import { CLOUDTRAIL_ENTRIES } from './cloudtrail';
import type { TamperEntry } from './entry';

export const TAMPER_CATALOGUE: readonly TamperEntry[] = [...CLOUDTRAIL_ENTRIES];

/** The entry of a recorded call, if it is in the catalogue. */
export function tamperEntryOf(eventSource: string, eventName: string): TamperEntry | undefined {
  return TAMPER_CATALOGUE.find((entry) => entry.eventSource === eventSource && entry.eventName === eventName);
}
