/** The figures as people read them. */
import type { Finding, Target, Unit } from './figure';

/** Where there is no target, or no verdict. */
const NOTHING = '–';

const HEAD = ['figure', 'measured', 'target', 'met'] as const;

/** A table of all findings, and below it what stands behind each. */
export function findingsTable(findings: readonly Finding[]): string {
  const rows = findings.map(rowOf);
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const notes = findings.flatMap((finding) => [
    '',
    `${finding.name}: ${finding.title}`,
    ...remarksOf(finding).map((remark) => `  ${remark.replaceAll('\n', '\n  ')}`),
  ]);
  return [line(HEAD), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line), ...notes, ''].join('\n');
}

function rowOf(finding: Finding): string[] {
  const target = finding.target === undefined ? NOTHING : targetText(finding.target, finding.unit);
  if (finding.status === 'skipped') return [finding.name, 'skipped', target, NOTHING];
  if (finding.status === 'failed') return [finding.name, 'FAILED', target, NOTHING];
  const about = finding.extrapolated ? 'about ' : '';
  const met = finding.met === undefined ? NOTHING : finding.met ? 'yes' : 'no';
  return [finding.name, `${about}${amount(finding.value, finding.unit)}`, target, met];
}

function remarksOf(finding: Finding): readonly string[] {
  if (finding.status === 'measured') return finding.notes;
  return [finding.status === 'skipped' ? finding.reason : finding.error];
}

function targetText({ bound, value }: Target, unit: Unit): string {
  return `${bound} ${amount(value, unit)}`;
}

/** A value with its unit: `1.84 s`, `248 KB`, `1.4 ×`, `50,000 events/s`. */
export function amount(value: number, unit: Unit): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : 2;
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === '×' ? `${text} ×` : `${text} ${unit}`;
}
