/** What became of an attack, and whether that is what had to. */
import type { Expectation, ReceivedAlert } from './drill-run';
import type { Answer, Refusal } from './scenario';

/** What was seen of an attack. */
export interface Evidence {
  readonly answers: readonly Answer[];
  readonly alerts: readonly ReceivedAlert[];
  /** The settings that are not as they were, once everything has happened. */
  readonly left: readonly string[];
  /** How often the responder was woken. */
  readonly wakings: number;
  /** How many calls of the repair roles changed something. */
  readonly repairs: number;
}

export interface Judgement {
  readonly outcome: string;
  /** What did not end as expected, as sentences. */
  readonly problems: readonly string[];
}

/** More of them would hide the others. */
const MOST_SETTINGS = 8;

/** Answers that do not come from AWS: the attack was never made. */
const NO_ANSWERS: readonly string[] = ['Error', 'TypeError', 'NotImplemented', 'SerializationException'];

export function judge(expected: Expectation, { left: everything, ...others }: Evidence): Judgement {
  const left = everything.filter((change) => !expected.lost?.some((part) => change.includes(part)));
  const evidence = { ...others, left };
  const refusals = evidence.answers.filter((answer) => answer !== undefined);
  const outcome = outcomeOf(expected, evidence, refusals.length);
  const problems = [
    ...refusals
      .filter(({ code }) => NO_ANSWERS.includes(code))
      .map(({ code, message }) => `The attack could not be made: ${code}: ${message}`),
    ...(outcome === expected.outcome
      ? []
      : [`The outcome is "${outcome}", not "${expected.outcome}"${why(refusals)}.`]),
    ...(expected.outcome === 'alerted' ? [] : leftBehind(left)),
    ...problemsOfAlerts(expected, evidence),
  ];
  return { outcome, problems };
}

function outcomeOf(expected: Expectation, { answers, left, repairs, alerts }: Evidence, refused: number): string {
  const isIntact = left.length === 0;
  if (refused === answers.length && isIntact) return 'refused';
  if (refused > 0) return 'partly refused';
  if (isIntact && repairs > 0) return 'repaired';
  if (alerts.some((alert) => saysWhatToDo(alert, expected.names ?? ''))) return 'alerted';
  return isIntact ? 'unnoticed' : 'not repaired';
}

/** Whether an alert names the call, and says what is lost or what people have to do; a direct one says it with a command. */
function saysWhatToDo({ subject, body, outcome }: ReceivedAlert, name: string): boolean {
  if (outcome === 'confirmation') return name === '';
  return name !== '' && `${subject}\n${body}`.includes(name) && /^(Lost|To do)\s|pulumi preview /m.test(body);
}

function problemsOfAlerts(expected: Expectation, { alerts, wakings }: Evidence): string[] {
  const problems: string[] = [];
  const { names } = expected;
  const named = alerts.filter(({ subject, body }) => names === undefined || `${subject}\n${body}`.includes(names));
  for (const each of expected.alerts)
    if (!named.some(({ outcome }) => outcome === each))
      problems.push(`No alert${names === undefined ? '' : ` about ${names}`} says "${each}".`);
  if (expected.lost !== undefined && !named.some((alert) => saysWhatToDo(alert, names ?? '')))
    problems.push(`No alert says that ${expected.lost.join(' and ')} cannot be brought back.`);
  if (names !== undefined && named.length === 0) problems.push(`No alert names ${names}.`);
  if (expected.alerts.length > 0 && wakings === 0) problems.push('The responder never heard of it.');
  if (expected.alerts.length > 0 || names !== undefined) return problems;
  if (wakings > 0) problems.push('The responder was woken by a report that had to be refused.');
  if (alerts.length > 0) problems.push('People were alarmed by a report that had to be refused.');
  return problems;
}

function leftBehind(left: readonly string[]): string[] {
  const more = left.length - MOST_SETTINGS;
  return [
    ...left.slice(0, MOST_SETTINGS).map((change) => `Left behind: ${change}.`),
    ...(more > 0 ? [`Left behind: ${more} more settings.`] : []),
  ];
}

function why(refusals: readonly Refusal[]): string {
  const [first] = refusals;
  return first === undefined ? '' : ` (${first.code}: ${first.message})`;
}
