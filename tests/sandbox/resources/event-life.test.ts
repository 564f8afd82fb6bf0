import assert from 'node:assert/strict';
import { eventArchive } from '../../../sandbox/resources/event-archive';
import { eventBus, eventBusPolicy } from '../../../sandbox/resources/event-bus';
import { eventRule } from '../../../sandbox/resources/event-rule';
import { eventTarget } from '../../../sandbox/resources/event-target';
import { eventbridge } from '../../../sandbox/services/eventbridge/index';
import { iam } from '../../../sandbox/services/iam/index';
import { kms } from '../../../sandbox/services/kms/index';
import { sqs } from '../../../sandbox/services/sqs/index';
import { sts } from '../../../sandbox/services/sts/index';
import { caller, refuses } from '../support';
import { ACCOUNT, REGION, ResourceWorld } from './resource-world';

const CENTRAL = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/central`;
const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const admit = (account: string) =>
  policy({ Effect: 'Allow', Principal: { AWS: account }, Action: 'events:PutEvents', Resource: CENTRAL });

function newWorld(): ResourceWorld {
  return new ResourceWorld([eventbridge, iam, kms, sqs, sts]);
}

/** A role that EventBridge may assume to put events on any bus. */
async function forwarder(world: ResourceWorld, account = ACCOUNT): Promise<string> {
  const call = caller<typeof import('@aws-sdk/client-iam')>(world.test, 'iam', world.test.administrator(account));
  const RoleName = 'forwarder';
  await call('CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
  });
  const PolicyDocument = policy({ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' });
  await call('PutRolePolicy', { RoleName, PolicyName: 'send', PolicyDocument });
  return `arn:aws:iam::${account}:role/${RoleName}`;
}

describe('the life of an aws.cloudwatch.EventBus', () => {
  it('changes in place, ends, and is not missed when it is gone', async () => {
    const made = await newWorld().make(eventBus, { name: 'central', description: 'reports', tags: { a: '1', b: '2' } });
    await made.update({ description: 'all reports' }, ['UpdateEventBus']);
    await made.update({ description: undefined, deadLetterConfig: { arn: queueArn('dead') } }, ['UpdateEventBus']);
    await made.update({ deadLetterConfig: undefined, logConfig: { level: 'ERROR', includeDetail: 'NONE' } }, [
      'UpdateEventBus',
    ]);
    await made.update({ tags: { a: '1' } }, ['UntagResource']);
    await made.update({ tags: { a: '2', c: '3' } }, ['TagResource']);
    assert.equal((await made.read())?.description, undefined);
    await made.delete(['DeleteEventBus']);
    assert.deepEqual(eventBus.replacedBy, ['name', 'region']);
  });

  it('follows the default tags of its provider', async () => {
    const world = newWorld();
    const made = await world.make(eventBus, { name: 'central', tags: { a: '1' } });
    const olds = await made.read();
    const other = world.provider({ owner: 'audit' });
    await eventBus.update?.(other, made.id, { name: 'central', tags: { a: '1' } } as never, olds as never);
    assert.deepEqual((await made.read())?.tagsAll, { a: '1', owner: 'audit' });
  });

  it('stays while there are rules on it', async () => {
    const world = newWorld();
    const made = await world.make(eventBus, { name: 'central' });
    await world.make(eventRule, { name: 'r', eventBusName: 'central', eventPattern: '{"source":["aws.s3"]}' });
    await refuses(made.remove(), 'ValidationException', /rules/);
  });
});

describe('the life of an aws.cloudwatch.EventBusPolicy', () => {
  it('changes in place, and ends with the policy, not with the bus', async () => {
    const world = newWorld();
    const bus = await world.make(eventBus, { name: 'central' });
    const made = await world.make(eventBusPolicy, { eventBusName: 'central', policy: admit('111111111111') });
    await made.update({ policy: admit('222222222222') }, ['PutPermission']);
    await made.delete(['RemovePermission']);
    assert.ok(await bus.read());
    await bus.remove();
    await made.remove();
    assert.deepEqual(eventBusPolicy.replacedBy, ['eventBusName', 'region']);
  });

  it('shows what somebody else wrote', async () => {
    const world = newWorld();
    await world.make(eventBus, { name: 'central' });
    const made = await world.make(eventBusPolicy, { eventBusName: 'central', policy: admit('111111111111') });
    await world.cloud.call('events', 'PutPermission', { EventBusName: 'central', Policy: admit('222222222222') });
    assert.equal((await made.read())?.policy, admit('222222222222'));
  });
});

describe('the life of an aws.cloudwatch.EventRule', () => {
  const INPUTS = { name: 'forward', eventPattern: '{"source":["aws.cloudtrail"]}', state: 'ENABLED', tags: { a: '1' } };

  it('puts everything again when one thing changes, and ends', async () => {
    const world = newWorld();
    const made = await world.make(eventRule, INPUTS);
    await made.update({ description: 'tampering' }, ['PutRule']);
    await made.update({ eventPattern: '{"source":["aws.iam"]}' }, ['PutRule']);
    await made.update({ roleArn: await forwarder(world) }, ['PutRule']);
    await made.update({ state: 'DISABLED' }, ['PutRule']);
    await made.update({ eventPattern: undefined, scheduleExpression: 'rate(5 minutes)' }, ['PutRule']);
    await made.update({ tags: { b: '2' } }, ['UntagResource', 'TagResource']);
    await made.update({ forceDestroy: true }, []);
    assert.equal((await made.read())?.description, 'tampering');
    await made.delete(['DeleteRule']);
    assert.deepEqual(eventRule.replacedBy, ['eventBusName', 'name', 'region']);
  });

  it('is known by its bus, where that is not the default one', async () => {
    const world = newWorld();
    await world.make(eventBus, { name: 'central' });
    const made = await world.make(eventRule, { ...INPUTS, eventBusName: 'central' });
    assert.equal(made.id, 'central/forward');
    await made.update({ tags: { a: '2' } }, ['TagResource']);
    await made.delete(['DeleteRule']);
  });

  it('is known by the ARN of its bus as well', async () => {
    const world = newWorld();
    await world.make(eventBus, { name: 'central' });
    const made = await world.make(eventRule, { ...INPUTS, eventBusName: CENTRAL });
    assert.equal(made.id, `${CENTRAL}/forward`);
    await made.update({ tags: {} }, ['UntagResource']);
    await made.delete(['DeleteRule']);
  });

  it('is left switched off where the program does not say', async () => {
    const { state: _left, ...inputs } = INPUTS;
    const world = newWorld();
    const made = await world.make(eventRule, inputs);
    await world.cloud.call('events', 'DisableRule', { Name: 'forward' });
    const olds = await made.read();
    const update = async () => await eventRule.update?.(world.cloud, made.id, inputs as never, olds as never);
    assert.deepEqual(await world.writes(update), []);
  });

  it('is known by the ARN of the default bus too', async () => {
    const eventBusName = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`;
    const made = await newWorld().make(eventRule, { ...INPUTS, eventBusName });
    await made.update({ tags: { a: '2' } }, ['TagResource']);
  });

  it('shows that somebody switched it off', async () => {
    const world = newWorld();
    const made = await world.make(eventRule, INPUTS);
    await world.cloud.call('events', 'DisableRule', { Name: 'forward' });
    const state = await made.read();
    assert.equal(state?.state, 'DISABLED');
    await eventRule.update?.(world.cloud, made.id, INPUTS as never, state as never);
    assert.equal((await made.read())?.state, 'ENABLED');
  });

  it('stays while it has targets', async () => {
    const world = newWorld();
    const made = await world.make(eventRule, INPUTS);
    const inputs = { rule: 'forward', targetId: 'queue', arn: queueArn('heard') };
    const target = await world.make(eventTarget, inputs, 'forward/queue');
    await refuses(made.remove(), 'ValidationException', /^Rule can't be deleted since it has targets\.$/);
    await target.remove();
    await made.delete(['DeleteRule']);
  });
});

describe('the life of an aws.cloudwatch.EventTarget', () => {
  async function withRule(eventBusName?: string): Promise<ResourceWorld> {
    const world = newWorld();
    await world.make(eventBus, { name: 'central' });
    const eventPattern = '{"source":["aws.cloudtrail"]}';
    await world.make(eventRule, { name: 'hear-it', eventPattern, ...(eventBusName ? { eventBusName } : {}) });
    return world;
  }

  it('puts everything again when one thing changes, and ends', async () => {
    const world = await withRule();
    const inputs = { rule: 'hear-it', targetId: 'the-queue', arn: queueArn('heard') };
    const made = await world.make(eventTarget, inputs, 'hear-it/the-queue');
    assert.equal(made.id, 'hear-it-the-queue');
    await made.update({ deadLetterConfig: { arn: queueArn('dead') } }, ['PutTargets']);
    await made.update({ retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }, ['PutTargets']);
    await made.update({ inputTransformer: { inputPaths: { id: '$.id' }, inputTemplate: '"<id>"' } }, ['PutTargets']);
    await made.update({ inputTransformer: undefined, input: '{"a":1}' }, ['PutTargets']);
    await made.update({ input: undefined, inputPath: '$.detail' }, ['PutTargets']);
    await made.update({ inputPath: undefined, arn: CENTRAL, roleArn: await forwarder(world) }, ['PutTargets']);
    await made.update({ forceDestroy: true }, []);
    await made.isImported('hear-it/the-queue');
    await made.delete(['RemoveTargets']);
    assert.deepEqual(eventTarget.replacedBy, ['eventBusName', 'region', 'rule', 'targetId']);
  });

  it('is imported by the names of bus, rule and target', async () => {
    const world = await withRule('central');
    const inputs = { eventBusName: 'central', rule: 'hear-it', targetId: 'the-queue', arn: queueArn('heard') };
    const made = await world.make(eventTarget, inputs, 'central/hear-it/the-queue');
    assert.equal(made.id, 'central-hear-it-the-queue');
    await assert.rejects(made.read({}), /unexpected format for ID \(central-hear-it-the-queue\)/);
    await made.delete(['RemoveTargets']);
  });

  it('is imported by the ARN of its bus as well', async () => {
    const world = await withRule('central');
    const inputs = { eventBusName: CENTRAL, rule: 'hear-it', targetId: 'the-queue', arn: queueArn('heard') };
    await world.make(eventTarget, inputs, `${CENTRAL}/hear-it/the-queue`);
  });

  it('is known without the id that the program left out', async () => {
    const world = await withRule();
    const made = await world.make(eventTarget, { rule: 'hear-it', arn: queueArn('heard') }, 'hear-it/audit-1a2b3c4');
    assert.equal((await made.read())?.targetId, 'audit-1a2b3c4');
    await made.update({ arn: queueArn('other') }, ['PutTargets']);
    await made.delete(['RemoveTargets']);
  });

  it('is not taken for another one whose id ends alike', async () => {
    const world = await withRule();
    await world.make(eventTarget, { rule: 'hear-it', targetId: 'queue', arn: queueArn('heard') }, 'hear-it/queue');
    const state = await eventTarget.read(world.cloud, 'hear-it-it-queue', { rule: 'hear-it' } as never);
    assert.equal(state, undefined);
  });

  it('is gone with its rule', async () => {
    const world = await withRule();
    const made = await world.make(
      eventTarget,
      { rule: 'hear-it', targetId: 'queue', arn: queueArn('heard') },
      'hear-it/queue',
    );
    await world.cloud.call('events', 'RemoveTargets', { Rule: 'hear-it', Ids: ['queue'] });
    await world.cloud.call('events', 'DeleteRule', { Name: 'hear-it' });
    assert.equal(await made.read(), undefined);
    await made.remove();
  });

  it('shows what somebody put in its place', async () => {
    const world = await withRule();
    const inputs = {
      rule: 'hear-it',
      targetId: 'queue',
      arn: queueArn('heard'),
      deadLetterConfig: { arn: queueArn('dead') },
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 60 },
    };
    const made = await world.make(eventTarget, inputs, 'hear-it/queue');
    const Targets = [{ Id: 'queue', Arn: queueArn('theirs') }];
    await world.cloud.call('events', 'PutTargets', { Rule: 'hear-it', Targets });
    const state = await made.read();
    assert.deepEqual(
      [state?.arn, state?.deadLetterConfig, state?.retryPolicy],
      [queueArn('theirs'), undefined, undefined],
    );
    await eventTarget.update?.(world.cloud, made.id, inputs as never, state as never);
    await made.shows(inputs);
  });

  it('is refused on a bus of another account whose policy does not admit it', async () => {
    const world = await withRule();
    const arn = `arn:aws:events:${REGION}:111111111111:event-bus/central`;
    const theirs = caller<typeof import('@aws-sdk/client-eventbridge')>(
      world.test,
      'events',
      world.test.administrator('111111111111'),
      REGION,
    );
    await theirs('CreateEventBus', { Name: 'central' });
    const roleArn = await forwarder(world);
    const inputs = { rule: 'hear-it', targetId: 'central-bus', arn, roleArn };
    await refuses(world.make(eventTarget, inputs, 'hear-it/central-bus'), 'AccessDenied');
    await theirs('PutPermission', { EventBusName: 'central', Policy: admit(ACCOUNT).replaceAll(CENTRAL, arn) });
    const made = await world.make(eventTarget, inputs, 'hear-it/central-bus');
    await theirs('RemovePermission', { EventBusName: 'central', RemoveAllPermissions: true });
    await refuses(made.update({ retryPolicy: { maximumRetryAttempts: 1 } }, []), 'AccessDenied');
    await made.delete(['RemoveTargets']);
  });
});

describe('the life of an aws.cloudwatch.EventArchive', () => {
  it('changes in place, and ends', async () => {
    const world = newWorld();
    await world.make(eventBus, { name: 'central' });
    const made = await world.make(eventArchive, { name: 'kept', eventSourceArn: CENTRAL, retentionDays: 90 });
    await made.update({ retentionDays: 30 }, ['UpdateArchive']);
    await made.update({ description: 'for looking back' }, ['UpdateArchive']);
    await made.update({ eventPattern: '{"source":["aws.cloudtrail"]}' }, ['UpdateArchive']);
    await made.delete(['DeleteArchive']);
    assert.deepEqual(eventArchive.replacedBy, ['eventSourceArn', 'name', 'region']);
  });
});
