/** `npm run preview`: what the branch would change, by the real engine, without AWS and without credentials. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readSampleOrganization, readStacks } from '../sample-organization';
import { checkOutBase } from './base-checkout';
import { previewBranch } from './branch-preview';
import { serveEmptySandbox } from './empty-sandbox';
import { Pulumi } from './pulumi';
import { isStopped, reportOf } from './report';

const ROOT = join(__dirname, '../..');

const USAGE = `Usage: npm run preview -- [options]

  --base <commit>              what is deployed: the commit at which this branch left it (default: main)
  --out <file>                 write the report there instead of to standard output
  --policy-pack-config <file>  levels and settings of the policy pack
  --help                       print this

Exit codes: 0, or 1 when a stack failed, something protected would go, or a mandatory policy is violated; 3 without Pulumi's CLI.
`;

/** The exit code that says that there is no CLI. */
const NO_CLI = 3;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      base: { type: 'string', default: 'main' },
      out: { type: 'string' },
      'policy-pack-config': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const pulumi = await Pulumi.find(ROOT);
  if (pulumi === undefined) {
    tell(
      'There is no pulumi on the PATH. Get it from https://www.pulumi.com/docs/iac/download-install/ and try again.',
    );
    return NO_CLI;
  }
  const policyPackConfiguration = values['policy-pack-config'];
  const report = await inScratchFolder(async (scratch, signal) => {
    const base = await checkOutBase(ROOT, values.base, join(scratch, 'base'), signal);
    try {
      const { description } = readSampleOrganization();
      const former = readStacks(base.folder).stacks.map(({ account, name }) => ({ id: account, name }));
      const added = former.filter(({ id }) => !description.accounts.some((account) => account.id === id));
      const organization = { ...description, accounts: [...description.accounts, ...added] };
      const sandbox = await serveEmptySandbox(organization, join(scratch, 'backend'));
      try {
        return await previewBranch({
          ...{ root: ROOT, baseName: values.base, base, sandbox, pulumi, scratch, signal, tell },
          ...(policyPackConfiguration === undefined
            ? {}
            : { policyPackConfiguration: resolve(policyPackConfiguration) }),
        });
      } finally {
        await sandbox.close();
      }
    } finally {
      await base.remove();
    }
  });
  const text = reportOf(report);
  if (values.out === undefined) process.stdout.write(text);
  else writeFileSync(values.out, text);
  return isStopped(report) ? 1 : 0;
}

/** A folder on the disk of the checkout, that git leaves out and that goes in the end, also when the run is interrupted. */
async function inScratchFolder<Result>(
  use: (scratch: string, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const parent = join(ROOT, '.trailwarden');
  mkdirSync(parent, { recursive: true });
  const scratch = mkdtempSync(join(parent, 'preview-'));
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  try {
    return await use(scratch, interruption.signal);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    tell(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
