import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TAMPER_CATALOGUE, tamperEntryOf } from '../../infra/catalogue';
import { GLOBAL_SOURCES, type TamperEntry } from '../../infra/catalogue/entry';
import { ACCOUNT_KINDS } from '../../infra/configuration';
import {
  centralRules,
  directRules,
  forwardingRules,
  MOST_PATTERN_CHARACTERS,
  type TamperRule,
} from '../../infra/event-rules';
import { matches, parsePattern } from '../../sandbox/event-pattern';

const HERE = { namePrefix: 'trailwarden', partition: 'aws' };
const HOME = 'us-east-1';

/** The parameters of a call that names a resource of that name under every key that may name it. */
function naming({ subject }: TamperEntry, name: string): object {
  const parameters: Record<string, unknown> = {};
  for (const path of subject.parameters) {
    const keys = path.split('.');
    let place = parameters;
    for (const key of keys.slice(0, -1)) {
      const next = (place[key] ?? {}) as Record<string, unknown>;
      place[key] = next;
      place = next;
    }
    place[keys.at(-1) ?? ''] = name;
  }
  return parameters;
}

/** An event as EventBridge gets it from CloudTrail. */
function recordedCall(
  entry: TamperEntry,
  changes: object = {},
  requestParameters: object | null = naming(entry, 'arn:aws:x:us-east-1:111111111111:x/trailwarden-x'),
): object {
  return {
    version: '0',
    id: '00000000-0000-4000-8000-000000000000',
    'detail-type': 'AWS API Call via CloudTrail',
    source: entry.source,
    account: '111111111111',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { eventSource: entry.eventSource, eventName: entry.eventName, requestParameters },
    ...changes,
  };
}

function matchedBy(rules: readonly TamperRule[], event: object): string[] {
  return rules.filter(({ pattern }) => matches(parsePattern(JSON.stringify(pattern)), event)).map(({ group }) => group);
}

const STOP_LOGGING = tamperEntryOf('cloudtrail.amazonaws.com', 'StopLogging') as TamperEntry;

describe('the rules of the tamper catalogue', () => {
  for (const kind of ACCOUNT_KINDS)
    for (const entry of TAMPER_CATALOGUE.filter(({ forwardedFrom }) => forwardedFrom.includes(kind))) {
      const title = `${entry.eventName} of ${entry.source}`;
      const rules = forwardingRules(HERE, kind, HOME);

      it(`forward ${title} from a ${kind} account by exactly one rule`, () => {
        assert.equal(matchedBy(rules, recordedCall(entry)).length, 1);
      });

      it(`forward a refused ${title} from a ${kind} account, whose parameters are not recorded`, () => {
        const { eventSource, eventName } = entry;
        const errorMessage = `User: x is not authorized to perform: y on resource: arn:aws:z:::trailwarden-z`;
        const detail = { eventSource, eventName, errorCode: 'AccessDenied', errorMessage, requestParameters: null };
        assert.equal(matchedBy(rules, recordedCall(entry, { detail })).length, 1);
      });

      if (entry.scope === 'own')
        it(`leave ${title} alone in a ${kind} account when it is about somebody else's resource`, () => {
          assert.deepEqual(matchedBy(rules, recordedCall(entry, {}, naming(entry, 'their-own'))), []);
        });
    }

  for (const entry of TAMPER_CATALOGUE)
    it(`hand ${entry.eventName} of ${entry.source} to the responder by exactly one rule`, () => {
      assert.equal(matchedBy(centralRules(), recordedCall(entry)).length, 1);
    });

  it('report what may silence the responder without it, and nothing else', () => {
    for (const entry of TAMPER_CATALOGUE)
      for (const region of [HOME, 'eu-west-1']) {
        const { here, elsewhere } = directRules(HERE, region);
        assert.equal(
          matchedBy([...here, ...elsewhere], recordedCall(entry)).length,
          entry.direct ? 1 : 0,
          entry.eventName,
        );
      }
  });

  it('forward what global services record where they record it, and only there', () => {
    for (const kind of ACCOUNT_KINDS) {
      const elsewhere = forwardingRules(HERE, kind, 'eu-west-1').flatMap(({ pattern }) => pattern.source);
      assert.deepEqual(
        elsewhere.filter((source) => GLOBAL_SOURCES.includes(source)),
        [],
      );
    }
    assert.ok(
      forwardingRules(HERE, 'management', HOME).some(({ pattern }) => pattern.source.includes('aws.organizations')),
    );
  });

  it('look for what global services record everywhere in a partition that does not say where', () => {
    for (const partition of ['aws-cn', 'aws-us-gov'])
      assert.deepEqual(
        forwardingRules({ ...HERE, partition }, 'management', 'anywhere').map(({ group }) => group),
        forwardingRules(HERE, 'management', HOME).map(({ group }) => group),
      );
  });

  it('stay within what EventBridge takes, whatever the prefix: 2,048 characters, and 30 rules with wildcards on a bus', () => {
    const longest = { ...HERE, namePrefix: 'a'.repeat(20) };
    const buses = [...ACCOUNT_KINDS.map((kind) => forwardingRules(longest, kind, HOME)), centralRules()];
    for (const rules of buses) {
      const patterns = [...rules, ...directRules(longest, HOME).here].map(({ pattern }) => JSON.stringify(pattern));
      for (const pattern of patterns) assert.ok(pattern.length <= MOST_PATTERN_CHARACTERS);
      assert.ok(patterns.filter((pattern) => pattern.includes('wildcard')).length <= 30);
    }
  });

  const kept: [promise: string, event: object][] = [
    ['a call that reads', recordedCall({ ...STOP_LOGGING, eventName: 'GetTrailStatus' })],
    ['the same name from another service', recordedCall({ ...STOP_LOGGING, eventSource: 'config.amazonaws.com' })],
    ['the same record under a source of somebody else', recordedCall({ ...STOP_LOGGING, source: 'cloudtrail' })],
    ['a source that only ends like it', recordedCall({ ...STOP_LOGGING, source: 'my.aws.cloudtrail' })],
    ['another spelling of the name', recordedCall({ ...STOP_LOGGING, eventName: 'stoplogging' })],
    [
      'an event of the service itself',
      recordedCall(STOP_LOGGING, { 'detail-type': 'AWS Service Event via CloudTrail' }),
    ],
    ['an event without detail', recordedCall(STOP_LOGGING, { detail: {} })],
  ];
  for (const [promise, event] of kept)
    it(`leave alone ${promise}`, () => {
      for (const rules of [centralRules(), ...ACCOUNT_KINDS.map((kind) => forwardingRules(HERE, kind, HOME))])
        assert.deepEqual(matchedBy(rules, event), []);
    });

  it('split a catalogue of any size without loss, and stay under the longest pattern', () => {
    const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,60}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 200 }), (names) => {
        const catalogue = names.map((eventName) => ({ ...STOP_LOGGING, eventName }));
        const rules = forwardingRules(HERE, 'member', HOME, catalogue);
        assert.deepEqual(
          rules.flatMap(({ pattern }) => pattern.detail.eventName),
          names,
        );
        assert.ok(rules.every(({ pattern }) => JSON.stringify(pattern).length <= MOST_PATTERN_CHARACTERS));
        assert.equal(new Set(rules.map(({ group }) => group)).size, rules.length);
      }),
    );
  });

  it('forward nothing from a kind of account that no entry names', () => {
    const catalogue = [{ ...STOP_LOGGING, forwardedFrom: ['management'] as const }];
    assert.deepEqual(forwardingRules(HERE, 'member', HOME, catalogue), []);
    assert.equal(forwardingRules(HERE, 'management', HOME, catalogue).length, 1);
  });
});
