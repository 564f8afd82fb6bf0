/** The alert: what people read about one event. */
import type { Severity, TamperEntry, Technique } from '../../infra/catalogue/entry';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import { bodyOf, type Line, subjectOf } from './alert-text';
import { messageOf } from './aws';
import type { Decision } from './decision';
import { findings, worstOf } from './findings';
import type { Reconciliation, ReconciliationOutcome } from './reconcile';
import type { Actor, ReportedCall, UnreadableReport } from './report';

/** What became of it, in one word: for subjects, filters and statistics. */
export type Outcome =
  | ReconciliationOutcome
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

const HEADLINES: Readonly<Record<Outcome, string>> = {
  repaired: 'It was repaired.',
  intact: 'Everything is as declared: nothing had to be repaired.',
  observed: 'It was NOT repaired: repairs are off.',
  watched: 'It was NOT repaired: the responder may not. Look at it yourself now.',
  failed: 'The repair FAILED. Lambda tries it again; look at it yourself now.',
  refused: 'AWS refused the call: nothing changed.',
  replayed: 'The event was replayed from an archive: it is old, and nothing was done about it.',
  undeclared: 'It was not about a resource that Trailwarden declares: nothing was done about it.',
  'not-repaired': 'It was NOT repaired: nothing could put it back. Look at it yourself now.',
  unlisted: 'The call is not in the tamper catalogue: nothing was done about it.',
  unreadable: 'The report could not be read: nothing was done about it. Look at it yourself.',
};

/** A deployment that comes before the responder's own is undone, and whoever deploys has to learn why. */
const ORDER_OF_A_CHANGE =
  'If this was a deployment: run "pulumi up -s security" first, and then deploy again. The responder puts back what security was deployed with.';

/** The alert about a call. */
export function callAlert(
  call: ReportedCall,
  decision: Decision,
  declared: DeclaredState,
  repairs: readonly Reconciliation[],
  pause?: string,
): Alert {
  const outcome =
    decision.kind === 'repair' ? worstOf(repairs) : decision.kind === 'alert' ? 'not-repaired' : decision.kind;
  const entry = decision.kind === 'unlisted' ? undefined : decision.entry;
  const severity = severityOf(outcome, entry?.severity ?? 'medium');
  const happened = outcome !== 'refused';
  const lines: Line[] = [
    { label: 'What', text: `${call.eventName} (${call.eventSource})` },
    { label: 'Effect', text: happened ? entry?.effect : undefined },
    { label: 'Resource', text: decision.kind === 'unlisted' ? undefined : decision.target.described },
    { label: 'Who', text: call.actor.arn ?? call.actor.invokedBy ?? call.actor.type },
    { label: 'Person', text: personBehind(call.actor) },
    {
      label: 'From',
      text: [call.sourceIpAddress, call.userAgent].filter((each) => each !== undefined).join(', ') || 'not recorded',
    },
    { label: 'When', text: call.time },
    { label: 'Account', text: `${call.account} (${declared.accounts[call.account] ?? 'member'}), ${call.region}` },
    { label: 'Answer', text: call.errorCode === undefined ? 'AWS carried it out.' : answerOf(call) },
    ...(decision.kind === 'repair' ? findings(repairs) : withoutFindings(decision)),
    { label: 'Why', text: whyOf(repairs) },
    { label: 'Lost', text: lossOf(outcome, entry, repairs) },
    { label: 'To do', text: happened ? entry?.runbook : undefined },
    { label: 'Meant it?', text: outcome === 'repaired' || outcome === 'observed' ? ORDER_OF_A_CHANGE : undefined },
    { label: 'Severity', text: severity },
    { label: 'Technique', text: entry?.techniques.map(techniqueText).join('; ') },
    {
      label: 'Event',
      text: `${call.eventId}${call.replayName === undefined ? '' : `, replayed by ${call.replayName}`}`,
    },
    {
      label: 'Record',
      text: call.recordId === undefined ? undefined : recordLink(call, call.recordId, declared.partition),
    },
  ];
  const who = call.actor.sourceIdentity ?? call.actor.sessionName ?? shortName(call.actor);
  return {
    subject: subjectOf(`[${severity}] ${call.eventName} in ${call.account} ${outcome}: ${who}`),
    body: bodyOf(outcome === 'observed' ? `It was NOT repaired: ${pause}.` : HEADLINES[outcome], lines),
    severity,
    outcome,
  };
}

/** The alert about an event that could not be read. */
export function unreadableAlert(report: UnreadableReport): Alert {
  const lines: Line[] = [
    { label: 'Why', text: `The event could not be read: ${report.reason}.` },
    {
      label: 'Account',
      text: [report.account, report.region].filter((each) => each !== undefined).join(', ') || 'not named',
    },
    { label: 'Event', text: report.eventId ?? 'without an id' },
    { label: 'Found', text: 'Not looked at.' },
    { label: 'Done', text: 'Nothing.' },
    { label: 'Excerpt', text: report.excerpt, most: 2_000 },
  ];
  return {
    subject: subjectOf(`[high] Unreadable report from ${report.account ?? 'an unknown account'}`),
    body: bodyOf(HEADLINES.unreadable, lines),
    severity: 'high',
    outcome: 'unreadable',
  };
}

/** What AWS refused, and what changed nothing, is worth knowing and no emergency; a repair that failed always is one. */
function severityOf(outcome: Outcome, severity: Severity): Severity {
  if (outcome === 'failed' || outcome === 'watched') return 'critical';
  if (outcome === 'refused' || outcome === 'intact') return severity === 'low' ? 'low' : 'medium';
  if (outcome === 'undeclared' || outcome === 'replayed') return severity === 'critical' ? 'high' : severity;
  return severity;
}

function withoutFindings({ kind }: Decision): Line[] {
  const found =
    kind === 'undeclared' ? 'Not looked at: the resource is not part of the declared state.' : 'Not looked at.';
  return [
    { label: 'Found', text: found },
    { label: 'Done', text: 'Nothing.' },
    { label: 'Verified', text: 'Not applicable.' },
  ];
}

/** What AWS answered to the first thing that failed: which permission is missing, what is throttled. */
function whyOf(repairs: readonly Reconciliation[]): string | undefined {
  const failed = repairs.find(({ error }) => error !== undefined);
  return failed === undefined ? undefined : messageOf(failed.error);
}

/** What a keeper says is lost is more exact than what the call may have lost. */
function lossOf(
  outcome: Outcome,
  entry: TamperEntry | undefined,
  repairs: readonly Reconciliation[],
): string | undefined {
  const happened = !['refused', 'undeclared', 'replayed', 'intact'].includes(outcome);
  return happened && repairs.every(({ losses }) => losses.length === 0) ? entry?.loss : undefined;
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
