/** What a deployment of the sample organization costs the sandbox when it comes through the provider door. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackName } from '../doors/deployment';
import { readSampleOrganization } from '../sample-organization';
import { runScript } from './command';
import type { Figure } from './figure';
import type { ServedStack, StackToServe } from './provider-stack';

const SCRIPT = join(__dirname, 'provider-stack.ts');
/** On a file backend, Pulumi calls the organization this. */
const ORGANIZATION = 'organization';
const MIB = 2 ** 20;

/** One stack that was deployed through the provider of its account. */
export type DeployedStack = Pick<ServedStack, 'resources' | 'seconds' | 'calls' | 'idleBytes' | 'peakBytes'> & {
  readonly stack: string;
};

export const PROVIDER_SECONDS: Figure = {
  name: 'provider-seconds',
  title: 'Provider door: the slowest stack, from the first question of the engine to the last answer',
  unit: 's',
  measure: async () => {
    const stacks = await deployed();
    return {
      value: Math.max(...stacks.map(({ seconds }) => seconds)),
      notes: stacks.map(({ stack, seconds, resources }) => `${stack}: ${seconds.toFixed(2)} s, ${resources} resources`),
    };
  },
};

export const PROVIDER_CALLS: Figure = {
  name: 'provider-calls',
  title: 'Provider door: AWS calls for a resource, on average',
  unit: 'calls',
  measure: async () => {
    const stacks = await deployed();
    return {
      value: callsPerResource(stacks),
      notes: stacks.map((each) => `${each.stack}: ${each.calls} calls, ${callsPerResource([each]).toFixed(1)} each`),
    };
  },
};

export const PROVIDER_MEMORY: Figure = {
  name: 'provider-memory',
  title: 'Provider door: the most memory of a sandbox while a stack is deployed',
  unit: 'MiB',
  measure: async () => {
    const stacks = await deployed();
    const mebibytes = (bytes: number): string => (bytes / MIB).toFixed(0);
    return {
      value: Math.max(...stacks.map(({ peakBytes }) => peakBytes)) / MIB,
      notes: stacks.map(
        ({ stack, idleBytes, peakBytes }) =>
          `${stack}: ${mebibytes(peakBytes)} MiB, of which ${mebibytes(idleBytes)} MiB before it began`,
      ),
    };
  },
};

let measured: Promise<readonly DeployedStack[]> | undefined;

/** The three figures come from one deployment. */
function deployed(): Promise<readonly DeployedStack[]> {
  measured ??= deployThroughProviders();
  return measured;
}

/** Calls that all resources took, by the number of resources. */
export function callsPerResource(stacks: readonly Pick<DeployedStack, 'calls' | 'resources'>[]): number {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return sum(stacks.map(({ calls }) => calls)) / sum(stacks.map(({ resources }) => resources));
}

/**
 * Deploys the first stack of each kind, in order, each by a sandbox in a process of its own, so that its memory is known. The
 * organization goes from one to the next on disk.
 */
export async function deployThroughProviders(): Promise<readonly DeployedStack[]> {
  const { project, stacks } = readSampleOrganization();
  const folder = mkdtempSync(join(tmpdir(), 'trailwarden-bench-'));
  const outputs: Record<string, ServedStack['outputs']> = {};
  const found: DeployedStack[] = [];
  try {
    for (const { name, kind, account, config } of stacks) {
      if (stacks.find((each) => each.kind === kind)?.name !== name) continue;
      const identity = { organization: ORGANIZATION, project, stack: name };
      const order: StackToServe = { ...identity, folder, account, config, outputs };
      const { answer } = await runScript<ServedStack>(SCRIPT, order);
      outputs[stackName(identity)] = answer.outputs;
      found.push({ ...answer, stack: name });
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
