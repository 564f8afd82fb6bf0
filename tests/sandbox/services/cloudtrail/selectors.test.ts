/** Event and Insights selectors: which are valid, and how they replace each other. */
import assert from 'node:assert/strict';
import { refuses } from '../../support';
import { MANAGEMENT, TRAIL, TrailWorld } from '../trail-world';

describe('Event and Insights selectors', () => {
  let world: TrailWorld;
  beforeEach(async () => {
    world = new TrailWorld();
    await world.organizationTrail();
  });

  it('begin as all management events, and one kind replaces the other', async () => {
    const call = world.as(MANAGEMENT, 'cloudtrail');
    const all = {
      ReadWriteType: 'All',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    };
    assert.deepEqual(await call('GetEventSelectors', { TrailName: TRAIL }), { TrailARN: TRAIL, EventSelectors: [all] });
    const advanced = [{ Name: 'writes', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }];
    await call('PutEventSelectors', { TrailName: TRAIL, AdvancedEventSelectors: advanced });
    assert.deepEqual(await call('GetEventSelectors', { TrailName: TRAIL }), {
      TrailARN: TRAIL,
      AdvancedEventSelectors: advanced,
    });
    assert.equal((await call('GetTrail', { Name: TRAIL })).Trail?.HasCustomEventSelectors, true);
  });

  it('refuses selectors that a trail cannot have', async () => {
    const put = (input: object) =>
      world.as(MANAGEMENT, 'cloudtrail')('PutEventSelectors', { TrailName: TRAIL, ...input });
    const management = (field: object) => ({
      AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, field] }],
    });
    for (const input of [
      {},
      { EventSelectors: [] },
      { EventSelectors: Array.from({ length: 6 }, () => ({})) },
      { EventSelectors: [{}], AdvancedEventSelectors: [] },
      { EventSelectors: [{ IncludeManagementEvents: false }] },
      { EventSelectors: [{ ExcludeManagementEventSources: ['sts.amazonaws.com'] }] },
      { EventSelectors: [{ DataResources: [{ Type: 'AWS::EC2::Instance', Values: ['arn:aws:ec2:x'] }] }] },
      management({ Field: 'eventName', Equals: ['StopLogging'] }),
      management({ Field: 'userIdentity.arn', Equals: ['arn:aws:iam::111111111111:role/attacker'] }),
      management({ Field: 'eventSource', NotEquals: ['cloudtrail.amazonaws.com'] }),
      management({ Field: 'readOnly', Equals: ['perhaps'] }),
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
    ])
      await refuses(put(input), 'InvalidEventSelectorsException');
  });

  it('switch Insights on and off', async () => {
    const call = world.as(MANAGEMENT, 'cloudtrail');
    const get = () => call('GetInsightSelectors', { TrailName: TRAIL });
    const put = (types: ('ApiCallRateInsight' | 'ApiErrorRateInsight')[]) =>
      call('PutInsightSelectors', {
        TrailName: TRAIL,
        InsightSelectors: types.map((InsightType) => ({ InsightType })),
      });
    await refuses(get(), 'InsightNotEnabledException');
    await put(['ApiCallRateInsight', 'ApiErrorRateInsight']);
    assert.deepEqual((await get()).InsightSelectors, [
      { EventCategories: ['Management'], InsightType: 'ApiCallRateInsight' },
      { EventCategories: ['Management'], InsightType: 'ApiErrorRateInsight' },
    ]);
    await put([]);
    await refuses(get(), 'InsightNotEnabledException');
    await call('PutEventSelectors', { TrailName: TRAIL, EventSelectors: [{ ReadWriteType: 'ReadOnly' }] });
    await refuses(put(['ApiCallRateInsight']), 'InvalidInsightSelectorsException');
  });
});
