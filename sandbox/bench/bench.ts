/** One run of the bench: figures measured one after the other, and the machine that they were measured on. */
import { availableParallelism, loadavg } from 'node:os';
import type { Figure, Finding, Scope } from './figure';
import { isMet } from './figure';

export interface BenchRun {
  readonly at: string;
  readonly node: string;
  readonly machine: {
    readonly platform: string;
    readonly cores: number;
    /** How many processes wanted a core in the minute before the run began, and before it ended. */
    readonly loadBefore: number;
    readonly loadAfter: number;
  };
  readonly figures: readonly Finding[];
}

export interface BenchOptions extends Scope {
  /** Names of the only figures to measure; none: all that need not be asked for. */
  readonly only: readonly string[];
}

/** Measures; a figure that cannot be measured is a finding too. */
export async function runBench(
  figures: readonly Figure[],
  options: BenchOptions,
  measuring: (figure: Figure) => void = () => {},
): Promise<BenchRun> {
  const at = new Date().toISOString();
  const [loadBefore = 0] = loadavg();
  const findings: Finding[] = [];
  for (const figure of figures) {
    if (options.only.length > 0 && !options.only.includes(figure.name)) continue;
    if (!isSkipped(figure, options)) measuring(figure);
    findings.push(await findingOf(figure, options));
  }
  const [loadAfter = 0] = loadavg();
  const platform = `${process.platform} ${process.arch}`;
  const machine = { platform, cores: availableParallelism(), loadBefore, loadAfter };
  return { at, node: process.version, machine, figures: findings };
}

/** Says that others were using the machine, when they were: durations are then longer than they would be. */
export function loadWarning({ machine: { cores, loadBefore } }: Pick<BenchRun, 'machine'>): string | undefined {
  if (loadBefore < cores / 2) return undefined;
  return (
    `The machine was busy before this run began (load ${loadBefore.toFixed(1)} on ${cores} cores): ` +
    'durations are longer than on an idle one.'
  );
}

function isSkipped(figure: Figure, { all, only }: BenchOptions): boolean {
  return figure.onRequest === true && !all && !only.includes(figure.name);
}

async function findingOf(figure: Figure, options: BenchOptions): Promise<Finding> {
  const { name, title, unit, target } = figure;
  const about = { name, title, unit, ...(target === undefined ? {} : { target }) };
  if (isSkipped(figure, options))
    return { ...about, status: 'skipped', reason: `Measured with --only ${name} or --all.` };
  try {
    const measurement = await figure.measure({ all: options.all });
    const verdict = target === undefined ? {} : { met: isMet(target, measurement.value) };
    return { ...about, status: 'measured', ...verdict, ...measurement };
  } catch (error) {
    return { ...about, status: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}
