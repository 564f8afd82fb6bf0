/** `npm run bench`: measures the figures and shows them. Exits 1 when one could not be measured, never because one was missed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadWarning, runBench } from './bench';
import { ROOT } from './command';
import { FIGURES } from './figures';
import { findingsTable } from './table';

const RESULT = '.trailwarden/bench.json';

const USAGE = `Usage: npm run bench -- [options]

  --only <figure>  measure one figure; may be repeated
  --all            measure everything at its full size, which takes minutes
  --json           print JSON, and nothing else
  --help           print this

Figures: ${FIGURES.map(({ name }) => name).join(', ')}
The JSON also goes to ${RESULT}.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const unknown = values.only.filter((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0) throw new Error(`There is no figure called ${unknown.join(', ')}.\n\n${USAGE}`);
  const run = await runBench(FIGURES, values, ({ name }) => process.stderr.write(`measuring ${name}\n`));
  const json = `${JSON.stringify(run, null, 2)}\n`;
  const path = join(ROOT, RESULT);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, json);
  const warning = loadWarning(run);
  const text = [findingsTable(run.figures), ...(warning === undefined ? [] : [warning, ''])].join('\n');
  process.stdout.write(values.json ? json : `\n${text}`);
  return run.figures.some(({ status }) => status === 'failed') ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
