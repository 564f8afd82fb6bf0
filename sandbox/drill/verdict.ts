/** What a run comes to, in words. */
import type { AttackResult, DrillRun } from './drill-run';

export interface Verdict {
  readonly passed: boolean;
  /** One sentence without its full stop. */
  readonly sentence: string;
  readonly failed: readonly AttackResult[];
}

/** Passed is only what ran, found no problem, and says so itself. */
export function verdictOf({ attacks, passed }: DrillRun): Verdict {
  const failed = attacks.filter((attack) => !endedWell(attack));
  const count = attacks.length;
  if (count === 0) return { passed: false, failed, sentence: 'No attack was run' };
  if (failed.length > 0) return { passed: false, failed, sentence: failureOf(failed.length, count) };
  if (!passed) return { passed: false, failed, sentence: 'The run did not pass' };
  if (count === 1) return { passed, failed, sentence: 'The one attack was repaired or refused' };
  return { passed, failed, sentence: `All ${count} attacks were repaired or refused` };
}

export function endedWell({ problems }: Pick<AttackResult, 'problems'>): boolean {
  return problems.length === 0;
}

/** Whether the responder heard of it, or did not have to. */
export function detectionOf({ detected, expected }: Pick<AttackResult, 'detected' | 'expected'>): string {
  if (detected) return 'yes';
  return expected.alerts.length === 0 ? 'kept out' : 'NO';
}

/** What people were told, or that there was no reason to. */
export function alertingOf({ alerts, expected }: Pick<AttackResult, 'alerts' | 'expected'>): string {
  if (alerts.length > 0) return alerts.map(({ outcome }) => outcome).join(', ');
  return expected.alerts.length === 0 ? 'no reason to' : 'NO';
}

function failureOf(failed: number, count: number): string {
  return count === 1
    ? 'The one attack did not end as it had to'
    : `${failed} of ${count} attacks did not end as they had to`;
}
