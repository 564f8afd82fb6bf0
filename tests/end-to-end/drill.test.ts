import assert from 'node:assert/strict';
import { problemsOf } from '../../sandbox/drill/attack';
import { runDrill } from '../../sandbox/drill/drill';
import type { AttackResult, DrillRun, Stage } from '../../sandbox/drill/drill-run';
import { SCENARIOS } from '../../sandbox/drill/scenarios';

describe('the drill', () => {
  let run: DrillRun;

  before(async () => {
    run = await runDrill(SCENARIOS);
  });

  function attack(id: string): AttackResult {
    const result = run.attacks.find((each) => each.id === id);
    assert.ok(result, `The drill ran no attack "${id}".`);
    return result;
  }

  function texts(id: string, stage: Stage): string[] {
    return attack(id)
      .steps.filter((step) => step.stage === stage)
      .map((step) => step.text);
  }

  for (const { id, attacker } of SCENARIOS)
    it(`ends ${id} by ${attacker} as it has to`, () => {
      assert.deepEqual(attack(id).problems, []);
    });

  it('deploys security first, and every account', () => {
    assert.deepEqual(
      run.stacks.map(({ stack }) => stack),
      ['security', 'log-archive', 'management', 'data', 'payments'],
    );
  });

  it('repairs by reading, starting and reading again', () => {
    const way = attack('stop-logging').steps.filter(({ stage }) => ['state', 'repair'].includes(stage));
    assert.deepEqual(
      way.slice(0, 3).map(({ text }) => text),
      ['the trail is not logging', 'cloudtrail:StartLogging', 'the trail is logging'],
    );
  });

  it("lets the repair's own call come back once, and alarms nobody about it", () => {
    assert.equal(attack('stop-logging').alerts.length, 1);
    assert.equal(texts('stop-logging', 'repair').length, 1);
    assert.equal(texts('stop-logging', 'echo').filter((text) => text.includes('respond-')).length, 1);
  });

  it('tells who is behind the session', () => {
    const [alert] = attack('stop-logging').alerts;
    assert.match(alert?.body ?? '', /^Person {5}mallory@example\.com \(source identity\)$/m);
    assert.match(alert?.body ?? '', /^Account {4}111111111111 \(management\), us-east-1$/m);
  });

  it('answers a member as AWS does, and touches nothing', () => {
    assert.match(texts('stop-logging-by-member', 'call').join(), /NotOrganizationMasterAccountException/);
    assert.deepEqual(texts('stop-logging-by-member', 'repair'), []);
    assert.deepEqual(texts('stop-logging-by-member', 'state'), []);
  });

  for (const id of ['forged-event-by-member', 'forged-event-by-outsider'])
    it(`keeps ${id} out at the bus, under either source`, () => {
      assert.deepEqual(texts(id, 'call'), ['events:PutEvents → AccessDenied', 'events:PutEvents → AccessDenied']);
      assert.deepEqual(texts(id, 'responder'), []);
    });

  it('stops the trail once for two attackers at once, and starts it once', () => {
    assert.equal(texts('stop-logging-twice', 'call').length, 2);
    assert.equal(texts('stop-logging-twice', 'repair').length, 1);
  });

  it('is throttled three times, tells people, and repairs a minute later', () => {
    assert.deepEqual(texts('stop-logging-throttled', 'repair'), [
      'cloudtrail:StartLogging → ThrottlingException',
      'cloudtrail:StartLogging → ThrottlingException',
      'cloudtrail:StartLogging → ThrottlingException',
      'cloudtrail:StartLogging',
    ]);
    const repair = attack('stop-logging-throttled').steps.findLast(({ stage }) => stage === 'repair');
    assert.equal(repair?.afterSeconds, 60);
  });
});

describe('the judgement of an attack', () => {
  const repaired = { outcome: 'repaired', alerts: ['repaired'] } as const;
  const refused = { outcome: 'refused', alerts: [] } as const;
  const alert = { subject: '', body: '', severity: 'critical', outcome: 'repaired' };
  const good = { outcome: 'repaired', detected: true, alerts: [alert], isLogging: true };
  const kept = { outcome: 'refused', detected: false, alerts: [], isLogging: true };

  const judged: [promise: string, Parameters<typeof problemsOf>, string[]][] = [
    ['finds nothing wrong with a repair', [{ expected: repaired }, good], []],
    ['finds nothing wrong with a refusal', [{ expected: refused }, kept], []],
    [
      'sees a silent trail',
      [{ expected: repaired }, { ...good, isLogging: false, outcome: 'the trail is silent' }],
      ['The trail is not logging.', 'The outcome is "the trail is silent", not "repaired".'],
    ],
    ['sees a missing alert', [{ expected: repaired }, { ...good, alerts: [] }], ['No alert says "repaired".']],
    [
      'sees an alert that says something else',
      [{ expected: repaired }, { ...good, alerts: [{ ...alert, outcome: 'failed' }] }],
      ['No alert says "repaired".'],
    ],
    [
      'sees that nothing was detected',
      [{ expected: repaired }, { ...good, detected: false }],
      ['The responder never heard of it.'],
    ],
    [
      'sees a forged report that got in',
      [{ expected: refused }, { ...kept, detected: true, alerts: [alert] }],
      [
        'The responder was woken by a report that had to be refused.',
        'People were alarmed by a report that had to be refused.',
      ],
    ],
    [
      'sees an attack that was not refused',
      [{ expected: refused }, { ...kept, outcome: 'repaired' }],
      ['The outcome is "repaired", not "refused".'],
    ],
  ];
  for (const [promise, given, problems] of judged)
    it(promise, () => {
      assert.deepEqual(problemsOf(...given), problems);
    });
});
