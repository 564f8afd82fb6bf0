/** The reference tables of the documentation, made from the code and the configuration files that they describe. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CONFIGURATION_KEYS } from '../../infra/configuration-keys';
import { rulesTable, settingsTable } from '../../policies/reference';
import { table } from './markdown';
import { tamperingSummary } from './tampering';

const ROOT = join(__dirname, '../..');

interface DescribedKey {
  readonly description: string;
  readonly default?: unknown;
}

/** Every table, by the name that its place in a document carries. */
export const TABLES: Readonly<Record<string, () => string>> = {
  configuration: configurationTable,
  'tamper-catalogue': tamperingSummary,
  policies: rulesTable,
  'policy-settings': settingsTable,
};

/** What stands in no project file, because it is set per stack or not at all. */
const PER_STACK: Readonly<Record<string, string>> = {
  accountKind: 'What the stack sets up.',
  accountId: 'The account that the stack is deployed into, and no other.',
  accountName: 'The name of the account, for people.',
  maintenanceUntil:
    'Until this moment in UTC nothing is repaired, and people are told so; at most four hours ahead. Without it, or once it is over, repairs are made.',
  deploymentRoleName:
    "The role that deploys, of the same name in every account. Without it, the caller's credentials deploy.",
};

function configurationTable(): string {
  const { config } = parse(readFileSync(join(ROOT, 'Pulumi.yaml'), 'utf8')) as { config: Record<string, DescribedKey> };
  const rows = Object.entries(CONFIGURATION_KEYS).map(([key, { allowed }]) => {
    const described = config[key];
    const sample = described?.default === undefined ? '' : textOf(described.default);
    const value = sample === '' ? '' : `\`${sample}\``;
    return [`\`${key}\``, described?.description ?? PER_STACK[key] ?? '', allowed, value];
  });
  return table(['key', 'meaning', 'allowed', 'sample'], rows);
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * Puts each table into its place in a document: between `<!-- table: name -->` and `<!-- end -->`.
 *
 * @throws Error for a place whose table there is not
 */
export function fillTables(document: string): string {
  return document.replace(
    /(<!-- table: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const render = TABLES[name];
      if (render === undefined)
        throw new Error(`There is no table "${name}". Tables: ${Object.keys(TABLES).join(', ')}.`);
      return `${begin}${render()}\n${end}`;
    },
  );
}
