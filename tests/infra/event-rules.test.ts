import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { centralRules, forwardingRules, MOST_PATTERN_CHARACTERS, type TamperRule } from '../../infra/event-rules';
import { TAMPER_CATALOGUE, type TamperEntry, tamperEntryOf } from '../../infra/tamper-catalogue';
import { matches, parsePattern } from '../../sandbox/event-pattern';

/** An event as EventBridge gets it from CloudTrail. */
function recordedCall(entry: Pick<TamperEntry, 'source' | 'eventSource' | 'eventName'>, changes: object = {}): object {
  return {
    version: '0',
    id: '00000000-0000-4000-8000-000000000000',
    'detail-type': 'AWS API Call via CloudTrail',
    source: entry.source,
    account: '111111111111',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { eventSource: entry.eventSource, eventName: entry.eventName, requestParameters: null },
    ...changes,
  };
}

function matchedBy(rules: readonly TamperRule[], event: object): string[] {
  return rules.filter(({ pattern }) => matches(parsePattern(JSON.stringify(pattern)), event)).map(({ group }) => group);
}

const STOP_LOGGING = tamperEntryOf('cloudtrail.amazonaws.com', 'StopLogging') as TamperEntry;

describe('the rules of the tamper catalogue', () => {
  for (const kind of ACCOUNT_KINDS)
    for (const entry of TAMPER_CATALOGUE.filter(({ forwardedFrom }) => forwardedFrom.includes(kind)))
      it(`forward ${entry.eventName} from a ${kind} account by exactly one rule`, () => {
        assert.equal(matchedBy(forwardingRules(kind), recordedCall(entry)).length, 1);
      });

  for (const entry of TAMPER_CATALOGUE)
    it(`hand ${entry.eventName} to the responder by exactly one rule`, () => {
      assert.equal(matchedBy(centralRules(), recordedCall(entry)).length, 1);
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
      for (const rules of [centralRules(), ...ACCOUNT_KINDS.map((kind) => forwardingRules(kind))])
        assert.deepEqual(matchedBy(rules, event), []);
    });

  it('report a refused attempt, whose parameters are not recorded', () => {
    const refused = recordedCall(STOP_LOGGING, {
      detail: {
        eventSource: STOP_LOGGING.eventSource,
        eventName: 'StopLogging',
        errorCode: 'AccessDenied',
        requestParameters: null,
      },
    });
    assert.deepEqual(matchedBy(forwardingRules('member'), refused), ['cloudtrail']);
  });

  it('split a catalogue of any size without loss, and stay under the longest pattern', () => {
    const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,60}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 200 }), (names) => {
        const catalogue = names.map((eventName) => ({ ...STOP_LOGGING, eventName }));
        const rules = forwardingRules('member', catalogue);
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
    assert.deepEqual(forwardingRules('member', catalogue), []);
    assert.equal(forwardingRules('management', catalogue).length, 1);
  });

  it('hold each call once', () => {
    const calls = TAMPER_CATALOGUE.map(({ eventSource, eventName }) => `${eventSource} ${eventName}`);
    assert.equal(new Set(calls).size, calls.length);
  });
});
