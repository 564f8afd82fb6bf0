/** The alert: what people read. Composed of plain sentences, and safe against text that the attacker chose. */
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { Severity, Technique } from '../../infra/tamper-catalogue';
import type { Decision } from './decision';
import type { Actor, ReportedCall, UnreadableReport } from './report';
import type { RepairOutcome, RepairResult } from './start-logging';

/** What became of it, in one word: for subjects, filters and statistics. */
export type Outcome =
  | RepairOutcome
  | 'refused'
  | 'replayed'
  | 'undeclared'
  | 'not-repaired'
  | 'unlisted'
  | 'unreadable';

export interface Alert {
  /** ASCII, at most 99 characters. @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  readonly subject: string;
  readonly body: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
}

const LONGEST_SUBJECT = 99;
/** A session name or a user agent longer than this says nothing more to a reader. */
const LONGEST_FIELD = 600;

const HEADLINES: Readonly<Record<Outcome, string>> = {
  repaired: 'It was repaired.',
  intact: 'The trail is as declared: nothing had to be repaired.',
  observed: 'It was NOT repaired: the mode is observe.',
  failed: 'The repair FAILED. Lambda tries it again; look at it yourself now.',
  refused: 'AWS refused the call: nothing changed.',
  replayed: 'The event was replayed from an archive: it is old, and nothing was done about it.',
  undeclared: 'It was not about a trail that Trailwarden declares: nothing was done about it.',
  'not-repaired': 'It was NOT repaired: there is no repair for this call yet. Compare the trail with its declaration.',
  unlisted: 'The call is not in the tamper catalogue: nothing was done about it.',
  unreadable: 'The report could not be read: nothing was done about it. Look at it yourself.',
};

/** The alert about a call. */
export function callAlert(
  call: ReportedCall,
  decision: Decision,
  declared: DeclaredState,
  repair: RepairResult | undefined,
): Alert {
  const outcome = outcomeOf(decision, repair);
  const entry = decision.kind === 'unlisted' ? undefined : decision.entry;
  const severity = severityOf(outcome, entry?.severity ?? 'medium');
  const lines: [label: string, text: string | undefined][] = [
    ['What', `${call.eventName} (${call.eventSource})`],
    ['Effect', outcome === 'refused' ? undefined : entry?.effect],
    ['Resource', decision.kind === 'unlisted' ? undefined : decision.target.described],
    ['Who', call.actor.arn ?? call.actor.invokedBy ?? call.actor.type],
    ['Person', personBehind(call.actor)],
    ['From', [call.sourceIpAddress, call.userAgent].filter((each) => each !== undefined).join(', ') || 'not recorded'],
    ['When', call.time],
    ['Account', `${call.account} (${declared.accounts[call.account] ?? 'member'}), ${call.region}`],
    ['Answer', call.errorCode === undefined ? 'AWS carried it out.' : answerOf(call)],
    ['Found', repair?.found ?? foundWithout(decision)],
    ['Done', repair?.done ?? 'Nothing.'],
    ['Verified', repair?.verified ?? 'Not applicable.'],
    ['Severity', severity],
    ['Technique', entry?.techniques.map(techniqueText).join('; ')],
    ['Event', `${call.eventId}${call.replayName === undefined ? '' : `, replayed by ${call.replayName}`}`],
    ['Record', call.recordId === undefined ? undefined : recordLink(call, call.recordId, declared.partition)],
  ];
  const who = call.actor.sourceIdentity ?? call.actor.sessionName ?? shortName(call.actor);
  return {
    subject: subjectOf(`[${severity}] ${call.eventName} in ${call.account} ${outcome}: ${who}`),
    body: bodyOf(HEADLINES[outcome], lines),
    severity,
    outcome,
  };
}

/** The alert about an event that could not be read. */
export function unreadableAlert(report: UnreadableReport): Alert {
  const lines: [string, string | undefined][] = [
    ['Why', `The event could not be read: ${report.reason}.`],
    ['Account', [report.account, report.region].filter((each) => each !== undefined).join(', ') || 'not named'],
    ['Event', report.eventId ?? 'without an id'],
    ['Found', 'Not looked at.'],
    ['Done', 'Nothing.'],
    ['Excerpt', report.excerpt],
  ];
  return {
    subject: subjectOf(`[high] Unreadable report from ${report.account ?? 'an unknown account'}`),
    body: bodyOf(HEADLINES.unreadable, lines),
    severity: 'high',
    outcome: 'unreadable',
  };
}

function outcomeOf(decision: Decision, repair: RepairResult | undefined): Outcome {
  if (repair !== undefined) return repair.outcome;
  if (decision.kind === 'unrepairable' || decision.kind === 'own' || decision.kind === 'repair') return 'not-repaired';
  return decision.kind;
}

/** An attempt that AWS refused is worth knowing, and no emergency; a repair that failed always is one. */
function severityOf(outcome: Outcome, severity: Severity): Severity {
  if (outcome === 'failed') return 'critical';
  if (outcome === 'refused') return severity === 'low' ? 'low' : 'medium';
  if (outcome === 'undeclared' || outcome === 'replayed') return severity === 'critical' ? 'high' : severity;
  return severity;
}

function foundWithout(decision: Decision): string {
  if (decision.kind === 'undeclared') return 'Not looked at: the resource is not part of the declared state.';
  return 'Not looked at.';
}

function answerOf({ errorCode = '', errorMessage }: ReportedCall): string {
  return `AWS refused it: ${errorCode}${errorMessage === undefined ? '' : `, ${errorMessage}`}`;
}

/** The session name is the user's name with IAM Identity Center, and whatever the caller chose elsewhere. */
function personBehind({ sourceIdentity, sessionName, type }: Actor): string {
  if (sourceIdentity !== undefined) return `${sourceIdentity} (source identity)`;
  if (sessionName !== undefined)
    return `${sessionName} (session name, chosen by the caller unless set by an identity provider)`;
  return type === 'Root' ? 'the root user of the account' : 'not recorded';
}

function shortName({ arn, invokedBy, type }: Actor): string {
  return arn?.split(/[:/]/).at(-1) ?? invokedBy ?? type;
}

function techniqueText({ id, formerId, name }: Technique): string {
  return `${id}${formerId === undefined ? '' : ` (formerly ${formerId})`} ${name}`;
}

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

function recordLink({ region }: ReportedCall, recordId: string, partition: string): string {
  const host = `${region}.${CONSOLES[partition] ?? 'console.aws.amazon.com'}`;
  return `https://${host}/cloudtrailv2/home?region=${region}#/events/${encodeURIComponent(recordId)}`;
}

function subjectOf(text: string): string {
  const plain = oneLine(text).replace(/[^\x20-\x7e]/g, '?');
  return plain.length > LONGEST_SUBJECT ? `${plain.slice(0, LONGEST_SUBJECT - 3)}...` : plain;
}

function bodyOf(headline: string, lines: readonly [label: string, text: string | undefined][]): string {
  const written = lines
    .filter((line): line is [string, string] => line[1] !== undefined)
    .map(
      ([label, text]) => `${label.padEnd(11)}${clipped(oneLine(text), label === 'Excerpt' ? 2_000 : LONGEST_FIELD)}`,
    );
  return [headline, '', ...written, ''].join('\n');
}

/** Nothing that an attacker chooses, such as a session name or a user agent, may start a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
}
