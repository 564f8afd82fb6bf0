/** The report of a preview: what must not be overlooked first, then every stack. Pure: previews in, Markdown out. */
import { type Change, changesOf, isEnding, isMarked, resourceOf } from './change';
import type { Digest } from './digest';
import { block, code, details, row, withinLimit } from './markdown';
import type { Violation } from './violation';

/** What is known of one stack. */
export interface StackPreview {
  readonly stack: string;
  readonly account: string;
  /** Whether the base has no such stack: everything in it is new. */
  readonly isNew: boolean;
  /** Not there when the engine said nothing. */
  readonly digest?: Digest;
  readonly violations: readonly Violation[];
  /** What the engine, or the deployment of the base, failed with. */
  readonly failure?: string;
}

export interface Preview {
  readonly base: { readonly name: string; readonly commit: string };
  readonly stacks: readonly StackPreview[];
  /** Stacks that the base has and the branch has not. */
  readonly gone: readonly string[];
  /** Whether the branch changes the rules by which it is judged. */
  readonly changesPolicies: boolean;
}

/** By this line a later report finds the comment of an earlier one. */
export const REPORT_MARK = '<!-- trailwarden-preview -->';

/** GitHub takes comments of 65,536 characters. */
export const MOST_CHARACTERS = 60_000;

/** The report, within what a comment holds: where it would be longer, the differences of each stack are cut. */
export function reportOf(preview: Preview): string {
  return withinLimit(MOST_CHARACTERS, (mostLines) =>
    [
      REPORT_MARK,
      ...headOf(preview),
      ...markedOf(preview),
      ...tableOf(preview),
      ...sectionsOf(preview, mostLines),
    ].join('\n'),
  );
}

/** Whether a pull request should not be merged as it is. */
export function isStopped({ stacks }: Preview): boolean {
  return stacks.some(
    (each) =>
      each.failure !== undefined ||
      changesIn(each).some(isMarked) ||
      each.violations.some(({ level }) => level === 'mandatory'),
  );
}

function headOf({ base, gone, changesPolicies }: Preview): string[] {
  const lines = [
    '## What would change',
    '',
    `${code(base.name)} (${code(base.commit.slice(0, 8))}) was deployed into a sandbox by the real engine, and the branch previewed against it.`,
    '',
  ];
  if (changesPolicies)
    lines.push('**The branch changes `policies/`: the rules by which it is judged. Read that first.**', '');
  for (const stack of gone)
    lines.push(
      `**The branch has no stack ${code(stack)} any more.** What it deployed stays in AWS until \`pulumi destroy\` is run from the base.`,
      '',
    );
  return lines;
}

/** What is protected and would be gone comes first, then whatever else would be gone or replaced, then the policies. */
function markedOf({ stacks }: Preview): string[] {
  const found = stacks.flatMap((stack) => changesIn(stack).map((change) => ({ stack: stack.stack, change })));
  const marked = found.filter(({ change }) => isMarked(change));
  const others = found.filter(({ change }) => isEnding(change) && !isMarked(change));
  const lines: string[] = [];
  if (marked.length > 0)
    lines.push(
      '### ⛔ Protected resources',
      '',
      row('', 'stack', 'resource', 'because'),
      row('---', '---', '---', '---'),
      ...marked.map(({ stack, change }) =>
        row(`⛔ **${fateOf(change)}**`, code(stack), code(change.resource), reasonOf(change)),
      ),
      '',
    );
  if (others.length > 0)
    lines.push(
      '### Replaced or deleted',
      '',
      row('', 'stack', 'resource', 'because'),
      row('---', '---', '---', '---'),
      ...others.map(({ stack, change }) => row(fateOf(change), code(stack), code(change.resource), reasonOf(change))),
      '',
    );
  return [...lines, ...violationsOf(stacks)];
}

function violationsOf(stacks: readonly StackPreview[]): string[] {
  const found = stacks.flatMap(({ stack, violations }) => violations.map((violation) => ({ stack, violation })));
  if (found.length === 0) return [];
  const sorted = [...found].sort((left, right) => rank(left.violation) - rank(right.violation));
  return [
    '### Policies',
    '',
    ...sorted.map(
      ({ stack, violation: { policy, level, urn, message } }) =>
        `- **${level}** ${code(policy)}: ${code(stack)} ${code(resourceOf(urn))}\n\n${block('text', message.split('\n'), '  ')}`,
    ),
    '',
  ];
}

function rank({ level }: Violation): number {
  return level === 'mandatory' ? 0 : 1;
}

function fateOf({ operation, losesProtection, isRetained }: Change): string {
  if (operation === 'delete') return isRetained ? 'forgotten, and kept in AWS' : 'deleted';
  if (losesProtection && operation !== 'replace') return 'protected no longer';
  return operation === 'replace' ? 'replaced' : operation;
}

function reasonOf({ operation, reasons, losesProtection }: Change): string {
  if (reasons.length > 0) return reasons.map(code).join(', ');
  if (operation === 'delete') return 'no longer declared';
  return losesProtection ? code('protect') : '';
}

const COUNTED = ['create', 'update', 'replace', 'delete'];

function tableOf({ stacks }: Preview): string[] {
  return [
    row('stack', 'account', ...COUNTED, 'same', ''),
    row(...['stack', 'account', ...COUNTED, 'same', ''].map(() => '---')),
    ...stacks.map((each) => {
      const counts = countsOf(each);
      return row(
        code(each.stack),
        each.account,
        ...[...COUNTED, 'same'].map((operation) => (counts === undefined ? '?' : String(counts[operation] ?? 0))),
        each.failure === undefined ? (each.isNew ? 'new' : '') : '**failed**',
      );
    }),
    '',
  ];
}

/** The engine's own summary, or, where it stopped before that, what it had come to. */
function countsOf({ digest }: StackPreview): Readonly<Record<string, number>> | undefined {
  if (digest === undefined || Object.keys(digest.counts).length > 0) return digest?.counts;
  const counts: Record<string, number> = {};
  for (const { operation } of digest.steps) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

function sectionsOf({ stacks }: Preview, mostLines: number): string[] {
  return stacks.flatMap((each) => {
    const changes = changesIn(each);
    const errors = (each.digest?.diagnostics ?? []).filter(
      ({ severity }) => severity === 'error' || severity === 'warning',
    );
    if (changes.length === 0 && errors.length === 0 && each.failure === undefined) return [];
    const inside = [
      ...(each.failure === undefined ? [] : [block('text', each.failure.split('\n'))]),
      ...errors.map(({ severity, message }) => block('text', [`${severity}: ${message}`].join('\n').split('\n'))),
      ...(changes.length === 0 ? [] : [block('diff', cut(changes.flatMap(linesOf).slice(1), mostLines))]),
    ];
    const summary = `${each.stack}: ${summaryOf(changes)}`;
    return [details(summary, inside.join('\n\n'), each.failure !== undefined), ''];
  });
}

function summaryOf(changes: readonly Change[]): string {
  const operations = [...new Set(changes.map(({ operation }) => operation))];
  if (operations.length === 0) return 'nothing changes';
  return operations
    .map(
      (operation) =>
        `${operation === 'same' ? 'unprotect' : operation} ${changes.filter((each) => each.operation === operation).length}`,
    )
    .join(', ');
}

const SIGNS: Readonly<Record<string, string>> = { create: '+', delete: '-' };

function linesOf(change: Change): string[] {
  const mark = isMarked(change) ? ' (PROTECTED)' : '';
  return [
    '',
    `${SIGNS[change.operation] ?? '!'} ${change.operation === 'same' ? 'unprotect' : change.operation} ${change.resource}${mark}`,
    ...change.differences.flatMap(({ path, before, after }) => [
      ...(before === undefined ? [] : [`-   ${path}: ${before}`]),
      ...(after === undefined ? [] : [`+   ${path}: ${after}`]),
    ]),
  ];
}

function cut(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `(${lines.length - most} more lines: npm run preview shows them)`];
}

function changesIn({ digest }: StackPreview): Change[] {
  return digest === undefined ? [] : changesOf(digest);
}
