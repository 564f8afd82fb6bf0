import assert from 'node:assert/strict';
import type { Expectation } from '../../../sandbox/drill/drill-run';
import { type Evidence, judge } from '../../../sandbox/drill/judgement';

const REPAIRED: Expectation = { outcome: 'repaired', alerts: ['repaired'], names: 'StopLogging' };
const REFUSED: Expectation = { outcome: 'refused', alerts: ['refused'], names: 'StopLogging' };
const KEPT_OUT: Expectation = { outcome: 'refused', alerts: [] };
const ALERTED: Expectation = { outcome: 'alerted', alerts: [], names: 'StopLogging' };

const alert = (outcome: string, body = 'What       StopLogging\nTo do      Look.\n') => ({
  subject: '',
  body,
  severity: 'critical',
  outcome,
});
const denied = { code: 'AccessDenied', message: 'not authorized' };
const LEFT = 'cloudtrail 111111111111 / trails / t / logging: was true, is false';

const GOOD: Evidence = { answers: [undefined], alerts: [alert('repaired')], left: [], wakings: 1, repairs: 1 };
const KEPT: Evidence = { answers: [denied], alerts: [], left: [], wakings: 0, repairs: 0 };
const TOLD: Evidence = { ...GOOD, alerts: [alert('refused')], answers: [denied], repairs: 0 };
const UNREPAIRED: Evidence = { ...GOOD, alerts: [alert('not-repaired')], left: [LEFT], repairs: 0 };

const CASES: readonly [
  promise: string,
  expected: Expectation,
  evidence: Evidence,
  outcome: string,
  problems: string[],
][] = [
  ['finds nothing wrong with a repair', REPAIRED, GOOD, 'repaired', []],
  ['finds nothing wrong with a refusal that people were told of', REFUSED, TOLD, 'refused', []],
  ['finds nothing wrong with a forged report that was kept out', KEPT_OUT, KEPT, 'refused', []],
  ['finds nothing wrong when people know what to do', ALERTED, UNREPAIRED, 'alerted', []],
  [
    'takes nobody’s word for a repair',
    REPAIRED,
    { ...GOOD, left: [LEFT] },
    'alerted',
    ['The outcome is "alerted", not "repaired".', `Left behind: ${LEFT}.`],
  ],
  [
    'takes a call that did no harm for no repair',
    REPAIRED,
    { ...GOOD, repairs: 0, alerts: [alert('repaired', 'StopLogging')] },
    'unnoticed',
    ['The outcome is "unnoticed", not "repaired".'],
  ],
  [
    'sees a missing alert',
    REPAIRED,
    { ...GOOD, alerts: [] },
    'repaired',
    ['No alert about StopLogging says "repaired".', 'No alert names StopLogging.'],
  ],
  [
    'sees an alert about something else',
    REPAIRED,
    { ...GOOD, alerts: [alert('repaired', 'What       DeleteTrail')] },
    'repaired',
    ['No alert about StopLogging says "repaired".', 'No alert names StopLogging.'],
  ],
  [
    'sees an alert that says something else',
    REPAIRED,
    { ...GOOD, alerts: [alert('failed')] },
    'repaired',
    ['No alert about StopLogging says "repaired".'],
  ],
  [
    'sees that the responder was never woken',
    REPAIRED,
    { ...GOOD, wakings: 0 },
    'repaired',
    ['The responder never heard of it.'],
  ],
  [
    'sees an alert that does not say what to do',
    ALERTED,
    { ...UNREPAIRED, alerts: [alert('not-repaired', 'What       StopLogging\n')] },
    'not repaired',
    ['The outcome is "not repaired", not "alerted".'],
  ],
  [
    'sees a repair where only an alert was expected',
    ALERTED,
    GOOD,
    'repaired',
    ['The outcome is "repaired", not "alerted".'],
  ],
  [
    'sees an attack that was not refused',
    REFUSED,
    GOOD,
    'repaired',
    ['The outcome is "repaired", not "refused".', 'No alert about StopLogging says "refused".'],
  ],
  [
    'sees a refused attack that did harm nevertheless',
    REFUSED,
    { ...TOLD, left: [LEFT] },
    'partly refused',
    ['The outcome is "partly refused", not "refused" (AccessDenied: not authorized).', `Left behind: ${LEFT}.`],
  ],
  [
    'sees a forged report that got in',
    KEPT_OUT,
    { ...KEPT, wakings: 1, alerts: [alert('repaired')] },
    'refused',
    [
      'The responder was woken by a report that had to be refused.',
      'People were alarmed by a report that had to be refused.',
    ],
  ],
  [
    'takes no mistake in the attack for a refusal',
    REFUSED,
    { ...TOLD, answers: [{ code: 'NotImplemented', message: 'no such call' }] },
    'refused',
    ['The attack could not be made: NotImplemented: no such call'],
  ],
];

describe('the judgement of an attack', () => {
  for (const [promise, expected, evidence, outcome, problems] of CASES)
    it(promise, () => {
      assert.deepEqual(judge(expected, evidence), { outcome, problems });
    });

  it('forgives what no repair brings back, where an alert says so', () => {
    const expected = { ...REPAIRED, lost: ['trails / t / logging'] };
    assert.deepEqual(judge(expected, { ...GOOD, left: [LEFT] }).problems, []);
    assert.deepEqual(judge(expected, { ...GOOD, left: [LEFT], alerts: [alert('repaired', 'StopLogging')] }).problems, [
      'No alert says that trails / t / logging cannot be brought back.',
    ]);
  });

  it('takes a request to subscribe again for what people hear when the topic is gone', () => {
    const expected: Expectation = { outcome: 'repaired', alerts: ['confirmation'], lost: ['subscriptions'] };
    const left = ['sns / topic / subscriptions: was 2, is 1'];
    assert.deepEqual(judge(expected, { ...GOOD, left, alerts: [alert('confirmation', 'Confirm.')] }).problems, []);
    assert.deepEqual(judge(expected, { ...GOOD, left, alerts: [] }).problems, [
      'No alert says "confirmation".',
      'No alert says that subscriptions cannot be brought back.',
    ]);
  });

  it('takes a direct report for one that says what to do when it names the command', () => {
    const direct = (body: string) => ({ ...UNREPAIRED, alerts: [alert('direct', body)] });
    assert.equal(judge(ALERTED, direct('StopLogging in 1. Compare: pulumi preview -s security.')).outcome, 'alerted');
    assert.equal(judge(ALERTED, direct('StopLogging in 1.')).outcome, 'not repaired');
  });

  it('does not bury the reader under settings', () => {
    const left = Array.from({ length: 20 }, (_, index) => `setting ${index}: was 1, is 2`);
    const { problems } = judge(REPAIRED, { ...GOOD, left });
    assert.equal(problems.length, 10);
    assert.equal(problems.at(-1), 'Left behind: 12 more settings.');
  });
});
