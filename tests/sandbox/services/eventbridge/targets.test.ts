import assert from 'node:assert/strict';
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { Target } from '@aws-sdk/client-eventbridge';
import { caller, refuses } from '../../support';
import { ABROAD, EventWorld, from, HOME, MANAGEMENT, SECURITY } from './event-world';

const FUNCTION = `arn:aws:lambda:${HOME}:${MANAGEMENT}:function:responder`;
const QUEUE = `arn:aws:sqs:${HOME}:${MANAGEMENT}:queue`;
const CENTRAL = `arn:aws:events:${HOME}:${SECURITY}:event-bus/central`;
const PUT_EVENTS = { Effect: 'Allow', Action: 'events:PutEvents', Resource: CENTRAL };

describe('PutTargets', () => {
  let world: EventWorld;
  let events: ReturnType<EventWorld['events']>;
  beforeEach(async () => {
    world = new EventWorld();
    events = world.events(MANAGEMENT);
    await events('PutRule', { Name: 'rule', EventPattern: from('aws.cloudtrail') });
    await world.events(SECURITY)('CreateEventBus', { Name: 'central' });
  });

  const put = (...Targets: Target[]) => events('PutTargets', { Rule: 'rule', Targets });

  async function admit(Condition: object, principal: unknown = '*'): Promise<void> {
    const statement = {
      Effect: 'Allow',
      Principal: principal,
      Action: 'events:PutEvents',
      Resource: CENTRAL,
      Condition,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await world.events(SECURITY)('PutPermission', { EventBusName: 'central', Policy });
  }

  it('adds targets, and puts one with a known id in the place of the old one', async () => {
    const answer = await put({ Id: 'one', Arn: FUNCTION, InputPath: '$.detail' }, { Id: 'two', Arn: QUEUE });
    assert.deepEqual(answer, { FailedEntryCount: 0, FailedEntries: [] });
    await put({ Id: 'one', Arn: QUEUE });
    const { Targets } = await events('ListTargetsByRule', { Rule: 'rule' });
    assert.deepEqual(Targets, [
      { Id: 'one', Arn: QUEUE },
      { Id: 'two', Arn: QUEUE },
    ]);
  });

  it('stops at five targets, counting those that are there', async () => {
    const targets = ['1', '2', '3', '4', '5', '6'].map((Id) => ({ Id, Arn: QUEUE }));
    await refuses(
      put(...targets),
      'LimitExceededException',
      /^The requested resource exceeds the maximum number allowed\.$/,
    );
    await put(...targets.slice(0, 5));
    await refuses(put({ Id: '6', Arn: QUEUE }), 'LimitExceededException');
    await put({ Id: '5', Arn: FUNCTION });
  });

  it('needs a rule', async () => {
    const Targets = [{ Id: 'one', Arn: QUEUE }];
    await refuses(
      events('PutTargets', { Rule: 'none', Targets }),
      'ResourceNotFoundException',
      /Rule none does not exist/,
    );
    await refuses(events('PutTargets', { Rule: 'rule', Targets: [] }), 'ValidationException', /at 'targets'/);
  });

  const abroad = `arn:aws:sqs:${ABROAD}:${MANAGEMENT}:queue`;
  const transformer = (InputTemplate: string, InputPathsMap = {}): Target => ({
    Id: 'one',
    Arn: QUEUE,
    InputTransformer: { InputTemplate, InputPathsMap },
  });
  const manyPaths = Object.fromEntries(Array.from({ length: 101 }, (_, number) => [`v${number}`, '$.id']));
  const refused: readonly (readonly [what: string, target: Target, message: RegExp])[] = [
    ['an id with other characters', { Id: '!@#', Arn: QUEUE }, /'targets\.1\.member\.id' .* regular expression/],
    ['an id of 65 characters', { Id: 'x'.repeat(65), Arn: QUEUE }, /length less than or equal to 64/],
    ['no ARN', { Id: 'one', Arn: 'queue' }, /Provided Arn is not in correct format/],
    ['what is no bus of EventBridge', { Id: 'one', Arn: `arn:aws:events:${HOME}:::` }, /Provided Arn/],
    ['a queue in another Region', { Id: 'one', Arn: abroad }, /Region of its rule/],
    [
      'a bus in another account without a role',
      { Id: 'one', Arn: CENTRAL },
      /^RoleArn is required for target .*central\.$/,
    ],
    [
      'a bus in another Region without a role',
      { Id: 'one', Arn: `arn:aws:events:${ABROAD}:${MANAGEMENT}:event-bus/default` },
      /^RoleArn is required/,
    ],
    [
      'a queue in another account without a role',
      { Id: 'one', Arn: `arn:aws:sqs:${HOME}:${SECURITY}:queue` },
      /^RoleArn is required/,
    ],
    [
      'a transformed event for a bus of another account',
      { Id: 'one', Arn: CENTRAL, RoleArn: 'arn:aws:iam::111111111111:role/forwarder', InputPath: '$.detail' },
      /Modifying the input for target one is not supported/,
    ],
    [
      'Input beside InputPath',
      { Id: 'one', Arn: QUEUE, Input: '1', InputPath: '$' },
      /^Only one of Input, InputPath, or/,
    ],
    ['Input that is no JSON', { Id: 'one', Arn: QUEUE, Input: '{' }, /JSON syntax error in input for target one/],
    ['InputPath that is no path', { Id: 'one', Arn: QUEUE, InputPath: 'detail' }, /Invalid InputPath for target one/],
    ['an undefined placeholder', transformer('"<nobody>"'), /contains invalid placeholder nobody\.$/],
    ['a reserved variable', transformer('"<aws.x>"', { 'aws.x': '$.id' }), /contains invalid key aws\.x/],
    [
      'a template that is neither a text nor an object',
      transformer('plain <id>', { id: '$.id' }),
      /Invalid InputTemplate/,
    ],
    ['101 variables', transformer('"<v0>"', manyPaths), /more than 100 entries/],
    ['a FIFO queue without a message group', { Id: 'one', Arn: `${QUEUE}.fifo` }, /SqsParameters must be specified/],
    ['186 retries', { Id: 'one', Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: 186 } }, /less than or equal to 185/],
    [
      'a negative number of retries',
      { Id: 'one', Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: -1 } },
      /equal to 0/,
    ],
    ['an age of 59 s', { Id: 'one', Arn: QUEUE, RetryPolicy: { MaximumEventAgeInSeconds: 59 } }, /equal to 60/],
    [
      'an age of more than a day',
      { Id: 'one', Arn: QUEUE, RetryPolicy: { MaximumEventAgeInSeconds: 86_401 } },
      /86400/,
    ],
    ['a FIFO dead-letter queue', { Id: 'one', Arn: FUNCTION, DeadLetterConfig: { Arn: `${QUEUE}.fifo` } }, /standard/],
    [
      'a dead-letter queue in another Region',
      { Id: 'one', Arn: FUNCTION, DeadLetterConfig: { Arn: abroad } },
      /Region/,
    ],
    ['a function as dead-letter queue', { Id: 'one', Arn: FUNCTION, DeadLetterConfig: { Arn: FUNCTION } }, /SQS queue/],
  ];
  for (const [what, target, message] of refused)
    it(`refuses ${what}`, async () => {
      await refuses(put(target), 'ValidationException', message);
      assert.deepEqual((await events('ListTargetsByRule', { Rule: 'rule' })).Targets, []);
    });

  it('says so when a kind of target is not modelled', async () => {
    await refuses(put({ Id: 'one', Arn: `arn:aws:states:${HOME}:${MANAGEMENT}:stateMachine:x` }), 'NotImplemented');
  });

  it('takes the bounds of a retry policy, and a hundred variables', async () => {
    await put({ Id: 'one', Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } });
    await put({ Id: 'one', Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } });
    const { v100, ...hundred } = manyPaths;
    await put(transformer('"<v0>"', hundred));
  });

  it('refuses a role that does not trust EventBridge, or does not exist', async () => {
    const others = { Principal: { Service: 'lambda.amazonaws.com' } };
    const RoleArn = world.role(MANAGEMENT, 'for-functions', [], others);
    const message = /cannot be assumed by principal 'events\.amazonaws\.com'\.$/;
    await refuses(put({ Id: 'one', Arn: QUEUE, RoleArn }), 'ValidationException', message);
    const nobody = `arn:aws:iam::${MANAGEMENT}:role/nobody`;
    await refuses(put({ Id: 'one', Arn: QUEUE, RoleArn: nobody }), 'ValidationException', message);
  });

  it('refuses a role whose trust is bound to another rule', async () => {
    const bound = (rule: string) => ({
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:${HOME}:${MANAGEMENT}:rule/${rule}` } },
    });
    const other = world.role(MANAGEMENT, 'for-another', [], bound('another'));
    await refuses(put({ Id: 'one', Arn: QUEUE, RoleArn: other }), 'ValidationException', /cannot be assumed/);
    await put({ Id: 'one', Arn: QUEUE, RoleArn: world.role(MANAGEMENT, 'for-this', [], bound('rule')) });
  });

  it('refuses a caller who may not pass the role to EventBridge', async () => {
    const RoleArn = world.role(MANAGEMENT, 'forwarder', []);
    const allowed = { Effect: 'Allow', Action: 'events:PutTargets', Resource: '*' };
    const pass = { Effect: 'Allow', Action: 'iam:PassRole', Resource: RoleArn };
    const as = (name: string, ...statements: object[]) =>
      caller<typeof EventBridge>(world.test, 'events', world.test.role(MANAGEMENT, name, statements));
    const request = { Rule: 'rule', Targets: [{ Id: 'one', Arn: QUEUE, RoleArn }] };
    await refuses(as('without', allowed)('PutTargets', request), 'AccessDenied', /iam:PassRole/);
    const elsewhere = { ...pass, Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } };
    await refuses(as('elsewhere', allowed, elsewhere)('PutTargets', request), 'AccessDenied', /iam:PassRole/);
    await as('with', allowed, pass)('PutTargets', request);
  });

  it('can be restricted to targets by the caller’s policy', async () => {
    const session = world.test.role(MANAGEMENT, 'limited', [
      {
        Effect: 'Allow',
        Action: 'events:PutTargets',
        Resource: '*',
        Condition: { 'ForAllValues:ArnLike': { 'events:TargetArn': QUEUE } },
      },
    ]);
    const limited = caller<typeof EventBridge>(world.test, 'events', session);
    await limited('PutTargets', { Rule: 'rule', Targets: [{ Id: 'one', Arn: QUEUE }] });
    const both = [
      { Id: 'one', Arn: QUEUE },
      { Id: 'two', Arn: FUNCTION },
    ];
    await refuses(limited('PutTargets', { Rule: 'rule', Targets: both }), 'AccessDenied');
  });

  describe('with a bus of another account', () => {
    it('fails until that bus has a policy that admits the role', async () => {
      const RoleArn = world.role(MANAGEMENT, 'forwarder', [PUT_EVENTS]);
      const target = { Id: 'central', Arn: CENTRAL, RoleArn };
      const denied =
        /assumed-role\/forwarder\/.* is not authorized to perform: events:PutEvents on resource: .*central/;
      await refuses(put(target), 'AccessDenied', denied);
      await admit({ StringEquals: { 'aws:PrincipalOrgID': 'o-another' } });
      await refuses(put(target), 'AccessDenied', denied);
      await admit({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } });
      await put(target);
    });

    it('fails when the policy names another role by aws:PrincipalArn', async () => {
      const RoleArn = world.role(MANAGEMENT, 'impostor', [PUT_EVENTS]);
      await admit({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/forwarder' } });
      await refuses(put({ Id: 'central', Arn: CENTRAL, RoleArn }), 'AccessDenied');
      await put({ Id: 'central', Arn: CENTRAL, RoleArn: world.role(MANAGEMENT, 'forwarder', [PUT_EVENTS]) });
    });

    it('fails when the role itself may not put events there', async () => {
      await admit({});
      const RoleArn = world.role(MANAGEMENT, 'forwarder', []);
      await refuses(put({ Id: 'central', Arn: CENTRAL, RoleArn }), 'AccessDenied', /events:PutEvents/);
    });

    it('leaves open what the policy says about single events', async () => {
      const RoleArn = world.role(MANAGEMENT, 'forwarder', [PUT_EVENTS]);
      await admit({ 'ForAnyValue:StringLike': { 'events:source': 'aws.*' } });
      await put({ Id: 'central', Arn: CENTRAL, RoleArn });
    });

    it('fails for a bus that does not exist', async () => {
      const RoleArn = world.role(MANAGEMENT, 'forwarder', [{ ...PUT_EVENTS, Resource: '*' }]);
      const Arn = `arn:aws:events:${HOME}:${SECURITY}:event-bus/nowhere`;
      await refuses(put({ Id: 'nowhere', Arn, RoleArn }), 'AccessDenied');
    });
  });
});
