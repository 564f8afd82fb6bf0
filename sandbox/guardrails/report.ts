/** The preview of the guardrails, for a terminal. */
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { type GuardrailPreview, isControlled, type PreviewedAttack, type Verdict } from './preview';

const CELLS: Readonly<Record<Verdict, string>> = {
  SERVICE_CONTROL_POLICY: 'refused',
  RESOURCE_CONTROL_POLICY: 'refused',
  'fails anyway': 'fails',
  allowed: 'allowed',
};

/** What is refused to whom, attack by attack, and what is refused to nobody. */
export function guardrailReport(preview: GuardrailPreview): string {
  const { policies, attacks, unknown, refusedToExempt } = preview;
  const refused = attacks.filter(isRefused);
  return [
    'The guardrails as they are declared, attached to the root of the sample organization in memory. With other targets they',
    'hold for the accounts below these alone.',
    '',
    ...columns(
      policies.map(({ name, type, characters, mostCharacters }) => [
        name,
        kindOf(type),
        `${characters} of ${mostCharacters} characters`,
      ]),
    ),
    '',
    'What the policies say to an administrator, in every kind of account in which the call can do harm:',
    '',
    ...columns([
      ['', '', ...ACCOUNT_KINDS],
      ...attacks.map(({ service, eventName, title, verdicts }) => [
        `${service} ${eventName}`,
        title,
        ...ACCOUNT_KINDS.map((kind) => {
          const verdict = verdicts[kind];
          return verdict === undefined ? '' : CELLS[verdict];
        }),
      ]),
    ]),
    '',
    `${refused.length} of ${attacks.length} attacks are refused in some account. No policy of an organization restricts its management account.`,
    ...listed(
      'Refused nowhere, and so reported and repaired as without guardrails',
      names(attacks.filter((each) => !isRefused(each))),
    ),
    ...listed('Refused to the deployment role and the repair role as well', refusedToExempt),
    ...listed('Not asked, because no attack makes the call', unknown),
    '',
  ].join('\n');
}

function isRefused({ verdicts }: PreviewedAttack): boolean {
  return Object.values(verdicts).some(isControlled);
}

function names(attacks: readonly PreviewedAttack[]): string[] {
  return [...new Set(attacks.map(({ service, eventName }) => `${service} ${eventName}`))];
}

function listed(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${title}: ${items.join(', ')}.`];
}

function kindOf(type: string): string {
  return type.toLowerCase().replaceAll('_', ' ');
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
