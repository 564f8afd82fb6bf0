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
  if (count === 1) return { passed, failed, sentence: `The one attack was ${attacks[0]?.outcome}` };
  return { passed, failed, sentence: `All ${count} attacks ended as they had to: ${countsOf(attacks)}` };
}

export function endedWell({ problems }: Pick<AttackResult, 'problems'>): boolean {
  return problems.length === 0;
}

/** `12 repaired, 3 refused`: how attacks ended, in the order of their outcomes' first appearance, and what failed last. */
export function countsOf(attacks: readonly AttackResult[]): string {
  const counts = new Map<string, number>();
  for (const attack of attacks.filter(endedWell)) counts.set(attack.outcome, (counts.get(attack.outcome) ?? 0) + 1);
  const failed = attacks.length - attacks.filter(endedWell).length;
  if (failed > 0) counts.set('FAILED', failed);
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

/** The attacks by where they are listed, in the order of their first. */
export function grouped<Item extends { readonly group: string }>(
  items: readonly Item[],
): (readonly [group: string, items: readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}

/** In which kind of account an attacker is: `an administrator of the management account` → `management` */
export function shortAttacker({ attacker }: Pick<AttackResult, 'attacker'>): string {
  return /([a-z-]+) account\b/.exec(attacker.replace(/^an? account/, ''))?.[1] ?? 'outside';
}

/** Whether anybody heard of it, or did not have to. */
export function detectionOf({ detected, expected }: Pick<AttackResult, 'detected' | 'expected'>): string {
  if (detected) return 'yes';
  return hadToBeTold({ expected }) ? 'NO' : 'kept out';
}

/** What people were told, or that there was no reason to. */
export function alertingOf({ alerts, expected }: Pick<AttackResult, 'alerts' | 'expected'>): string {
  if (alerts.length > 0) return [...new Set(alerts.map(({ outcome }) => outcome))].join(', ');
  return hadToBeTold({ expected }) ? 'NO' : 'no reason to';
}

function hadToBeTold({ expected }: Pick<AttackResult, 'expected'>): boolean {
  return expected.alerts.length > 0 || expected.names !== undefined;
}

function failureOf(failed: number, count: number): string {
  return count === 1
    ? 'The one attack did not end as it had to'
    : `${failed} of ${count} attacks did not end as they had to`;
}
