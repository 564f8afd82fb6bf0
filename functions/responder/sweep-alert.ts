/** What people read after a sweep that found something. */
import type { Severity } from '../../infra/catalogue/entry';
import type { Alert, Outcome } from './alert';
import { bodyOf, type Line, subjectOf } from './alert-text';
import { messageOf } from './aws';
import { findings, worstOf } from './findings';
import type { Reconciliation } from './reconcile';
import type { SweepResult } from './sweep';

/** A message has 256 KB; people read less. */
const MOST_RESOURCES = 40;

const SEVERITIES: Readonly<Record<Reconciliation['outcome'], Severity>> = {
  failed: 'critical',
  watched: 'critical',
  observed: 'critical',
  repaired: 'critical',
  intact: 'low',
};

/** The alert about what was not as declared though no event had said so, or nothing when all was well. */
export function sweepAlert(result: SweepResult, time: string, pause: string | undefined): Alert | undefined {
  const { different, error } = result;
  if (different.length === 0 && error === undefined) return undefined;
  const outcome: Outcome = error === undefined ? worstOf(different) : 'failed';
  const severity = SEVERITIES[outcome];
  const shown = different.slice(0, MOST_RESOURCES);
  const about = different.length === 1 ? (different[0]?.resource.name ?? '') : `${different.length} resources`;
  const headline =
    'The sweep found what no event had reported' +
    (pause === undefined ? ':' : `, and did NOT repair it, because ${pause}:`) +
    ' something was changed by a way that leaves no report, or the way of the reports is broken.';
  const lines: Line[] = [
    { label: 'When', text: time },
    { label: 'Compared', text: `${result.compared} resources` },
    { label: 'Why', text: error === undefined ? undefined : `The accounts could not be listed: ${messageOf(error)}` },
    ...shown.flatMap((repair): Line[] => [{ label: 'Resource', text: placeOf(repair) }, ...findings([repair])]),
    {
      label: 'And more',
      text: different.length > shown.length ? `${different.length - shown.length} further resources.` : undefined,
    },
    {
      label: 'To do',
      text: 'Find the calls in the event history of the account, and why their report did not come: the forwarder, the bus, its rules.',
    },
    { label: 'Severity', text: severity },
  ];
  return {
    subject: subjectOf(`[${severity}] Sweep ${outcome}: ${about}`),
    body: bodyOf(headline, lines),
    severity,
    outcome,
  };
}

/** What makes two sweeps' findings the same. */
export function sweepKey({ different, error }: SweepResult): string {
  const found = different.map(({ resource, outcome }) => `${resource.arn} ${outcome}`);
  return ['sweep', error === undefined ? '' : 'error', ...found].join('\n');
}

/** The alert about accounts that did not let the responder in. */
export function closedAlert({ closed }: SweepResult, fixed: readonly string[]): Alert | undefined {
  const [first] = closed;
  if (first === undefined) return undefined;
  const severity: Severity = closed.some(({ account }) => fixed.includes(account)) ? 'critical' : 'high';
  const lines: Line[] = [
    { label: 'Accounts', text: closed.map(({ account }) => account).join(', '), most: 20_000 },
    { label: 'Why', text: first.message },
    { label: 'Found', text: 'Not looked at.' },
    { label: 'Done', text: 'Nothing.' },
    {
      label: 'To do',
      text: 'Deploy the stacks of accounts that have none. In the others the repair role was changed: run "pulumi up --refresh" there.',
    },
    { label: 'Severity', text: severity },
  ];
  const about = closed.length === 1 ? first.account : `${closed.length} accounts`;
  return {
    subject: subjectOf(`[${severity}] No way into ${about}`),
    body: bodyOf('The responder was not let into accounts that it watches: nothing can be repaired there.', lines),
    severity,
    outcome: 'failed',
  };
}

/** The alert about what is as declared, and worth knowing about all the same. */
export function notedAlert({ noted }: SweepResult): Alert | undefined {
  const [first] = noted;
  if (first === undefined) return undefined;
  const lines: Line[] = [
    ...noted.slice(0, MOST_RESOURCES).flatMap((repair): Line[] => [
      { label: 'Resource', text: placeOf(repair) },
      { label: 'Found', text: repair.notice },
    ]),
    { label: 'Done', text: 'Nothing.' },
    {
      label: 'To do',
      text: 'Read the messages: each is a report, and its attributes say why it was not delivered. Repair that, act on the reports, and delete them.',
    },
    { label: 'Severity', text: 'high' },
  ];
  const about = noted.length === 1 ? `${first.resource.name} in ${first.resource.account}` : `${noted.length} queues`;
  return {
    subject: subjectOf(`[high] Reports wait in ${about}`),
    body: bodyOf('Reports of tampering got lost on their way, and nobody was told of them.', lines),
    severity: 'high',
    outcome: 'not-repaired',
  };
}

/** The alert that repairs pause. */
export function pausedAlert(pause: string): Alert {
  const lines: Line[] = [
    { label: 'Found', text: 'Tampering is still reported, and the sweep still compares.' },
    { label: 'Done', text: 'Nothing is repaired until the window closes.' },
    { label: 'Severity', text: 'high' },
  ];
  const headline = `Repairs are paused: ${pause}.`;
  return {
    subject: subjectOf(`[high] ${headline}`),
    body: bodyOf(headline, lines),
    severity: 'high',
    outcome: 'observed',
  };
}

function placeOf({ resource }: Reconciliation): string {
  return `${resource.type} ${resource.name}, ${resource.account}, ${resource.region}`;
}
