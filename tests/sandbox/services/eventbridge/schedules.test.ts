import assert from 'node:assert/strict';
import { refuses } from '../../support';
import { EventWorld, HOME, MANAGEMENT, type TestFunction } from './event-world';

const FUNCTION = `arn:aws:lambda:${HOME}:${MANAGEMENT}:function:sweep`;
const MINUTE_MS = 60_000;

/** The world begins on Monday, 2 March 2026, at 9:00 UTC. */
describe('rules with a schedule', () => {
  let world: EventWorld;
  let events: ReturnType<EventWorld['events']>;
  let sweep: TestFunction;
  beforeEach(() => {
    world = new EventWorld();
    events = world.events(MANAGEMENT);
    sweep = world.function(FUNCTION);
  });

  async function schedule(ScheduleExpression: string, more = {}): Promise<void> {
    await events('PutRule', { Name: 'sweep', ScheduleExpression, ...more });
    await events('PutTargets', { Rule: 'sweep', Targets: [{ Id: 'function', Arn: FUNCTION }] });
  }

  const times = () => sweep.payloads.map((payload) => (payload as { time: string }).time.slice(11, 16));

  it('send a Scheduled Event of aws.events', async () => {
    await schedule('rate(5 minutes)');
    await world.test.clock.advance(5 * MINUTE_MS);
    const [payload, ...more] = sweep.payloads as { id: string }[];
    assert.deepEqual(more, []);
    assert.deepEqual(payload, {
      version: '0',
      id: payload?.id,
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: MANAGEMENT,
      time: '2026-03-02T09:05:00Z',
      region: HOME,
      resources: [`arn:aws:events:${HOME}:${MANAGEMENT}:rule/sweep`],
      detail: {},
    });
  });

  it('fire at every turn of a rate, and never keep the clock from settling', async () => {
    await schedule('rate(5 minutes)');
    await world.test.clock.settle();
    assert.deepEqual(times(), []);
    await world.test.clock.advance(16 * MINUTE_MS);
    assert.deepEqual(times(), ['09:05', '09:10', '09:15']);
  });

  it('fire in the minutes of a cron expression', async () => {
    await schedule('cron(0/20 9-10 ? * MON *)');
    await world.test.clock.advance(180 * MINUTE_MS);
    assert.deepEqual(times(), ['09:20', '09:40', '10:00', '10:20', '10:40']);
  });

  it('do not fire while they are disabled', async () => {
    await schedule('rate(1 minute)');
    await world.test.clock.advance(MINUTE_MS);
    await events('DisableRule', { Name: 'sweep' });
    await world.test.clock.advance(10 * MINUTE_MS);
    assert.deepEqual(times(), ['09:01']);
    await events('EnableRule', { Name: 'sweep' });
    await world.test.clock.advance(2 * MINUTE_MS);
    assert.deepEqual(times(), ['09:01', '09:12', '09:13']);
  });

  it('follow a new schedule alone, and end with the rule', async () => {
    await schedule('rate(1 minute)');
    await schedule('rate(2 minutes)');
    await world.test.clock.advance(4 * MINUTE_MS);
    assert.deepEqual(times(), ['09:02', '09:04']);
    await events('RemoveTargets', { Rule: 'sweep', Ids: ['function'] });
    await events('DeleteRule', { Name: 'sweep' });
    await schedule('rate(1 hour)');
    await world.test.clock.advance(10 * MINUTE_MS);
    assert.deepEqual(times(), ['09:02', '09:04']);
  });

  it('are matched by no event, unless they have a pattern too', async () => {
    await schedule('rate(1 day)');
    await world.happen(MANAGEMENT, { source: 'aws.events', 'detail-type': 'Scheduled Event' });
    assert.deepEqual(sweep.payloads, []);
    await schedule('rate(1 day)', { EventPattern: '{"source":["aws.events"]}' });
    await world.happen(MANAGEMENT, { source: 'aws.events' });
    assert.equal(sweep.payloads.length, 1);
  });

  it('are refused on other buses, and with expressions that are not valid', async () => {
    await events('CreateEventBus', { Name: 'central' });
    await refuses(
      schedule('rate(1 minute)', { EventBusName: 'central' }),
      'ValidationException',
      /^ScheduleExpression is supported only on the default event bus\.$/,
    );
    await refuses(schedule('rate(1 minutes)'), 'ValidationException', /^Parameter ScheduleExpression is not valid\.$/);
  });
});
