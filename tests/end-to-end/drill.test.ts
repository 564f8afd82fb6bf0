import assert from 'node:assert/strict';
import { runDrill } from '../../sandbox/drill/drill';
import type { AttackResult, DrillRun, Stage } from '../../sandbox/drill/drill-run';
import type { Scenario } from '../../sandbox/drill/scenario';
import { HARD_CASES, SCENARIOS } from '../../sandbox/drill/scenarios';
import { grouped } from '../../sandbox/drill/verdict';

/** The hard cases, and of each service the first attack that has to end in each way; `npm start` runs all. */
const SELECTED: readonly Scenario[] = grouped(SCENARIOS.filter((scenario) => !HARD_CASES.includes(scenario)))
  .flatMap(([, ofService]) =>
    (['repaired', 'alerted', 'refused'] as const).map((end) =>
      ofService.find(({ expected }) => expected.outcome === end),
    ),
  )
  .filter((scenario) => scenario !== undefined);
const ATTACKS = [...HARD_CASES, ...SELECTED];

const STOP = 'cloudtrail-stop-logging';

describe('the drill', () => {
  let run: DrillRun;

  const told: string[] = [];

  before(async () => {
    run = await runDrill(ATTACKS, { attacked: ({ id }) => void told.push(id) }, 1);
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

  for (const { id, attacker } of ATTACKS)
    it(`ends ${id} by ${attacker} as it has to`, () => {
      assert.deepEqual(attack(id).problems, []);
    });

  it('attacks the organization and a copy of it side by side, and tells of every attack once, in their order', () => {
    assert.deepEqual(
      told,
      ATTACKS.map(({ id }) => id),
    );
    assert.deepEqual(
      run.attacks.map(({ id }) => id),
      told,
    );
  });

  it('deploys security first, and every account', () => {
    assert.deepEqual(
      run.stacks.map(({ stack }) => stack),
      ['security', 'log-archive', 'management', 'data', 'payments'],
    );
  });

  it('starts a stopped trail at once, and then reads whether all is well', () => {
    const way = attack(STOP).steps.filter(({ stage }) => ['state', 'repair'].includes(stage));
    assert.deepEqual(
      way.slice(0, 2).map(({ stage }) => stage),
      ['repair', 'state'],
    );
    assert.equal(way[0]?.text, 'cloudtrail:StartLogging');
    assert.match(way[1]?.text ?? '', /^the trail is logging; \d+ calls to cloudtrail, /);
  });

  it('reads before it repairs everything else, and again to verify', () => {
    const way = attack('iam-update-assume-role-policy').steps.filter(({ stage }) =>
      ['state', 'repair'].includes(stage),
    );
    assert.deepEqual(
      way.slice(0, 3).map(({ stage }) => stage),
      ['state', 'repair', 'state'],
    );
    assert.equal(way[1]?.text, 'iam:UpdateAssumeRolePolicy');
  });

  it("lets the repair's own call come back once, and alarms nobody about it", () => {
    assert.equal(attack(STOP).alerts.length, 1);
    assert.equal(texts(STOP, 'repair').length, 1);
    assert.equal(texts(STOP, 'echo').filter((text) => text.includes('respond-')).length, 1);
  });

  it('tells who is behind the session', () => {
    const [alert] = attack(STOP).alerts;
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

  it('lets two responses to two attackers start the trail side by side, and both find it started', () => {
    assert.equal(texts('stop-logging-twice', 'call').length, 2);
    assert.deepEqual([...new Set(texts('stop-logging-twice', 'repair'))], ['cloudtrail:StartLogging']);
    assert.deepEqual([...new Set(attack('stop-logging-twice').alerts.map(({ outcome }) => outcome))], ['repaired']);
  });

  it('is throttled at once and after reading, three times each, tells people, and repairs a minute later', () => {
    assert.deepEqual(texts('stop-logging-throttled', 'repair'), [
      ...Array.from({ length: 6 }, () => 'cloudtrail:StartLogging → ThrottlingException'),
      'cloudtrail:StartLogging',
    ]);
    const repair = attack('stop-logging-throttled').steps.findLast(({ stage }) => stage === 'repair');
    assert.equal(repair?.afterSeconds, 60);
  });
});
