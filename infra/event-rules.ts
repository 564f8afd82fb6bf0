/** The rules that the tamper catalogue turns into: what forwards from an account, and what wakes the responder. */
import { TAMPER_CATALOGUE } from './catalogue';
import { GLOBAL_SOURCES, type TamperEntry } from './catalogue/entry';
import type { AccountKind, OrganizationConfiguration } from './configuration';
import { GLOBAL_SERVICES_REGION } from './regions';

/**
 * The longest event pattern that EventBridge takes by default, in characters.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MOST_PATTERN_CHARACTERS = 2048;

/** One way in which a record names a resource of Trailwarden's. */
type Naming = Readonly<Record<string, unknown>>;

export interface TamperPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: {
    readonly eventSource: readonly string[];
    readonly eventName: readonly string[];
    readonly $or?: readonly Naming[];
  };
}

/** One rule: a stable name for its group of the catalogue, and its pattern. */
export interface TamperRule {
  /** `cloudtrail`, and `cloudtrail-2` and so on where one pattern would be too long. */
  readonly group: string;
  readonly pattern: TamperPattern;
}

/** What patterns depend on. */
type Prefixed = Pick<OrganizationConfiguration, 'namePrefix' | 'partition'>;

/** The rules that an account of this kind forwards by, in one Region. */
export function forwardingRules(
  { namePrefix, partition }: Prefixed,
  kind: AccountKind,
  region: string,
  catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE,
): TamperRule[] {
  return rulesOf(
    catalogue.filter((entry) => entry.forwardedFrom.includes(kind) && isRecordedIn(region, partition, entry)),
    (entries) => namingsOf(entries, namePrefix),
  );
}

/** The rules of the central bus: everything that any kind of account forwards. */
export function centralRules(catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE): TamperRule[] {
  return rulesOf(catalogue, () => []);
}

/**
 * The rules by which people hear of what may silence the responder without its help: those for what is recorded in the Region,
 * and those for what global services record elsewhere.
 */
export function directRules(
  { namePrefix, partition }: Prefixed,
  region: string,
  catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE,
): { readonly here: TamperRule[]; readonly elsewhere: TamperRule[] } {
  const direct = catalogue.filter((entry) => entry.direct);
  const rules = (entries: readonly TamperEntry[]): TamperRule[] =>
    rulesOf(entries, (members) => namingsOf(members, namePrefix));
  return {
    here: rules(direct.filter((entry) => isRecordedIn(region, partition, entry))),
    elsewhere: rules(direct.filter((entry) => !isRecordedIn(region, partition, entry))),
  };
}

/** In the other partitions, no source says which Region it is: there every Region looks for it. */
function isRecordedIn(region: string, partition: string, { source }: TamperEntry): boolean {
  return partition !== 'aws' || region === GLOBAL_SERVICES_REGION || !GLOBAL_SOURCES.includes(source);
}

function rulesOf(
  entries: readonly TamperEntry[],
  namings: (entries: readonly TamperEntry[]) => Naming[],
): TamperRule[] {
  const groups = new Map<string, TamperEntry[]>();
  for (const entry of entries) {
    const group = groupOf(entry);
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups].flatMap(([group, members]) => split(group, members, namings));
}

/** A service, and apart from it what is reported whoever owns it. */
function groupOf({ source, scope }: TamperEntry): string {
  const service = source.replace(/^aws\./, '');
  return scope === 'own' ? `own-${service}` : service;
}

/**
 * Patterns match on source and names, and on where the record names the resource. A denied call is recorded without its
 * parameters; then the error's text names it. `source` is pinned, because anyone may put a custom event with the same
 * detail-type on a bus.
 */
function split(
  group: string,
  entries: readonly TamperEntry[],
  namings: (entries: readonly TamperEntry[]) => Naming[],
): TamperRule[] {
  const rules: TamperRule[] = [];
  let members: TamperEntry[] = [];
  const close = (): void => {
    if (members.length > 0)
      rules.push({
        group: rules.length === 0 ? group : `${group}-${rules.length + 1}`,
        pattern: patternOf(members, namings(members)),
      });
    members = [];
  };
  for (const entry of entries) {
    const more = [...members, entry];
    if (JSON.stringify(patternOf(more, namings(more))).length > MOST_PATTERN_CHARACTERS) close();
    members.push(entry);
  }
  close();
  return rules;
}

function patternOf(entries: readonly TamperEntry[], namings: readonly Naming[]): TamperPattern {
  return {
    source: [...new Set(entries.map(({ source }) => source))],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: [...new Set(entries.map(({ eventSource }) => eventSource))],
      eventName: entries.map(({ eventName }) => eventName),
      ...(namings.length === 0 ? {} : { $or: namings }),
    },
  };
}

/** Every name, ARN and URL of Trailwarden's has the prefix in it, and so has the text of a refusal that names one. */
function namingsOf(entries: readonly TamperEntry[], namePrefix: string): Naming[] {
  if (entries.some(({ scope }) => scope === 'any')) return [];
  const named = [{ wildcard: `*${namePrefix}*` }];
  const parameters = [...new Set(entries.flatMap(({ subject }) => subject.parameters))];
  return [
    ...parameters.map((parameter) => ({ requestParameters: nested(parameter.split('.'), named) })),
    { errorMessage: named },
  ];
}

function nested([key = '', ...rest]: readonly string[], value: unknown): Naming {
  return { [key]: rest.length === 0 ? value : nested(rest, value) };
}
