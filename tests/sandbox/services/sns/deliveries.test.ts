import assert from 'node:assert/strict';
import { AwsError } from '../../../../sandbox/core/aws-error';
import { sentEmails, sns } from '../../../../sandbox/services/sns/index';
import type { SnsSdk } from '../../../../sandbox/services/sns/state';
import { sqs } from '../../../../sandbox/services/sqs/index';
import type { SqsSdk } from '../../../../sandbox/services/sqs/state';
import { caller, refuses, START, type TestCloud, testGate } from '../../support';

const OWNER = '333333333333';
const OTHER = '444444444444';
const TopicArn = `arn:aws:sns:us-east-1:${OWNER}:alerts`;
const queueArn = (name: string, account = OWNER): string => `arn:aws:sqs:us-east-1:${account}:${name}`;

describe('SNS deliveries', () => {
  let cloud: TestCloud;
  let call: ReturnType<typeof caller<SnsSdk>>;

  const queues = (account = OWNER) => caller<SqsSdk>(cloud, 'sqs', cloud.administrator(account));
  /** A queue that the topic may send to. */
  const makeQueue = async (name: string, account = OWNER): Promise<string> => {
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn(name, account),
        Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
      },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await queues(account)('CreateQueue', { QueueName: name, Attributes: { Policy } });
    return queueArn(name, account);
  };
  const received = async (name: string, account = OWNER) => {
    const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${account}/${name}`;
    const receive = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
    return (await queues(account)('ReceiveMessage', receive)).Messages ?? [];
  };
  const subscribe = (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
    call('Subscribe', { TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true });

  beforeEach(async () => {
    cloud = testGate([sns, sqs]);
    call = caller<SnsSdk>(cloud, 'sns', cloud.administrator(OWNER));
    await call('CreateTopic', { Name: 'alerts' });
  });

  it('brings a message to a queue in the envelope that AWS documents', async () => {
    await subscribe('sqs', await makeQueue('q'));
    const MessageAttributes = { severity: { DataType: 'String', StringValue: 'high' } };
    const { MessageId } = await call('Publish', {
      TopicArn,
      Subject: 'Trail stopped',
      Message: 'body',
      MessageAttributes,
    });
    await cloud.clock.settle();
    const [message] = await received('q');
    assert.deepEqual(JSON.parse(message?.Body ?? ''), {
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'Trail stopped',
      Message: 'body',
      Timestamp: START.toISOString(),
      MessageAttributes: { severity: { Type: 'String', Value: 'high' } },
    });
    assert.equal(message?.MessageAttributes, undefined);
  });

  it('brings the bare message where raw delivery is on, and each protocol its own text', async () => {
    await subscribe('sqs', await makeQueue('q'), { RawMessageDelivery: 'true' });
    const MessageAttributes = { severity: { DataType: 'String', StringValue: 'high' } };
    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
    await call('Publish', { TopicArn, Message, MessageStructure: 'json', MessageAttributes });
    await cloud.clock.settle();
    const [message] = await received('q');
    assert.equal(message?.Body, 'for queues');
    assert.deepEqual(message?.MessageAttributes, MessageAttributes);
    await refuses(
      subscribe('email', 'a@example.com', { RawMessageDelivery: 'true' }),
      'InvalidParameterException',
      /does not support raw/,
    );
  });

  it('loses what a queue does not let in, unless the subscription has a dead-letter queue that does', async () => {
    await queues()('CreateQueue', { QueueName: 'closed' });
    const { SubscriptionArn } = await subscribe('sqs', queueArn('closed'));
    await call('Publish', { TopicArn, Message: 'lost' });
    await cloud.clock.settle();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: await makeQueue('dead') });
    const redrive = { SubscriptionArn, AttributeName: 'RedrivePolicy', AttributeValue: RedrivePolicy };
    await call('SetSubscriptionAttributes', redrive);
    await call('Publish', { TopicArn, Message: 'kept' });
    await cloud.clock.settle();
    assert.deepEqual(await received('closed'), []);
    const dead = await received('dead');
    assert.deepEqual(
      dead.map(({ Body = '' }) => (JSON.parse(Body) as { Message: string }).Message),
      ['kept'],
    );
  });

  it('tries again after faults that pass', async () => {
    await subscribe('sqs', await makeQueue('q'));
    let failures = 0;
    const end = cloud.gate.injectFaults(({ operation }) => {
      if (operation !== 'SendMessage') return;
      failures += 1;
      throw new AwsError('ServiceUnavailable', 'An outage.');
    });
    cloud.clock.after(15_000, end);
    await call('Publish', { TopicArn, Message: 'patience' });
    await cloud.clock.settle();
    assert.equal((await received('q')).length, 1);
    assert.ok(failures > 6, `only ${failures} attempts`);
  });

  it('asks an e-mail address to confirm, and sends it nothing before it has', async () => {
    const { SubscriptionArn } = await call('Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'soc@example.com' });
    assert.equal(SubscriptionArn, 'pending confirmation');
    const { Subscriptions } = await call('ListSubscriptionsByTopic', { TopicArn });
    assert.equal(Subscriptions?.[0]?.SubscriptionArn, 'PendingConfirmation');
    await call('Publish', { TopicArn, Message: 'too early' });
    await cloud.clock.settle();
    const [request, ...others] = sentEmails(cloud.state);
    assert.equal(others.length, 0);
    assert.match(request?.body ?? '', new RegExp(request?.confirmationToken ?? 'no token'));
    await refuses(call('ConfirmSubscription', { TopicArn, Token: 'guess' }), 'InvalidParameterException', /Token/);
    const Token = request?.confirmationToken;
    const confirmed = await call('ConfirmSubscription', { TopicArn, Token, AuthenticateOnUnsubscribe: 'true' });
    await call('Publish', { TopicArn, Subject: 'Trail stopped', Message: 'the news' });
    await cloud.clock.settle();
    const mail = sentEmails(cloud.state).at(-1);
    assert.deepEqual(mail, {
      protocol: 'email',
      endpoint: 'soc@example.com',
      topicArn: TopicArn,
      sentAt: START,
      subject: 'Trail stopped',
      body: 'the news',
    });
    const { Attributes } = await call('GetSubscriptionAttributes', { SubscriptionArn: confirmed.SubscriptionArn });
    assert.equal(Attributes?.PendingConfirmation, 'false');
    assert.equal(Attributes?.ConfirmationWasAuthenticated, 'true');
  });

  it('forgets a subscription that nobody confirms for two days', async () => {
    await subscribe('email', 'soc@example.com');
    await cloud.clock.advance(48 * 3_600_000 + 1);
    assert.deepEqual(await call('ListSubscriptionsByTopic', { TopicArn }), { Subscriptions: [] });
  });

  it('asks a queue of another account to confirm, through the queue', async () => {
    await subscribe('sqs', await makeQueue('theirs', OTHER));
    await cloud.clock.settle();
    const [request] = await received('theirs', OTHER);
    const { Type, Token } = JSON.parse(request?.Body ?? '') as { Type: string; Token: string };
    assert.equal(Type, 'SubscriptionConfirmation');
    await call('ConfirmSubscription', { TopicArn, Token });
    await call('Publish', { TopicArn, Message: 'hello' });
    await cloud.clock.settle();
    assert.match((await received('theirs', OTHER))[0]?.Body ?? '', /hello/);
  });

  for (const [scope, policy, wanted, unwanted] of [
    [
      'MessageAttributes',
      { severity: ['high', { prefix: 'crit' }], count: [{ numeric: ['>', 3] }] },
      {
        MessageAttributes: {
          severity: { DataType: 'String', StringValue: 'critical' },
          count: { DataType: 'Number', StringValue: '4' },
        },
      },
      {
        MessageAttributes: {
          severity: { DataType: 'String', StringValue: 'critical' },
          count: { DataType: 'Number', StringValue: '3' },
        },
      },
    ],
    [
      'MessageAttributes',
      { tags: ['b'] },
      { MessageAttributes: { tags: { DataType: 'String.Array', StringValue: '["a","b"]' } } },
      { MessageAttributes: { tags: { DataType: 'String.Array', StringValue: '["a"]' } } },
    ],
    [
      'MessageBody',
      { detail: { severity: ['high'] } },
      { Message: '{"detail":{"severity":"high"}}' },
      { Message: 'high' },
    ],
  ] as const)
    it(`delivers by a filter policy on the ${scope}: ${JSON.stringify(policy)}`, async () => {
      const Attributes = { FilterPolicy: JSON.stringify(policy), FilterPolicyScope: scope, RawMessageDelivery: 'true' };
      await subscribe('sqs', await makeQueue('q'), Attributes);
      await call('Publish', { TopicArn, Message: 'unwanted', ...unwanted });
      const { MessageId } = await call('Publish', { TopicArn, Message: 'wanted', ...wanted });
      await cloud.clock.settle();
      const messages = await received('q');
      assert.ok(MessageId);
      assert.deepEqual(
        messages.map(({ Body }) => Body),
        ['Message' in wanted ? wanted.Message : 'wanted'],
      );
    });

  for (const [what, FilterPolicy, code] of [
    ['that is no JSON', '{', 'InvalidParameterException'],
    ['with an unknown operator', '{"a":[{"sounds-like":"b"}]}', 'InvalidParameterException'],
    ['that is nested, on attributes', '{"a":{"b":["c"]}}', 'InvalidParameterException'],
    [
      'with six keys',
      '{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}',
      'FilterPolicyLimitExceededException',
    ],
  ] as const)
    it(`refuses a filter policy ${what}`, async () => {
      await refuses(subscribe('sqs', await makeQueue('q'), { FilterPolicy }), code);
      assert.deepEqual(await call('ListSubscriptions', {}), { Subscriptions: [] });
    });

  it('answers the subscription that there is when an endpoint subscribes again', async () => {
    const first = await subscribe('sqs', await makeQueue('q'));
    assert.deepEqual(await subscribe('sqs', queueArn('q')), first);
    await refuses(
      subscribe('sqs', queueArn('q'), { RawMessageDelivery: 'true' }),
      'InvalidParameterException',
      /already exists/,
    );
  });

  it('delivers nothing more after unsubscribing, which another account cannot do', async () => {
    const { SubscriptionArn } = await subscribe('sqs', await makeQueue('q'));
    const stranger = caller<SnsSdk>(cloud, 'sns', cloud.administrator(OTHER));
    await refuses(stranger('Unsubscribe', { SubscriptionArn }), 'AuthorizationErrorException');
    await call('Unsubscribe', { SubscriptionArn });
    await call('Publish', { TopicArn, Message: 'gone' });
    await cloud.clock.settle();
    assert.deepEqual(await received('q'), []);
    await refuses(call('GetSubscriptionAttributes', { SubscriptionArn }), 'NotFoundException');
    const { Attributes } = await call('GetTopicAttributes', { TopicArn });
    assert.equal(Attributes?.SubscriptionsDeleted, '1');
  });

  it('keeps a subscription that nobody confirmed, whoever would end it', async () => {
    const { SubscriptionArn } = await subscribe('email', 'soc@example.com');
    await refuses(call('Unsubscribe', { SubscriptionArn }), 'InvalidParameterException', /pending confirmation/);
    const { Subscriptions } = await call('ListSubscriptionsByTopic', { TopicArn });
    assert.equal(Subscriptions?.length, 1);
  });

  it('tells the topic policy who subscribes what', async () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
      Action: 'sns:Subscribe',
      Resource: TopicArn,
      Condition: { StringEquals: { 'sns:Protocol': 'sqs' } },
    };
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await call('SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
    const partner = caller<SnsSdk>(cloud, 'sns', cloud.administrator(OTHER));
    const by = (Protocol: string, Endpoint: string) => partner('Subscribe', { TopicArn, Protocol, Endpoint });
    await refuses(by('email', 'a@example.com'), 'AccessDenied');
    assert.match((await by('sqs', await makeQueue('theirs', OTHER))).SubscriptionArn ?? '', /^arn:/);
    const { Subscriptions } = await partner('ListSubscriptions', {});
    assert.deepEqual(
      Subscriptions?.map(({ Owner }) => Owner),
      [OTHER],
    );
  });

  it('says what it does not model', () => refuses(subscribe('sms', '+15550100'), 'NotImplemented', /sms/));
});
