import assert from 'node:assert/strict';
import { foundOrganization } from '../../../sandbox/organization';
import { trail } from '../../../sandbox/resources/trail';
import { cloudtrail } from '../../../sandbox/services/cloudtrail/index';
import { iam } from '../../../sandbox/services/iam/index';
import { kms } from '../../../sandbox/services/kms/index';
import { logs } from '../../../sandbox/services/logs/index';
import { organizations } from '../../../sandbox/services/organizations/index';
import { s3 } from '../../../sandbox/services/s3/index';
import { sns } from '../../../sandbox/services/sns/index';
import { sts } from '../../../sandbox/services/sts/index';
import { refuses } from '../support';
import { ACCOUNT, type Made, REGION, ResourceWorld } from './resource-world';

const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`;
const INPUTS = { name: 'audit', s3BucketName: 'logs' };
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const byCloudTrail = (Action: string | string[], Resource: string) => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action,
  Resource,
});

interface Selected {
  readonly eventSelectors?: object[];
  readonly advancedEventSelectors?: object[];
}

/** The members that have a value. */
function set(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

describe('the life of an aws.cloudtrail.Trail', () => {
  let world: ResourceWorld;
  beforeEach(async () => {
    world = new ResourceWorld([cloudtrail, iam, kms, logs, organizations, s3, sns, sts]);
    await bucket('logs');
  });

  async function closedBucket(Bucket: string): Promise<void> {
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await world.cloud.call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration });
  }

  async function bucket(Bucket: string): Promise<void> {
    await closedBucket(Bucket);
    const arn = `arn:aws:s3:::${Bucket}`;
    const Policy = policy(byCloudTrail('s3:GetBucketAcl', arn), byCloudTrail('s3:PutObject', `${arn}/*`));
    await world.cloud.call('s3', 'PutBucketPolicy', { Bucket, Policy });
  }

  async function key(): Promise<string> {
    const Statement = [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
      byCloudTrail(['kms:GenerateDataKey*', 'kms:DescribeKey'], '*'),
    ];
    const { KeyMetadata } = await world.cloud.call('kms', 'CreateKey', { Policy: policy(...Statement) });
    return KeyMetadata?.Arn ?? '';
  }

  async function topic(Name: string): Promise<string> {
    const { TopicArn = '' } = await world.cloud.call('sns', 'CreateTopic', { Name });
    const AttributeValue = policy(byCloudTrail('sns:Publish', TopicArn));
    await world.cloud.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
    return TopicArn;
  }

  async function logGroup(): Promise<{ cloudWatchLogsGroupArn: string; cloudWatchLogsRoleArn: string }> {
    await world.cloud.call('logs', 'CreateLogGroup', { logGroupName: 'trail' });
    const RoleName = 'trail-logs';
    const trust = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' };
    await world.cloud.call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: policy(trust) });
    const PolicyDocument = policy({ Effect: 'Allow', Action: 'logs:*', Resource: '*' });
    await world.cloud.call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'fill', PolicyDocument });
    return {
      cloudWatchLogsGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:trail:*`,
      cloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
    };
  }

  /** The input of the last call of an operation. */
  function last(operation: string): unknown {
    return world.test.answered.findLast(({ call }) => call.operation === operation)?.call.input;
  }

  it('changes each setting alone, and gives it up again', async () => {
    const made = await world.make(trail, INPUTS);
    assert.equal(made.id, ARN);
    const settings: Record<string, unknown> = {
      enableLogFileValidation: true,
      includeGlobalServiceEvents: false,
      isMultiRegionTrail: true,
      kmsKeyId: await key(),
      s3KeyPrefix: 'trail',
      snsTopicName: 'announced',
    };
    await topic('announced');
    for (const [input, value] of Object.entries(settings)) {
      await made.update({ [input]: value }, ['UpdateTrail']);
      assert.deepEqual(Object.keys(last('UpdateTrail') as object).length, 2, `${input} changes more than itself`);
      await made.update({ [input]: undefined }, ['UpdateTrail']);
      assert.equal((await made.read())?.[input] ?? false, trail.defaults?.[input] ?? false, input);
    }
    assert.deepEqual(trail.replacedBy, ['name', 'region']);
  });

  it('moves to another bucket in place', async () => {
    await bucket('other-logs');
    const made = await world.make(trail, INPUTS);
    await made.update({ s3BucketName: 'other-logs' }, ['UpdateTrail']);
  });

  it('changes log group and role together, as AWS takes them', async () => {
    const made = await world.make(trail, INPUTS);
    const given = await logGroup();
    await made.update(given, ['UpdateTrail']);
    assert.deepEqual(last('UpdateTrail'), {
      Name: ARN,
      CloudWatchLogsLogGroupArn: given.cloudWatchLogsGroupArn,
      CloudWatchLogsRoleArn: given.cloudWatchLogsRoleArn,
    });
    await made.update({ cloudWatchLogsGroupArn: undefined, cloudWatchLogsRoleArn: undefined }, ['UpdateTrail']);
    assert.equal((await made.read())?.cloudWatchLogsGroupArn, undefined);
  });

  it('names a topic of its own account, and gives the ARN of any other', async () => {
    const made = await world.make(trail, { ...INPUTS, snsTopicName: (await topic('announced')).split(':').pop() });
    const state = await made.read();
    assert.equal(state?.snsTopicName, 'announced');
    assert.equal(state?.snsTopicArn, `arn:aws:sns:${REGION}:${ACCOUNT}:announced`);
    const elsewhere = `arn:aws:sns:us-east-1:${ACCOUNT}:announced`;
    await world.cloud.call('sns', 'CreateTopic', { Name: 'announced' }, 'us-east-1');
    const AttributeValue = policy(byCloudTrail('sns:Publish', elsewhere));
    const attribute = { TopicArn: elsewhere, AttributeName: 'Policy', AttributeValue };
    await world.cloud.call('sns', 'SetTopicAttributes', attribute, 'us-east-1');
    await made.update({ snsTopicName: elsewhere }, ['UpdateTrail']);
  });

  it('stops and starts', async () => {
    const made = await world.make(trail, { ...INPUTS, enableLogging: true });
    await made.update({ enableLogging: false }, ['StopLogging']);
    await made.update({ enableLogging: undefined }, ['StartLogging']);
  });

  it('changes its tags', async () => {
    const made = await world.make(trail, { ...INPUTS, tags: { a: '1', b: '2' } });
    await made.update({ tags: { b: '3', c: '4' } }, ['RemoveTags', 'AddTags']);
    assert.deepEqual((await made.read())?.tagsAll, { team: 'security', b: '3', c: '4' });
  });

  describe('with selectors', () => {
    const basic = [{ readWriteType: 'WriteOnly', includeManagementEvents: true }];
    const advanced = [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] }];

    it('goes from basic to advanced ones and back, and gives them up', async () => {
      await world.make(trail, { ...INPUTS, eventSelectors: basic });
      const states = [
        { eventSelectors: basic },
        { advancedEventSelectors: advanced },
        { eventSelectors: basic },
        {},
        { advancedEventSelectors: advanced },
        {},
      ].map((selection) => ({ ...INPUTS, ...selection }));
      for (const [index, news] of states.entries()) {
        const olds = states[index - 1];
        if (olds === undefined) continue;
        const update = async () => await trail.update?.(world.cloud, ARN, news as never, olds as never);
        assert.deepEqual(await world.writes(update), ['PutEventSelectors'], JSON.stringify(news));
        const { eventSelectors, advancedEventSelectors } = (await trail.read(
          world.cloud,
          ARN,
          {} as never,
        )) as Selected;
        assert.deepEqual({ ...INPUTS, ...set({ eventSelectors, advancedEventSelectors }) }, news);
      }
    });

    it('watches for unusual calls, or no more', async () => {
      const made = await world.make(trail, { ...INPUTS, insightSelectors: [{ insightType: 'ApiCallRateInsight' }] });
      await made.update({ insightSelectors: [{ insightType: 'ApiErrorRateInsight' }] }, ['PutInsightSelectors']);
      await made.update({ insightSelectors: undefined }, ['PutInsightSelectors']);
      assert.equal((await made.read())?.insightSelectors, undefined);
    });

    it('takes those that every trail has for none, and shows them where the program spells them out', async () => {
      const inputs = { ...INPUTS, eventSelectors: [{ includeManagementEvents: true }] };
      const id = await trail.create(world.cloud, inputs as never, '');
      const read = async (given: object) => (await trail.read(world.cloud, id, given as never)) as typeof inputs;
      assert.deepEqual((await read(inputs)).eventSelectors, inputs.eventSelectors);
      assert.equal((await read({})).eventSelectors, undefined);
      const imported = await read({});
      const update = async () => await trail.update?.(world.cloud, id, inputs as never, imported as never);
      assert.deepEqual(await world.writes(update), []);
    });

    it('shows those that somebody narrowed, and puts the declared ones back', async () => {
      const made = await world.make(trail, { ...INPUTS, eventSelectors: basic });
      for (const narrowed of [
        { EventSelectors: [{ ReadWriteType: 'ReadOnly' as const }] },
        { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
        { EventSelectors: [{ ReadWriteType: 'All' as const }] },
      ]) {
        await world.cloud.call('cloudtrail', 'PutEventSelectors', { TrailName: ARN, ...narrowed });
        const state = await made.read();
        assert.notDeepEqual(state?.eventSelectors, basic);
        await trail.update?.(world.cloud, ARN, made.inputs as never, state as never);
        await made.shows({ eventSelectors: basic });
        assert.equal((await made.read())?.advancedEventSelectors, undefined);
      }
    });
  });

  it('shows what somebody did to it, and is put right by what differs', async () => {
    const made = await world.make(trail, { ...INPUTS, enableLogFileValidation: true, isMultiRegionTrail: true });
    await world.cloud.call('cloudtrail', 'StopLogging', { Name: ARN });
    const damage = { Name: ARN, IsMultiRegionTrail: false, EnableLogFileValidation: false };
    await world.cloud.call('cloudtrail', 'UpdateTrail', damage);
    const state = await made.read();
    assert.deepEqual(
      [
        state?.enableLogging,
        state?.isMultiRegionTrail,
        state?.enableLogFileValidation,
        state?.includeGlobalServiceEvents,
      ],
      [false, false, false, false],
    );
    const calls = await world.writes(
      async () => await trail.update?.(world.cloud, ARN, made.inputs as never, state as never),
    );
    assert.deepEqual(calls, ['UpdateTrail', 'StartLogging']);
    await made.shows(made.inputs);
    assert.equal((await made.read())?.enableLogging, true);
  });

  it('becomes the trail of the organization in place, and ends', async () => {
    const accounts = ['111111111111', ACCOUNT].map((id) => ({ id, name: `account-${id}` }));
    foundOrganization(world.test.state, world.test.clock, {
      id: 'o-exampleorg1',
      managementAccount: ACCOUNT,
      accounts,
    });
    const ServicePrincipal = 'cloudtrail.amazonaws.com';
    await world.cloud.call('organizations', 'EnableAWSServiceAccess', { ServicePrincipal });
    const made = await world.make(trail, INPUTS);
    await made.update({ isOrganizationTrail: true }, ['UpdateTrail']);
    await made.delete(['DeleteTrail']);
  });

  describe('is refused', () => {
    const attempt = (inputs: object = {}): Promise<Made> => world.make(trail, { ...INPUTS, ...inputs });

    it('while the policy of its bucket is missing, and when it would move to such a bucket', async () => {
      await closedBucket('closed');
      await refuses(attempt({ s3BucketName: 'closed' }), 'InsufficientS3BucketPolicyException', /bucket: closed$/);
      const made = await attempt();
      await refuses(made.update({ s3BucketName: 'closed' }, []), 'InsufficientS3BucketPolicyException');
      assert.equal((await made.read())?.s3BucketName, 'logs');
    });

    it('as the sixth of its Region', async () => {
      for (const name of ['one', 'two', 'three', 'four']) await attempt({ name });
      const fifth = await attempt();
      await refuses(attempt({ name: 'sixth' }), 'MaximumNumberOfTrailsExceededException');
      await fifth.delete(['DeleteTrail']);
      await attempt({ name: 'sixth' });
    });
  });
});
