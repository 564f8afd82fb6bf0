/** From the text that Pulumi hands over to a valid configuration, or to the list of everything that is wrong with it. */
import { accountIdOf, type Configuration } from './configuration';
import { CONFIGURATION_KEYS, type ConfigurationKey } from './configuration-keys';
import { DEFAULT_ENABLED_REGIONS, GLOBAL_SERVICES_REGION, PARTITIONS } from './regions';
import { isWindowOpen, LONGEST_WINDOW_HOURS, momentOf } from './specifications/maintenance';

/** The configuration as Pulumi holds it: key without its namespace → text, lists as JSON. */
export type RawConfiguration = Readonly<Record<string, string>>;

export type ParsedConfiguration =
  | { readonly configuration: Configuration; readonly issues: readonly [] }
  | { readonly configuration?: never; readonly issues: readonly string[] };

/**
 * Reads the whole configuration of the stack `stack`.
 *
 * @param now milliseconds since 1970
 * @returns the configuration, or one sentence for every issue: the key, the value, what is allowed.
 */
export function parseConfiguration(raw: RawConfiguration, stack: string, now = Date.now()): ParsedConfiguration {
  const issues: string[] = [];
  const values: Record<string, unknown> = {};
  for (const key of Object.keys(raw))
    if (!Object.hasOwn(CONFIGURATION_KEYS, key))
      issues.push(`"${key}" is not a key of this project. Allowed: ${Object.keys(CONFIGURATION_KEYS).join(', ')}.`);
  for (const [key, definition] of Object.entries(CONFIGURATION_KEYS)) {
    const given = raw[key];
    if (given === undefined) {
      if (definition.optional !== true) issues.push(`"${key}" is missing. Allowed: ${definition.allowed}.`);
      continue;
    }
    const value = readValue(definition, given);
    if (value === undefined || !definition.accepts(value as never))
      issues.push(`"${key}" is ${JSON.stringify(given)}. Allowed: ${definition.allowed}.`);
    else values[key] = value;
  }
  issues.push(...contradictions(values as Partial<Configuration>, stack), ...windowIssues(values, now));
  return issues.length > 0 ? { issues } : { configuration: values as unknown as Configuration, issues: [] };
}

function readValue(definition: ConfigurationKey, given: string): string | number | string[] | undefined {
  if (definition.form === 'text') return given;
  if (definition.form === 'number') return /^\d+$/.test(given) ? Number(given) : undefined;
  try {
    const list: unknown = JSON.parse(given);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

/** What single values cannot show: values that do not go together. A value that is wrong by itself is not looked at again. */
function contradictions(values: Partial<Configuration>, stack: string): string[] {
  return [
    ...sharedAccounts(values),
    ...regionIssues(values),
    ...retentionIssues(values),
    ...guardrailIssues(values),
    ...accountIssues(values, stack),
  ];
}

function sharedAccounts(values: Partial<Configuration>): string[] {
  const keys = ['managementAccountId', 'logArchiveAccountId', 'securityAccountId'] as const;
  return keys.flatMap((key, index) => {
    const earlier = keys.slice(0, index).find((other) => values[other] !== undefined && values[other] === values[key]);
    return earlier === undefined
      ? []
      : [`"${key}" is "${values[key]}", which is also "${earlier}". Allowed: an account of its own for each.`];
  });
}

function regionIssues({ homeRegion, governedRegions, partition }: Partial<Configuration>): string[] {
  const issues: string[] = [];
  const inPartition = (region: string): boolean =>
    partition === undefined ||
    (PARTITIONS[partition] ?? []).some(
      (start) => region.startsWith(start) && (partition !== 'aws' || !region.startsWith('us-gov-')),
    );
  if (homeRegion !== undefined) {
    if (partition === 'aws' && !DEFAULT_ENABLED_REGIONS.includes(homeRegion))
      issues.push(
        `"homeRegion" is "${homeRegion}", an opt-in Region: accounts that have not opted in would record nothing. ` +
          `Allowed: ${DEFAULT_ENABLED_REGIONS.join(', ')}.`,
      );
    else if (!inPartition(homeRegion))
      issues.push(`"homeRegion" is "${homeRegion}". Allowed: a Region of the partition "${partition}".`);
  }
  if (governedRegions === undefined) return issues;
  for (const region of governedRegions.filter((each) => !inPartition(each)))
    issues.push(`"governedRegions" holds "${region}". Allowed: Regions of the partition "${partition}".`);
  const required = [homeRegion, partition === 'aws' || partition === undefined ? GLOBAL_SERVICES_REGION : undefined];
  for (const region of new Set(required))
    if (region !== undefined && !governedRegions.includes(region))
      issues.push(
        `"governedRegions" is ${JSON.stringify(governedRegions)}. Allowed: a list that includes "${region}"` +
          `${region === homeRegion ? ', the home Region' : ', where IAM and Organizations leave their records'}.`,
      );
  return issues;
}

function retentionIssues({ trailRetentionInDays, objectLockRetentionInDays }: Partial<Configuration>): string[] {
  if (trailRetentionInDays === undefined || objectLockRetentionInDays === undefined) return [];
  if (objectLockRetentionInDays <= trailRetentionInDays) return [];
  return [
    `"objectLockRetentionInDays" is ${objectLockRetentionInDays}. ` +
      `Allowed: at most "trailRetentionInDays" (${trailRetentionInDays}), after which log files expire.`,
  ];
}

/** A window that has closed is no issue: it opens nothing. One that would be ignored is, because somebody counts on it. */
function windowIssues({ maintenanceUntil }: Partial<Configuration>, now: number): string[] {
  const end = maintenanceUntil === undefined ? undefined : momentOf(maintenanceUntil);
  if (end === undefined || now >= end || isWindowOpen(maintenanceUntil, now)) return [];
  return [`"maintenanceUntil" is "${maintenanceUntil}". Allowed: at most ${LONGEST_WINDOW_HOURS} hours from now.`];
}

function guardrailIssues(values: Partial<Configuration>): string[] {
  const { guardrailTargets = [], deploymentRoleName, managementAccountId } = values;
  if (guardrailTargets.length === 0) return [];
  const issues: string[] = [];
  if (deploymentRoleName === undefined)
    issues.push(
      '"deploymentRoleName" is missing. Allowed with "guardrailTargets": the name of the role that deploys, because ' +
        'the guardrails refuse changes by everybody else.',
    );
  if (managementAccountId !== undefined && guardrailTargets.includes(managementAccountId))
    issues.push(
      `"guardrailTargets" holds "${managementAccountId}", the management account, which no such policy restricts. ` +
        'Allowed: the root, organizational units and other accounts.',
    );
  return issues;
}

function accountIssues(values: Partial<Configuration>, stack: string): string[] {
  const { accountKind, accountId } = values;
  if (accountKind === undefined) return [];
  const issues: string[] = [];
  if (accountKind !== 'member' && stack !== accountKind)
    issues.push(
      `"accountKind" is "${accountKind}" in the stack "${stack}". Allowed: this kind only in a stack called ` +
        `"${accountKind}", the name by which other stacks find it.`,
    );
  if (accountKind === 'member' && ['management', 'log-archive', 'security'].includes(stack))
    issues.push(`"accountKind" is "member" in the stack "${stack}". Allowed: "${stack}" in a stack of this name.`);
  if (accountId === undefined) return issues;
  if (accountKind === 'member') {
    const taken = (['managementAccountId', 'logArchiveAccountId', 'securityAccountId'] as const).find(
      (key) => values[key] === accountId,
    );
    if (taken !== undefined)
      issues.push(`"accountId" is "${accountId}", which is "${taken}". Allowed for a member: an account of its own.`);
    return issues;
  }
  const expected = accountIdOf(accountKind, values as Configuration);
  if (expected !== undefined && expected !== accountId)
    issues.push(`"accountId" is "${accountId}". Allowed for the kind "${accountKind}": "${expected}".`);
  return issues;
}
