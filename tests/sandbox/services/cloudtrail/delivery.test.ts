/** Which records reach EventBridge, and where. */
import assert from 'node:assert/strict';
import { refuses } from '../../support';
import { ABROAD, HOME, MANAGEMENT, PAYMENTS, TRAIL, TrailWorld } from '../trail-world';

describe('Delivery of records to EventBridge', () => {
  let world: TrailWorld;
  beforeEach(() => {
    world = new TrailWorld();
  });
  const names = (records: readonly { eventName: string }[]) => records.map((record) => record.eventName);

  it('needs a trail that is logging', async () => {
    await world.organizationTrail();
    const heard = await world.listener(PAYMENTS);
    await world.as(PAYMENTS, 'sns')('CreateTopic', { Name: 'before' });
    assert.deepEqual(await heard(), []);
    await world.as(MANAGEMENT, 'cloudtrail')('StartLogging', { Name: TRAIL });
    await world.as(PAYMENTS, 'sns')('CreateTopic', { Name: 'after' });
    assert.deepEqual(names(await heard()), ['CreateTopic']);
  });

  it('reaches the default bus of the account and Region of the call, and no other', async () => {
    await world.loggingTrail();
    const [home, abroad, management] = [
      await world.listener(PAYMENTS),
      await world.listener(PAYMENTS, ABROAD),
      await world.listener(MANAGEMENT),
    ];
    for (const listener of [home, abroad, management]) await listener();
    await world.as(PAYMENTS, 'sns', ABROAD)('CreateTopic', { Name: 'topic' });
    assert.deepEqual(names(await abroad()), ['CreateTopic']);
    assert.deepEqual([await home(), await management()], [[], []]);
  });

  it('leaves reads to rules that ask for them', async () => {
    await world.loggingTrail();
    const writes = await world.listener(PAYMENTS);
    const all = await world.listener(MANAGEMENT, HOME, 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    await writes();
    await all();
    await world.as(PAYMENTS, 'cloudtrail')('DescribeTrails', {});
    await world.as(MANAGEMENT, 'cloudtrail')('DescribeTrails', {});
    assert.deepEqual([names(await writes()), names(await all())], [[], ['DescribeTrails']]);
  });

  it('still brings the very call that stops, narrows or deletes the trail, and nothing after it', async () => {
    await world.loggingTrail();
    const heard = await world.listener(MANAGEMENT);
    await heard();
    const call = world.as(MANAGEMENT, 'cloudtrail');
    await call('StopLogging', { Name: TRAIL });
    await call('StopLogging', { Name: TRAIL });
    await call('StartLogging', { Name: TRAIL });
    assert.deepEqual(names(await heard()), ['StopLogging', 'StartLogging']);
    await call('PutEventSelectors', { TrailName: TRAIL, EventSelectors: [{ ReadWriteType: 'ReadOnly' }] });
    await call('AddTags', { ResourceId: TRAIL, TagsList: [{ Key: 'unseen' }] });
    assert.deepEqual(names(await heard()), ['PutEventSelectors']);
    await call('PutEventSelectors', { TrailName: TRAIL, EventSelectors: [{}] });
    await call('DeleteTrail', { Name: TRAIL });
    await world.as(MANAGEMENT, 'sns')('CreateTopic', { Name: 'unseen' });
    assert.deepEqual(names(await heard()), ['PutEventSelectors', 'DeleteTrail']);
  });

  it('is blind to what the selectors leave out', async () => {
    await world.loggingTrail();
    const heard = await world.listener(PAYMENTS);
    const put = (EventSelectors: object[]) =>
      world.as(MANAGEMENT, 'cloudtrail')('PutEventSelectors', { TrailName: TRAIL, EventSelectors });
    await put([{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }]);
    await heard();
    await world.as(PAYMENTS, 'kms')('CreateKey', {});
    await world.as(PAYMENTS, 'sns')('CreateTopic', { Name: 'seen' });
    assert.deepEqual(names(await heard()), ['CreateTopic']);
  });

  it('brings refused calls, with the error and without what was asked for', async () => {
    await world.loggingTrail();
    const heard = await world.listener(PAYMENTS);
    await heard();
    const nobody = world.as(world.test.role(PAYMENTS, 'nobody'), 'cloudtrail');
    await refuses(nobody('StopLogging', { Name: TRAIL }), 'AccessDenied');
    await refuses(
      world.as(PAYMENTS, 'cloudtrail')('StopLogging', { Name: TRAIL }),
      'NotOrganizationMasterAccountException',
    );
    const [denied, refused] = await heard();
    assert.deepEqual([denied?.errorCode, denied?.requestParameters], ['AccessDenied', null]);
    assert.deepEqual(
      [refused?.errorCode, refused?.requestParameters],
      ['NotOrganizationMasterAccountException', { name: TRAIL }],
    );
  });

  it('brings data events only to trails that select them', async () => {
    await world.loggingTrail();
    const heard = await world.listener(PAYMENTS);
    await world.as(PAYMENTS, 's3')('CreateBucket', { Bucket: 'payments-data' });
    await heard();
    const put = () => world.as(PAYMENTS, 's3')('PutObject', { Bucket: 'payments-data', Key: 'a', Body: 'a' });
    await put();
    assert.deepEqual(await heard(), []);
    await world.as(MANAGEMENT, 'cloudtrail')('PutEventSelectors', {
      TrailName: TRAIL,
      EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }],
    });
    await put();
    assert.deepEqual(names(await heard()), ['PutObject']);
  });
});
