/** How many events the sandbox matches against the rules of the whole catalogue. */
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { forwardingRules } from '../../infra/event-rules';
import { type EventPattern, matches, parsePattern } from '../event-pattern';
import { readSampleOrganization } from '../sample-organization';
import { type Figure, median } from './figure';
import { sampleEvents } from './sample-events';

/** Events of the mix that tamper, in a hundred: many more than in life, so that matching counts too. */
const TAMPERING_PERCENT = 10;
const EVENTS = 2_000;
const ROUNDS = 7;
const PASSES_PER_ROUND = 50;

export const EVENT_MATCHING: Figure = {
  name: 'event-matching',
  title: 'Events matched in the sandbox, on one core',
  unit: 'events/s',
  target: { bound: 'over', value: 50_000 },
  measure: async () => {
    const patterns = forwardingPatterns();
    const pool = eventPool();
    const pass = (): number =>
      pool.filter((event) => patterns.filter((each) => matches(each, event)).length > 0).length;
    const expected = (EVENTS * TAMPERING_PERCENT) / 100;
    const matched = pass();
    if (matched !== expected) throw new Error(`${matched} events matched, and ${expected} of them tamper.`);
    const rates = Array.from({ length: ROUNDS + 1 }, () => rateOf(pass)).slice(1);
    return {
      value: median(rates),
      notes: [
        `${patterns.length} rules, all that any kind of account forwards by, each against every event; ${TAMPERING_PERCENT} % of the events match`,
        `the median of ${ROUNDS} rounds of ${EVENTS * PASSES_PER_ROUND} events, by the processor's time and not the wall's`,
      ],
    };
  },
};

/** The patterns of the whole catalogue, as accounts of every kind have them in the home Region. */
export function forwardingPatterns(): EventPattern[] {
  const { configuration } = readSampleOrganization();
  const rules = ACCOUNT_KINDS.flatMap((kind) => forwardingRules(configuration, kind, configuration.homeRegion));
  return [...new Set(rules.map(({ pattern }) => JSON.stringify(pattern)))].map(parsePattern);
}

/** Events per second of processor time. */
function rateOf(pass: () => number): number {
  const before = process.cpuUsage();
  for (let done = 0; done < PASSES_PER_ROUND; done += 1) pass();
  const { user, system } = process.cpuUsage(before);
  return (EVENTS * PASSES_PER_ROUND) / ((user + system) / 1_000_000);
}

/** Every event an object of its own, as it comes out of JSON. */
function eventPool(): unknown[] {
  const { everyday, tampering } = sampleEvents();
  return Array.from({ length: EVENTS }, (_, index) => {
    const turn = Math.floor(index / 100);
    const kind = index % 100 < TAMPERING_PERCENT ? tampering : everyday;
    return JSON.parse(JSON.stringify(kind[(turn + index) % kind.length])) as unknown;
  });
}
