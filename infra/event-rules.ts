/** The rules that the tamper catalogue turns into: what forwards from an account, and what wakes the responder. */
import type { AccountKind } from './configuration';
import { TAMPER_CATALOGUE, type TamperEntry } from './tamper-catalogue';

/**
 * The longest event pattern that EventBridge takes by default, in characters.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MOST_PATTERN_CHARACTERS = 2048;

export interface TamperPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: { readonly eventSource: readonly string[]; readonly eventName: readonly string[] };
}

/** One rule: a stable name for its group of the catalogue, and its pattern. */
export interface TamperRule {
  /** `cloudtrail`, and `cloudtrail-2` and so on where one pattern would be too long. */
  readonly group: string;
  readonly pattern: TamperPattern;
}

/** The rules that an account of this kind forwards by. */
export function forwardingRules(kind: AccountKind, catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE): TamperRule[] {
  return rulesOf(catalogue.filter((entry) => entry.forwardedFrom.includes(kind)));
}

/** The rules of the central bus: everything that any kind of account forwards. */
export function centralRules(catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE): TamperRule[] {
  return rulesOf(catalogue);
}

function rulesOf(entries: readonly TamperEntry[]): TamperRule[] {
  const sources = [...new Set(entries.map((entry) => entry.source))];
  return sources.flatMap((source) =>
    split(
      source,
      entries.filter((entry) => entry.source === source),
    ),
  );
}

/**
 * Patterns match on source and names alone: a denied call is recorded without its parameters, and must be reported too.
 * `source` is pinned, because anyone may put a custom event with the same detail-type on a bus.
 */
function split(source: string, entries: readonly TamperEntry[]): TamperRule[] {
  const rules: TamperRule[] = [];
  let names: string[] = [];
  const group = source.replace(/^aws\./, '');
  const eventSources = [...new Set(entries.map((entry) => entry.eventSource))];
  const patternOf = (eventName: readonly string[]): TamperPattern => ({
    source: [source],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: eventSources, eventName },
  });
  const close = (): void => {
    if (names.length > 0)
      rules.push({ group: rules.length === 0 ? group : `${group}-${rules.length + 1}`, pattern: patternOf(names) });
    names = [];
  };
  for (const { eventName } of entries) {
    if (JSON.stringify(patternOf([...names, eventName])).length > MOST_PATTERN_CHARACTERS) close();
    names.push(eventName);
  }
  close();
  return rules;
}
