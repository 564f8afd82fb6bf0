import assert from 'node:assert/strict';
import type { Alert } from '../../../functions/responder/alert';
import { RepairFailed, respond } from '../../../functions/responder/respond';
import type { TrailControl } from '../../../functions/responder/start-logging';
import { DECLARED, RESPONDER_ITSELF, stopLoggingEvent } from './events';

/** Runs the responder against a trail in memory. */
async function responseTo(
  event: unknown,
  { control, declared = DECLARED }: { control?: TrailControl | Error; declared?: typeof DECLARED } = {},
) {
  const alerts: Alert[] = [];
  const controlled: string[] = [];
  const logged: string[] = [];
  let logging = false;
  const trail: TrailControl = {
    status: async () => ({ isLogging: logging }),
    startLogging: async () => {
      logging = true;
    },
  };
  let error: unknown;
  try {
    await respond(
      event,
      declared,
      {
        trailControl: async ({ arn }) => {
          controlled.push(arn);
          if (control instanceof Error) throw control;
          return control ?? trail;
        },
        publish: async (alert) => {
          alerts.push(alert);
        },
      },
      ({ type }) => logged.push(type),
    );
  } catch (thrown) {
    error = thrown;
  }
  return { alerts, controlled, logged, error };
}

describe('respond', () => {
  it('repairs, and tells once', async () => {
    const { alerts, controlled, error } = await responseTo(stopLoggingEvent());
    assert.equal(error, undefined);
    assert.equal(controlled.length, 1);
    assert.deepEqual(
      alerts.map(({ outcome }) => outcome),
      ['repaired'],
    );
  });

  const untouched: [promise: string, outcome: string, event: unknown][] = [
    ['a refused call', 'refused', stopLoggingEvent({ errorCode: 'AccessDenied', requestParameters: null })],
    ['an unknown trail', 'undeclared', stopLoggingEvent({ requestParameters: { name: 'mine' } })],
    ['a record without parameters', 'undeclared', stopLoggingEvent({ requestParameters: null })],
    ['a replayed event', 'replayed', stopLoggingEvent({}, { 'replay-name': 'again' })],
    ['a call without a repair', 'not-repaired', stopLoggingEvent({ eventName: 'DeleteTrail' })],
    ['a call outside of the catalogue', 'unlisted', stopLoggingEvent({ eventName: 'ListTrails' })],
    ['an event that cannot be read', 'unreadable', { id: 7 }],
    ['nothing at all', 'unreadable', null],
  ];
  for (const [promise, outcome, event] of untouched)
    it(`alerts about ${promise}, and touches nothing`, async () => {
      const { alerts, controlled, error } = await responseTo(event);
      assert.equal(error, undefined);
      assert.deepEqual(controlled, []);
      assert.deepEqual(
        alerts.map((alert) => alert.outcome),
        [outcome],
      );
    });

  it('tells people of a repair that failed, and then fails, so that Lambda tries again', async () => {
    const denied = new Error('not authorized to perform: sts:AssumeRole');
    const { alerts, error } = await responseTo(stopLoggingEvent(), { control: denied });
    assert.ok(error instanceof RepairFailed);
    assert.equal(alerts.length, 1);
    assert.equal(alerts[0]?.outcome, 'failed');
    assert.equal(alerts[0]?.severity, 'critical');
    assert.match(alerts[0]?.body ?? '', /not authorized to perform: sts:AssumeRole/);
  });

  it('repairs nothing in observe mode', async () => {
    let started = false;
    const control: TrailControl = {
      status: async () => ({ isLogging: false }),
      startLogging: async () => {
        started = true;
      },
    };
    const { alerts } = await responseTo(stopLoggingEvent(), { control, declared: { ...DECLARED, mode: 'observe' } });
    assert.equal(started, false);
    assert.deepEqual(
      alerts.map(({ outcome }) => outcome),
      ['observed'],
    );
  });

  it('does not alarm people about its own call coming back', async () => {
    const control: TrailControl = { status: async () => ({ isLogging: true }), startLogging: assert.fail };
    const event = stopLoggingEvent({ eventName: 'StartLogging', userIdentity: RESPONDER_ITSELF });
    const { alerts, logged } = await responseTo(event, { control });
    assert.deepEqual(alerts, []);
    assert.deepEqual(logged, ['response']);
  });

  it('trusts its own call no further than the state of the trail', async () => {
    const event = stopLoggingEvent({ eventName: 'StartLogging', userIdentity: RESPONDER_ITSELF });
    const { alerts } = await responseTo(event);
    assert.deepEqual(
      alerts.map(({ outcome }) => outcome),
      ['repaired'],
    );
  });

  it('fails when nobody could be told', async () => {
    const publish = async () => {
      throw new Error('Rate exceeded');
    };
    await assert.rejects(
      respond({}, DECLARED, { trailControl: async () => assert.fail(), publish }, () => {}),
      /Rate exceeded/,
    );
  });
});
