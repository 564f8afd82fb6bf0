/** What a drill leaves behind: every attack, its way, and what became of it. */

import type { DeployedStack } from '../deployment';

/**
 * The stages of a report's way: the attacker's call, its record, the rule that forwards it, the responder that is woken, the
 * state that it reads, the repair, the alert; and the repair's own call, coming back by the same way.
 */
export const STAGES = ['call', 'record', 'forwarder', 'responder', 'state', 'repair', 'alert', 'echo'] as const;
export type Stage = (typeof STAGES)[number];

/** One thing that happened on the way. */
export interface Step {
  readonly stage: Stage;
  /** Milliseconds since the attack began, as measured. */
  readonly atMs: number;
  /** Seconds of the organization's own time since the attack began: what waiting there was in it. */
  readonly afterSeconds: number;
  readonly text: string;
}

/** An alert as a subscriber of the topic received it. */
export interface ReceivedAlert {
  readonly subject: string;
  readonly body: string;
  readonly severity: string;
  readonly outcome: string;
}

/** What an attack must end in. */
export interface Expectation {
  /**
   * `repaired`: it did harm and the harm was undone; `refused`: AWS never let it happen; `alerted`: people know of it, and what
   * is lost or theirs to do.
   */
  readonly outcome: 'repaired' | 'refused' | 'alerted';
  /** The outcomes that the alerts must name, each at least once; none: nobody may be alarmed, unless `names` says so. */
  readonly alerts: readonly string[];
  /** The recorded name of the call, which an alert must name. */
  readonly names?: string;
  /** Parts of settings that stay different, because no repair brings them back. */
  readonly lost?: readonly string[];
}

export interface AttackResult {
  readonly id: string;
  readonly title: string;
  /** Where it is listed: the service that was attacked, or that it is a hard case. */
  readonly group: string;
  readonly attacker: string;
  readonly expected: Expectation;
  /** Whether the responder heard of it, or people did without it. */
  readonly detected: boolean;
  readonly outcome: string;
  readonly alerts: readonly ReceivedAlert[];
  readonly steps: readonly Step[];
  /** What did not end as expected, as sentences. */
  readonly problems: readonly string[];
  readonly durationMs: number;
}

export interface DrillRun {
  readonly organization: string;
  readonly node: string;
  readonly stacks: readonly DeployedStack[];
  readonly attacks: readonly AttackResult[];
  readonly durationMs: number;
  readonly passed: boolean;
}
