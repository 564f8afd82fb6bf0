/** The reference tables of the documentation, made from the code and the configuration files that they describe. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CONFIGURATION_KEYS } from '../../infra/configuration-keys';
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import type { Technique } from '../../infra/catalogue/entry';
import { rulesTable, settingsTable } from '../../policies/reference';

const ROOT = join(__dirname, '../..');

interface DescribedKey {
  readonly description: string;
  readonly default?: unknown;
}

/** Every table, by the name that its place in a document carries. */
export const TABLES: Readonly<Record<string, () => string>> = {
  configuration: configurationTable,
  'tamper-catalogue': catalogueTable,
  policies: rulesTable,
  'policy-settings': settingsTable,
};

/** What stands in no project file, because it is set per stack or not at all. */
const PER_STACK: Readonly<Record<string, string>> = {
  accountKind: 'What the stack sets up.',
  accountId: 'The account that the stack is deployed into, and no other.',
  accountName: 'The name of the account, for people.',
  deploymentRoleName:
    "The role that deploys, of the same name in every account. Without it, the caller's credentials deploy.",
};

function configurationTable(): string {
  const { config } = parse(readFileSync(join(ROOT, 'Pulumi.yaml'), 'utf8')) as { config: Record<string, DescribedKey> };
  const rows = Object.entries(CONFIGURATION_KEYS).map(([key, { allowed }]) => {
    const described = config[key];
    const value = described?.default === undefined ? '' : `\`${textOf(described.default)}\``;
    return [`\`${key}\``, described?.description ?? PER_STACK[key] ?? '', allowed, value];
  });
  return table(['key', 'meaning', 'allowed', 'sample'], rows);
}

function catalogueTable(): string {
  const rows = TAMPER_CATALOGUE.map(({ eventName, severity, techniques, effect, response }) => [
    `\`${eventName}\``,
    severity,
    effect,
    response === 'alert' ? 'alert' : 'repair and alert',
    techniques.map(techniqueText).join(', '),
  ]);
  return table(['call', 'severity', 'what it does', 'response', 'ATT&CK'], rows);
}

function techniqueText({ id, formerId }: Technique): string {
  return formerId === undefined ? id : `${id} (formerly ${formerId})`;
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
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
