/** The drill in the terminal: a line for each attack, and the whole way of those that are asked for or failed. */
import type { DeployedStack } from '../deployment';
import type { DrillListener } from './drill';
import type { AttackResult, DrillRun, Step } from './drill-run';
import { measured } from './durations';
import type { Scenario } from './scenario';
import { alertingOf, countsOf, detectionOf, endedWell, grouped, shortAttacker, verdictOf } from './verdict';

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

/** Longer ones are cut off: a line of an attack has to fit a terminal. */
const LONGEST_TITLE = 64;
/** A repair that does not hold goes on and on. */
const MOST_STEPS = 60;

interface Layout {
  /** Whether to show the way of every attack. */
  readonly details: boolean;
}

/** Writes the drill, line by line, as it happens. */
export function terminalListener(
  write: (text: string) => void,
  scenarios: readonly Scenario[],
  { details }: Layout,
): DrillListener {
  const titles = Math.min(LONGEST_TITLE, Math.max(0, ...scenarios.map(({ title }) => title.length)));
  const attackers = Math.max(0, ...scenarios.map((scenario) => shortAttacker(scenario).length));
  let group = '';
  write(`${bold('Trailwarden drill')}: an AWS organization in memory, the real programs, real attacks\n\n`);
  write(`${bold('Deploying')}\n`);
  return {
    deployed: (stack) => write(deployedLine(stack)),
    attacked: (result) => {
      if (result.group !== group) write(`\n${bold(result.group)}\n`);
      group = result.group;
      const columns = [
        clipped(result.title, titles).padEnd(titles),
        dim(shortAttacker(result).padEnd(attackers)),
        endedWell(result) ? result.outcome.padEnd(8) : red('FAILED'.padEnd(8)),
        `${detectionOf(result).padEnd(8)}  ${alertingOf(result).padEnd(12)}`,
        dim(measured(result.durationMs).padStart(6)),
      ];
      write(`  ${endedWell(result) ? green('✔') : red('✘')} ${columns.join('  ')}\n`);
      if (details || !endedWell(result)) write(wayOf(result));
    },
  };
}

/** The end of the drill: how many attacks ended how, and which ones did not end as they had to. */
export function summary(run: DrillRun, picture: string | undefined): string {
  const { passed, sentence, failed } = verdictOf(run);
  const groups = grouped(run.attacks);
  const widest = Math.max(0, ...groups.map(([group]) => group.length));
  const rows = groups.map(([group, attacks]) => `  ${group.padEnd(widest)}  ${countsOf(attacks)}`);
  return [
    '',
    ...(groups.length > 1 ? [...rows, ''] : []),
    ...failed.map(({ id, problems }) => `  ${red('✘')} ${id}: ${problems[0] ?? ''}`),
    ...(failed.length > 0 ? [''] : []),
    (passed ? green : red)(`${sentence}, in ${seconds(run.durationMs)}.`),
    ...(picture === undefined ? [] : [`Picture of this run: ${picture}`]),
    '',
  ].join('\n');
}

function deployedLine({ stack, account, kind, resources, calls, durationMs }: DeployedStack): string {
  const counts = `${String(resources).padStart(3)} resources ${String(calls).padStart(4)} calls`;
  return `  ${green('✔')} ${stack.padEnd(12)} ${account}  ${kind.padEnd(12)} ${counts}  ${dim(seconds(durationMs))}\n`;
}

function wayOf({ steps, alerts, problems }: AttackResult): string {
  return [
    ...steps.slice(0, MOST_STEPS).map((step) => (step.stage === 'echo' ? dim(stepLine(step)) : stepLine(step))),
    ...(steps.length > MOST_STEPS ? [dim(`      and ${steps.length - MOST_STEPS} more steps\n`)] : []),
    ...alerts.map(({ outcome, severity, body }) => {
      const told = `[${severity}] ${outcome}: ${body.split('\n')[0] ?? ''}`;
      return `      ${'people'.padEnd(20)}${dim(told)}\n`;
    }),
    ...problems.map((problem) => `      ${red('✘')} ${problem}\n`),
  ].join('');
}

function stepLine({ stage, atMs, afterSeconds, text }: Step): string {
  const waited = afterSeconds === 0 ? '' : dim(` (${afterSeconds} s later)`);
  return `      ${stage.padEnd(10)}${dim(`${atMs.toFixed(0).padStart(5)} ms`)}  ${text}${waited}\n`;
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
