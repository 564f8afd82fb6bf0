/** A process that deploys a large organization into a sandbox, and tells what that took. */
import { performance } from 'node:perf_hooks';
import { deployOrganization } from '../deployment';
import { openSandbox } from '../sandbox';
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
  let central = accounts - members;
  let centralAt = 0;
  let centralHeapBytes = 0;
  let measuringMs = 0;
  let resources = 0;
  let calls = 0;
  for await (const stack of deployOrganization(sandbox, organization)) {
    resources += stack.resources;
    calls += stack.calls;
    central -= 1;
    if (central !== 0) continue;
    centralAt = performance.now();
    centralHeapBytes = heapInUse();
    measuringMs = performance.now() - centralAt;
  }
  await sandbox.clock.settle();
  const ended = performance.now();
  const heapBytes = heapInUse();
  await sandbox.close();
  return {
    accounts,
    members,
    regions: organization.configuration.governedRegions.length,
    resources,
    calls,
    centralSeconds: (centralAt - began) / 1000,
    memberSeconds: (ended - centralAt - measuringMs) / 1000,
    centralHeapBytes,
    heapBytes,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
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
