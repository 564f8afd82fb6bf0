/** What an attack is: who does what, and what has to become of it. */
import type { Sandbox } from '../sandbox';
import type { ClientConfiguration } from './attacker';
import type { Expectation } from './drill-run';

/** What the attack code may use: an endpoint and credentials, as against real accounts. */
export interface AttackContext {
  /** Credentials of the attacker in an account of the organization. */
  readonly attackerIn: (account: string) => Promise<ClientConfiguration>;
  /** Credentials of an account that does not belong to the organization. */
  readonly outsider: ClientConfiguration;
  readonly managementAccount: string;
  readonly memberAccount: string;
  readonly homeRegion: string;
  readonly trailArn: string;
  readonly centralBusArn: string;
}

/** An answer that the attacker got: the error's name, or none. */
export type Answer = string | undefined;

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly attacker: string;
  readonly expected: Expectation;
  /** Sets up a circumstance of the sandbox; the answer ends it. */
  readonly circumstance?: (sandbox: Sandbox) => () => void;
  readonly attack: (context: AttackContext) => Promise<readonly Answer[]>;
}

/** Makes a call and tells how it was answered: an attack goes on, whatever AWS says. */
export async function answerOf(call: Promise<unknown>): Promise<Answer> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
