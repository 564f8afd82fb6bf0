import assert from 'node:assert/strict';
import { AwsError } from '../../../../sandbox/core/aws-error';
import { deliveries, metricsOf } from '../../../../sandbox/services/eventbridge/delivery-log';
import { accountOf } from '../../../../sandbox/services/iam/state';
import { ABROAD, EventWorld, from, HOME, MANAGEMENT, type Message, PAYMENTS, SECURITY } from './event-world';

const CENTRAL = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;
const PUT_EVENTS = { Effect: 'Allow', Action: 'events:PutEvents', Resource: CENTRAL };
const ORGANIZATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };

/** The way of tampering: default bus of the management account → central bus of the security account → a queue. */
describe('an event forwarded to a bus of another account', () => {
  let world: EventWorld;
  let arrived: string;
  let dead: string;
  let forwarder: string;

  beforeEach(async () => {
    world = new EventWorld();
    const security = world.events(SECURITY);
    await security('CreateEventBus', { Name: 'central' });
    await admit(ORGANIZATION);
    arrived = await world.queue(SECURITY, 'arrived');
    await security('PutRule', { Name: 'all', EventBusName: 'central', EventPattern: '{"source":[{"prefix":""}]}' });
    await security('PutTargets', { Rule: 'all', EventBusName: 'central', Targets: [{ Id: 'queue', Arn: arrived }] });
    dead = await world.queue(MANAGEMENT, 'dead');
    forwarder = world.role(MANAGEMENT, 'forwarder', [PUT_EVENTS]);
    await forwardFrom(MANAGEMENT, HOME, forwarder, dead);
  });

  async function admit(Condition: object | undefined, statement: object = {}): Promise<void> {
    const base = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: CENTRAL };
    const granted = { ...base, ...(Condition === undefined ? {} : { Condition }), ...statement };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [granted] });
    await world.events(SECURITY)('PutPermission', { EventBusName: 'central', Policy });
  }

  async function forwardFrom(account: string, region: string, RoleArn: string, queue: string): Promise<void> {
    const events = world.events(account, region);
    await events('PutRule', { Name: 'forward', EventPattern: '{"source":[{"prefix":"aws."},"shop"]}' });
    const target = { Id: 'central', Arn: CENTRAL, RoleArn, DeadLetterConfig: { Arn: queue } };
    await events('PutTargets', { Rule: 'forward', Targets: [target] });
  }

  async function failure(): Promise<Message['attributes']> {
    const [message, ...more] = await world.messages(dead);
    assert.ok(message, 'no message in the dead-letter queue');
    assert.deepEqual([more.length, await world.messages(arrived)], [0, []]);
    return message.attributes;
  }

  it('arrives as it was: id, account, Region, time and detail', async () => {
    const event = await world.happen(MANAGEMENT, {});
    assert.deepEqual(
      (await world.messages(arrived)).map(({ body }) => body),
      [event],
    );
    assert.deepEqual(await world.messages(dead), []);
    const [first] = deliveries(world.test.state);
    assert.deepEqual([first?.outcome, first?.eventId, first?.forwardedId], ['DELIVERED', event.id, event.id]);
  });

  it('is sent in a session of the role, which EventBridge assumes for the rule', async () => {
    await world.happen(MANAGEMENT, {});
    const [assumed] = world.test.answered.filter(({ call }) => call.operation === 'AssumeRole');
    assert.ok(assumed);
    assert.deepEqual(assumed.call.principal, {
      kind: 'service',
      service: 'events.amazonaws.com',
      sourceArn: `arn:aws:events:${HOME}:${MANAGEMENT}:rule/forward`,
      sourceAccount: MANAGEMENT,
    });
    assert.equal((assumed.call.input as { RoleArn: string }).RoleArn, forwarder);
  });

  it('gets a new id in another Region, where account and Region stay those of its origin', async () => {
    const abroad = await world.queue(MANAGEMENT, 'dead', undefined, ABROAD);
    await forwardFrom(MANAGEMENT, ABROAD, forwarder, abroad);
    const event = await world.happen(MANAGEMENT, { region: ABROAD }, ABROAD);
    const [message, ...more] = await world.messages(arrived);
    assert.ok(message);
    assert.notEqual(message.body.id, event.id);
    assert.deepEqual([{ ...message.body, id: event.id }, more], [event, []]);
    const forwarded = deliveries(world.test.state).find(({ targetArn }) => targetArn === CENTRAL);
    assert.equal(forwarded?.forwardedId, message.body.id);
  });

  it('is lost to the dead-letter queue when the bus’s policy is gone', async () => {
    await world.events(SECURITY)('RemovePermission', { EventBusName: 'central', RemoveAllPermissions: true });
    const event = await world.happen(MANAGEMENT, {});
    const [message] = await world.messages(dead);
    assert.deepEqual(message?.body, event);
    assert.match(message?.attributes.ERROR_MESSAGE ?? '', /not authorized to perform: events:PutEvents/);
    assert.deepEqual(message?.attributes, {
      RULE_ARN: `arn:aws:events:${HOME}:${MANAGEMENT}:rule/forward`,
      TARGET_ARN: CENTRAL,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: message?.attributes.ERROR_MESSAGE,
      RETRY_ATTEMPTS: '0',
    });
    assert.deepEqual(await world.messages(arrived), []);
  });

  const shut: readonly (readonly [what: string, condition: object])[] = [
    ['another organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-another' } }],
    ['another role by aws:PrincipalArn', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/another' } }],
    [
      'another rule by aws:SourceArn',
      { ArnEquals: { 'aws:SourceArn': `arn:aws:events:${HOME}:${MANAGEMENT}:rule/x` } },
    ],
    ['another account by aws:SourceAccount', { StringEquals: { 'aws:SourceAccount': PAYMENTS } }],
    ['other sources', { 'ForAllValues:StringLike': { 'events:source': 'shop.*' } }],
    ['other detail types', { 'ForAllValues:StringEquals': { 'events:detail-type': 'Order placed' } }],
    ['events that are put directly', { StringEquals: { 'events:eventBusInvocation': 'false' } }],
  ];
  for (const [what, condition] of shut)
    it(`is refused by a bus that admits only ${what}`, async () => {
      await admit(condition);
      await world.happen(MANAGEMENT, {});
      assert.equal((await failure()).ERROR_CODE, 'NO_PERMISSIONS');
    });

  it('is admitted by a policy that names all of the organization, the role, the rule and AWS’s sources', async () => {
    await admit({
      ...ORGANIZATION,
      ArnLike: {
        'aws:PrincipalArn': 'arn:aws:iam::*:role/forwarder',
        'aws:SourceArn': 'arn:aws:events:*:*:rule/forward',
      },
      'ForAllValues:StringLike': { 'events:source': 'aws.*' },
    });
    await world.happen(MANAGEMENT, {});
    assert.equal((await world.messages(arrived)).length, 1);
    await world.happen(MANAGEMENT, { source: 'shop' });
    assert.equal((await failure()).ERROR_CODE, 'NO_PERMISSIONS');
  });

  it('is refused when the role may no longer put events there', async () => {
    accountOf(world.test.state, MANAGEMENT).roles.get('forwarder')?.inlinePolicies.clear();
    await world.happen(MANAGEMENT, {});
    assert.equal((await failure()).ERROR_CODE, 'NO_PERMISSIONS');
  });

  it('fails with FAILED_TO_ASSUME_ROLE when the role does not trust EventBridge any more', async () => {
    const role = accountOf(world.test.state, MANAGEMENT).roles.get('forwarder');
    assert.ok(role);
    role.trustPolicy = role.trustPolicy.replace('events.amazonaws.com', 'lambda.amazonaws.com');
    await world.happen(MANAGEMENT, {});
    assert.equal((await failure()).ERROR_CODE, 'FAILED_TO_ASSUME_ROLE');
  });

  it('fails with FAILED_TO_ASSUME_ROLE when the role is gone', async () => {
    accountOf(world.test.state, MANAGEMENT).roles.delete('forwarder');
    await world.happen(MANAGEMENT, {});
    assert.equal((await failure()).ERROR_CODE, 'FAILED_TO_ASSUME_ROLE');
  });

  it('fails when the bus is gone', async () => {
    const security = world.events(SECURITY);
    await security('RemoveTargets', { Rule: 'all', EventBusName: 'central', Ids: ['queue'] });
    await security('DeleteRule', { Name: 'all', EventBusName: 'central' });
    await security('DeleteEventBus', { Name: 'central' });
    await world.happen(MANAGEMENT, {});
    assert.equal((await failure()).ERROR_CODE, 'NO_PERMISSIONS');
  });

  it('waits and tries again while STS is throttled', async () => {
    let faults = 2;
    const end = world.test.gate.injectFaults(({ operation }) => {
      if (operation === 'AssumeRole' && faults-- > 0) throw new AwsError('ThrottlingException', 'Rate exceeded');
    });
    await world.happen(MANAGEMENT, {});
    end();
    assert.equal((await world.messages(arrived)).length, 1);
    assert.deepEqual(
      deliveries(world.test.state)
        .filter(({ targetArn }) => targetArn === CENTRAL)
        .map(({ outcome, retry }) => [outcome, retry]),
      [
        ['THROTTLING', 0],
        ['THROTTLING', 1],
        ['DELIVERED', 2],
      ],
    );
  });

  describe('makes one hop only', () => {
    const second: readonly (readonly [what: string, account: string, region: string, bus: string, code: string])[] = [
      ['a third account', PAYMENTS, HOME, 'default', 'THIRD_ACCOUNT_HOP_DETECTED'],
      ['a third bus of the receiving account', SECURITY, HOME, 'default', 'THIRD_ACCOUNT_HOP_DETECTED'],
      ['another Region', SECURITY, ABROAD, 'default', 'THIRD_REGION_HOP_DETECTED'],
      ['the bus where it came from', MANAGEMENT, HOME, 'default', 'THIRD_ACCOUNT_HOP_DETECTED'],
    ];
    for (const [what, account, region, bus, code] of second)
      it(`and does not go on to ${what}`, async () => {
        const onward = `arn:aws:events:${region}:${account}:event-bus/${bus}`;
        const RoleArn = world.role(SECURITY, 'onward', [{ ...PUT_EVENTS, Resource: onward }]);
        const grant = { Sid: 'a', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: onward };
        const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [grant] });
        await world.events(account, region)('PutPermission', { EventBusName: bus, Policy });
        const queue = await world.queue(SECURITY, 'onward-dead');
        const target = { Id: 'onward', Arn: onward, RoleArn, DeadLetterConfig: { Arn: queue } };
        await world.events(SECURITY)('PutTargets', { Rule: 'all', EventBusName: 'central', Targets: [target] });
        const third = await world.queue(account, 'third', undefined, region);
        const receiving = world.events(account, region);
        await receiving('PutRule', { Name: 'third', EventPattern: '{"source":[{"prefix":"aws."}]}' });
        if (account !== MANAGEMENT)
          await receiving('PutTargets', { Rule: 'third', Targets: [{ Id: 'third', Arn: third }] });

        const event = await world.happen(MANAGEMENT, {});
        const [message, ...more] = await world.messages(queue);
        assert.deepEqual([message?.attributes.ERROR_CODE, more], [code, []]);
        assert.match(message?.attributes.ERROR_MESSAGE ?? '', /an event bus target only once/);
        assert.deepEqual(message?.body, event);
        assert.deepEqual(await world.messages(third), []);
        assert.equal((await world.messages(arrived)).length, 1);
      });

    it('also for what is put on the central bus by a member and forwarded from there', async () => {
      const onward = `arn:aws:events:${HOME}:${PAYMENTS}:event-bus/default`;
      const RoleArn = world.role(SECURITY, 'onward', [{ ...PUT_EVENTS, Resource: onward }]);
      const grant = { Sid: 'a', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: onward };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [grant] });
      await world.events(PAYMENTS)('PutPermission', { Policy });
      const target = { Id: 'onward', Arn: onward, RoleArn };
      await world.events(SECURITY)('PutTargets', { Rule: 'all', EventBusName: 'central', Targets: [target] });
      const third = await world.queue(PAYMENTS, 'third');
      await world.events(PAYMENTS)('PutRule', { Name: 'third', EventPattern: from('shop') });
      await world.events(PAYMENTS)('PutTargets', { Rule: 'third', Targets: [{ Id: 'third', Arn: third }] });
      const entry = { Source: 'shop', DetailType: 'Order', Detail: '{}', EventBusName: CENTRAL };
      await world.events(MANAGEMENT)('PutEvents', { Entries: [entry] });
      await world.test.clock.settle();
      assert.deepEqual(
        (await world.messages(third)).map(({ body }) => body.account),
        [MANAGEMENT],
      );
    });
  });

  it('ends even where two buses forward to each other', async () => {
    const back = `arn:aws:events:${HOME}:${MANAGEMENT}:event-bus/default`;
    const RoleArn = world.role(SECURITY, 'back', [{ ...PUT_EVENTS, Resource: back }]);
    const grant = { Sid: 'a', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: back };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [grant] });
    await world.events(MANAGEMENT)('PutPermission', { Policy });
    await world.events(SECURITY)('PutTargets', {
      Rule: 'all',
      EventBusName: 'central',
      Targets: [{ Id: 'back', Arn: back, RoleArn }],
    });
    await world.happen(MANAGEMENT, {});
    assert.equal(metricsOf(world.test.state, `arn:aws:events:${HOME}:${MANAGEMENT}:rule/forward`).MatchedEvents, 1);
  });

  it('reaches a bus of its own account and Region without a role under that bus’s policy alone', async () => {
    const events = world.events(SECURITY);
    await events('PutRule', { Name: 'home', EventPattern: from('aws.cloudtrail') });
    await events('PutTargets', { Rule: 'home', Targets: [{ Id: 'central', Arn: CENTRAL }] });
    await world.happen(SECURITY, {});
    assert.deepEqual(await world.messages(arrived), []);
    await admit(undefined, { Principal: { Service: 'events.amazonaws.com' } });
    await world.happen(SECURITY, {});
    assert.equal((await world.messages(arrived)).length, 1);
  });
});
