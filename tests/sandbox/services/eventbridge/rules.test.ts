import assert from 'node:assert/strict';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { caller, refuses } from '../../support';
import { EventWorld, from, HOME, MANAGEMENT, PAYMENTS, SECURITY } from './event-world';

const FUNCTION = `arn:aws:lambda:${HOME}:${SECURITY}:function:responder`;

describe('rules', () => {
  let world: EventWorld;
  let events: ReturnType<EventWorld['events']>;
  beforeEach(async () => {
    world = new EventWorld();
    events = world.events(SECURITY);
    await events('CreateEventBus', { Name: 'central' });
  });

  it('have ARNs that name the bus, unless it is the default one', async () => {
    const onDefault = await events('PutRule', { Name: 'tampering', EventPattern: from('aws.cloudtrail') });
    const onCentral = await events('PutRule', {
      Name: 'tampering',
      EventBusName: 'central',
      EventPattern: from('aws.cloudtrail'),
    });
    assert.equal(onDefault.RuleArn, `arn:aws:events:${HOME}:${SECURITY}:rule/tampering`);
    assert.equal(onCentral.RuleArn, `arn:aws:events:${HOME}:${SECURITY}:rule/central/tampering`);
  });

  it('are replaced as a whole: what a second PutRule leaves out is gone, and the state is ENABLED again', async () => {
    await events('PutRule', {
      Name: 'tampering',
      EventPattern: from('a'),
      Description: 'first',
      State: 'DISABLED',
      Tags: [{ Key: 'owner', Value: 'security' }],
    });
    await events('PutTargets', { Rule: 'tampering', Targets: [{ Id: 'one', Arn: FUNCTION }] });
    await events('PutRule', { Name: 'tampering', EventPattern: from('b'), Tags: [{ Key: 'owner', Value: 'other' }] });
    const rule = await events('DescribeRule', { Name: 'tampering' });
    assert.deepEqual(rule, {
      Name: 'tampering',
      Arn: `arn:aws:events:${HOME}:${SECURITY}:rule/tampering`,
      EventPattern: from('b'),
      ScheduleExpression: undefined,
      Description: undefined,
      RoleArn: undefined,
      State: 'ENABLED',
      ManagedBy: undefined,
      EventBusName: 'default',
      CreatedBy: SECURITY,
    });
    const { Targets } = await events('ListTargetsByRule', { Rule: 'tampering' });
    assert.deepEqual(Targets, [{ Id: 'one', Arn: FUNCTION }]);
    const { Tags } = await events('ListTagsForResource', { ResourceARN: rule.Arn });
    assert.deepEqual(Tags, [{ Key: 'owner', Value: 'security' }]);
  });

  it('need a pattern or a schedule, a valid name, a known state', async () => {
    await refuses(
      events('PutRule', { Name: 'empty' }),
      'ValidationException',
      /^Parameter\(s\) EventPattern or ScheduleExpression must be specified\.$/,
    );
    await refuses(events('PutRule', { Name: 'a b', EventPattern: from('a') }), 'ValidationException', /at 'name'/);
    const State = 'ASLEEP' as EventBridge.RuleState;
    await refuses(events('PutRule', { Name: 'a', EventPattern: from('a'), State }), 'ValidationException');
    await refuses(
      events('PutRule', { Name: 'a', EventPattern: from('a'), EventBusName: 'x' }),
      'ResourceNotFoundException',
    );
  });

  it('refuse a pattern that is not valid, or longer than 2,048 characters', async () => {
    await refuses(events('PutRule', { Name: 'bad', EventPattern: '{"a":"b"}' }), 'InvalidEventPatternException');
    const longest = from('x'.repeat(2048 - from('').length));
    assert.equal(longest.length, 2048);
    await events('PutRule', { Name: 'longest', EventPattern: longest });
    await refuses(events('PutRule', { Name: 'longer', EventPattern: `${longest} ` }), 'LimitExceededException');
  });

  it('stop at 300 on a bus', async () => {
    for (let number = 0; number < 300; number += 1)
      await events('PutRule', { Name: `r${number}`, EventPattern: from('a') });
    await refuses(events('PutRule', { Name: 'one-more', EventPattern: from('a') }), 'LimitExceededException');
    await events('PutRule', { Name: 'r0', EventPattern: from('b') });
  });

  it('stop at 30 with wildcards on a bus, wherever in the pattern they are', async () => {
    const patterns = [
      '{"detail":{"name":[{"wildcard":"a*b"}]}}',
      '{"detail":{"$or":[{"name":[{"anything-but":{"wildcard":"a*b"}}]},{"x":["y"]}]}}',
    ];
    for (let number = 0; number < 30; number += 1)
      await events('PutRule', { Name: `w${number}`, EventPattern: patterns[number % 2] });
    await refuses(events('PutRule', { Name: 'w30', EventPattern: patterns[0] }), 'LimitExceededException');
    await events('PutRule', { Name: 'w0', EventPattern: patterns[0] });
    await events('PutRule', { Name: 'plain', EventPattern: '{"detail":{"wildcard":["a"]}}' });
  });

  it('are not deleted while they have targets', async () => {
    await events('PutRule', { Name: 'tampering', EventPattern: from('a') });
    await events('PutTargets', { Rule: 'tampering', Targets: [{ Id: 'one', Arn: FUNCTION }] });
    const refused = events('DeleteRule', { Name: 'tampering', Force: true });
    await refuses(refused, 'ValidationException', /^Rule can't be deleted since it has targets\.$/);
    await events('RemoveTargets', { Rule: 'tampering', Ids: ['one'] });
    await events('DeleteRule', { Name: 'tampering' });
    await refuses(events('DescribeRule', { Name: 'tampering' }), 'ResourceNotFoundException', /on EventBus default/);
    await events('DeleteRule', { Name: 'tampering' });
  });

  it('that AWS manages are changed by nobody, and removed only with Force', async () => {
    const EventSourceArn = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;
    await events('CreateArchive', { ArchiveName: 'all', EventSourceArn });
    const named = { Name: 'Events-Archive-all', EventBusName: 'central' };
    const targets = { Rule: named.Name, EventBusName: 'central' };
    for (const attempt of [
      () => events('DisableRule', named),
      () => events('EnableRule', named),
      () => events('PutRule', { ...named, EventPattern: from('nothing') }),
      () => events('PutTargets', { ...targets, Targets: [{ Id: 'mine', Arn: FUNCTION }] }),
      () => events('RemoveTargets', { ...targets, Ids: [named.Name] }),
      () => events('DeleteRule', named),
      () =>
        events('TagResource', {
          ResourceARN: `arn:aws:events:${HOME}:${SECURITY}:rule/central/${named.Name}`,
          Tags: [{ Key: 'a', Value: 'b' }],
        }),
    ])
      await refuses(attempt(), 'ManagedRuleException');
    await events('RemoveTargets', { ...targets, Ids: [named.Name], Force: true });
    await events('DeleteRule', { ...named, Force: true });
    await refuses(events('DescribeRule', named), 'ResourceNotFoundException');
  });

  it('are found by name prefix, by target, in pages', async () => {
    for (const Name of ['a1', 'a2', 'b1']) {
      await events('PutRule', { Name, EventPattern: from('a') });
      await events('PutTargets', { Rule: Name, Targets: [{ Id: 'one', Arn: FUNCTION }] });
    }
    await events('PutRule', { Name: 'c1', EventPattern: from('a') });
    const { Rules } = await events('ListRules', { NamePrefix: 'a' });
    assert.deepEqual(
      Rules?.map(({ Name }) => Name),
      ['a1', 'a2'],
    );
    const first = await events('ListRuleNamesByTarget', { TargetArn: FUNCTION, Limit: 2 });
    assert.deepEqual(first.RuleNames, ['a1', 'a2']);
    const rest = await events('ListRuleNamesByTarget', { TargetArn: FUNCTION, NextToken: first.NextToken });
    assert.deepEqual([rest.RuleNames, rest.NextToken], [['b1'], undefined]);
  });

  it('can be restricted to sources by the caller’s policy', async () => {
    const session = world.test.role(SECURITY, 'limited', [
      {
        Effect: 'Allow',
        Action: 'events:PutRule',
        Resource: '*',
        Condition: {
          'ForAllValues:StringEquals': { 'events:source': 'aws.ec2' },
          Null: { 'events:source': 'false' },
        },
      },
    ]);
    const limited = caller<typeof EventBridge>(world.test, 'events', session);
    await limited('PutRule', { Name: 'mine', EventPattern: from('aws.ec2') });
    await refuses(
      limited('PutRule', { Name: 'mine', EventPattern: '{"source":["aws.ec2","aws.s3"]}' }),
      'AccessDenied',
    );
    await refuses(limited('PutRule', { Name: 'mine', EventPattern: '{"detail":{"a":["b"]}}' }), 'AccessDenied');
  });

  it('are out of reach for other accounts, unless the policy of their bus lets them in', async () => {
    const central = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;
    await events('PutRule', { Name: 'tampering', EventBusName: 'central', EventPattern: from('a') });
    const foreign = world.events(PAYMENTS);
    const request = { Name: 'tampering', EventBusName: central };
    await refuses(
      foreign('DisableRule', request),
      'AccessDenied',
      /events:DisableRule on resource: .*rule\/central\/tampering/,
    );
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${PAYMENTS}:root` },
      Action: 'events:PutRule',
      Resource: `arn:aws:events:${HOME}:${SECURITY}:rule/central/*`,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await events('PutPermission', { EventBusName: 'central', Policy });
    const put = await foreign('PutRule', { Name: 'theirs', EventBusName: central, EventPattern: from('a') });
    assert.equal(put.RuleArn, `arn:aws:events:${HOME}:${SECURITY}:rule/central/theirs`);
    const rule = await events('DescribeRule', { Name: 'theirs', EventBusName: 'central' });
    assert.equal(rule.CreatedBy, PAYMENTS);
    await refuses(foreign('DisableRule', request), 'AccessDenied');
    await refuses(foreign('ListRules', { EventBusName: central }), 'AccessDenied', /events:ListRules/);
    await refuses(foreign('ListRuleNamesByTarget', { EventBusName: central, TargetArn: FUNCTION }), 'AccessDenied');
    await refuses(foreign('ListTargetsByRule', { EventBusName: central, Rule: 'tampering' }), 'AccessDenied');
    await refuses(foreign('DescribeEventBus', { Name: central }), 'AccessDenied');
    await refuses(world.events(MANAGEMENT)('PutRule', { ...request, EventPattern: from('a') }), 'AccessDenied');
  });

  it('have tags, and so have buses', async () => {
    const { RuleArn = '' } = await events('PutRule', { Name: 'tagged', EventPattern: from('a') });
    const bus = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;
    for (const ResourceARN of [RuleArn, bus]) {
      await events('TagResource', {
        ResourceARN,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      });
      await events('UntagResource', { ResourceARN, TagKeys: ['a'] });
      assert.deepEqual((await events('ListTagsForResource', { ResourceARN })).Tags, [{ Key: 'b', Value: '2' }]);
    }
    const elsewhere = `arn:aws:events:eu-west-1:${SECURITY}:event-bus/default`;
    await refuses(events('ListTagsForResource', { ResourceARN: elsewhere }), 'ValidationException');
    await refuses(world.events(PAYMENTS)('ListTagsForResource', { ResourceARN: bus }), 'AccessDenied');
    const gone = `arn:aws:events:${HOME}:${SECURITY}:rule/gone`;
    await refuses(events('ListTagsForResource', { ResourceARN: gone }), 'ResourceNotFoundException', /Rule gone/);
  });
});
