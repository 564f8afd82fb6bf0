/** Deploys the blueprint for tests: whole stacks, each once however many tests look at it, and single components. */
import type * as aws from '@pulumi/aws';
import { accountProvider } from '../../infra/account-provider';
import type { Configuration } from '../../infra/configuration';
import { parseConfiguration } from '../../infra/configuration-parser';
import deploy from '../../infra/index';
import type { AnsweredCall } from '../../sandbox/core/gate';
import { deploymentTarget } from '../../sandbox/deployment';
import { type Deployment, deployStack, type StackProgram, stackName } from '../../sandbox/doors/deployment';
import { emptyOrganization, type Organization, SAMPLE } from './organization';

/** Keys without their namespace; lists as JSON, as Pulumi hands them over. */
export type ConfigurationChanges = Readonly<Record<string, string>>;

export interface DeployedStack extends Deployment {
  readonly configuration: Configuration;
  readonly organization: Organization;
}

/** What has to be deployed before a stack of a kind. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  security: [],
  'log-archive': ['security'],
  management: ['security', 'log-archive'],
  member: ['security'],
};

/** An organization into which stacks are deployed, each once. */
export class StackDeployments {
  readonly organization = emptyOrganization();
  private readonly stacks = new Map<string, Promise<DeployedStack>>();
  private readonly outputs = new Map<string, Deployment['outputs']>();

  constructor(private readonly changes: ConfigurationChanges = {}) {}

  /** Deploys a stack, and first those that have to be there before it. */
  async stack(name: string): Promise<DeployedStack> {
    const known = this.stacks.get(name);
    if (known !== undefined) return await known;
    const deployed = this.deployAfterOthers(name);
    this.stacks.set(name, deployed);
    return await deployed;
  }

  /** Deploys a stack, or another program in its place, into what is there already. */
  async deploy(name: string, more: Partial<Pick<StackProgram, 'account' | 'program'>> = {}): Promise<DeployedStack> {
    const { account, config } = rawStack(name, this.changes);
    const identity = { organization: 'organization', project: SAMPLE.project, stack: name };
    const stack = { ...identity, config, account, program: deploy, ...more };
    const deployment = await deployStack(deploymentTarget(this.organization), stack, this.outputs);
    this.outputs.set(stackName(identity), deployment.outputs);
    return { ...deployment, configuration: configurationOf(name, this.changes), organization: this.organization };
  }

  private async deployAfterOthers(name: string): Promise<DeployedStack> {
    for (const other of BEFORE[rawStack(name).kind] ?? []) await this.stack(other);
    return await this.deploy(name);
  }
}

const organizations = new Map<string, StackDeployments>();

/** A stack of the sample organization, with a changed configuration where there is one. */
export async function deployedStack(name: string, changes: ConfigurationChanges = {}): Promise<DeployedStack> {
  const key = JSON.stringify(changes);
  const organization = organizations.get(key) ?? new StackDeployments(changes);
  organizations.set(key, organization);
  return await organization.stack(name);
}

export interface ComponentSetting {
  /** The stack whose account and configuration the component gets. */
  readonly stack: string;
  /** Stacks that are there before it. @default - none */
  readonly after?: readonly string[];
  readonly changes?: ConfigurationChanges;
}

/**
 * Deploys what `build` makes, with the provider of a stack's account.
 *
 * @param build gets the provider and the stack's configuration; what it returns are outputs
 */
export async function deployedComponent(
  { stack, after = [], changes = {} }: ComponentSetting,
  build: (provider: aws.Provider, configuration: Configuration) => object | undefined,
): Promise<DeployedStack> {
  const deployments = new StackDeployments(changes);
  for (const other of after) await deployments.stack(other);
  const configuration = configurationOf(stack, changes);
  return await deployments.deploy(stack, {
    program: async () => build(accountProvider(configuration), configuration),
  });
}

/** What was asked of AWS while `action` ran, and the error that ended it, if one did. */
export async function observed(
  { gate }: Organization,
  action: () => Promise<unknown>,
): Promise<{ readonly calls: readonly AnsweredCall[]; readonly error: unknown }> {
  const calls: AnsweredCall[] = [];
  const endObserving = gate.observe((answered) => void calls.push(answered));
  try {
    await action();
    return { calls, error: undefined };
  } catch (error) {
    return { calls, error };
  } finally {
    endObserving();
  }
}

/** The validated configuration of a stack of the sample organization. */
export function configurationOf(name: string, changes: ConfigurationChanges = {}): Configuration {
  const namespace = `${SAMPLE.project}:`;
  const raw = Object.entries(rawStack(name, changes).config)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]) => [key.slice(namespace.length), value]);
  const { configuration, issues } = parseConfiguration(Object.fromEntries(raw), name);
  if (configuration === undefined) throw new Error(issues.join('\n'));
  return configuration;
}

function rawStack(name: string, changes: ConfigurationChanges = {}) {
  const stack = SAMPLE.stacks.find((each) => each.name === name);
  if (stack === undefined) throw new Error(`The sample organization has no stack ${name}.`);
  const changed = Object.entries(changes).map(([key, value]) => [`${SAMPLE.project}:${key}`, value]);
  return { ...stack, config: { ...stack.config, ...Object.fromEntries(changed) } };
}
