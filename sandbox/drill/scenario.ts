/** What an attack is: who does what, and what has to become of it. */
import type { Sandbox } from '../sandbox';
import type { ClientConfiguration } from './attacker';
import type { AttackTargets } from './attacks/attack';
import type { Expectation } from './drill-run';
import type { Answered, AwsCaller, NamedCall } from './sdk';

/** What the attack code may use: an endpoint and credentials, as against real accounts. */
export interface AttackContext {
  readonly aws: AwsCaller;
  /** Credentials of the attacker in an account of the organization. */
  readonly attackerIn: (account: string, region?: string) => Promise<ClientConfiguration>;
  /** Makes a call that an attack needs and that is no part of it: by the account's administrator, and without a record. */
  readonly prepare: (account: string, call: NamedCall, region?: string) => Promise<Answered>;
  /** Credentials of an account that does not belong to the organization. */
  readonly outsider: ClientConfiguration;
  readonly targets: AttackTargets;
  readonly managementAccount: string;
  readonly memberAccount: string;
  readonly homeRegion: string;
  readonly trailArn: string;
  readonly centralBusArn: string;
}

/** An answer that the attacker got: the error, or none. */
export type Answer = Refusal | undefined;

export interface Refusal {
  /** The error's name. */
  readonly code: string;
  readonly message: string;
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Where it is listed: the service that is attacked, or that it is a hard case. */
  readonly group: string;
  readonly attacker: string;
  readonly expected: Expectation;
  /** What people are told of only once within a quarter of an hour: the call, and what it is about. @default - nothing */
  readonly story?: (targets: AttackTargets) => string;
  /** Sets up what the attack needs and is no part of it. */
  readonly prepare?: (context: AttackContext) => Promise<void>;
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
    return error instanceof Error
      ? { code: error.name, message: error.message }
      : { code: 'Unknown', message: String(error) };
  }
}
