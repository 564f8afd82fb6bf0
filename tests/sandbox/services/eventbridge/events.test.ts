import assert from 'node:assert/strict';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { caller, refuses } from '../../support';
import { ABROAD, anEvent, EventWorld, from, HOME, MANAGEMENT, OUTSIDER, PAYMENTS, SECURITY } from './event-world';

const CENTRAL = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;
const entry = { Source: 'shop.orders', DetailType: 'Order placed', Detail: '{"total":42}' };

describe('PutEvents', () => {
  let world: EventWorld;
  beforeEach(() => {
    world = new EventWorld();
  });

  /** Catches what comes to a bus. */
  async function listen(account: string, bus = 'default', source = 'shop.orders'): Promise<string> {
    const events = world.events(account);
    const queue = await world.queue(account, `listener-${bus}`);
    await events('PutRule', { Name: 'listener', EventBusName: bus, EventPattern: from(source) });
    await events('PutTargets', { Rule: 'listener', EventBusName: bus, Targets: [{ Id: 'queue', Arn: queue }] });
    return queue;
  }

  async function open(statement: object): Promise<void> {
    const events = world.events(SECURITY);
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: CENTRAL, ...statement }],
    });
    await events('PutPermission', { EventBusName: 'central', Policy });
  }

  it('gives each event the sender’s account and Region, the time stated, and an id', async () => {
    const queue = await listen(PAYMENTS);
    const Time = new Date('2026-01-01T12:00:00.987Z');
    const answer = await world.events(PAYMENTS)('PutEvents', { Entries: [{ ...entry, Time, Resources: ['r'] }] });
    assert.equal(answer.FailedEntryCount, 0);
    await world.test.clock.settle();
    const messages = await world.messages(queue);
    assert.deepEqual(
      messages.map(({ body }) => body),
      [
        {
          version: '0',
          id: answer.Entries?.[0]?.EventId,
          'detail-type': 'Order placed',
          source: 'shop.orders',
          account: PAYMENTS,
          time: '2026-01-01T12:00:00Z',
          region: HOME,
          resources: ['r'],
          detail: { total: 42 },
        },
      ],
    );
  });

  it('refuses single entries and takes the others', async () => {
    const queue = await listen(PAYMENTS);
    const { Entries, FailedEntryCount } = await world.events(PAYMENTS)('PutEvents', {
      Entries: [
        { ...entry, Source: undefined },
        { ...entry, DetailType: undefined },
        { ...entry, Detail: undefined },
        { ...entry, Detail: 'text' },
        { ...entry, Detail: '[1]' },
        { ...entry, Detail: '"{}"' },
        { ...entry, Detail: '{"a"' },
        { ...entry, Source: 'aws.cloudtrail' },
        entry,
      ],
    });
    assert.deepEqual(
      Entries?.map(({ ErrorCode }) => ErrorCode),
      [
        'InvalidArgument',
        'InvalidArgument',
        'InvalidArgument',
        'MalformedDetail',
        'MalformedDetail',
        'MalformedDetail',
        'MalformedDetail',
        'NotAuthorizedForSourceException',
        undefined,
      ],
    );
    assert.equal(Entries?.[0]?.ErrorMessage, 'Parameter Source is not valid. Reason: Source is a required argument.');
    assert.equal(FailedEntryCount, 8);
    await world.test.clock.settle();
    assert.equal((await world.messages(queue)).length, 1);
  });

  it('never lets anyone speak for AWS, whatever the policies say', async () => {
    const queue = await listen(PAYMENTS, 'default', 'aws.cloudtrail');
    const forged = { Source: 'aws.cloudtrail', DetailType: 'AWS API Call via CloudTrail', Detail: '{}' };
    const answer = await world.events(PAYMENTS)('PutEvents', { Entries: [forged] });
    assert.equal(answer.Entries?.[0]?.ErrorCode, 'NotAuthorizedForSourceException');
    await world.test.clock.settle();
    assert.deepEqual(await world.messages(queue), []);
  });

  it('takes one to ten entries, of no more than a mebibyte together', async () => {
    const events = world.events(PAYMENTS);
    await refuses(events('PutEvents', { Entries: [] }), 'ValidationException', /at 'entries'/);
    await refuses(events('PutEvents', { Entries: Array(11).fill(entry) }), 'ValidationException', /equal to 10$/);
    const half = { ...entry, Detail: JSON.stringify({ x: 'x'.repeat(524_288) }) };
    await refuses(events('PutEvents', { Entries: [half, half] }), 'ValidationException', /^Total size of the entries/);
    await events('PutEvents', { Entries: [half] });
  });

  it('takes events for a bus that does not exist, and nobody hears of them', async () => {
    const { FailedEntryCount } = await world.events(PAYMENTS)('PutEvents', {
      Entries: [{ ...entry, EventBusName: 'nowhere' }],
    });
    assert.equal(FailedEntryCount, 0);
    await world.test.clock.settle();
  });

  it('refuses a bus of another Region', async () => {
    const EventBusName = `arn:aws:events:${ABROAD}:${PAYMENTS}:event-bus/default`;
    const put = world.events(PAYMENTS)('PutEvents', { Entries: [{ ...entry, EventBusName }] });
    await refuses(put, 'ValidationException', /another Region/);
  });

  it('needs events:PutEvents on every bus that it names', async () => {
    const Resource = `arn:aws:events:${HOME}:${PAYMENTS}:event-bus/mine`;
    const session = world.test.role(PAYMENTS, 'sender', [{ Effect: 'Allow', Action: 'events:PutEvents', Resource }]);
    const put = caller<typeof EventBridge>(world.test, 'events', session);
    const mine = { ...entry, EventBusName: 'mine' };
    await put('PutEvents', { Entries: [mine] });
    await refuses(put('PutEvents', { Entries: [mine, entry] }), 'AccessDenied', /event-bus\/default/);
  });

  describe('on a bus of another account', () => {
    let queue: string;
    const put = (account: string, ...entries: object[]) =>
      world.events(account)('PutEvents', {
        Entries: entries.map((some) => ({ ...entry, ...some, EventBusName: CENTRAL })),
      });
    beforeEach(async () => {
      await world.events(SECURITY)('CreateEventBus', { Name: 'central' });
      queue = await listen(SECURITY, 'central');
    });

    it('is refused without a policy', async () => {
      await refuses(put(PAYMENTS, {}), 'AccessDenied', /events:PutEvents on resource: .*event-bus\/central/);
    });

    it('carries the account of the sender', async () => {
      await open({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } });
      await put(PAYMENTS, {});
      await world.test.clock.settle();
      assert.deepEqual(
        (await world.messages(queue)).map(({ body }) => body.account),
        [PAYMENTS],
      );
    });

    it('is refused to accounts outside the organization that the policy names', async () => {
      await open({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } });
      const outsider = world.test.role(OUTSIDER, 'outsider', [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
      const put = caller<typeof EventBridge>(world.test, 'events', outsider);
      await refuses(put('PutEvents', { Entries: [{ ...entry, EventBusName: CENTRAL }] }), 'AccessDenied');
    });

    it('is refused when one source of the request is not among those that the policy admits', async () => {
      await open({
        Condition: {
          'ForAllValues:StringEquals': { 'events:source': ['shop.orders'] },
          Null: { 'events:source': 'false' },
        },
      });
      await put(PAYMENTS, {});
      await refuses(put(PAYMENTS, {}, { Source: 'shop.payments' }), 'AccessDenied');
      await refuses(put(PAYMENTS, { Source: 'shop.payments' }), 'AccessDenied');
    });

    it('is told from a forwarded event by events:eventBusInvocation', async () => {
      await open({ Condition: { StringEquals: { 'events:eventBusInvocation': 'true' } } });
      await refuses(put(PAYMENTS, {}), 'AccessDenied');
      await open({ Condition: { StringEquals: { 'events:eventBusInvocation': 'false' } } });
      await put(PAYMENTS, {});
    });
  });
});

describe('TestEventPattern', () => {
  const test = (EventPattern: string, Event: string) =>
    new EventWorld().events(MANAGEMENT)('TestEventPattern', { EventPattern, Event });

  it('answers whether an event matches', async () => {
    const event = JSON.stringify(anEvent());
    assert.deepEqual(await test(from('aws.cloudtrail'), event), { Result: true });
    assert.deepEqual(await test(from('aws.s3'), event), { Result: false });
  });

  it('refuses what is no pattern, and what is no event', async () => {
    await refuses(test('{"source":"a"}', JSON.stringify(anEvent())), 'InvalidEventPatternException');
    for (const event of ['text', '[]', '{"source":"a"}'])
      await refuses(test(from('a'), event), 'ValidationException', /^Parameter Event is not valid\.$/);
  });
});
