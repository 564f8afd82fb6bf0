/** `npm start`: runs the drill and shows it. Exits 1 when an attack did not end as it had to. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runDrill } from './drill';
import type { DrillRun } from './drill-run';
import { drawPicture } from './picture';
import { SCENARIOS } from './scenarios';
import { summary, terminalListener } from './terminal';

const MOST_ACCOMPLICES = 1;
const ATTACKS_OF_AN_ACCOMPLICE = 25;
const WIDEST_ID = Math.max(...SCENARIOS.map(({ id }) => id.length));

const USAGE = `Usage: npm start -- [options]

  --json            print the run as JSON, and nothing else
  --only <id>       run one attack, and show its way; may be repeated, and may end in * for all that begin like it
  --picture <file>  where the picture goes (default: .trailwarden/drill.html)
  --help            print this

Attacks:
${SCENARIOS.map(({ id, title }) => `  ${id.padEnd(WIDEST_ID)}  ${title}`).join('\n')}
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      picture: { type: 'string', default: '.trailwarden/drill.html' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const unknown = values.only?.filter((wanted) => !SCENARIOS.some(({ id }) => isMeant(id, wanted))) ?? [];
  if (unknown.length > 0) throw new Error(`There is no attack called ${unknown.join(', ')}.\n\n${USAGE}`);
  const scenarios = SCENARIOS.filter(({ id }) => values.only?.some((wanted) => isMeant(id, wanted)) ?? true);
  const write = (text: string): void => void process.stdout.write(text);
  const tell = values.json ? {} : terminalListener(write, scenarios, { details: values.only !== undefined });
  const run = await runDrill(scenarios, tell, accomplicesFor(scenarios.length));
  const picture = savePicture(values.picture, run);
  write(values.json ? `${JSON.stringify(run, null, 2)}\n` : summary(run, picture));
  return run.passed ? 0 : 1;
}

/** An accomplice pays for many attacks only, and only where a processor has nothing else to do. */
function accomplicesFor(attacks: number): number {
  return Math.min(availableParallelism() - 1, MOST_ACCOMPLICES, Math.floor(attacks / ATTACKS_OF_AN_ACCOMPLICE));
}

function isMeant(id: string, wanted: string): boolean {
  return wanted.endsWith('*') ? id.startsWith(wanted.slice(0, -1)) : id === wanted;
}

function savePicture(file: string, run: DrillRun): string {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, drawPicture(run));
  return relative(process.cwd(), path);
}

// What ends before it has come to a result did not pass.
process.exitCode = 2;
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  },
);
