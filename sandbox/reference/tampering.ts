/** The tamper catalogue as people read it: a page with every call, and a summary by service. */
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import type { TamperEntry, Technique } from '../../infra/catalogue/entry';
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

const INTRODUCTION = `# What is watched, and what becomes of it

Every call in this catalogue would make the trail, the way of its reports, or their repair weaker than declared. Forwarding
rules, repairs, guardrails, alerts, the drill and this page are made from it. A call that AWS refuses is reported too, and
never acted upon. \`npm run docs\` writes this page; adding a call is adding one entry to \`infra/catalogue/\`.

- **repair**: the resource is read, compared with its declaration setting by setting, put back with the fewest calls, and read
  again. The alert shows what differed, the calls, what is verified, and the command that would undo the repair.
- **alert**: people are told, because nothing could put it back, or because only people should.
- **at once**: people hear of it by a rule that does not need the responder as well, because the call may silence it.
- *own*: reported when the call is about a resource whose name starts with the prefix; everybody else's stay their own.
`;

/** The whole page. */
export function tamperingPage(): string {
  const sections = bySource().map(
    ([source, entries]) => `## ${nameOf(source)}\n\n${callTable(entries)}\n\n${runbooks(entries)}`,
  );
  return `${[INTRODUCTION, ...sections].join('\n')}`;
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
    ['call, as recorded', 'severity', 'what it does', 'response', 'reported from', 'ATT&CK'],
    entries.map((entry) => [
      `\`${entry.eventName}\``,
      entry.severity,
      entry.loss === undefined ? entry.effect : `${entry.effect} *Lost:* ${entry.loss}`,
      `${entry.response}${entry.direct ? ', at once' : ''}`,
      `${kindsOf([entry])}${entry.scope === 'own' ? ', *own*' : ''}`,
      entry.techniques.map(techniqueText).join(', '),
    ]),
  );
}

/** Calls that ask the same of people share a line. */
function runbooks(entries: readonly TamperEntry[]): string {
  const texts = [...new Set(entries.map(({ runbook }) => runbook))];
  const lines = texts.map((text) => {
    const names = entries.filter(({ runbook }) => runbook === text).map(({ eventName }) => `\`${eventName}\``);
    return `- ${names.join(', ')}: ${text}`;
  });
  return `What to do:\n\n${lines.join('\n')}\n`;
}

function kindsOf(entries: readonly TamperEntry[]): string {
  const kinds = ACCOUNT_KINDS.filter((kind) => entries.some(({ forwardedFrom }) => forwardedFrom.includes(kind)));
  return kinds.length === ACCOUNT_KINDS.length ? 'every account' : kinds.join(', ');
}

function techniqueText({ id, formerId }: Technique): string {
  return formerId === undefined ? id : `${id} (formerly ${formerId})`;
}

function nameOf(source: string): string {
  return SERVICES[source] ?? source;
}
