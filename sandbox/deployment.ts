/** The sample organization's deployment: its real stack programs, one account after another. */
import { performance } from 'node:perf_hooks';
import deploy from '../infra/index';
import { type DeploymentTarget, deployStack, stackName } from './doors/deployment';
import type { SampleOrganization } from './sample-organization';
import type { Sandbox } from './sandbox';
import { deploymentSessionOf, sessionOf } from './services/sts/state';

/** On a file backend, Pulumi calls the organization this. */
const PULUMI_ORGANIZATION = 'organization';

/** What one stack took. */
export interface DeployedStack {
  readonly stack: string;
  readonly kind: string;
  readonly account: string;
  readonly resources: number;
  /** Calls to AWS that the deployment made. */
  readonly calls: number;
  readonly durationMs: number;
}

/** Whose sessions deploy into the accounts of a sandbox. */
export function deploymentTarget({
  gate,
  state,
  clock,
}: Pick<Sandbox, 'gate' | 'state'> & Partial<Pick<Sandbox, 'clock'>>): DeploymentTarget {
  return {
    gate,
    wait: clock && ((ms) => clock.pass(ms)),
    sessionOf: (accessKeyId) => sessionOf(state, accessKeyId),
    deployer: async (account) => {
      const session = deploymentSessionOf(state, account);
      if (session === undefined) throw new Error(`There is no account ${account} in the sandbox.`);
      return session;
    },
  };
}

/** Deploys every stack in the order of a deployment, and tells of each when it is done. */
export async function* deployOrganization(sandbox: Sandbox, sample: SampleOrganization): AsyncGenerator<DeployedStack> {
  const target = deploymentTarget(sandbox);
  const outputs = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { name, kind, account, config } of sample.stacks) {
    const began = performance.now();
    let calls = 0;
    const endObserving = sandbox.gate.observe(({ context }) => {
      if (context.principal.kind === 'role' && context.account === account) calls += 1;
    });
    const program = { organization: PULUMI_ORGANIZATION, project: sample.project, stack: name, config, account };
    const deployment = await deployStack(target, { ...program, program: deploy }, outputs);
    endObserving();
    outputs.set(stackName(program), deployment.outputs);
    yield {
      stack: name,
      kind,
      account,
      resources: deployment.resources.length,
      calls,
      durationMs: performance.now() - began,
    };
  }
}
