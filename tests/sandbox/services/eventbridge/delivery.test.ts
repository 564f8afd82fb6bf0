import assert from 'node:assert/strict';
import type { Target } from '@aws-sdk/client-eventbridge';
import { deliveries, metricsOf } from '../../../../sandbox/services/eventbridge/delivery-log';
import { nextRetry } from '../../../../sandbox/services/eventbridge/retry';
import { anEvent, EventWorld, from, HOME, MANAGEMENT, OUTSIDER, SECURITY, type TestFunction } from './event-world';

const FUNCTION = `arn:aws:lambda:${HOME}:${MANAGEMENT}:function:responder`;
const RULE = `arn:aws:events:${HOME}:${MANAGEMENT}:rule/rule`;

describe('which rules an event matches', () => {
  let world: EventWorld;
  let responder: TestFunction;
  beforeEach(async () => {
    world = new EventWorld();
    responder = world.function(FUNCTION);
    const events = world.events(MANAGEMENT);
    await events('PutRule', { Name: 'rule', EventPattern: from('aws.cloudtrail') });
    await events('PutTargets', { Rule: 'rule', Targets: [{ Id: 'function', Arn: FUNCTION }] });
  });

  it('those whose pattern fits, each with all of its targets', async () => {
    const events = world.events(MANAGEMENT);
    await events('PutTargets', { Rule: 'rule', Targets: [{ Id: 'again', Arn: FUNCTION }] });
    await events('PutRule', { Name: 'other', EventPattern: from('aws.s3') });
    await events('PutTargets', { Rule: 'other', Targets: [{ Id: 'function', Arn: FUNCTION }] });
    const event = await world.happen(MANAGEMENT, {});
    assert.deepEqual(responder.payloads, [event, event]);
  });

  it('only rules of the bus, the account and the Region where it is', async () => {
    await world.happen(SECURITY, {});
    await world.happen(MANAGEMENT, {}, 'eu-west-1');
    await world.happen(MANAGEMENT, {}, HOME, 'another');
    assert.deepEqual(responder.payloads, []);
  });

  it('no rule that is disabled', async () => {
    const events = world.events(MANAGEMENT);
    await events('DisableRule', { Name: 'rule' });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(responder.payloads, []);
    await events('EnableRule', { Name: 'rule' });
    await world.happen(MANAGEMENT, {});
    assert.equal(responder.payloads.length, 1);
  });

  it('no rule that was put as DISABLED', async () => {
    await world.events(MANAGEMENT)('PutRule', {
      Name: 'rule',
      EventPattern: from('aws.cloudtrail'),
      State: 'DISABLED',
    });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(responder.payloads, []);
  });

  const readOnly = { eventName: 'DescribeTrails', readOnly: true, managementEvent: true };
  const admitted: readonly (readonly [what: string, event: object, plain: boolean])[] = [
    ['a management event that writes', {}, true],
    ['a management event that only reads', { detail: readOnly }, false],
    ['a data event that only reads', { detail: { ...readOnly, managementEvent: false } }, true],
    ['what only looks like one, under another detail type', { detail: readOnly, 'detail-type': 'Order' }, true],
  ];
  for (const [what, event, plain] of admitted) {
    it(`${plain ? 'rules' : 'no rule'} in plain ENABLED: ${what}`, async () => {
      await world.happen(MANAGEMENT, event);
      assert.equal(responder.payloads.length, plain ? 1 : 0);
    });
    it(`rules in ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS: ${what}`, async () => {
      const State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
      await world.events(MANAGEMENT)('PutRule', { Name: 'rule', EventPattern: from('aws.cloudtrail'), State });
      await world.happen(MANAGEMENT, event);
      assert.equal(responder.payloads.length, 1);
    });
  }

  it('with the targets that the rule had when the event matched', async () => {
    responder.faults.push('TooManyRequestsException');
    world.test.clock.after(500, async () => {
      await world.events(MANAGEMENT)('RemoveTargets', { Rule: 'rule', Ids: ['function'] });
      await world.events(MANAGEMENT)('DeleteRule', { Name: 'rule' });
    });
    await world.happen(MANAGEMENT, {});
    assert.equal(responder.payloads.length, 1);
  });
});

describe('delivery to a target', () => {
  let world: EventWorld;
  let responder: TestFunction;
  let dead: string;
  beforeEach(async () => {
    world = new EventWorld();
    responder = world.function(FUNCTION);
    dead = await world.queue(MANAGEMENT, 'dead', RULE);
    await world.events(MANAGEMENT)('PutRule', { Name: 'rule', EventPattern: from('aws.cloudtrail') });
  });

  const put = (target: Partial<Target> = {}) =>
    world.events(MANAGEMENT)('PutTargets', {
      Rule: 'rule',
      Targets: [{ Id: 'one', Arn: FUNCTION, DeadLetterConfig: { Arn: dead }, ...target }],
    });

  const attempts = () => deliveries(world.test.state).map(({ outcome, retry, next }) => [outcome, retry, next]);
  const metrics = () => metricsOf(world.test.state, RULE);

  it('is made as EventBridge, for the rule', async () => {
    await put();
    await world.happen(MANAGEMENT, {});
    const [invoke] = world.test.answered.filter(({ call }) => call.operation === 'Invoke');
    assert.deepEqual(invoke?.call.principal, {
      kind: 'service',
      service: 'events.amazonaws.com',
      sourceArn: RULE,
      sourceAccount: MANAGEMENT,
    });
    assert.deepEqual(metrics(), {
      MatchedEvents: 1,
      Invocations: 1,
      FailedInvocations: 0,
      InvocationsSentToDlq: 0,
      InvocationsFailedToBeSentToDlq: 0,
    });
  });

  it('is made in a session of the target’s role, whose permissions then decide', async () => {
    responder.policy = { Version: '2012-10-17', Statement: [] };
    const allow = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION };
    await put({ RoleArn: world.role(MANAGEMENT, 'invoker', [allow]) });
    await world.happen(MANAGEMENT, {});
    assert.equal(responder.payloads.length, 1);
    await put({ RoleArn: world.role(MANAGEMENT, 'nobody', []) });
    await world.happen(MANAGEMENT, {});
    assert.equal(responder.payloads.length, 1);
    assert.equal((await world.messages(dead))[0]?.attributes.ERROR_CODE, 'NO_PERMISSIONS');
  });

  it('hands over what the target asked for', async () => {
    await put({
      InputTransformer: { InputPathsMap: { what: '$.detail.eventName' }, InputTemplate: '{"did": <what>}' },
    });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(responder.payloads, [{ did: 'StopLogging' }]);
  });

  it('reaches FIFO queues with their message group', async () => {
    const fifo = await world.queue(MANAGEMENT, 'ordered.fifo', RULE);
    await put({ Arn: fifo, SqsParameters: { MessageGroupId: 'tampering' } });
    const event = await world.happen(MANAGEMENT, {});
    assert.deepEqual(
      (await world.messages(fifo)).map(({ body }) => body),
      [event],
    );
  });

  it('is not repeated without permission: the event goes to the dead-letter queue at once', async () => {
    delete responder.policy;
    await put();
    const event = await world.happen(MANAGEMENT, {});
    assert.deepEqual(attempts(), [['NO_PERMISSIONS', 0, 'DEAD_LETTER_QUEUE']]);
    const [message] = await world.messages(dead);
    assert.deepEqual(message?.body, event);
    assert.deepEqual(metrics(), {
      MatchedEvents: 1,
      Invocations: 1,
      FailedInvocations: 1,
      InvocationsSentToDlq: 1,
      InvocationsFailedToBeSentToDlq: 0,
    });
  });

  it('is not repeated when the target does not exist', async () => {
    world.functions.clear();
    const own = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION };
    await put({ RoleArn: world.role(MANAGEMENT, 'invoker', [own]) });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(attempts(), [['NO_RESOURCE', 0, 'DEAD_LETTER_QUEUE']]);
  });

  it('is not repeated when the transformer makes no JSON', async () => {
    await put({ InputTransformer: { InputPathsMap: { all: '$.detail' }, InputTemplate: '{"all": "<all>"}' } });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(attempts(), [['INVALID_JSON', 0, 'DEAD_LETTER_QUEUE']]);
  });

  it('is repeated after throttling and faults of the target, ever later', async () => {
    responder.faults.push('TooManyRequestsException', 'ServiceException', 'ThrottlingException');
    await put();
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(attempts(), [
      ['THROTTLING', 0, 'RETRY'],
      ['INTERNAL_ERROR', 1, 'RETRY'],
      ['THROTTLING', 2, 'RETRY'],
      ['DELIVERED', 3, undefined],
    ]);
    const [first, ...later] = deliveries(world.test.state).map(({ time }) => time.getTime());
    assert.deepEqual(
      later.map((time) => time - (first ?? 0)),
      [1000, 3000, 7000],
    );
    assert.deepEqual([metrics().Invocations, metrics().FailedInvocations], [1, 0]);
  });

  it('ends after the retries that the policy allows, with all six attributes', async () => {
    responder.faults.push(...Array<string>(9).fill('ThrottlingException'));
    await put({ RetryPolicy: { MaximumRetryAttempts: 2 } });
    const event = await world.happen(MANAGEMENT, {});
    assert.equal(attempts().length, 3);
    const [message] = await world.messages(dead);
    assert.deepEqual(message?.body, event);
    assert.deepEqual(message?.attributes, {
      RULE_ARN: RULE,
      TARGET_ARN: FUNCTION,
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: 'A fault of the test.',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  it('ends when the event is too old', async () => {
    responder.faults.push(...Array<string>(99).fill('ThrottlingException'));
    await put({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    await world.happen(MANAGEMENT, {});
    const [message] = await world.messages(dead);
    const { EXHAUSTED_RETRY_CONDITION, RETRY_ATTEMPTS } = message?.attributes ?? {};
    assert.deepEqual([EXHAUSTED_RETRY_CONDITION, RETRY_ATTEMPTS], ['MaximumEventAgeInSeconds', '5']);
  });

  it('without a dead-letter queue loses the event', async () => {
    delete responder.policy;
    await world.events(MANAGEMENT)('PutTargets', { Rule: 'rule', Targets: [{ Id: 'one', Arn: FUNCTION }] });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(attempts(), [['NO_PERMISSIONS', 0, 'DROPPED']]);
    assert.deepEqual([metrics().InvocationsSentToDlq, metrics().InvocationsFailedToBeSentToDlq], [0, 0]);
  });

  it('loses the event when the dead-letter queue admits other rules only', async () => {
    delete responder.policy;
    const other = await world.queue(MANAGEMENT, 'of-another-rule', `${RULE}-of-another-name`);
    await put({ DeadLetterConfig: { Arn: other } });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(attempts(), [['NO_PERMISSIONS', 0, 'DROPPED']]);
    assert.deepEqual([metrics().InvocationsSentToDlq, metrics().InvocationsFailedToBeSentToDlq], [0, 1]);
    assert.deepEqual(await world.messages(other), []);
  });

  it('takes a dead-letter queue of another account', async () => {
    delete responder.policy;
    const elsewhere = await world.queue(SECURITY, 'elsewhere', RULE);
    await put({ DeadLetterConfig: { Arn: elsewhere } });
    await world.happen(MANAGEMENT, {});
    assert.equal((await world.messages(elsewhere)).length, 1);
  });

  it('to one target does not hang on the others', async () => {
    const queue = await world.queue(MANAGEMENT, 'queue', RULE);
    delete responder.policy;
    await put();
    await put({ Id: 'two', Arn: queue });
    await world.happen(MANAGEMENT, {});
    assert.deepEqual([(await world.messages(dead)).length, (await world.messages(queue)).length], [1, 1]);
  });

  it('leaves nothing behind for an account without rules', async () => {
    await world.happen(OUTSIDER, anEvent({ account: OUTSIDER }));
    assert.deepEqual(deliveries(world.test.state), []);
  });
});

describe('the retries of a day', () => {
  it('are 185 by default, and fit into 24 hours', () => {
    let age = 0;
    let retries = 0;
    for (;;) {
      const wait = nextRetry(undefined, retries, age);
      if (typeof wait !== 'number') {
        assert.deepEqual([wait, retries], ['MaximumRetryAttempts', 185]);
        return assert.ok(age < 86_400_000 && age > 43_200_000, `${age} ms`);
      }
      age += wait;
      retries += 1;
    }
  });
});
