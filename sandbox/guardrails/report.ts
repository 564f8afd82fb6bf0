/** The preview of the guardrails, for a terminal of 120 columns. */
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { type GuardrailPreview, isControlled, type PreviewedAttack, type Verdict } from './preview';

const COLUMNS = 120;
/** How much of them the names of calls take up beside the verdicts. */
const CALL_COLUMNS = 58;

/** From the worst for Trailwarden on. */
const CELLS: Readonly<Record<Verdict, string>> = {
  allowed: 'allowed',
  SERVICE_CONTROL_POLICY: 'refused',
  RESOURCE_CONTROL_POLICY: 'refused',
  'fails anyway': 'fails',
};

/** What is refused to whom, call by call, and what is refused to nobody. */
export function guardrailReport({ policies, attacks, unknown, refusedToExempt }: GuardrailPreview): string {
  const left = attacks.filter(({ verdicts }) => !Object.values(verdicts).some(isControlled));
  const onlyThere = left.filter(({ verdicts }) => Object.keys(verdicts).every((kind) => kind === 'management'));
  const elsewhere = left.filter((attack) => !onlyThere.includes(attack));
  return [
    ...wrapped([
      'The guardrails as they are declared, attached to the root of the sample organization in memory.',
      'With other targets they hold for the accounts below these alone.',
    ]),
    '',
    ...columns(
      policies.map(({ name, type, characters, mostCharacters }) => [
        name,
        type.toLowerCase().replaceAll('_', ' '),
        `${characters} of ${mostCharacters} characters`,
      ]),
    ),
    '',
    ...wrapped([
      'What becomes of the calls of the catalogue when an administrator makes them, in every kind of account in which',
      'they can do harm. One that fails would fail without guardrails: it is about something that another account has.',
    ]),
    '',
    ...verdictTable(attacks),
    '',
    `${attacks.length - left.length} of ${attacks.length} attacks are refused in some account.`,
    ...refusedNowhere(onlyThere, 'because no policy restricts the management account'),
    ...refusedNowhere(
      elsewhere.filter(({ onAllResources }) => onAllResources),
      'because IAM knows the call for all resources at once only',
    ),
    ...refusedNowhere(
      elsewhere.filter(({ onAllResources }) => !onAllResources),
      'because what the call is about does not bear the name or the tag of Trailwarden',
    ),
    ...listed('Refused to the deployment role and the repair role as well', refusedToExempt),
    ...listed('Not asked, because no attack makes the call', unknown),
    '',
  ].join('\n');
}

/** The calls of a service that end alike stand together. Of several attacks by one call, the worst end counts. */
function verdictTable(attacks: readonly PreviewedAttack[]): string[] {
  const groups = grouped(callsOf(attacks), (call) => {
    const verdicts = attacks.filter((attack) => callOf(attack) === call).map((attack) => attack.verdicts);
    const cells = ACCOUNT_KINDS.map((kind) => worst(verdicts.map((each) => each[kind])));
    return [serviceOf(call), ...cells].join('|');
  });
  return columns([
    ['', '', ...ACCOUNT_KINDS],
    ...groups.flatMap(([key, calls]) => {
      const [service = '', ...cells] = key.split('|');
      return wrapped(namesOf(calls), CALL_COLUMNS).map((names, index) =>
        index === 0 ? [service, names, ...cells] : ['', names],
      );
    }),
  ]);
}

function worst(verdicts: readonly (Verdict | undefined)[]): string {
  const [, cell = ''] = Object.entries(CELLS).find(([verdict]) => verdicts.includes(verdict as Verdict)) ?? [];
  return cell;
}

/** `sns Publish`, each once */
function callsOf(attacks: readonly PreviewedAttack[]): string[] {
  return [...new Set(attacks.map(callOf))];
}

function callOf({ service, eventName }: PreviewedAttack): string {
  return `${service} ${eventName}`;
}

function serviceOf(call: string): string {
  return call.slice(0, call.indexOf(' '));
}

/** The names of calls without their service, with a comma after each but the last. */
function namesOf(calls: readonly string[]): string[] {
  return calls.map((call, index) => call.slice(call.indexOf(' ') + 1) + (index < calls.length - 1 ? ',' : ''));
}

function refusedNowhere(attacks: readonly PreviewedAttack[], reason: string): string[] {
  return listed(`${attacks.length} refused nowhere, ${reason}`, callsOf(attacks));
}

/** Calls under a title, a service after the other. */
function listed(title: string, calls: readonly string[]): string[] {
  if (calls.length === 0) return [];
  const groups = grouped(calls, serviceOf);
  const widest = Math.max(...groups.map(([service]) => service.length));
  const rows = groups.flatMap(([service, members]) =>
    wrapped(namesOf(members), COLUMNS - widest - 4).map((names, index) => [index === 0 ? service : '', names]),
  );
  return ['', `${title}:`, ...columns(rows)];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [key: string, members: T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** Lines of at most so many columns. */
function wrapped(texts: readonly string[], width: number = COLUMNS): string[] {
  const lines: string[] = [];
  for (const word of texts.join(' ').split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || `${line} ${word}`.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
