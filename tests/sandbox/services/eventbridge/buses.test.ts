import assert from 'node:assert/strict';
import { refuses } from '../../support';
import { EventWorld, from, HOME, MANAGEMENT, PAYMENTS, SECURITY } from './event-world';

const BUS = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;

describe('event buses', () => {
  let world: EventWorld;
  let events: ReturnType<EventWorld['events']>;
  beforeEach(() => {
    world = new EventWorld();
    events = world.events(SECURITY);
  });

  it('has a default bus in every account and Region, which cannot be deleted', async () => {
    const { EventBuses } = await world.events(PAYMENTS, 'ap-south-1')('ListEventBuses', {});
    assert.deepEqual(
      EventBuses?.map(({ Arn }) => Arn),
      [`arn:aws:events:ap-south-1:${PAYMENTS}:event-bus/default`],
    );
    await refuses(
      events('DeleteEventBus', { Name: 'default' }),
      'ValidationException',
      /Cannot delete event bus default/,
    );
  });

  it('makes a bus, shows it by name and by ARN, changes and deletes it', async () => {
    const made = await events('CreateEventBus', { Name: 'central', Description: 'first' });
    assert.equal(made.EventBusArn, BUS);
    assert.equal((await events('DescribeEventBus', { Name: BUS })).Description, 'first');
    await events('UpdateEventBus', { Name: 'central', Description: 'second' });
    assert.equal((await events('DescribeEventBus', { Name: 'central' })).Description, 'second');
    await events('DeleteEventBus', { Name: 'central' });
    await refuses(
      events('DescribeEventBus', { Name: 'central' }),
      'ResourceNotFoundException',
      /central does not exist/,
    );
  });

  it('refuses a second bus of one name, and a name with a slash', async () => {
    await events('CreateEventBus', { Name: 'central' });
    await refuses(events('CreateEventBus', { Name: 'central' }), 'ResourceAlreadyExistsException');
    await refuses(events('CreateEventBus', { Name: 'aws/central' }), 'ValidationException');
  });

  it('keeps a bus that has rules', async () => {
    await events('CreateEventBus', { Name: 'central' });
    await events('PutRule', { Name: 'all', EventBusName: 'central', EventPattern: from('a') });
    await refuses(events('DeleteEventBus', { Name: 'central' }), 'ValidationException', /since it has rules/);
  });

  it('stops at a hundred buses in a Region', async () => {
    for (let number = 1; number < 100; number += 1) await events('CreateEventBus', { Name: `bus-${number}` });
    await refuses(events('CreateEventBus', { Name: 'bus-100' }), 'LimitExceededException');
  });

  it('lists buses in pages', async () => {
    for (const Name of ['a1', 'a2', 'b1', 'a3']) await events('CreateEventBus', { Name });
    const first = await events('ListEventBuses', { NamePrefix: 'a', Limit: 2 });
    assert.ok(first.NextToken);
    const second = await events('ListEventBuses', { NamePrefix: 'a', Limit: 2, NextToken: first.NextToken });
    const names = [...(first.EventBuses ?? []), ...(second.EventBuses ?? [])].map(({ Name }) => Name);
    assert.deepEqual([names, second.NextToken], [['a1', 'a2', 'a3'], undefined]);
  });
});

describe('the policy of an event bus', () => {
  let world: EventWorld;
  let events: ReturnType<EventWorld['events']>;
  beforeEach(async () => {
    world = new EventWorld();
    events = world.events(SECURITY);
    await events('CreateEventBus', { Name: 'central' });
  });

  async function policy(): Promise<{ Statement: unknown[] } | undefined> {
    const { Policy } = await events('DescribeEventBus', { Name: 'central' });
    return Policy === undefined ? undefined : JSON.parse(Policy);
  }

  it('is built statement by statement, and a statement of the same id takes the place of the old one', async () => {
    const base = { EventBusName: 'central', Action: 'events:PutEvents' };
    await events('PutPermission', { ...base, StatementId: 'one', Principal: MANAGEMENT });
    await events('PutPermission', { ...base, StatementId: 'org', Principal: PAYMENTS });
    const Condition = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-exampleorg1' };
    await events('PutPermission', { ...base, StatementId: 'org', Principal: '*', Condition });
    assert.deepEqual((await policy())?.Statement, [
      {
        Sid: 'one',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` },
        Action: 'events:PutEvents',
        Resource: BUS,
      },
      {
        Sid: 'org',
        Effect: 'Allow',
        Principal: '*',
        Action: 'events:PutEvents',
        Resource: BUS,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
      },
    ]);
  });

  it('loses one statement, or all of them', async () => {
    const base = { EventBusName: 'central', Action: 'events:PutEvents', Principal: MANAGEMENT };
    for (const StatementId of ['one', 'two']) await events('PutPermission', { ...base, StatementId });
    await events('RemovePermission', { EventBusName: 'central', StatementId: 'one' });
    assert.equal((await policy())?.Statement.length, 1);
    await refuses(
      events('RemovePermission', { EventBusName: 'central', StatementId: 'one' }),
      'ResourceNotFoundException',
      /Statement with the provided id does not exist/,
    );
    await refuses(events('RemovePermission', { EventBusName: 'central' }), 'ValidationException');
    await events('RemovePermission', { EventBusName: 'central', RemoveAllPermissions: true });
    assert.equal(await policy(), undefined);
  });

  it('is replaced as a whole by the policy form', async () => {
    const Statement = [{ Sid: 'x', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: BUS }];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await events('PutPermission', { EventBusName: 'central', Policy });
    assert.deepEqual((await policy())?.Statement, Statement);
  });

  it('is out of reach for other accounts', async () => {
    const request = { EventBusName: BUS, StatementId: 'mine', Action: 'events:PutEvents', Principal: '*' };
    await refuses(world.events(PAYMENTS)('PutPermission', request), 'ValidationException', /at 'eventBusName'/);
    const removal = { EventBusName: BUS, RemoveAllPermissions: true };
    await refuses(world.events(PAYMENTS)('RemovePermission', removal), 'ValidationException', /at 'eventBusName'/);
  });

  it('must be a policy, name principals that exist, and have at most 10,240 characters', async () => {
    const put = (Statement: object) =>
      events('PutPermission', {
        EventBusName: 'central',
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [Statement] }),
      });
    const statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: BUS };
    await refuses(events('PutPermission', { EventBusName: 'central', Policy: '{' }), 'ValidationException');
    await refuses(put({ ...statement, Effect: 'Maybe' }), 'ValidationException');
    const role = `arn:aws:iam::${MANAGEMENT}:role/nobody`;
    await refuses(put({ ...statement, Principal: { AWS: role } }), 'ValidationException', /principal/);
    await refuses(put({ ...statement, Sid: 'x'.repeat(10_240) }), 'PolicyLengthExceededException');
    await refuses(
      events('PutPermission', {
        EventBusName: 'nowhere',
        StatementId: 'a',
        Action: 'events:PutEvents',
        Principal: '*',
      }),
      'ResourceNotFoundException',
    );
  });
});
