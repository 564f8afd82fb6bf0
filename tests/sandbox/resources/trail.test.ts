import assert from 'node:assert/strict';
import { trail } from '../../../sandbox/resources/trail';
import { created, read } from './recorded-cloud';

const ARN = 'arn:aws:cloudtrail:eu-west-1:444444444444:trail/audit';
const ANSWERS = { 'cloudtrail:CreateTrail': { TrailARN: ARN } };

describe('aws.cloudtrail.Trail', () => {
  it('is created, tagged, and only then started, by its ARN', async () => {
    const inputs = { name: 'audit', s3BucketName: 'logs', isOrganizationTrail: true, tags: { owner: 'me' } };
    const { id, calls } = await created(trail, inputs, ANSWERS);
    assert.equal(id, ARN);
    assert.deepEqual(calls, [
      [
        'cloudtrail:CreateTrail',
        {
          IncludeGlobalServiceEvents: true,
          IsOrganizationTrail: true,
          Name: 'audit',
          S3BucketName: 'logs',
          TagsList: [
            { Key: 'team', Value: 'security' },
            { Key: 'owner', Value: 'me' },
          ],
        },
      ],
      ['cloudtrail:StartLogging', { Name: ARN }],
    ]);
  });

  it('stays silent where the program says so', async () => {
    const { calls } = await created(trail, { name: 'audit', s3BucketName: 'logs', enableLogging: false }, ANSWERS);
    assert.deepEqual(
      calls.map(([operation]) => operation),
      ['cloudtrail:CreateTrail'],
    );
  });

  it('takes its selectors, with the defaults of the provider', async () => {
    const inputs = {
      name: 'audit',
      s3BucketName: 'logs',
      eventSelectors: [{ dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }] }],
      insightSelectors: [{ insightType: 'ApiCallRateInsight' }],
    };
    const { calls } = await created(trail, inputs, ANSWERS);
    assert.deepEqual(calls.slice(2), [
      [
        'cloudtrail:PutEventSelectors',
        {
          TrailName: ARN,
          EventSelectors: [
            {
              IncludeManagementEvents: true,
              ReadWriteType: 'All',
              DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
            },
          ],
        },
      ],
      ['cloudtrail:PutInsightSelectors', { TrailName: ARN, InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }],
    ]);
  });

  it('takes advanced selectors under their own names', async () => {
    const advancedEventSelectors = [
      { name: 'writes', fieldSelectors: [{ field: 'eventName', notStartsWiths: ['Get'], equals: ['PutObject'] }] },
    ];
    const { calls } = await created(trail, { name: 'audit', s3BucketName: 'logs', advancedEventSelectors }, ANSWERS);
    assert.deepEqual(calls[2], [
      'cloudtrail:PutEventSelectors',
      {
        TrailName: ARN,
        AdvancedEventSelectors: [
          {
            Name: 'writes',
            FieldSelectors: [{ Field: 'eventName', NotStartsWith: ['Get'], Equals: ['PutObject'] }],
          },
        ],
      },
    ]);
  });

  it('refuses a selector property that would be lost', async () => {
    const eventSelectors = [{ dataResources: [{ type: 'AWS::S3::Object', values: [], prefix: 'a' }] }];
    await assert.rejects(
      created(trail, { name: 'audit', s3BucketName: 'logs', eventSelectors }, ANSWERS),
      /"eventSelectors\[0\]\.dataResources\[0\]\.prefix"/,
    );
  });

  it('shows what is there, not what was asked for', async () => {
    const state = await read(
      trail,
      ARN,
      {
        'cloudtrail:DescribeTrails': {
          trailList: [
            {
              TrailARN: ARN,
              Name: 'audit',
              HomeRegion: 'eu-west-1',
              S3BucketName: 'logs',
              IsMultiRegionTrail: true,
              HasCustomEventSelectors: true,
            },
          ],
        },
        'cloudtrail:GetTrailStatus': { IsLogging: false },
        'cloudtrail:GetEventSelectors': {
          EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }],
        },
        'cloudtrail:ListTags': {
          ResourceTagList: [
            {
              ResourceId: ARN,
              TagsList: [
                { Key: 'team', Value: 'security' },
                { Key: 'a', Value: 'b' },
              ],
            },
          ],
        },
      },
      { enableLogging: true },
    );
    assert.deepEqual(state, {
      arn: ARN,
      enableLogging: false,
      eventSelectors: [{ includeManagementEvents: true, readWriteType: 'WriteOnly' }],
      homeRegion: 'eu-west-1',
      isMultiRegionTrail: true,
      name: 'audit',
      region: 'eu-west-1',
      s3BucketName: 'logs',
      tags: { a: 'b' },
      tagsAll: { team: 'security', a: 'b' },
    });
  });

  it('is gone when CloudTrail lists no such trail', async () => {
    assert.equal(await read(trail, ARN, { 'cloudtrail:DescribeTrails': { trailList: [] } }), undefined);
  });
});
