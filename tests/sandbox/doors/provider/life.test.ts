/** The life of resources under the engine: made, compared, changed, replaced, deleted, and left half done. */
import assert from 'node:assert/strict';
import { status } from '@grpc/grpc-js';
import { AwsError } from '../../../../sandbox/core/aws-error';
import { caller } from '../../support';
import {
  ACCOUNT,
  Engine,
  type Kept,
  NONE,
  refusal,
  SETTINGS,
  type ServedCloud,
  serveCloud,
  type Values,
} from './engine';

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const TOPIC = 'aws:sns/topic:Topic';
const RULE = 'aws:cloudwatch/eventRule:EventRule';
const TARGET = 'aws:cloudwatch/eventTarget:EventTarget';
const BUCKET = 'aws:s3/bucket:Bucket';
const ROLE = 'aws:iam/role:Role';
const KEY = 'aws:kms/key:Key';
const FUNCTION = 'aws:lambda/function:Function';
const PERMISSION = 'aws:lambda/permission:Permission';
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}]}';

describe('a resource under the engine', () => {
  let cloud: ServedCloud;
  let engine: Engine;
  const calls = (from: number): string[] =>
    cloud.answered
      .slice(from)
      .map(({ call }) => `${call.service}:${call.operation}`)
      .filter((call) => !/:(Get|List|Describe|Head)/.test(call));
  /** What the engine does when the program says something else: checks, compares, changes. */
  const change = async (kept: Kept, news: Values) => {
    const { inputs } = await engine.check(kept.type, kept.name, news, kept.inputs);
    return { inputs, diff: await engine.diff(kept, inputs) };
  };

  beforeEach(async () => {
    cloud = await serveCloud();
    engine = await Engine.open(cloud.provider.port);
  });

  afterEach(async () => {
    engine.close();
    await cloud.provider.close();
    await cloud.lambda.close();
    assert.deepEqual(cloud.reported, []);
  });

  describe('that is made', () => {
    it('has what AWS made of it for outputs', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', displayName: 'Alerts' });
      assert.equal(topic.id, `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`);
      const { arn, displayName, owner, tags, tagsAll, region } = topic.outputs;
      assert.deepEqual(
        { arn, displayName, owner, tags, tagsAll, region },
        {
          arn: topic.id,
          displayName: 'Alerts',
          owner: ACCOUNT,
          tags: {},
          tagsAll: { team: 'security' },
          region: 'us-east-1',
        },
      );
    });

    it("comes into the Region that it names, by the deployment's session", async () => {
      const from = cloud.answered.length;
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', region: 'eu-west-1' });
      assert.equal(topic.id, `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`);
      for (const { call } of cloud.answered.slice(from)) {
        assert.equal(call.region, 'eu-west-1');
        assert.ok(call.principal.kind === 'role' && call.principal.roleName === 'trailwarden-deployment');
      }
    });

    it('is only told of in a preview: what is said is known, what AWS makes of it is not', async () => {
      const from = cloud.answered.length;
      const { inputs } = await engine.check(TOPIC, 'alerts', { name: 'alerts', kmsMasterKeyId: UNKNOWN });
      const { id, outputs } = await engine.createChecked(TOPIC, 'alerts', inputs, true);
      assert.equal(id, '');
      assert.deepEqual(outputs, inputs);
      assert.equal(outputs.kmsMasterKeyId, UNKNOWN);
      assert.deepEqual(cloud.answered.slice(from), []);
    });

    it('carries a deployment package from an archive, and shows its hash', async () => {
      await engine.create(ROLE, 'role', { name: 'responder', assumeRolePolicy: TRUST });
      const fn = await engine.create(FUNCTION, 'responder', codeOf('exports.handler = async () => 1'));
      assert.equal(fn.id, 'responder');
      assert.match(String(fn.outputs.codeSha256), /=$/);
      assert.equal((fn.outputs.code as Values).hash, 'exports.handler = async () => 1');
    });

    it("is refused with AWS's code and message, and the call that failed", async () => {
      const { code, message } = await refusal(
        engine.create(TARGET, 'target', { rule: 'missing', arn: 'arn:aws:sns:us-east-1:444444444444:x' }),
      );
      assert.equal(code, status.FAILED_PRECONDITION);
      assert.equal(
        message,
        'creating aws:cloudwatch/eventTarget:EventTarget "target": events:PutTargets: ' +
          'ResourceNotFoundException: Rule missing does not exist on EventBus default.',
      );
    });
  });

  describe('that was not finished', () => {
    const denyOperation = (operation: string): void =>
      cloud.fault((call) => {
        if (call.operation === operation) throw new AwsError('ThrottlingException', 'Rate exceeded');
      });

    it('is kept with its id and its state, and finished by the next update', async () => {
      denyOperation('PutRetentionPolicy');
      const { inputs } = await engine.check('aws:cloudwatch/logGroup:LogGroup', 'log', {
        name: '/x',
        retentionInDays: 30,
      });
      const failed = await refusal(engine.createChecked('aws:cloudwatch/logGroup:LogGroup', 'log', inputs));
      assert.equal(failed.unfinished?.id, '/x');
      assert.deepEqual(failed.unfinished?.reasons, [
        'creating aws:cloudwatch/logGroup:LogGroup "log": logs:PutRetentionPolicy: ThrottlingException: Rate exceeded',
      ]);
      const { outputs } = failed.unfinished;
      assert.equal(outputs.retentionInDays, 0);
      cloud.fault(undefined);
      const kept = { type: 'aws:cloudwatch/logGroup:LogGroup', name: 'log', id: '/x', inputs, outputs };
      assert.equal((await engine.update(kept, inputs)).outputs.retentionInDays, 30);
    });

    it('has an id even where only AWS knows it', async () => {
      denyOperation('EnableKeyRotation');
      const { inputs } = await engine.check(KEY, 'key', { enableKeyRotation: true });
      const { unfinished } = await refusal(engine.createChecked(KEY, 'key', inputs));
      assert.ok(unfinished);
      const { id, outputs } = unfinished;
      assert.equal(outputs.arn, `arn:aws:kms:us-east-1:${ACCOUNT}:key/${id}`);
      cloud.fault(undefined);
      const from = cloud.answered.length;
      const key = await engine.update({ type: KEY, name: 'key', id, inputs, outputs }, inputs);
      assert.equal(key.outputs.enableKeyRotation, true);
      assert.deepEqual(calls(from), ['kms:EnableKeyRotation']);
    });

    it('is kept when it can be made but not read', async () => {
      cloud.fault((call) => {
        if (call.operation === 'GetTopicAttributes') throw new AwsError('AuthorizationError', 'No.');
      });
      const { unfinished } = await refusal(engine.create(TOPIC, 'alerts', { name: 'alerts' }));
      assert.equal(unfinished?.id, `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`);
    });

    it('is nothing when the first call failed already', async () => {
      denyOperation('CreateTopic');
      const refused = await refusal(engine.create(TOPIC, 'alerts', { name: 'alerts' }));
      assert.equal(refused.unfinished, undefined);
    });

    it('is not what has its name already', async () => {
      await engine.create(ROLE, 'other', { name: 'responder', assumeRolePolicy: TRUST });
      const refused = await refusal(engine.create(ROLE, 'role', { name: 'responder', assumeRolePolicy: TRUST }));
      assert.match(refused.message, /^creating aws:iam\/role:Role "role": iam:CreateRole: EntityAlreadyExists/);
      assert.equal(refused.unfinished, undefined);
    });

    it('is as it was when an update was refused that had only looked', async () => {
      await engine.create(ROLE, 'role', { name: 'responder', assumeRolePolicy: TRUST });
      const fn = await engine.create(FUNCTION, 'responder', codeOf('exports.handler = async () => 1'));
      denyOperation('UpdateFunctionCode');
      const { inputs } = await change(fn, codeOf('exports.handler = async () => 2'));
      const from = cloud.answered.length;
      assert.equal((await refusal(engine.update(fn, inputs))).unfinished, undefined);
      assert.ok(cloud.answered.length - from > 1);
    });

    it('is told of as it is when an update stopped halfway', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', tags: { a: '1' } });
      const news = { ...topic.inputs, displayName: 'Alerts', tags: { a: '2' }, tagsAll: { a: '2', team: 'security' } };
      let changes = 0;
      cloud.fault((call) => {
        if (!/^(Get|List)/.test(call.operation) && ++changes > 1) throw new AwsError('InternalError', 'Later.');
      });
      const { unfinished } = await refusal(engine.update(topic, news));
      cloud.fault(undefined);
      assert.ok(unfinished);
      const { displayName, tagsAll } = (
        await engine.update({ ...topic, inputs: news, outputs: unfinished.outputs }, news)
      ).outputs;
      assert.deepEqual({ displayName, tagsAll }, { displayName: 'Alerts', tagsAll: { a: '2', team: 'security' } });
    });
  });

  describe('that stays', () => {
    it('is no difference, whoever sorted its documents', async () => {
      const role = await engine.create(ROLE, 'role', { name: 'responder', assumeRolePolicy: TRUST });
      const { Version, Statement } = JSON.parse(TRUST) as { Version: string; Statement: object[] };
      const { diff } = await change(role, {
        name: 'responder',
        assumeRolePolicy: { Statement: Statement[0], Version },
      });
      assert.deepEqual(diff, NONE);
    });

    it('is no difference where the program says what the provider takes anyway', async () => {
      const role = await engine.create(ROLE, 'role', { name: 'responder', assumeRolePolicy: TRUST });
      const said = { name: 'responder', assumeRolePolicy: TRUST, path: '/', maxSessionDuration: 3600 };
      assert.deepEqual((await change(role, said)).diff, NONE);
    });

    it('is no difference where AWS has filled in what the program leaves to it', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts' });
      const filled = { ...topic, inputs: { ...topic.inputs, policy: topic.outputs.policy } };
      assert.deepEqual((await change(filled, { name: 'alerts' })).diff, NONE);
    });

    it('keeps an archive of the same hash', async () => {
      await engine.create(ROLE, 'role', { name: 'responder', assumeRolePolicy: TRUST });
      const fn = await engine.create(FUNCTION, 'responder', codeOf('exports.handler = async () => 1'));
      assert.deepEqual((await change(fn, codeOf('exports.handler = async () => 1'))).diff, NONE);
    });
  });

  describe('that changes', () => {
    it('shows the one property that a word changed, and keeps every output but that', async () => {
      const rule = await engine.create(RULE, 'rule', {
        name: 'sweep',
        scheduleExpression: 'rate(5 minutes)',
        description: 'Looks.',
      });
      const { inputs, diff } = await change(rule, { ...said(rule), description: 'Looks around.' });
      assert.deepEqual(diff, { ...NONE, changed: ['description'], detail: { description: 'UPDATE' } });
      const previewed = await engine.update(rule, inputs, true);
      assert.deepEqual(previewed.outputs, { ...rule.outputs, description: 'Looks around.' });
      const from = cloud.answered.length;
      assert.deepEqual((await engine.update(rule, inputs)).outputs, previewed.outputs);
      assert.deepEqual(calls(from), ['events:PutRule']);
    });

    it('changes nothing in a preview', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts' });
      const { inputs } = await change(topic, { name: 'alerts', displayName: 'Alerts' });
      const from = cloud.answered.length;
      await engine.update(topic, inputs, true);
      assert.deepEqual(cloud.answered.slice(from), []);
    });

    it('has an unknown output where an unknown input comes, and where an input goes', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', displayName: 'Alerts' });
      const { displayName: _gone, ...rest } = topic.inputs;
      const { diff } = await change(topic, { name: 'alerts', kmsMasterKeyId: UNKNOWN });
      assert.deepEqual(diff.detail, { displayName: 'DELETE', kmsMasterKeyId: 'ADD' });
      const { outputs } = await engine.update(topic, { ...rest, kmsMasterKeyId: UNKNOWN }, true);
      assert.equal(outputs.kmsMasterKeyId, UNKNOWN);
      assert.equal('displayName' in outputs, false);
      assert.equal(outputs.arn, topic.id);
    });

    it('gets the tags that the provider has now', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts', tags: { own: '1' } });
      engine.close();
      engine = await Engine.open(cloud.provider.port, {
        ...SETTINGS,
        defaultTags: '{"tags":{"team":"audit","trailwarden:kind":"member"}}',
      });
      const { inputs, diff } = await change(topic, { name: 'alerts', tags: { own: '1' } });
      assert.deepEqual(diff, {
        ...NONE,
        changed: ['tagsAll'],
        detail: { 'tagsAll.team': 'UPDATE', 'tagsAll["trailwarden:kind"]': 'ADD' },
      });
      const { tags, tagsAll } = (await engine.update(topic, inputs)).outputs;
      assert.deepEqual(tags, { own: '1' });
      assert.deepEqual(tagsAll, { own: '1', team: 'audit', 'trailwarden:kind': 'member' });
    });

    it('gets other code, and shows its new hash', async () => {
      await engine.create(ROLE, 'role', { name: 'responder', assumeRolePolicy: TRUST });
      const fn = await engine.create(FUNCTION, 'responder', codeOf('exports.handler = async () => 1'));
      const { inputs, diff } = await change(fn, codeOf('exports.handler = async () => 2'));
      assert.deepEqual(diff, { ...NONE, changed: ['code'], detail: { code: 'UPDATE' } });
      const from = cloud.answered.length;
      const { outputs } = await engine.update(fn, inputs);
      assert.notEqual(outputs.codeSha256, fn.outputs.codeSha256);
      assert.deepEqual(calls(from), ['lambda:UpdateFunctionCode']);
    });

    it("is refused with AWS's answer, and stays as it was when nothing was changed", async () => {
      const rule = await engine.create(RULE, 'rule', { name: 'sweep', scheduleExpression: 'rate(5 minutes)' });
      const { code, message, unfinished } = await refusal(
        engine.update(rule, { ...rule.inputs, scheduleExpression: 'rate(5 minute)' }),
      );
      assert.equal(code, status.FAILED_PRECONDITION);
      assert.match(
        message,
        /^updating aws:cloudwatch\/eventRule:EventRule "rule" \(sweep\): events:PutRule: ValidationException: /,
      );
      assert.equal(unfinished, undefined);
    });
  });

  describe('that is replaced', () => {
    it('says which properties replace it', async () => {
      const rule = await engine.create(RULE, 'rule', { name: 'sweep', scheduleExpression: 'rate(5 minutes)' });
      const { diff } = await change(rule, { ...said(rule), name: 'patrol', description: 'Looks.' });
      assert.deepEqual(diff, {
        changed: ['description', 'name'],
        replaces: ['name'],
        detail: { description: 'ADD', name: 'UPDATE_REPLACE' },
        deleteBeforeReplace: false,
      });
    });

    it('goes first where its replacement has the same name', async () => {
      const queue = await engine.create('aws:sqs/queue:Queue', 'queue', { name: 'dead', region: 'us-east-1' });
      const { diff } = await change(queue, { name: 'dead', region: 'eu-west-1' });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [['region'], true]);
    });

    it('comes first where the name is made up', async () => {
      const queue = await engine.create('aws:sqs/queue:Queue', 'queue', {});
      const { diff } = await change(queue, { region: 'eu-west-1' });
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [['region'], false]);
    });

    it('goes first where a statement of one function has the same id', async () => {
      const kept = { type: PERMISSION, name: 'permission', id: 'rule', outputs: { statementId: 'rule' } };
      const inputs = {
        action: 'lambda:InvokeFunction',
        function: 'f',
        principal: 'events.amazonaws.com',
        statementId: 'rule',
      };
      const replaced = async (news: Values) => await engine.diff({ ...kept, inputs }, { ...inputs, ...news });
      assert.deepEqual((await replaced({ sourceArn: 'arn:x' })).deleteBeforeReplace, true);
      assert.deepEqual((await replaced({ function: 'g' })).deleteBeforeReplace, false);
    });

    it('is expected where the value that replaces it is not known yet', async () => {
      const rule = await engine.create(RULE, 'rule', { name: 'sweep', scheduleExpression: 'rate(5 minutes)' });
      const { diff } = await change(rule, { ...said(rule), name: UNKNOWN });
      assert.deepEqual(
        [diff.replaces, diff.detail, diff.deleteBeforeReplace],
        [['name'], { name: 'UPDATE_REPLACE' }, false],
      );
    });
  });

  describe('that is deleted', () => {
    it('is gone, and is deleted once more without complaint', async () => {
      const topic = await engine.create(TOPIC, 'alerts', { name: 'alerts' });
      await engine.delete(topic);
      assert.equal(await engine.read(topic), undefined);
      await engine.delete(topic);
    });

    it('is scheduled for it where AWS does not delete at once', async () => {
      const key = await engine.create(KEY, 'key', { deletionWindowInDays: 7 });
      const from = cloud.answered.length;
      await engine.delete(key);
      assert.deepEqual(calls(from), ['kms:ScheduleKeyDeletion']);
      assert.equal(await engine.read(key), undefined);
    });

    it("is refused with AWS's error", async () => {
      const bucket = await engine.create(BUCKET, 'logs', { bucket: 'trailwarden-test-logs' });
      const s3 = caller<typeof import('@aws-sdk/client-s3')>(cloud, 's3', cloud.administrator(ACCOUNT));
      await s3('PutObject', { Bucket: bucket.id, Key: 'evidence', Body: Buffer.from('x') });
      const { code, message } = await refusal(engine.delete(bucket));
      assert.equal(code, status.FAILED_PRECONDITION);
      assert.equal(
        message,
        'deleting aws:s3/bucket:Bucket "logs" (trailwarden-test-logs): s3:DeleteBucket: ' +
          'BucketNotEmpty: The bucket you tried to delete is not empty',
      );
    });
  });
});

/** What the program of a resource says, without what the provider filled in. */
function said({ inputs }: Kept): Values {
  const { tagsAll: _tags, region: _region, ...rest } = inputs;
  return rest;
}

/** A function of one file; an engine would send a hash of it. */
function codeOf(text: string): Values {
  const file = { [SIGNATURE]: 'c44067f5952c0a294b673a41bacd8c17', text, hash: text };
  return {
    name: 'responder',
    role: `arn:aws:iam::${ACCOUNT}:role/responder`,
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    code: { [SIGNATURE]: '0def7320c3a5731c473e5ecbe6d01bc7', assets: { 'index.js': file }, hash: text },
  };
}
