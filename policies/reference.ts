/** The reference tables of the documentation, made from the rules and their settings. */
import { RULES } from './rules';
import { SETTINGS } from './settings';

/** Every rule: what it demands, of what, and what happens by default. */
export function rulesTable(): string {
  const rows = RULES.map(({ name, description, kinds, level, severity, settings }) => [
    code(name),
    description,
    kinds.map(code).join(', '),
    level,
    severity,
    settings.map(code).join(', '),
  ]);
  return table(['rule', 'demands', 'of', 'by default', 'severity', 'settings'], rows);
}

/** Every setting: what it means, and what holds where it is not set. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, { type, description, default: value }]) => [
    code(name),
    description,
    type,
    code(JSON.stringify(value)),
  ]);
  return table(['setting', 'meaning', 'type', 'default'], rows);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
