/** The sample organization: what the project's own configuration files describe. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Configuration } from '../infra/configuration';
import { parseConfiguration } from '../infra/configuration-parser';
import type { OrganizationDescription } from './organization';

const ROOT = join(__dirname, '..');

/** One stack of the project, as its configuration file describes it. */
export interface SampleStack {
  readonly name: string;
  readonly kind: string;
  readonly account: string;
  /** The configuration as Pulumi hands it to a program: full key → text, lists as JSON. */
  readonly config: Readonly<Record<string, string>>;
}

export interface SampleOrganization {
  readonly project: string;
  readonly description: OrganizationDescription;
  /** In the order of a deployment. */
  readonly stacks: readonly SampleStack[];
  /** The configuration of the first stack: what is organization-wide in it holds for all. */
  readonly configuration: Configuration;
}

/** Forwarders need the central bus, and the trail needs its bucket and key: one order, for the first deployment and every change. */
const ORDER = ['security', 'log-archive', 'management', 'member'];

interface ProjectFile {
  readonly name: string;
  readonly stackConfigDir: string;
  readonly config: Readonly<Record<string, { readonly default?: unknown }>>;
}

/** Reads `Pulumi.yaml` and every `Pulumi.<stack>.yaml` beside it. */
export function readSampleOrganization(): SampleOrganization {
  const { project, stacks } = readStacks(ROOT);
  const configuration = configurationOf(project, stacks[0]);
  const { deploymentRoleName, guardrailTargets = [] } = configuration;
  const accounts = stacks.map(({ account, name }) => ({ id: account, name }));
  const others = guardrailTargets.filter((target) => /^\d/.test(target) && !accounts.some(({ id }) => id === target));
  return {
    project,
    stacks,
    configuration,
    description: {
      id: configuration.organizationId,
      managementAccount: configuration.managementAccountId,
      accounts: [...accounts, ...others.map((id) => ({ id, name: `account-${id}` }))],
      policyTypes: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
      policyTargets: guardrailTargets,
      ...(deploymentRoleName === undefined ? {} : { deploymentRoleName }),
    },
  };
}

/** The stacks of a checkout of the project. */
export interface CheckedOutStacks extends Pick<SampleOrganization, 'project' | 'stacks'> {
  /** Where their configuration files are. */
  readonly folder: string;
}

/** Reads the stacks of a checkout, in the order of a deployment, as they are written: nothing is validated. */
export function readStacks(root: string): CheckedOutStacks {
  const project = parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8')) as ProjectFile;
  const shared = Object.fromEntries(
    Object.entries(project.config).map(([key, { default: value }]) => [`${project.name}:${key}`, asText(value)]),
  );
  const folder = join(root, project.stackConfigDir);
  const stacks = readdirSync(folder)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .map((name) => readStack(project.name, name, join(folder, `Pulumi.${name}.yaml`), shared))
    .sort((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind) || left.name.localeCompare(right.name));
  return { project: project.name, stacks, folder };
}

function configurationOf(project: string, stack: SampleStack | undefined): Configuration {
  const raw = Object.entries(stack?.config ?? {}).filter(([key]) => key.startsWith(`${project}:`));
  const { configuration, issues } = parseConfiguration(
    Object.fromEntries(raw.map(([key, value]) => [key.slice(project.length + 1), value])),
    stack?.name ?? '',
  );
  if (configuration === undefined) throw new Error(`The sample organization is not valid:\n${issues.join('\n')}`);
  return configuration;
}

function readStack(project: string, name: string, file: string, shared: Readonly<Record<string, string>>): SampleStack {
  const { config } = parse(readFileSync(file, 'utf8')) as { config: Readonly<Record<string, unknown>> };
  const own = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asText(value)]));
  return {
    name,
    kind: own[`${project}:accountKind`] ?? '',
    account: own[`${project}:accountId`] ?? '',
    config: { ...shared, ...own },
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
