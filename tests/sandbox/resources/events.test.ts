import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { eventBusPolicy } from '../../../sandbox/resources/event-bus';
import { eventRule } from '../../../sandbox/resources/event-rule';
import { eventTarget } from '../../../sandbox/resources/event-target';
import { created, inputAt, read } from './recorded-cloud';

describe('aws.cloudwatch.EventRule', () => {
  it('is enabled unless the program says otherwise', async () => {
    const { id, calls } = await created(eventRule, { eventPattern: '{"source":["aws.cloudtrail"]}' });
    assert.equal(id, 'audit-1a2b3c4');
    assert.deepEqual(calls, [
      [
        'events:PutRule',
        {
          Name: 'audit-1a2b3c4',
          EventPattern: '{"source":["aws.cloudtrail"]}',
          State: 'ENABLED',
          Tags: [{ Key: 'team', Value: 'security' }],
        },
      ],
    ]);
  });

  it('carries the name of a custom bus in its id, and is found by it', async () => {
    const { id } = await created(eventRule, { name: 'r', eventBusName: 'central', scheduleExpression: 'rate(1 day)' });
    assert.equal(id, 'central/r');
    const asked: unknown[] = [];
    const state = await read(eventRule, id, {
      'events:DescribeRule': (input: unknown) => {
        asked.push(input);
        return { Name: 'r', Arn: 'arn:aws:events:eu-west-1:444444444444:rule/central/r', State: 'DISABLED' };
      },
    });
    assert.deepEqual(asked, [{ Name: 'r', EventBusName: 'central' }]);
    assert.equal(state?.state, 'DISABLED');
    assert.equal(state?.eventBusName, 'central');
    assert.equal(state?.region, 'eu-west-1');
  });

  it('is gone when EventBridge does not know it', async () => {
    const gone = (): never => {
      throw new AwsError('ResourceNotFoundException', 'Rule r does not exist on EventBus default.');
    };
    assert.equal(await read(eventRule, 'r', { 'events:DescribeRule': gone }), undefined);
  });
});

describe('aws.cloudwatch.EventTarget', () => {
  const INPUTS = {
    rule: 'r',
    targetId: 'central-bus',
    arn: 'arn:aws:events:us-east-1:333333333333:event-bus/central',
    roleArn: 'arn:aws:iam::444444444444:role/forwarder',
    retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
    deadLetterConfig: { arn: 'arn:aws:sqs:eu-west-1:444444444444:dead' },
    inputTransformer: { inputPaths: { id: '$.id' }, inputTemplate: '"<id>"' },
  };
  const SENT = {
    Id: 'central-bus',
    Arn: INPUTS.arn,
    RoleArn: INPUTS.roleArn,
    RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 },
    DeadLetterConfig: { Arn: INPUTS.deadLetterConfig.arn },
    InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '"<id>"' },
  };

  it('is put with all that the program says of it', async () => {
    const { id, calls } = await created(eventTarget, INPUTS);
    assert.equal(id, 'r-central-bus');
    assert.deepEqual(calls, [['events:PutTargets', { Rule: 'r', Targets: [SENT] }]]);
  });

  it('on a custom bus has an id that begins with the bus', async () => {
    const { id, calls } = await created(eventTarget, { rule: 'r', targetId: 't', arn: 'a', eventBusName: 'central' });
    assert.equal(id, 'central-r-t');
    assert.deepEqual(inputAt(calls, 0), { EventBusName: 'central', Rule: 'r', Targets: [{ Id: 't', Arn: 'a' }] });
  });

  it('fails when EventBridge takes the call and refuses the entry', async () => {
    const refused = {
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 't', ErrorCode: 'Limit', ErrorMessage: 'five' }],
    };
    await assert.rejects(
      created(eventTarget, { rule: 'r', targetId: 't', arn: 'a' }, { 'events:PutTargets': refused }),
      /could not put t on r: Limit: five/,
    );
  });

  it('is read back as it was written', async () => {
    const { rule, ...rest } = INPUTS;
    const state = await read(
      eventTarget,
      'r-central-bus',
      { 'events:ListTargetsByRule': { Targets: [SENT] } },
      { rule },
    );
    assert.deepEqual(state, {
      ...rest,
      rule,
      eventBusName: 'default',
      forceDestroy: false,
      region: 'eu-west-1',
    });
  });

  it('is not taken for another target of the rule', async () => {
    const answers = { 'events:ListTargetsByRule': { Targets: [{ Id: 'other', Arn: 'a' }] } };
    assert.equal(await read(eventTarget, 'r-central-bus', answers, { rule: 'r' }), undefined);
  });
});

describe('aws.cloudwatch.EventBusPolicy', () => {
  it('is put as one document, and is gone with the policy', async () => {
    const policy = { Version: '2012-10-17', Statement: [] };
    const { id, calls } = await created(eventBusPolicy, { eventBusName: 'central', policy });
    assert.equal(id, 'central');
    assert.deepEqual(calls, [['events:PutPermission', { EventBusName: 'central', Policy: JSON.stringify(policy) }]]);
    assert.equal(await read(eventBusPolicy, 'central', { 'events:DescribeEventBus': { Name: 'central' } }), undefined);
  });
});
