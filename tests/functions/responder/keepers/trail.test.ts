import assert from 'node:assert/strict';
import type { DeclaredResource } from '../../../../infra/specifications/resources';
import { World } from '../world';

const MANAGEMENT = '111111111111';
const LOG_ARCHIVE = '222222222222';
const NAME = 'trailwarden-organization';
const OTHER_BUCKET = 'somebody-elses-bucket';

/** A tampering call, the settings that then differ, and the calls that put them back. */
const TAMPERINGS: readonly [operation: string, input: object, differing: string[], calls: string[]][] = [
  ['StopLogging', { Name: NAME }, ['IsLogging'], ['StartLogging']],
  [
    'UpdateTrail',
    { Name: NAME, IsMultiRegionTrail: false },
    ['IncludeGlobalServiceEvents', 'IsMultiRegionTrail'],
    ['UpdateTrail'],
  ],
  ['UpdateTrail', { Name: NAME, EnableLogFileValidation: false }, ['LogFileValidationEnabled'], ['UpdateTrail']],
  ['UpdateTrail', { Name: NAME, IsOrganizationTrail: false }, ['IsOrganizationTrail'], ['UpdateTrail']],
  [
    'UpdateTrail',
    { Name: NAME, CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' },
    ['CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn'],
    ['UpdateTrail'],
  ],
  ['UpdateTrail', { Name: NAME, KmsKeyId: '' }, ['KmsKeyId'], ['UpdateTrail']],
  [
    'PutEventSelectors',
    { TrailName: NAME, EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] },
    ['EventSelectors'],
    ['PutEventSelectors'],
  ],
  [
    'PutEventSelectors',
    {
      TrailName: NAME,
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: false,
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::somebody-elses-bucket/'] }],
        },
      ],
    },
    ['EventSelectors'],
    ['PutEventSelectors'],
  ],
  [
    'PutEventSelectors',
    {
      TrailName: NAME,
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          ExcludeManagementEventSources: ['kms.amazonaws.com'],
        },
      ],
    },
    ['EventSelectors'],
    ['PutEventSelectors'],
  ],
  [
    'PutEventSelectors',
    {
      TrailName: NAME,
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['true'] },
          ],
        },
      ],
    },
    ['EventSelectors'],
    ['PutEventSelectors'],
  ],
  [
    'PutInsightSelectors',
    { TrailName: NAME, InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] },
    ['InsightSelectors'],
    ['PutInsightSelectors'],
  ],
];

describe('the keeper of trails', () => {
  let world: World;
  let trail: DeclaredResource;
  let second: DeclaredResource;
  beforeEach(async () => {
    world = await World.deployed();
    [trail, second] = world.resources(MANAGEMENT, 'trail') as [DeclaredResource, DeclaredResource];
  });

  /** Puts back, and expects these calls to have done it. */
  const putBack = async (resource: DeclaredResource, calls: readonly string[]): Promise<void> => {
    const { outcome, calls: made } = await world.reconcile(resource);
    assert.deepEqual(
      made.map(({ call }) => call.operation),
      calls,
    );
    assert.equal(outcome, 'repaired');
    assert.deepEqual(await world.differing(resource), []);
  };

  it('finds the trails that were deployed as they are declared', async () => {
    assert.deepEqual(await world.differing(trail), []);
    assert.deepEqual(await world.differing(second), []);
  });

  for (const [operation, input, differing, calls] of TAMPERINGS)
    it(`puts back what ${operation} ${JSON.stringify(input)} changed, and knows the way back`, async () => {
      await world.as(MANAGEMENT, 'cloudtrail', operation, input);
      assert.deepEqual((await world.differing(trail)).sort(), differing);
      const observed = await world.reconcile(trail, false);
      assert.equal(observed.outcome, 'observed');
      assert.deepEqual((await world.differing(trail)).sort(), differing);
      const { calls: made } = await world.reconcile(trail);
      assert.deepEqual(
        made.map(({ call }) => call.operation),
        calls,
      );
      assert.deepEqual(await world.differing(trail), []);
      for (const { undo } of [...made].reverse()) {
        assert.ok(undo);
        await world.as(MANAGEMENT, undo.service, undo.operation, undo.input);
      }
      assert.deepEqual((await world.differing(trail)).sort(), differing);
    });

  it('redirects a trail back to its bucket', async () => {
    await world.as(LOG_ARCHIVE, 's3', 'CreateBucket', { Bucket: OTHER_BUCKET });
    const { Policy } = await world.as(LOG_ARCHIVE, 's3', 'GetBucketPolicy', {
      Bucket: 'trailwarden-trail-222222222222-us-east-1',
    });
    const policy = String(Policy).replaceAll('trailwarden-trail-222222222222-us-east-1', OTHER_BUCKET);
    await world.as(LOG_ARCHIVE, 's3', 'PutBucketPolicy', { Bucket: OTHER_BUCKET, Policy: policy });
    await world.as(MANAGEMENT, 'cloudtrail', 'UpdateTrail', { Name: NAME, S3BucketName: OTHER_BUCKET });
    assert.deepEqual(await world.differing(trail), ['S3BucketName']);
    await putBack(trail, ['UpdateTrail']);
  });

  it('puts back tags that were taken or changed, and leaves those of others alone', async () => {
    const tags = (operation: string, ...TagsList: object[]) =>
      world.as(MANAGEMENT, 'cloudtrail', operation, { ResourceId: trail.arn, TagsList });
    await tags('AddTags', { Key: 'trailwarden:prefix', Value: 'mine' }, { Key: 'constructor', Value: 'theirs' });
    await tags('RemoveTags', { Key: 'trailwarden:account-kind' });
    assert.deepEqual(await world.differing(trail), ['Tags']);
    await putBack(trail, ['AddTags']);
  });

  it('makes a trail again that was deleted, with everything that it had', async () => {
    await world.as(MANAGEMENT, 'cloudtrail', 'DeleteTrail', { Name: NAME });
    const { outcome, gone, losses } = await world.reconcile(trail);
    assert.deepEqual([outcome, gone, losses.length], ['repaired', true, 1]);
    assert.deepEqual(await world.differing(trail), []);
  });

  it('keeps the second trail as well', async () => {
    const Name = 'trailwarden-second';
    await world.as(MANAGEMENT, 'cloudtrail', 'StopLogging', { Name });
    await putBack(second, ['StartLogging']);
    const EventSelectors = [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }];
    await world.as(MANAGEMENT, 'cloudtrail', 'PutEventSelectors', { TrailName: Name, EventSelectors });
    await putBack(second, ['PutEventSelectors']);
    await world.as(MANAGEMENT, 'cloudtrail', 'DeleteTrail', { Name });
    await putBack(second, ['CreateTrail', 'PutEventSelectors', 'StartLogging']);
  });

  it('puts back several settings with one call', async () => {
    const changes = { IsMultiRegionTrail: false, EnableLogFileValidation: false, KmsKeyId: '' };
    await world.as(MANAGEMENT, 'cloudtrail', 'UpdateTrail', { Name: NAME, ...changes });
    await putBack(trail, ['UpdateTrail']);
  });

  it('comes to the same end when two repair at once', async () => {
    await world.as(MANAGEMENT, 'cloudtrail', 'DeleteTrail', { Name: NAME });
    const outcomes = (await Promise.all([world.reconcile(trail), world.reconcile(trail)])).map(
      ({ outcome }) => outcome,
    );
    assert.ok(outcomes.includes('repaired'), outcomes.join());
    assert.deepEqual(await world.differing(trail), []);
  });
});
