/** An organization as it is at a moment, to go on in another process. */
import { deserialize, serialize } from 'node:v8';
import { State } from './core/state';
import type { Sandbox } from './sandbox';
import { lastingEntries } from './state-file';

export interface OrganizationCopy {
  /** In the format of `node:v8`. */
  readonly bytes: Uint8Array;
  /** The organization's time, in milliseconds since 1970. */
  readonly time: number;
}

export function copyOrganization({ state, clock }: Pick<Sandbox, 'state' | 'clock'>): OrganizationCopy {
  return { bytes: serialize(lastingEntries(state)), time: clock.now().getTime() };
}

/** The state of a copy; each call makes one of its own. */
export function stateOf({ bytes }: OrganizationCopy): State {
  const state = new State();
  for (const [key, value] of deserialize(bytes) as [string, unknown][]) state.at(key, () => value);
  return state;
}
