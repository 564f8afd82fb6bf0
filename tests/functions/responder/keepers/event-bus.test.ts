import assert from 'node:assert/strict';
import type { EventBusResource } from '../../../../infra/specifications/resources/event-bus';
import { World } from '../world';
import { assertPutBack, type Tampering, tamper } from './tampering';

const SECURITY = '333333333333';
const NAME = 'trailwarden-central';
const ARN = `arn:aws:events:us-east-1:${SECURITY}:event-bus/${NAME}`;
const EventBusName = NAME;

const OPEN = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everybody', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: ARN }],
};
const LATER = { Arn: `arn:aws:sqs:us-east-1:${SECURITY}:trailwarden-central-dead-letters` };

const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a policy that admits everybody': {
    by: [['events', 'PutPermission', { EventBusName, Policy: JSON.stringify(OPEN) }]],
    differing: ['Policy'],
    repairs: ['PutPermission'],
  },
  'a policy with one statement more': {
    by: [
      ['events', 'PutPermission', { EventBusName, StatementId: 'more', Principal: '*', Action: 'events:PutEvents' }],
    ],
    differing: ['Policy'],
    repairs: ['PutPermission'],
  },
  'a policy with one statement less': {
    by: [['events', 'RemovePermission', { EventBusName, StatementId: 'ForwardersOfTheOrganization' }]],
    differing: ['Policy'],
    repairs: ['PutPermission'],
  },
  'a policy that was taken away': {
    by: [['events', 'RemovePermission', { EventBusName, RemoveAllPermissions: true }]],
    differing: ['Policy'],
    repairs: ['PutPermission'],
  },
  'a key': {
    by: [['events', 'UpdateEventBus', { Name: NAME, KmsKeyIdentifier: 'alias/somebodys' }]],
    differing: ['KmsKeyIdentifier'],
    repairs: ['UpdateEventBus'],
  },
  'a dead-letter queue': {
    by: [['events', 'UpdateEventBus', { Name: NAME, DeadLetterConfig: LATER }]],
    differing: ['DeadLetterConfig'],
    repairs: ['UpdateEventBus'],
  },
  logs: {
    by: [['events', 'UpdateEventBus', { Name: NAME, LogConfig: { Level: 'TRACE', IncludeDetail: 'FULL' } }]],
    differing: ['LogConfig'],
    repairs: ['UpdateEventBus'],
  },
  'a tag that was taken away': {
    by: [['events', 'UntagResource', { ResourceARN: ARN, TagKeys: ['trailwarden:prefix'] }]],
    differing: ['Tags'],
    repairs: ['TagResource'],
  },
  'everything at once': {
    by: [
      ['events', 'RemovePermission', { EventBusName, RemoveAllPermissions: true }],
      [
        'events',
        'UpdateEventBus',
        { Name: NAME, KmsKeyIdentifier: 'alias/somebodys', DeadLetterConfig: LATER, LogConfig: { Level: 'ERROR' } },
      ],
      ['events', 'TagResource', { ResourceARN: ARN, Tags: [{ Key: 'trailwarden:prefix', Value: 'other' }] }],
    ],
    differing: ['Policy', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig', 'Tags'],
    repairs: ['PutPermission', 'UpdateEventBus', 'TagResource'],
  },
};

describe('the keeper of event buses', () => {
  let world: World;
  let bus: EventBusResource;
  beforeEach(async () => {
    world = await World.deployed();
    [bus] = world.resources(SECURITY, 'event-bus') as [EventBusResource];
  });

  it('finds the central bus that was deployed as it is declared, and knows no other', async () => {
    assert.deepEqual(await world.differing(bus), []);
    assert.deepEqual(
      world.resources(SECURITY, 'event-bus').map(({ arn }) => arn),
      [ARN],
    );
    for (const account of ['111111111111', '222222222222', '444444444444'])
      assert.deepEqual(world.resources(account, 'event-bus'), []);
  });

  for (const [what, tampering] of Object.entries(TAMPERINGS))
    it(`puts back ${what}`, () => assertPutBack(world, bus, tampering));

  it('takes logs that are off for none', async () => {
    await world.as(SECURITY, 'events', 'UpdateEventBus', { Name: NAME, LogConfig: { Level: 'OFF' } });
    assert.deepEqual(await world.differing(bus), []);
  });

  it('makes a bus again that was deleted, with its policy and its tags, and says where the reports are', async () => {
    await deleteBus(world);
    await assertPutBack(world, bus, {
      by: [],
      differing: Object.keys(bus.settings),
      repairs: ['CreateEventBus', 'PutPermission'],
    });
    const { losses, gone } = await world.reconcile(bus);
    assert.equal(gone, true);
    assert.deepEqual(losses, [
      'The bus was recreated. Reports of the meantime are in the dead-letter queues of the accounts that sent them.',
    ]);
  });

  it('is followed by its archive and its rules', async () => {
    await deleteBus(world);
    for (const type of ['event-bus', 'event-archive', 'event-rule'] as const)
      for (const resource of world.resources(SECURITY, type)) {
        const { outcome, error } = await world.reconcile(resource);
        assert.notEqual(outcome, 'failed', `${resource.arn}: ${String(error)}`);
        assert.deepEqual(await world.differing(resource), [], resource.arn);
      }
  });
});

/** A bus cannot be deleted before its rules are, and they not before their targets. */
async function deleteBus(world: World): Promise<void> {
  const [bus] = world.resources(SECURITY, 'event-bus') as [EventBusResource];
  const central = world.resources(SECURITY, 'event-rule').filter(({ arn }) => arn.includes(`/${NAME}/`));
  assert.ok(central.length > 0);
  await tamper(world, bus, [
    ...central.flatMap(({ name }): Tampering['by'] => [
      ['events', 'RemoveTargets', { Rule: name, EventBusName, Ids: ['responder'] }],
      ['events', 'DeleteRule', { Name: name, EventBusName }],
    ]),
    ['events', 'DeleteArchive', { ArchiveName: NAME }],
    ['events', 'DeleteEventBus', { Name: NAME }],
  ]);
}
