/** Trails: who may do what to which, by which name, from where. */
import assert from 'node:assert/strict';
import { refuses, START } from '../../support';
import {
  ABROAD,
  ARCHIVE,
  BUCKET,
  bucketStatements,
  HOME,
  LOG_GROUP,
  LOG_ROLE,
  MANAGEMENT,
  PAYMENTS,
  policy,
  SECURITY,
  TRAIL,
  TrailWorld,
} from '../trail-world';

describe('CloudTrail trails', () => {
  let world: TrailWorld;
  beforeEach(() => {
    world = new TrailWorld();
  });

  it('makes an organization trail that logs nothing until it is started', async () => {
    await world.organizationTrail();
    const status = await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: 'organization' });
    assert.equal(status.IsLogging, false);
    await world.as(MANAGEMENT, 'cloudtrail')('StartLogging', { Name: 'organization' });
    const started = await world.as(MANAGEMENT, 'cloudtrail')('GetTrailStatus', { Name: TRAIL });
    assert.deepEqual(
      [started.IsLogging, started.StartLoggingTime, started.TimeLoggingStarted, started.LatestDeliveryError],
      [true, START, '2026-03-02T09:00:00Z', undefined],
    );
  });

  it('shows the organization trail to every member under the same ARN, in every Region', async () => {
    await world.organizationTrail();
    for (const region of [HOME, ABROAD]) {
      const { trailList } = await world.as(PAYMENTS, 'cloudtrail', region)('DescribeTrails', {});
      assert.deepEqual(
        trailList?.map((trail) => [trail.TrailARN, trail.HomeRegion, trail.IsOrganizationTrail]),
        [[TRAIL, HOME, true]],
      );
      const own = await world.as(PAYMENTS, 'cloudtrail', region)('DescribeTrails', { includeShadowTrails: false });
      assert.deepEqual(own.trailList, []);
    }
  });

  it('resolves a bare name in the account and Region of the caller', async () => {
    await world.organizationTrail();
    const unknown = `Unknown trail: arn:aws:cloudtrail:${HOME}:${PAYMENTS}:trail/organization for the user: ${PAYMENTS}`;
    const member = world.as(PAYMENTS, 'cloudtrail');
    await refuses(member('StopLogging', { Name: 'organization' }), 'TrailNotFoundException', new RegExp(unknown));
    await refuses(member('GetTrail', { Name: 'organization' }), 'TrailNotFoundException');
    assert.equal((await member('GetTrail', { Name: TRAIL })).Trail?.Name, 'organization');
  });

  it('refuses every change of the organization trail by a member, after IAM has let it through', async () => {
    await world.organizationTrail();
    const member = world.as(PAYMENTS, 'cloudtrail');
    const code = 'NotOrganizationMasterAccountException';
    await refuses(member('StopLogging', { Name: TRAIL }), code);
    await refuses(member('DeleteTrail', { Name: TRAIL }), code);
    await refuses(member('UpdateTrail', { Name: TRAIL, IsMultiRegionTrail: false }), code);
    await refuses(member('PutEventSelectors', { TrailName: TRAIL, EventSelectors: [{}] }), code);
    await refuses(member('AddTags', { ResourceId: TRAIL, TagsList: [{ Key: 'a' }] }), code);
    const nobody = world.as(world.test.role(PAYMENTS, 'nobody'), 'cloudtrail');
    await refuses(
      nobody('StopLogging', { Name: TRAIL }),
      'AccessDenied',
      /cloudtrail:StopLogging on resource: arn:aws/,
    );
  });

  it('lets a delegated administrator change the organization trail by its ARN, but not make it an account trail', async () => {
    await world.loggingTrail();
    await world.as(MANAGEMENT, 'cloudtrail')('RegisterOrganizationDelegatedAdmin', { MemberAccountId: SECURITY });
    const administrator = world.as(SECURITY, 'cloudtrail');
    await refuses(administrator('StopLogging', { Name: 'organization' }), 'TrailNotFoundException');
    await refuses(
      administrator('UpdateTrail', { Name: TRAIL, IsOrganizationTrail: false }),
      'NotOrganizationMasterAccountException',
    );
    await administrator('StopLogging', { Name: TRAIL });
    assert.equal((await administrator('GetTrailStatus', { Name: TRAIL })).IsLogging, false);
    await world.as(MANAGEMENT, 'cloudtrail')('DeregisterOrganizationDelegatedAdmin', {
      DelegatedAdminAccountId: SECURITY,
    });
    await refuses(administrator('StartLogging', { Name: TRAIL }), 'NotOrganizationMasterAccountException');
  });

  it('changes a trail in its home Region only', async () => {
    await world.organizationTrail();
    const abroad = world.as(MANAGEMENT, 'cloudtrail', ABROAD);
    await refuses(abroad('StopLogging', { Name: TRAIL }), 'InvalidHomeRegionException', /us-east-1/);
    await refuses(abroad('StopLogging', { Name: 'organization' }), 'InvalidHomeRegionException');
    await refuses(abroad('StopLogging', { Name: 'elsewhere' }), 'TrailNotFoundException');
  });

  it('makes the organization trail a trail of the management account when trusted access ends, for good', async () => {
    await world.loggingTrail();
    const organizations = world.as(MANAGEMENT, 'organizations');
    const member = world.as(PAYMENTS, 'cloudtrail');
    await organizations('DisableAWSServiceAccess', { ServicePrincipal: 'cloudtrail.amazonaws.com' });
    assert.deepEqual((await member('ListTrails', {})).Trails, []);
    await organizations('EnableAWSServiceAccess', { ServicePrincipal: 'cloudtrail.amazonaws.com' });
    assert.deepEqual((await member('ListTrails', {})).Trails, []);
    await world.as(MANAGEMENT, 'cloudtrail')('UpdateTrail', { Name: 'organization', IsOrganizationTrail: true });
    assert.equal((await member('ListTrails', {})).Trails?.length, 1);
  });

  it('needs trusted access, and the management account, for an organization trail', async () => {
    await world.bucket();
    const trail = { Name: 'organization', S3BucketName: BUCKET, IsOrganizationTrail: true };
    const management = world.as(MANAGEMENT, 'cloudtrail');
    await refuses(management('CreateTrail', trail), 'CloudTrailAccessNotEnabledException');
    await refuses(
      world.as(PAYMENTS, 'cloudtrail')('CreateTrail', trail),
      'NotOrganizationMasterAccountException',
      /neither the management account/,
    );
  });

  it('refuses names that break the rules, a second trail of the same name, and a sixth trail', async () => {
    await world.bucket();
    const create = (Name: string) => world.as(MANAGEMENT, 'cloudtrail')('CreateTrail', { Name, S3BucketName: BUCKET });
    for (const name of ['ab', 'a'.repeat(129), '-abc', 'abc.', 'a--b', '192.168.5.4', 'with space'])
      await refuses(create(name), 'InvalidTrailNameException');
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    await world.as(ARCHIVE, 's3')('PutBucketPolicy', {
      Bucket: BUCKET,
      Policy: policy(...names.flatMap((name) => bucketStatements(TRAIL.replace('organization', name)))),
    });
    for (const name of names.slice(0, 5)) await create(name);
    await refuses(create('one'), 'TrailAlreadyExistsException');
    await refuses(create('six'), 'MaximumNumberOfTrailsExceededException', /already has 5 trails in us-east-1/);
  });

  it('keeps what an update does not name, and takes away what it names as empty', async () => {
    await world.logGroup();
    await world.organizationTrail({ CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: LOG_ROLE });
    const update = world.as(MANAGEMENT, 'cloudtrail');
    const kept = await update('UpdateTrail', { Name: TRAIL, EnableLogFileValidation: true });
    assert.deepEqual(
      [kept.LogFileValidationEnabled, kept.IsMultiRegionTrail, kept.CloudWatchLogsLogGroupArn],
      [true, true, LOG_GROUP],
    );
    const less = await update('UpdateTrail', {
      Name: TRAIL,
      CloudWatchLogsLogGroupArn: '',
      CloudWatchLogsRoleArn: '',
      IsMultiRegionTrail: false,
    });
    assert.deepEqual([less.CloudWatchLogsLogGroupArn, less.CloudWatchLogsRoleArn], [undefined, undefined]);
    assert.equal(less.IncludeGlobalServiceEvents, false, 'a single-Region trail loses global service events');
  });

  it('tags a trail by its ARN', async () => {
    await world.organizationTrail({ TagsList: [{ Key: 'team', Value: 'security' }] });
    const call = world.as(MANAGEMENT, 'cloudtrail');
    await call('AddTags', { ResourceId: TRAIL, TagsList: [{ Key: 'cost', Value: '1' }] });
    await call('RemoveTags', { ResourceId: TRAIL, TagsList: [{ Key: 'team' }] });
    assert.deepEqual((await call('ListTags', { ResourceIdList: [TRAIL] })).ResourceTagList, [
      { ResourceId: TRAIL, TagsList: [{ Key: 'cost', Value: '1' }] },
    ]);
    await refuses(call('ListTags', { ResourceIdList: ['organization'] }), 'CloudTrailARNInvalidException');
  });
});
