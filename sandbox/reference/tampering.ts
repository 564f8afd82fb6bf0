/** The tamper catalogue as people read it: a page with every call, and a summary by service. */
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import type { TamperEntry } from '../../infra/catalogue/entry';
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { table } from './markdown';

/** What people call the services. */
const SERVICES: Readonly<Record<string, string>> = {
  'aws.cloudtrail': 'AWS CloudTrail',
  'aws.s3': 'Amazon S3',
  'aws.kms': 'AWS KMS',
  'aws.logs': 'Amazon CloudWatch Logs',
  'aws.monitoring': 'Amazon CloudWatch',
  'aws.events': 'Amazon EventBridge',
  'aws.sqs': 'Amazon SQS',
  'aws.sns': 'Amazon SNS',
  'aws.lambda': 'AWS Lambda',
  'aws.iam': 'AWS IAM',
  'aws.organizations': 'AWS Organizations',
  'aws.config': 'AWS Config',
};

/** What most runbooks begin with: the page says it once. */
const FIRST = 'Find out whether the caller meant to, and revoke his sessions if not.';

const INTRODUCTION = `# What is watched, and what becomes of it

Every call in this catalogue would make the trail, the way of its reports, or their repair weaker than declared. Forwarding
rules, responses, guardrails, alerts, the drill and this page are made from it. \`npm run docs\` writes the page; adding a call is
adding one entry to \`infra/catalogue/\`.

- **repair**: the resource is read, compared with its declaration setting by setting, put back with the fewest calls, and read
  again. The alert shows what differed, the calls, what is verified, and the command that would undo the repair.
- **alert**: people are told, because nothing could put it back, or because only people should.
- **at once**: people also hear of it by a rule that does not need the responder, because the call may silence it.
- *Lost* is what no repair brings back, and *to do* is what is left for people. The alert has both. Nearly always the first
  thing to do is the same, and not repeated here: find out whether the caller meant to, and revoke his sessions if not.

A call that AWS refuses is reported too, and never acted upon. Calls have the names under which CloudTrail records them, which
are not always those of the API. The numbers are [techniques](#techniques) of MITRE ATT&CK.
`;

/** The whole page. */
export function tamperingPage(): string {
  const sections = bySource().map(
    ([source, entries]) => `## ${nameOf(source)}\n\n${reportedFrom(entries)}\n\n${callTable(entries)}\n`,
  );
  return [INTRODUCTION, ...sections, techniques()].join('\n');
}

/** A line for each service. */
export function tamperingSummary(): string {
  const rows = bySource().map(([source, entries]) => [
    nameOf(source),
    String(entries.length),
    String(entries.filter(({ response }) => response === 'repair').length),
    kindsOf(entries),
  ]);
  return table(['service', 'calls', 'of which repaired', 'reported from'], rows);
}

function bySource(): [source: string, entries: readonly TamperEntry[]][] {
  const sources = [...new Set(TAMPER_CATALOGUE.map(({ source }) => source))];
  return sources.map((source) => [source, TAMPER_CATALOGUE.filter((entry) => entry.source === source)]);
}

function callTable(entries: readonly TamperEntry[]): string {
  return table(
    ['call', 'response', 'what it does, and what to do'],
    entries.map((entry) => [
      [`\`${entry.eventName}\``, entry.techniques.map(({ id }) => id).join(', ')].join('<br>'),
      [entry.severity, entry.response, ...(entry.direct ? ['at once'] : [])].join('<br>'),
      [entry.effect, labelled('Lost', entry.loss), labelled('To do', furtherSteps(entry))].filter(Boolean).join('<br>'),
    ]),
  );
}

function labelled(label: string, text: string | undefined): string {
  return text === undefined || text === '' ? '' : `*${label}:* ${text}`;
}

/** From where most of them are reported, and from where the others are. */
function reportedFrom(entries: readonly TamperEntry[]): string {
  const places = [...new Set(entries.map(placeOf))]
    .map((place) => ({ place, calls: entries.filter((entry) => placeOf(entry) === place) }))
    .sort((left, right) => right.calls.length - left.calls.length);
  return places
    .map(({ place, calls }, index) => (index === 0 ? `Reported from ${place}.` : `${namesOf(calls)}: from ${place}.`))
    .join(' ');
}

function placeOf(entry: TamperEntry): string {
  const whose =
    entry.scope === 'own' ? "when the call is about one of Trailwarden's own resources" : 'whatever the call is about';
  return `${accountsOf(entry)}, ${whose}`;
}

/** `the security account`, `the management and security accounts` */
function accountsOf({ forwardedFrom }: TamperEntry): string {
  const kinds = ACCOUNT_KINDS.filter((kind) => forwardedFrom.includes(kind));
  if (kinds.length === ACCOUNT_KINDS.length) return 'every account';
  return `the ${kinds.join(' and ')} account${kinds.length === 1 ? '' : 's'}`;
}

function furtherSteps({ runbook }: TamperEntry): string {
  return runbook.replace(FIRST, '').trim();
}

function techniques(): string {
  const all = new Map(TAMPER_CATALOGUE.flatMap(({ techniques: each }) => each.map((one) => [one.id, one])));
  const rows = [...all.values()]
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .map(({ id, formerId = '', name }) => [id, formerId, name]);
  return `## Techniques\n\nOf MITRE ATT&CK v19. The former id is the one before v19.\n\n${table(['id', 'former id', 'name'], rows)}\n`;
}

function namesOf(entries: readonly TamperEntry[]): string {
  return entries.map(({ eventName }) => `\`${eventName}\``).join(', ');
}

function kindsOf(entries: readonly TamperEntry[]): string {
  const kinds = ACCOUNT_KINDS.filter((kind) => entries.some(({ forwardedFrom }) => forwardedFrom.includes(kind)));
  return kinds.length === ACCOUNT_KINDS.length ? 'every account' : kinds.join(', ');
}

function nameOf(source: string): string {
  return SERVICES[source] ?? source;
}
