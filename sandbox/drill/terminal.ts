/** The drill in the terminal: progress while it works, and a table at the end. */
import type { DeployedStack } from '../deployment';
import type { DrillListener } from './drill';
import type { AttackResult, DrillRun, Step } from './drill-run';
import { alertingOf, detectionOf, endedWell, verdictOf } from './verdict';

/** Colours, where the terminal shows them and nobody switched them off. @see https://no-color.org */
const COLOURED = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const paint =
  (code: number) =>
  (text: string): string =>
    COLOURED ? `\x1b[${code}m${text}\x1b[0m` : text;
const bold = paint(1);
const dim = paint(2);
const red = paint(31);
const green = paint(32);

/** Writes the drill, line by line, as it happens. */
export function terminalListener(write: (text: string) => void, attacks: number): DrillListener {
  let begun = 0;
  let deploying = true;
  write(`${bold('Trailwarden drill')}: an AWS organization in memory, the real programs, real attacks\n\n`);
  write(`${bold('Deploying')}\n`);
  return {
    deployed: (stack) => write(deployedLine(stack)),
    attacking: ({ title, attacker }) => {
      if (deploying) write(`\n${bold('Attacking')}\n`);
      deploying = false;
      begun += 1;
      write(`\n${dim(`${begun}/${attacks}`)} ${bold(title)} ${dim(`by ${attacker}`)}\n`);
    },
    attacked: (result) => {
      for (const step of result.steps) write(step.stage === 'echo' ? dim(stepLine(step)) : stepLine(step));
      for (const { outcome, severity, body } of result.alerts)
        write(`    ${'people'.padEnd(20)}${dim(`[${severity}] ${outcome}: ${body.split('\n')[0] ?? ''}`)}\n`);
      for (const problem of result.problems) write(`    ${red('✘')} ${problem}\n`);
      write(`    ${verdict(result)}\n`);
    },
  };
}

/** The end of the drill: attacks against outcomes. */
export function summary(run: DrillRun, picture: string | undefined): string {
  const rows = run.attacks.map((result) => [
    result.title,
    result.attacker,
    detectionOf(result),
    result.outcome,
    alertingOf(result),
    endedWell(result) ? 'ok' : 'FAILED',
  ]);
  const { passed, sentence } = verdictOf(run);
  const lines = [
    '',
    ...table(['attack', 'by', 'detected', 'outcome', 'alerted', ''], rows),
    '',
    (passed ? green : red)(`${sentence}, in ${seconds(run.durationMs)}.`),
    ...(picture === undefined ? [] : [`Picture of this run: ${picture}`]),
    '',
  ];
  return lines.join('\n');
}

function deployedLine({ stack, account, kind, resources, calls, durationMs }: DeployedStack): string {
  const counts = `${String(resources).padStart(3)} resources ${String(calls).padStart(4)} calls`;
  return `  ${green('✔')} ${stack.padEnd(12)} ${account}  ${kind.padEnd(12)} ${counts}  ${dim(seconds(durationMs))}\n`;
}

function stepLine({ stage, atMs, afterSeconds, text }: Step): string {
  const waited = afterSeconds === 0 ? '' : dim(` (${afterSeconds} s later)`);
  return `    ${stage.padEnd(10)}${dim(`${atMs.toFixed(0).padStart(5)} ms`)}  ${text}${waited}\n`;
}

function verdict({ problems, outcome }: AttackResult): string {
  return problems.length === 0 ? green(`✔ ${outcome}`) : red(`✘ ${outcome}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [bold(line(head)), dim(widths.map((width) => '─'.repeat(width)).join('  ')), ...rows.map(line)];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
