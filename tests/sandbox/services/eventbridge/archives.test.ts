import assert from 'node:assert/strict';
import type { ReplayDestination } from '@aws-sdk/client-eventbridge';
import { refuses } from '../../support';
import { ABROAD, EventWorld, from, HOME, PAYMENTS, SECURITY } from './event-world';

const BUS = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;
const ARCHIVE = `arn:aws:events:${HOME}:${SECURITY}:archive/all`;
const RULE = `arn:aws:events:${HOME}:${SECURITY}:rule/central`;
const DAY_MS = 86_400_000;

describe('archives', () => {
  let world: EventWorld;
  let events: ReturnType<EventWorld['events']>;
  beforeEach(async () => {
    world = new EventWorld();
    events = world.events(SECURITY);
    await events('CreateEventBus', { Name: 'central' });
  });

  const happen = (event: object) => world.happen(SECURITY, event, HOME, 'central');
  const counted = async (ArchiveName = 'all') => (await events('DescribeArchive', { ArchiveName })).EventCount;

  it('make a managed rule that leaves replayed events out', async () => {
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS, EventPattern: from('aws.cloudtrail') });
    const rule = await events('DescribeRule', { Name: 'Events-Archive-all', EventBusName: 'central' });
    assert.deepEqual(JSON.parse(rule.EventPattern ?? ''), {
      source: ['aws.cloudtrail'],
      'replay-name': [{ exists: false }],
    });
    assert.ok(rule.ManagedBy);
    await events('DeleteArchive', { ArchiveName: 'all' });
    const gone = events('DescribeRule', { Name: 'Events-Archive-all', EventBusName: 'central' });
    await refuses(gone, 'ResourceNotFoundException');
  });

  it('keep what matches their pattern, and follow a change of it', async () => {
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS, EventPattern: from('aws.cloudtrail') });
    await happen({});
    await happen({ source: 'aws.s3' });
    assert.equal(await counted(), 1);
    await events('UpdateArchive', { ArchiveName: 'all', EventPattern: from('aws.s3') });
    await happen({});
    await happen({ source: 'aws.s3' });
    assert.equal(await counted(), 2);
  });

  it('forget what is older than their retention', async () => {
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS, RetentionDays: 2 });
    await happen({});
    await world.test.clock.advance(DAY_MS);
    await happen({});
    assert.equal(await counted(), 2);
    await world.test.clock.advance(DAY_MS + 1);
    assert.equal(await counted(), 1);
  });

  it('keep everything for ever by default', async () => {
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS });
    await happen({});
    await world.test.clock.advance(1000 * DAY_MS);
    assert.equal(await counted(), 1);
  });

  it('refuse a second archive of one name, buses that are not there or not theirs, and patterns that are not valid', async () => {
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS });
    const create = (EventSourceArn: string, more = {}) =>
      events('CreateArchive', { ArchiveName: 'other', EventSourceArn, ...more });
    await refuses(
      events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS }),
      'ResourceAlreadyExistsException',
    );
    await refuses(create(`${BUS}-2`), 'ResourceNotFoundException', /Event bus central-2 does not exist/);
    await refuses(create(BUS.replace(SECURITY, PAYMENTS)), 'ValidationException');
    await refuses(create(BUS.replace(HOME, ABROAD)), 'ValidationException');
    await refuses(create(BUS, { EventPattern: '{"a":1}' }), 'InvalidEventPatternException');
    await refuses(events('DescribeArchive', { ArchiveName: 'none' }), 'ResourceNotFoundException', /Archive none/);
    await refuses(events('UpdateArchive', { ArchiveName: 'none' }), 'ValidationException', /^At least one of/);
  });

  it('are listed by prefix or by bus', async () => {
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS });
    await events('CreateArchive', { ArchiveName: 'default', EventSourceArn: BUS.replace('central', 'default') });
    const names = async (filter: object) =>
      (await events('ListArchives', filter)).Archives?.map(({ ArchiveName }) => ArchiveName);
    assert.deepEqual(await names({}), ['all', 'default']);
    assert.deepEqual(await names({ NamePrefix: 'a' }), ['all']);
    assert.deepEqual(await names({ EventSourceArn: BUS }), ['all']);
    assert.deepEqual(await names({ State: 'DISABLED' }), []);
  });
});

describe('replays', () => {
  let world: EventWorld;
  let events: ReturnType<EventWorld['events']>;
  let first: string;
  let second: string;
  beforeEach(async () => {
    world = new EventWorld();
    events = world.events(SECURITY);
    await events('CreateEventBus', { Name: 'central' });
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS });
    first = await listen('first');
    second = await listen('second');
    for (const [id, time] of [
      ['late', '2026-03-02T08:10:30Z'],
      ['early', '2026-03-02T08:00:10Z'],
      ['middle', '2026-03-02T08:00:50Z'],
      ['outside', '2026-03-02T07:59:59Z'],
    ] as const)
      await world.happen(SECURITY, { id, time }, HOME, 'central');
    await world.messages(first);
    await world.messages(second);
  });

  async function listen(name: string): Promise<string> {
    const queue = await world.queue(SECURITY, name);
    await events('PutRule', { Name: name, EventBusName: 'central', EventPattern: from('aws.cloudtrail') });
    await events('PutTargets', { Rule: name, EventBusName: 'central', Targets: [{ Id: 'queue', Arn: queue }] });
    return queue;
  }

  const start = (ReplayName: string, Destination: Partial<ReplayDestination> = {}, more = {}) =>
    events('StartReplay', {
      ReplayName,
      EventSourceArn: ARCHIVE,
      EventStartTime: new Date('2026-03-02T08:00:00Z'),
      EventEndTime: new Date('2026-03-02T08:30:00Z'),
      Destination: { Arn: BUS, ...Destination },
      ...more,
    });

  it('bring the events of the wanted time back in order, marked with replay-name', async () => {
    const started = await start('again');
    assert.deepEqual(
      [started.State, started.ReplayArn],
      ['STARTING', `arn:aws:events:${HOME}:${SECURITY}:replay/again`],
    );
    await world.test.clock.settle();
    const came = (await world.messages(first)).map(({ body }) => [body.id, body['replay-name'], body.time]);
    assert.deepEqual(came, [
      ['early', 'again', '2026-03-02T08:00:10Z'],
      ['middle', 'again', '2026-03-02T08:00:50Z'],
      ['late', 'again', '2026-03-02T08:10:30Z'],
    ]);
    const replay = await events('DescribeReplay', { ReplayName: 'again' });
    assert.equal(replay.State, 'COMPLETED');
    assert.equal(replay.EventLastReplayedTime?.toISOString(), '2026-03-02T08:10:30.000Z');
    assert.ok(replay.ReplayEndTime);
  });

  it('are not archived again', async () => {
    await start('again');
    await world.test.clock.settle();
    assert.equal((await events('DescribeArchive', { ArchiveName: 'all' })).EventCount, 4);
  });

  it('reach only the rules that they name', async () => {
    await start('again', { FilterArns: [`${RULE}/second`] });
    await world.test.clock.settle();
    assert.deepEqual([(await world.messages(first)).length, (await world.messages(second)).length], [0, 3]);
  });

  it('can be left out by a rule that asks for no replay-name', async () => {
    const EventPattern = '{"source":["aws.cloudtrail"],"replay-name":[{"exists":false}]}';
    await events('PutRule', { Name: 'first', EventBusName: 'central', EventPattern });
    await start('again');
    await world.test.clock.settle();
    assert.deepEqual([(await world.messages(first)).length, (await world.messages(second)).length], [0, 3]);
  });

  it('can be cancelled on the way, and only then', async () => {
    await start('again');
    await world.test.clock.advance(500);
    assert.equal((await events('CancelReplay', { ReplayName: 'again' })).State, 'CANCELLING');
    await world.test.clock.settle();
    assert.equal((await world.messages(first)).length, 2);
    assert.equal((await events('DescribeReplay', { ReplayName: 'again' })).State, 'CANCELLED');
    await refuses(events('CancelReplay', { ReplayName: 'again' }), 'IllegalStatusException');
  });

  it('refuse another bus, another archive, a time that ends before it begins, a second of one name', async () => {
    const other = BUS.replace('central', 'default');
    await refuses(start('x', { Arn: other }), 'ValidationException', /Cross event bus replay is not permitted\.$/);
    await refuses(start('x', { Arn: `${BUS}-2` }), 'ResourceNotFoundException', /central-2/);
    await refuses(
      start('x', {}, { EventSourceArn: `${ARCHIVE}-2` }),
      'ValidationException',
      /Archive all-2 does not exist/,
    );
    const EventEndTime = new Date('2026-03-02T08:00:00Z');
    await refuses(
      start('x', {}, { EventEndTime }),
      'ValidationException',
      /EventStartTime must be before EventEndTime\.$/,
    );
    await start('x');
    await refuses(start('x'), 'ResourceAlreadyExistsException');
    await refuses(
      events('DescribeReplay', { ReplayName: 'y' }),
      'ResourceNotFoundException',
      /Replay y does not exist/,
    );
  });

  it('run ten at a time, and are listed', async () => {
    for (let number = 0; number < 10; number += 1) await start(`r${number}`);
    await refuses(start('r10'), 'LimitExceededException');
    await world.test.clock.settle();
    await start('r10');
    assert.equal((await events('ListReplays', { State: 'COMPLETED' })).Replays?.length, 10);
    assert.equal((await events('ListReplays', { NamePrefix: 'r1' })).Replays?.length, 2);
  });
});
