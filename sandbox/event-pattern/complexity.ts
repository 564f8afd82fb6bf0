/**
 * AWS's limit on wildcards. It is not a count of stars: it is how many places in the pattern's wildcard texts one value
 * could have brought a matcher to at once, which is what makes matching slow.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
 */
import type { Alternative, FieldRule } from './expression';
import { ANYTHING, wildcardBytes } from './wildcard';

/**
 * Not documented. Known refusals measure 11 (`*:*:*:*:*:event-bus/*`) and more, known acceptances 9 and less; the
 * engine's README speaks of 10 for a single rule. https://github.com/aws/event-ruler#matching-with-a-machine
 */
const MOST_PLACES = 10;

/** Whether the rules' wildcards make the pattern too complex. */
export function exceedsWildcardLimit(rules: readonly FieldRule[]): boolean {
  const wild = rules.filter((rule) => [...rule.values()].flat().some((alternative) => alternative.wildcards));
  return mergedFields(wild).some((groups) => exceedsPlaces(groups));
}

/** The wildcard texts of one field, of each alternative that has some. */
type Groups = readonly (readonly string[])[];

interface Step {
  readonly fields: Map<string, { next: Map<string, Step>; groups: Map<string, readonly string[]> }>;
}

/**
 * The wildcards that are looked for together. The engine checks a rule's fields in the order of their paths, and rules
 * that have the same alternatives so far share what follows. What follows only the absence of a field is not counted.
 */
function mergedFields(rules: readonly FieldRule[]): Groups[] {
  const start: Step = { fields: new Map() };
  const counted = new Set([start]);
  for (const rule of rules) {
    let steps = new Set([start]);
    for (const [path, alternatives] of [...rule].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const following = new Set<Step>();
      for (const step of steps) {
        for (const [next, alternative] of advance(step, path, alternatives)) {
          following.add(next);
          if (!alternative.absence && counted.has(step)) counted.add(next);
        }
      }
      steps = following;
    }
  }
  return [...counted].flatMap((step) => [...step.fields.values()].map((field) => [...field.groups.values()]));
}

function advance(step: Step, path: string, alternatives: readonly Alternative[]): [Step, Alternative][] {
  const field = step.fields.get(path) ?? {
    next: new Map<string, Step>(),
    groups: new Map<string, readonly string[]>(),
  };
  step.fields.set(path, field);
  let last: Step | undefined;
  return alternatives.map((alternative) => {
    const next: Step = field.next.get(alternative.identity) ?? last ?? { fields: new Map() };
    field.next.set(alternative.identity, next);
    if (alternative.wildcards) {
      const before = field.groups.get(alternative.identity) ?? [];
      field.groups.set(alternative.identity, [...before, ...new Set(alternative.wildcards)]);
    }
    last = next;
    return [next, alternative];
  });
}

/** A place within wildcard texts: which bytes lead on from it, and the place that a star there leads to. */
interface Place {
  readonly onward: Map<number, Place[]>;
  star?: Place;
  /** A star's own place: any byte stays in it. */
  readonly stays: boolean;
  /** Whether no star was passed on the way here. */
  readonly certain: boolean;
}

function exceedsPlaces(groups: Groups): boolean {
  const bytes = new Set(groups.flat().flatMap(wildcardBytes));
  const numbers = new Map<Place, number>();
  const numberOf = (place: Place): number => {
    if (!numbers.has(place)) numbers.set(place, numbers.size);
    return numbers.get(place) ?? 0;
  };
  const pending = [new Set(groups.map(placesOf))];
  const seen = new Set<string>();
  for (let places = pending.pop(); places; places = pending.pop()) {
    // ANYTHING is also every byte that no text names.
    for (const byte of bytes) {
      const next = reach(places, byte);
      const stars = [...next].filter((place) => place.star && !next.has(place.star)).length;
      if (next.size + stars > MOST_PLACES) return true;
      const id = [...next].map(numberOf).sort().join();
      if (!seen.has(id)) pending.push(next);
      seen.add(id);
    }
  }
  return false;
}

function reach(places: ReadonlySet<Place>, byte: number): Set<Place> {
  const next = new Set<Place>();
  for (const place of places) {
    if (place.star) next.add(place.star);
    if (place.stays) next.add(place);
    for (const onward of place.onward.get(byte) ?? []) next.add(onward);
  }
  return next;
}

/**
 * The places of one alternative's texts, which share them up to their first star, its own place included, and at their
 * end. A text that comes again has places of its own in between, as in the engine.
 */
function placesOf(texts: readonly string[]): Place {
  const place = (stays: boolean, certain: boolean): Place => ({ onward: new Map(), stays, certain });
  const lead = (from: Place, byte: number, to: Place): void => {
    from.onward.set(byte, [...(from.onward.get(byte) ?? []), to]);
  };
  const start = place(false, true);
  const end = place(false, false);
  for (const text of texts) {
    let before = start;
    let here = start;
    const bytes = wildcardBytes(text);
    bytes.forEach((byte, index) => {
      let next: Place;
      if (byte === ANYTHING) {
        next = here.star ?? place(true, false);
        here.star = next;
      } else if (index === bytes.length - 1) {
        next = end;
        lead(here, byte, next);
      } else {
        const known = here.certain ? here.onward.get(byte)?.find(({ certain }) => certain) : undefined;
        next = known ?? place(false, here.certain);
        if (!here.onward.get(byte)?.includes(next)) lead(here, byte, next);
      }
      if (byte !== ANYTHING && bytes[index - 1] === ANYTHING) lead(before, byte, next);
      before = here;
      here = next;
    });
  }
  return start;
}
