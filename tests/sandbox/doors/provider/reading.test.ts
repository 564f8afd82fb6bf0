/** Read: what a refresh finds, what somebody changed, and what an import takes over. */
import assert from 'node:assert/strict';
import { type Caller, caller } from './callers';
import { ACCOUNT, Engine, type Kept, NONE, refusal, type ServedCloud, serveCloud, type Values } from './engine';

const TOPIC = 'aws:sns/topic:Topic';
const TOPIC_POLICY = 'aws:sns/topicPolicy:TopicPolicy';
const RULE = 'aws:cloudwatch/eventRule:EventRule';
const TARGET = 'aws:cloudwatch/eventTarget:EventTarget';
const TRAIL = 'aws:cloudtrail/trail:Trail';
const LOG_GROUP = 'aws:cloudwatch/logGroup:LogGroup';
const BUCKET = 'aws:s3/bucket:Bucket';
const KEY = 'aws:kms/key:Key';

describe('a resource that the engine reads', () => {
  let cloud: ServedCloud;
  let engine: Engine;
  let as: Caller;
  /** The program, unchanged, against what a read found: what `pulumi preview --refresh` proposes. */
  const proposal = async (kept: Kept, found: Kept) => await engine.diff(found, kept.inputs);
  const read = async (kept: Kept): Promise<Kept> => {
    const found = await engine.read(kept);
    assert.ok(found, `${kept.type} ${kept.id} is gone.`);
    return found;
  };
  /** Lets an attacker change a resource, and answers what the engine then proposes, and what is there once it is done. */
  const repaired = async (kept: Kept): Promise<{ detail: Values; restored: Kept }> => {
    const found = await read(kept);
    const { detail } = await proposal(kept, found);
    const restored = await engine.update(found, kept.inputs);
    assert.deepEqual(await proposal(kept, await read(restored)), NONE);
    return { detail, restored };
  };

  beforeEach(async () => {
    cloud = await serveCloud();
    engine = await Engine.open(cloud.provider.port);
    as = caller(cloud, ACCOUNT);
  });

  afterEach(async () => {
    engine.close();
    await cloud.provider.close();
    assert.deepEqual(cloud.reported, []);
  });

  describe('and nobody has touched', () => {
    it('is as it was, inputs and outputs', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', tags: { own: '1' } });
      assert.deepEqual(await read(topic), topic);
    });

    it('is as it was where it has a tag that the provider would give it too', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', tags: { team: 'security' } });
      assert.deepEqual((await read(topic)).inputs, topic.inputs);
    });

    it('keeps inputs that AWS shows to nobody', async () => {
      const key = await engine.create(KEY, 'key', { deletionWindowInDays: 7 });
      assert.deepEqual((await read(key)).inputs, key.inputs);
    });

    it('is as it was when another resource of the program says the rest', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts' });
      const statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: topic.id, Principal: { AWS: ACCOUNT } };
      const policy = { Version: '2012-10-17', Statement: [statement] };
      await engine.create(TOPIC_POLICY, 'policy', { arn: topic.id, policy });
      const found = await read(topic);
      assert.deepEqual(found.inputs, topic.inputs);
      assert.notEqual(found.outputs.policy, topic.outputs.policy);
      assert.deepEqual(await proposal(topic, found), NONE);
      const { outputs } = await engine.update(found, { ...topic.inputs, displayName: 'Alerts' });
      assert.equal(outputs.policy, found.outputs.policy);
    });
  });

  describe('and somebody has changed', () => {
    it('shows what changed, and is put back', async () => {
      const rule = await engine.create(RULE, 'rule', {
        name: 'sweep',
        scheduleExpression: 'rate(5 minutes)',
        state: 'ENABLED',
      });
      await as.events('DisableRule', { Name: 'sweep' });
      const { detail, restored } = await repaired(rule);
      assert.deepEqual(detail, { state: 'UPDATE' });
      assert.equal(restored.outputs.state, 'ENABLED');
    });

    it('shows what went, and is put back', async () => {
      const group = await engine.create(LOG_GROUP, 'log', { name: '/x', retentionInDays: 30 });
      await as.logs('DeleteRetentionPolicy', { logGroupName: '/x' });
      const { detail, restored } = await repaired(group);
      assert.deepEqual(detail, { retentionInDays: 'ADD' });
      assert.equal(restored.outputs.retentionInDays, 30);
    });

    it('shows what came, and is put back', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts' });
      const attribute = { AttributeName: 'DisplayName', AttributeValue: 'Ours now' };
      await as.sns('SetTopicAttributes', { TopicArn: topic.id, ...attribute });
      const { detail, restored } = await repaired(topic);
      assert.deepEqual(detail, { displayName: 'DELETE' });
      assert.equal(restored.outputs.displayName || undefined, undefined);
    });

    it('shows tags that went and came, those of the provider too', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', tags: { own: '1' } });
      await as.sns('UntagResource', { ResourceArn: topic.id, TagKeys: ['team', 'own'] });
      await as.sns('TagResource', { ResourceArn: topic.id, Tags: [{ Key: 'theirs', Value: '1' }] });
      const found = await read(topic);
      assert.deepEqual([found.inputs.tags, found.inputs.tagsAll], [{ theirs: '1' }, { theirs: '1' }]);
      const { detail, restored } = await repaired(topic);
      assert.deepEqual(detail, {
        'tags.own': 'ADD',
        'tags.theirs': 'DELETE',
        'tagsAll.own': 'ADD',
        'tagsAll.team': 'ADD',
        'tagsAll.theirs': 'DELETE',
      });
      assert.deepEqual(restored.outputs.tagsAll, { own: '1', team: 'security' });
    });

    it('shows a policy of its own, and is put back', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts' });
      const statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: topic.id, Principal: { AWS: ACCOUNT } };
      const text = (principal: unknown): string =>
        JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Principal: principal }] });
      const policy = await engine.create(TOPIC_POLICY, 'policy', { arn: topic.id, policy: text({ AWS: ACCOUNT }) });
      await as.sns('SetTopicAttributes', { TopicArn: topic.id, AttributeName: 'Policy', AttributeValue: text('*') });
      assert.deepEqual((await repaired(policy)).detail, { policy: 'UPDATE' });
    });

    it('shows what the declared state never said', async () => {
      await engine.create(RULE, 'rule', { name: 'sweep', scheduleExpression: 'rate(5 minutes)' });
      const arn = (await engine.create(TOPIC, 'alerts', { name: 'alerts' })).id;
      const target = await engine.create(TARGET, 'target', { rule: 'sweep', targetId: 'alerts', arn });
      await as.events('PutTargets', { Rule: 'sweep', Targets: [{ Id: 'alerts', Arn: arn, Input: '{}' }] });
      assert.deepEqual((await repaired(target)).detail, { input: 'DELETE' });
    });

    it('is gone when it was deleted', async () => {
      const rule = await engine.create(RULE, 'rule', { name: 'sweep', scheduleExpression: 'rate(5 minutes)' });
      await as.events('DeleteRule', { Name: 'sweep' });
      assert.equal(await engine.read(rule), undefined);
    });

    it('cannot be told when AWS refuses to say', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts' });
      cloud.fault(() => {
        throw new RangeError('a defect');
      });
      const { message } = await refusal(engine.read(topic));
      assert.equal(message, `reading aws:sns/topic:Topic "alerts" (${topic.id}): a defect`);
      assert.match(cloud.reported.splice(0).join(), /a defect/);
      cloud.fault(undefined);
    });
  });

  describe('to import it', () => {
    it('has the inputs of a program that made it, and shows no difference', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', displayName: 'Alerts', tags: { own: '1' } });
      const found = await engine.import(TOPIC, 'alerts', topic.id);
      assert.ok(found);
      const { policy: _policy, ...rest } = found.inputs;
      assert.deepEqual(rest, topic.inputs);
      assert.deepEqual(found.outputs, topic.outputs);
      assert.deepEqual(await proposal(topic, found), NONE);
    });

    it('is found in another Region by its id and the Region', async () => {
      const said = { name: '/x', region: 'eu-west-1' };
      const group = await engine.create(LOG_GROUP, 'log', said);
      assert.equal(await engine.import(LOG_GROUP, 'log', '/x'), undefined);
      const found = await engine.import(LOG_GROUP, 'log', '/x@eu-west-1');
      assert.deepEqual([found?.id, found?.inputs.region], ['/x', 'eu-west-1']);
      assert.deepEqual(await proposal(group, found as Kept), NONE);
    });

    it('gets the id that the provider keeps, where imports are named otherwise', async () => {
      await engine.create(RULE, 'rule', { name: 'sweep', scheduleExpression: 'rate(5 minutes)' });
      const arn = (await engine.create(TOPIC, 'alerts', { name: 'alerts' })).id;
      const target = await engine.create(TARGET, 'target', { rule: 'sweep', targetId: 'alerts', arn });
      const found = await engine.import(TARGET, 'target', 'sweep/alerts');
      assert.equal(found?.id, target.id);
      assert.deepEqual(await proposal(target, found as Kept), NONE);
    });

    it('takes over what AWS shows to nobody from the program', async () => {
      const bucket = await engine.create(BUCKET, 'logs', { bucket: 'trailwarden-test-logs', forceDestroy: true });
      const found = await engine.import(BUCKET, 'logs', bucket.id);
      assert.equal(found?.inputs.forceDestroy, undefined);
      assert.deepEqual(await proposal(bucket, found as Kept), NONE);
    });

    it('differs where the program says something else', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', displayName: 'Alerts' });
      const found = await engine.import(TOPIC, 'alerts', topic.id);
      const { inputs } = await engine.check(TOPIC, 'alerts', { name: 'alerts', displayName: 'Other' });
      assert.deepEqual((await engine.diff(found as Kept, inputs)).detail, { displayName: 'UPDATE' });
    });

    it('is nothing where there is none', async () => {
      assert.equal(
        await engine.import(TRAIL, 'trail', `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/none`),
        undefined,
      );
    });
  });
});
