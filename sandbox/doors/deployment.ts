/** Deploys stack programs through the mocks door: the one place that calls `setMocks`. */
import { setImmediate } from 'node:timers/promises';
import { runtime } from '@pulumi/pulumi';
import * as runtimeState from '@pulumi/pulumi/runtime/state';
import type { RoleSession } from '../core/principal';
import { type MocksDoor, type MocksDoorOptions, mocksDoor, type RegisteredResource } from './mocks';
import { leaveOutTraces } from './pulumi-traces';
import { watchRegistrations } from './registration';

/** What a program deploys into: a gate, and whose sessions come through it. */
export type DeploymentTarget = Pick<MocksDoorOptions, 'gate' | 'sessionOf' | 'wait'> & {
  /** The session that deploys into an account. */
  readonly deployer: (account: string) => Promise<RoleSession>;
};

type Outputs = Readonly<Record<string, unknown>>;

export interface StackProgram {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  /** Configuration by its full key, `project:key`; what is no text stands there as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** The account whose credentials the deployment has. */
  readonly account: string;
  /** The program; what it returns are the stack's outputs. */
  readonly program: () => Promise<object | undefined>;
}

export interface Deployment {
  /** The stack's outputs, resolved. */
  readonly outputs: Outputs;
  /** Everything that the program registered, components and the stack included, in the order in which it was there. */
  readonly resources: readonly RegisteredResource[];
}

/** A stack's full name, by which other stacks refer to it. */
export function stackName({
  organization,
  project,
  stack,
}: Pick<StackProgram, 'organization' | 'project' | 'stack'>): string {
  return `${organization}/${project}/${stack}`;
}

/** Deployments wait for one another: an exception that nobody handles does not say which program it comes from. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Deploys one stack.
 *
 * @param deployed the outputs of stacks that were deployed before, by full name, for stack references
 * @throws DeploymentError naming the first resource that failed, with what AWS answered
 * @throws whatever the program throws, in an `apply` too
 */
export async function deployStack(
  target: DeploymentTarget,
  stack: StackProgram,
  deployed: ReadonlyMap<string, Outputs> = new Map(),
): Promise<Deployment> {
  const deployment = last.then(() => deploy(target, stack, deployed));
  last = deployment.catch(() => undefined);
  return await deployment;
}

async function deploy(
  { deployer, ...target }: DeploymentTarget,
  stack: StackProgram,
  deployed: ReadonlyMap<string, Outputs>,
): Promise<Deployment> {
  const door = mocksDoor({
    ...target,
    principal: await deployer(stack.account),
    // The stack itself is there before its first deployment, without outputs.
    stackOutputs: (name) => deployed.get(name) ?? (name === stackName(stack) ? {} : undefined),
  });
  const rejections = collectRejections();
  const stackResource = globalThis.stackResource;
  let outputs: Outputs = {};
  let thrown: { error: unknown } | undefined;
  try {
    outputs = await run(door, stack);
  } catch (error) {
    thrown = { error };
  } finally {
    // A rejection that nobody handles is announced once the microtasks are done, so only after another turn.
    await setImmediate();
    rejections.stop();
    globalThis.stackResource = stackResource;
  }
  // The resource that failed comes first: the program's own exceptions then follow from it.
  if (door.failure !== undefined) throw door.failure;
  if (thrown !== undefined) throw thrown.error;
  if (rejections.reasons.length > 0) throw rejections.reasons[0];
  return { outputs, resources: door.resources };
}

/**
 * Pulumi keeps the monitor, the configuration and the options of a run in a store. Inline programs of the Automation API
 * each get a store of their own this way; the type declarations leave the function out.
 */
const { withLocalStorage } = runtimeState as unknown as { withLocalStorage<T>(callback: () => T): T };

async function run(door: MocksDoor, { organization, project, stack, config, program }: StackProgram): Promise<Outputs> {
  leaveOutTraces();
  return await withLocalStorage(async () => {
    await runtime.setMocks(door, project, stack, false, organization);
    runtime.setAllConfig({ ...config });
    watchRegistrations();
    try {
      return (await runtime.runInPulumiStack(async () => await program())) ?? {};
    } finally {
      await runtime.disconnect();
    }
  });
}

/** Takes the process's unhandled rejections, so that they fail the deployment and not whatever happens to run. */
function collectRejections(): { readonly reasons: readonly unknown[]; stop(): void } {
  const reasons: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  const collect = (reason: unknown): void => void reasons.push(reason);
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', collect);
  return {
    reasons,
    stop: () => {
      process.removeListener('unhandledRejection', collect);
      for (const listener of others) process.on('unhandledRejection', listener);
    },
  };
}
