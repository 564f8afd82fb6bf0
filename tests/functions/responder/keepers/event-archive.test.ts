import assert from 'node:assert/strict';
import type { EventArchiveResource } from '../../../../infra/specifications/resources/event-archive';
import { World } from '../world';
import { assertPutBack, type Tampering, tamper } from './tampering';

const SECURITY = '333333333333';
const ArchiveName = 'trailwarden-central';
const LESS = JSON.stringify({ source: ['aws.nothing'] });

const changed = (input: object, ...differing: string[]): Tampering => ({
  by: [['events', 'UpdateArchive', { ArchiveName, ...input }]],
  differing,
  repairs: ['UpdateArchive'],
});

const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a retention that was shortened': changed({ RetentionDays: 1 }, 'RetentionDays'),
  'a retention without an end': changed({ RetentionDays: 0 }, 'RetentionDays'),
  'a pattern that leaves things out': changed({ EventPattern: LESS }, 'EventPattern'),
  'a key': changed({ KmsKeyIdentifier: 'alias/somebodys' }, 'KmsKeyIdentifier'),
  'a description': changed({ Description: 'Ours now.' }, 'Description'),
  'everything at once': changed(
    { Description: 'Ours now.', EventPattern: LESS, KmsKeyIdentifier: 'alias/somebodys', RetentionDays: 2 },
    'Description',
    'EventPattern',
    'KmsKeyIdentifier',
    'RetentionDays',
  ),
  'an archive of another bus under its name': {
    by: [
      ['events', 'DeleteArchive', { ArchiveName }],
      [
        'events',
        'CreateArchive',
        { ArchiveName, EventSourceArn: `arn:aws:events:us-east-1:${SECURITY}:event-bus/default`, EventPattern: LESS },
      ],
    ],
    differing: ['EventSourceArn', 'Description', 'EventPattern', 'RetentionDays'],
    repairs: ['DeleteArchive', 'CreateArchive'],
  },
  'an archive that was deleted': {
    by: [['events', 'DeleteArchive', { ArchiveName }]],
    differing: ['EventSourceArn', 'Description', 'EventPattern', 'KmsKeyIdentifier', 'RetentionDays'],
    repairs: ['CreateArchive'],
  },
};

describe('the keeper of archives', () => {
  let world: World;
  let archive: EventArchiveResource;
  beforeEach(async () => {
    world = await World.deployed();
    [archive] = world.resources(SECURITY, 'event-archive') as [EventArchiveResource];
  });

  it('finds the archive that was deployed as it is declared, and knows no other', async () => {
    assert.deepEqual(await world.differing(archive), []);
    assert.equal(archive.arn, `arn:aws:events:us-east-1:${SECURITY}:archive/${ArchiveName}`);
    assert.equal(world.resources(SECURITY, 'event-archive').length, 1);
    for (const account of ['111111111111', '222222222222', '444444444444'])
      assert.deepEqual(world.resources(account, 'event-archive'), []);
  });

  for (const [what, tampering] of Object.entries(TAMPERINGS))
    it(`puts back ${what}`, () => assertPutBack(world, archive, tampering));

  it('gives an archive its rule again, so that it keeps what arrives', async () => {
    await tamper(world, archive, [['events', 'DeleteArchive', { ArchiveName }]]);
    await world.reconcile(archive);
    const rule = { Name: `Events-Archive-${ArchiveName}`, EventBusName: 'trailwarden-central' };
    const { State, EventPattern } = await world.as(SECURITY, 'events', 'DescribeRule', rule);
    assert.deepEqual([State, EventPattern], ['ENABLED', '{"replay-name":[{"exists":false}]}']);
  });

  const lossAfter = async (...by: Tampering['by']): Promise<readonly string[]> => {
    await tamper(world, archive, by);
    return (await world.reconcile(archive)).losses;
  };

  it('says what a shorter retention may have cost, and that a longer one cost nothing', async () => {
    assert.deepEqual(await lossAfter(['events', 'UpdateArchive', { ArchiveName, RetentionDays: 2 }]), [
      'Reports that were older than the 2 days that the archive was to keep may be gone from it.',
    ]);
    assert.deepEqual(await lossAfter(['events', 'UpdateArchive', { ArchiveName, RetentionDays: 0 }]), []);
    assert.deepEqual(await lossAfter(['events', 'UpdateArchive', { ArchiveName, RetentionDays: 5000 }]), []);
  });

  it('says that what a deleted archive had kept is gone', async () => {
    assert.deepEqual(await lossAfter(['events', 'DeleteArchive', { ArchiveName }]), [
      'The archive was recreated. What it had kept is gone.',
    ]);
  });
});
