import assert from 'node:assert/strict';
import type { Alert } from '../../../functions/responder/alert';
import { NotLetIn } from '../../../functions/responder/aws';
import { Damping } from '../../../functions/responder/damping';
import { Folding } from '../../../functions/responder/folding';
import { RepairFailed, respond, type Surroundings } from '../../../functions/responder/respond';
import { AwsInMemory } from './aws-in-memory';
import { DECLARED, RESPONDER_ITSELF, stopLoggingEvent, TRAIL_ARN } from './events';

const NOW = Date.parse('2026-01-02T03:04:06Z');

interface Setting {
  readonly memory?: AwsInMemory;
  readonly changes?: Partial<Surroundings>;
}

/** Responds to events one after the other, and keeps what people were told. */
async function responseTo(events: readonly unknown[], { memory = new AwsInMemory(), changes = {} }: Setting = {}) {
  const alerts: Alert[] = [];
  const logged: string[] = [];
  let error: unknown;
  const surroundings: Surroundings = {
    declared: DECLARED,
    aws: memory.aws,
    publish: async (alert) => void alerts.push(alert),
    folding: new Folding(() => NOW),
    damping: new Damping(() => NOW),
    log: ({ type }) => void logged.push(type),
    now: () => NOW,
    ...changes,
  };
  for (const event of events)
    try {
      await respond(event, surroundings);
    } catch (thrown) {
      error = thrown;
    }
  return { alerts, outcomes: alerts.map(({ outcome }) => outcome), logged, error, memory };
}

describe('respond', () => {
  it('starts the trail before it looks at anything, then repairs, and tells once', async () => {
    const { outcomes, memory, error } = await responseTo([stopLoggingEvent()]);
    assert.equal(error, undefined);
    assert.equal(memory.called[0], 'cloudtrail:StartLogging');
    assert.deepEqual(memory.writes, ['cloudtrail:StartLogging']);
    assert.deepEqual(outcomes, ['repaired']);
  });

  const untouched: [promise: string, outcome: string, event: unknown][] = [
    ['a refused call', 'refused', stopLoggingEvent({ errorCode: 'AccessDenied', requestParameters: null })],
    ['an unknown trail', 'undeclared', stopLoggingEvent({ requestParameters: { name: 'mine' } })],
    ['a record without parameters', 'undeclared', stopLoggingEvent({ requestParameters: null })],
    ['a replayed event', 'replayed', stopLoggingEvent({}, { 'replay-name': 'again' })],
    ['a call that nothing undoes', 'not-repaired', stopLoggingEvent({ eventName: 'CreateTrail' })],
    ['a call outside of the catalogue', 'unlisted', stopLoggingEvent({ eventName: 'ListTrails' })],
    ['an event that cannot be read', 'unreadable', { id: 7 }],
    ['nothing at all', 'unreadable', null],
  ];
  for (const [promise, outcome, event] of untouched)
    it(`alerts about ${promise}, and calls nobody`, async () => {
      const { outcomes, memory, error } = await responseTo([event]);
      assert.equal(error, undefined);
      assert.deepEqual(memory.called, []);
      assert.deepEqual(outcomes, [outcome]);
    });

  it('tells people of a repair that failed, and then fails, so that Lambda tries again', async () => {
    const refusal = new NotLetIn('111111111111', new Error('not authorized to perform: sts:AssumeRole'));
    const aws = () => Promise.reject(refusal);
    const { alerts, error } = await responseTo([stopLoggingEvent()], { changes: { aws } });
    assert.ok(error instanceof RepairFailed);
    assert.equal(alerts.length, 1);
    assert.equal(alerts[0]?.outcome, 'failed');
    assert.equal(alerts[0]?.severity, 'critical');
    assert.match(alerts[0]?.body ?? '', /^Why {8}NotLetIn: .*not authorized to perform: sts:AssumeRole$/m);
  });

  it('names the permission that a repair lacks', async () => {
    const message = 'User: x is not authorized to perform: cloudtrail:StartLogging on resource: y';
    const denied = () => Promise.reject(Object.assign(new Error(message), { name: 'AccessDeniedException' }));
    const memory = new AwsInMemory({ 'cloudtrail:StartLogging': denied });
    const { alerts, outcomes } = await responseTo([stopLoggingEvent()], { memory });
    assert.deepEqual(outcomes, ['failed']);
    assert.match(alerts[0]?.body ?? '', /^Why .*not authorized to perform: cloudtrail:StartLogging/m);
    assert.match(alerts[0]?.body ?? '', /^Verified {3}Still IsLogging: declared true, found false$/m);
  });

  it('repairs nothing in observe mode, and says what it would do', async () => {
    const { alerts, memory } = await responseTo([stopLoggingEvent()], {
      changes: { declared: { ...DECLARED, mode: 'observe' } },
    });
    assert.deepEqual(memory.writes, []);
    assert.equal(alerts[0]?.outcome, 'observed');
    assert.match(alerts[0]?.body ?? '', /^It was NOT repaired: the mode is observe\./);
    assert.match(alerts[0]?.body ?? '', /^Done {7}Nothing. When repairs are on: cloudtrail:StartLogging\.$/m);
  });

  it('repairs nothing while a maintenance window is open, and everything when it has closed', async () => {
    const until = (maintenanceUntil: string) => ({ changes: { declared: { ...DECLARED, maintenanceUntil } } });
    const open = await responseTo([stopLoggingEvent()], until('2026-01-02T07:00:00Z'));
    assert.deepEqual(open.outcomes, ['observed']);
    assert.match(open.alerts[0]?.body ?? '', /a maintenance window is open until 2026-01-02T07:00:00Z/);
    for (const closed of ['2026-01-02T03:04:05Z', '2026-01-02T07:04:07Z', 'tomorrow'])
      assert.deepEqual((await responseTo([stopLoggingEvent()], until(closed))).outcomes, ['repaired'], closed);
  });

  it('does not alarm people about its own call coming back', async () => {
    const memory = new AwsInMemory();
    memory.isLogging = true;
    const event = stopLoggingEvent({ eventName: 'StartLogging', userIdentity: RESPONDER_ITSELF });
    const { alerts, logged } = await responseTo([event], { memory });
    assert.deepEqual(alerts, []);
    assert.deepEqual(logged, ['response']);
    assert.deepEqual(memory.writes, []);
  });

  it('trusts its own call no further than the state of the trail', async () => {
    const event = stopLoggingEvent({ eventName: 'StartLogging', userIdentity: RESPONDER_ITSELF });
    assert.deepEqual((await responseTo([event])).outcomes, ['repaired']);
  });

  it('leaves a repair that does not hold to the sweep, and goes on answering everybody else', async () => {
    const memory = new AwsInMemory({ 'cloudtrail:StartLogging': () => ({}) });
    const echo = stopLoggingEvent({ eventName: 'StartLogging', userIdentity: RESPONDER_ITSELF });
    const { alerts } = await responseTo([...Array.from({ length: 20 }, () => echo), stopLoggingEvent()], { memory });
    // Five echoes, and the call of somebody else, which is answered at once and after the look at the trail.
    assert.equal(memory.writes.length, 5 + 2);
    const paused = alerts.find(({ outcome }) => outcome === 'observed');
    assert.match(
      paused?.body ?? '',
      /^It was NOT repaired: the repair does not hold; the sweep tries again every five minutes\./,
    );
  });

  it('tells of anything else that is done with its role, even when nothing has to be repaired', async () => {
    const memory = new AwsInMemory();
    memory.isLogging = true;
    const event = stopLoggingEvent({
      eventName: 'RemoveTags',
      requestParameters: { resourceId: TRAIL_ARN },
      userIdentity: RESPONDER_ITSELF,
    });
    assert.deepEqual((await responseTo([event], { memory })).outcomes, ['intact']);
  });

  it('folds the same into one alert, and tells a new target at once', async () => {
    const again = Array.from({ length: 12 }, () => stopLoggingEvent());
    const { alerts } = await responseTo([...again, stopLoggingEvent({ requestParameters: { name: 'mine' } })]);
    assert.deepEqual(
      alerts.map(({ subject }) => subject),
      [
        '[critical] StopLogging in 111111111111 repaired: mallory@example.com',
        '(10 times) [critical] StopLogging in 111111111111 repaired: mallory@example.com',
        '[high] StopLogging in 111111111111 undeclared: mallory@example.com',
      ],
    );
  });

  it('tells once of a call that two accounts recorded, and of both records when there was more to do', async () => {
    const first = stopLoggingEvent({ sharedEventID: 's1' });
    const second = stopLoggingEvent({ sharedEventID: 's1', eventName: 'UpdateTrail' }, { account: '222222222222' });
    assert.deepEqual((await responseTo([first, second])).outcomes, ['repaired']);
    const other = stopLoggingEvent({ sharedEventID: 's2', eventName: 'UpdateTrail' }, { account: '222222222222' });
    assert.deepEqual((await responseTo([first, other])).outcomes, ['repaired', 'intact']);
  });

  it('fails when nobody could be told, and tells in full when it is tried again', async () => {
    const told: Alert[] = [];
    let failures = 1;
    const publish = async (alert: Alert): Promise<void> => {
      failures -= 1;
      if (failures >= 0) throw new Error('Rate exceeded');
      told.push(alert);
    };
    const { error } = await responseTo([{}, {}], { changes: { publish } });
    assert.match(String(error), /Rate exceeded/);
    assert.equal(told.length, 1);
  });
});
