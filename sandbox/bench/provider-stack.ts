/** A process that serves the sandbox and the provider of one account, while the account's stack is deployed through it. */
import { join } from 'node:path';
import { deploymentTarget } from '../deployment';
import { serveProviders } from '../provider-ports';
import { readSampleOrganization } from '../sample-organization';
import { openSandbox } from '../sandbox';
import { runScript } from './command';
import type { DeployedProgram, ProgramToDeploy } from './provider-program';

const PROGRAM = join(__dirname, 'provider-program.ts');

/** The argument of the process, as JSON. */
export interface StackToServe extends Omit<ProgramToDeploy, 'port'> {
  /** Where the organization is kept between the stacks. */
  readonly folder: string;
  readonly account: string;
}

/** What the process prints, as JSON. */
export interface ServedStack extends DeployedProgram {
  /** Calls to AWS that the provider made. */
  readonly calls: number;
  /** The memory of the process before the deployment, and the most that it ever had. */
  readonly idleBytes: number;
  readonly peakBytes: number;
}

async function main({ folder, account, ...program }: StackToServe): Promise<ServedStack> {
  const { description } = readSampleOrganization();
  const sandbox = await openSandbox({ organization: description, clock: 'real', folder });
  const providers = await serveProviders(sandbox, [account]);
  const { roleName } = await deploymentTarget(sandbox).deployer(account);
  let calls = 0;
  sandbox.gate.observe(({ context: { principal } }) => {
    if (principal.kind === 'role' && principal.account === account && principal.roleName === roleName) calls += 1;
  });
  const idleBytes = process.memoryUsage.rss();
  try {
    const deployment: ProgramToDeploy = { ...program, port: providers.ports.get(account) ?? 0 };
    const { answer } = await runScript<DeployedProgram>(PROGRAM, deployment);
    const made = calls;
    await sandbox.keep();
    return { ...answer, calls: made, idleBytes, peakBytes: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await providers.close();
    await sandbox.close();
  }
}

main(JSON.parse(process.argv[2] ?? '') as StackToServe).then(
  (served) => void process.stdout.write(JSON.stringify(served)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
