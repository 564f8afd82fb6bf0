/** A process that deploys a large organization into a sandbox, and tells what that took. */
import { performance } from 'node:perf_hooks';
import { deployOrganization } from '../deployment';
import type { SampleOrganization } from '../sample-organization';
import { openSandbox, type Sandbox } from '../sandbox';
import { scaledOrganization } from './scaled-organization';

/** The argument of the process, as JSON. */
export interface ScaleOrder {
  readonly accounts: number;
}

/** What the process prints, as JSON. */
export interface ScaleRun {
  readonly accounts: number;
  readonly members: number;
  readonly regions: number;
  readonly resources: number;
  /** Calls that the deployments made. */
  readonly calls: number;
  /** From founding the organization until its central stacks are deployed. */
  readonly centralSeconds: number;
  /** From then until every member is deployed, and nothing is on its way any more. */
  readonly memberSeconds: number;
  /** What the whole process has taken of the processor, garbage collection included. */
  readonly processorSeconds: number;
  /** What is in use after a garbage collection, once the central stacks are deployed, and at the end. */
  readonly centralHeapBytes: number;
  readonly heapBytes: number;
  /** The most memory that the process has had. */
  readonly peakBytes: number;
}

async function main({ accounts }: ScaleOrder): Promise<ScaleRun> {
  const organization = scaledOrganization(accounts);
  const members = organization.stacks.filter(({ kind }) => kind === 'member').length;
  const began = performance.now();
  const sandbox = await openSandbox({ organization: organization.description, clock: 'virtual' });
  try {
    const deployed = await deploy(sandbox, organization, accounts - members);
    const ended = performance.now();
    const { user, system } = process.cpuUsage();
    return {
      accounts,
      members,
      regions: organization.configuration.governedRegions.length,
      resources: deployed.resources,
      calls: deployed.calls,
      centralSeconds: (deployed.centralAt - began) / 1000,
      memberSeconds: (ended - deployed.membersFrom) / 1000,
      processorSeconds: (user + system) / 1_000_000,
      centralHeapBytes: deployed.centralHeapBytes,
      heapBytes: heapInUse(),
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    await sandbox.close();
  }
}

/** Deploys all stacks, and takes the heap's size after the central ones, of which there are `central`. */
async function deploy(sandbox: Sandbox, organization: SampleOrganization, central: number) {
  const deployed = { resources: 0, calls: 0, centralAt: 0, membersFrom: 0, centralHeapBytes: 0 };
  let stacks = 0;
  for await (const { resources, calls } of deployOrganization(sandbox, organization)) {
    deployed.resources += resources;
    deployed.calls += calls;
    stacks += 1;
    if (stacks !== central) continue;
    deployed.centralAt = performance.now();
    deployed.centralHeapBytes = heapInUse();
    deployed.membersFrom = performance.now();
  }
  await sandbox.clock.settle();
  return deployed;
}

function heapInUse(): number {
  if (globalThis.gc === undefined) throw new Error('Start this process with --expose-gc.');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

main(JSON.parse(process.argv[2] ?? '') as ScaleOrder).then(
  (run) => void process.stdout.write(JSON.stringify(run)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
