import assert from 'node:assert/strict';
import { Clock } from '../../../../sandbox/core/clock';
import { Gate } from '../../../../sandbox/core/gate';
import { State } from '../../../../sandbox/core/state';
import { sqs } from '../../../../sandbox/services/sqs/index';
import type { SqsSdk } from '../../../../sandbox/services/sqs/state';
import { caller, refuses, type TestCloud, testGate } from '../../support';

const OWNER = '333333333333';
const urlOf = (name: string): string => `https://sqs.us-east-1.amazonaws.com/${OWNER}/${name}`;
const URL = urlOf('alerts');

describe('SQS messages', () => {
  let cloud: TestCloud;
  let call: ReturnType<typeof caller<SqsSdk>>;
  const bodies = async (name = 'alerts', MaxNumberOfMessages = 10): Promise<(string | undefined)[]> => {
    const { Messages = [] } = await call('ReceiveMessage', { QueueUrl: urlOf(name), MaxNumberOfMessages });
    return Messages.map(({ Body }) => Body);
  };

  beforeEach(async () => {
    cloud = testGate([sqs]);
    call = caller<SqsSdk>(cloud, 'sqs', cloud.administrator(OWNER));
    await call('CreateQueue', { QueueName: 'alerts' });
  });

  it('hides a received message until its visibility timeout, and shows it again unless it was deleted', async () => {
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'one' });
    const { Messages } = await call('ReceiveMessage', { QueueUrl: URL });
    assert.equal(Messages?.[0]?.Body, 'one');
    assert.deepEqual(await bodies(), []);
    await cloud.clock.advance(30_000);
    assert.deepEqual(await bodies(), ['one']);
    await call('DeleteMessage', { QueueUrl: URL, ReceiptHandle: Messages?.[0]?.ReceiptHandle });
    await cloud.clock.advance(30_000);
    const { Messages: again } = await call('ReceiveMessage', { QueueUrl: URL });
    assert.equal(again?.[0]?.Body, 'one', 'the handle of an earlier receipt deletes nothing');
    await call('DeleteMessage', { QueueUrl: URL, ReceiptHandle: again?.[0]?.ReceiptHandle });
    await cloud.clock.advance(30_000);
    assert.deepEqual(await bodies(), []);
  });

  it('changes the visibility of a message in flight, and of no other', async () => {
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'one' });
    const { Messages } = await call('ReceiveMessage', { QueueUrl: URL });
    const change = { QueueUrl: URL, ReceiptHandle: Messages?.[0]?.ReceiptHandle, VisibilityTimeout: 0 };
    await call('ChangeMessageVisibility', change);
    await refuses(call('ChangeMessageVisibility', change), 'MessageNotInflight');
    assert.deepEqual(await bodies(), ['one']);
    await refuses(call('DeleteMessage', { QueueUrl: URL, ReceiptHandle: 'guess' }), 'ReceiptHandleIsInvalid');
  });

  it('delays messages and forgets them after the retention period', async () => {
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'late', DelaySeconds: 60 });
    assert.deepEqual(await bodies(), []);
    await cloud.clock.advance(60_000);
    const count = async () =>
      (await call('GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['ApproximateNumberOfMessages'] })).Attributes;
    assert.deepEqual(await count(), { ApproximateNumberOfMessages: '1' });
    await cloud.clock.advance(345_600_000);
    assert.deepEqual(await count(), { ApproximateNumberOfMessages: '0' });
  });

  it('moves a message to the dead-letter queue when it was received too often', async () => {
    await call('CreateQueue', { QueueName: 'dead' });
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:${OWNER}:dead`,
      maxReceiveCount: 2,
    });
    await call('SetQueueAttributes', { QueueUrl: URL, Attributes: { RedrivePolicy } });
    const { MessageId } = await call('SendMessage', { QueueUrl: URL, MessageBody: 'poison' });
    for (const expected of [['poison'], ['poison'], []]) {
      assert.deepEqual(await bodies(), expected);
      await cloud.clock.advance(30_000);
    }
    const { Messages } = await call('ReceiveMessage', {
      QueueUrl: urlOf('dead'),
      MessageSystemAttributeNames: ['All'],
    });
    assert.equal(Messages?.[0]?.MessageId, MessageId);
    assert.equal(Messages?.[0]?.Attributes?.DeadLetterQueueSourceArn, `arn:aws:sqs:us-east-1:${OWNER}:alerts`);
    const { queueUrls } = await call('ListDeadLetterSourceQueues', { QueueUrl: urlOf('dead') });
    assert.deepEqual(queueUrls, [URL]);
  });

  for (const [name, DataType, digest] of [
    ['timestamp', 'Number', '235c5c510d26fb653d073faed50ae77c'],
    ['timestamp', 'Number.java.lang.Long', '2e2e4876d8e0bd6b8c2c8f556831c349'],
    ['SOME_Valid.attribute-Name', 'Number', '36655e7e9d7c0e8479fa3f3f42247ae7'],
  ] as const)
    it(`answers the digest that AWS answers for ${name} of type ${DataType}`, async () => {
      const MessageAttributes = { [name]: { DataType, StringValue: '1493147359900' } };
      const sent = await call('SendMessage', { QueueUrl: URL, MessageBody: 'derp', MessageAttributes });
      assert.equal(sent.MD5OfMessageBody, '58fd9edd83341c29f1aebba81c31e257');
      assert.equal(sent.MD5OfMessageAttributes, digest);
    });

  it('gives a receiver the attributes that were asked for, and their digest', async () => {
    const timestamp = { DataType: 'Number', StringValue: '1493147359900' };
    const MessageAttributes = { timestamp, blob: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) } };
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'hello', MessageAttributes });
    const { Messages } = await call('ReceiveMessage', {
      QueueUrl: URL,
      MessageAttributeNames: ['time.*'],
      MessageSystemAttributeNames: ['SenderId', 'SentTimestamp'],
    });
    assert.deepEqual(Messages?.[0]?.MessageAttributes, { timestamp });
    assert.equal(Messages?.[0]?.MD5OfMessageAttributes, '235c5c510d26fb653d073faed50ae77c');
    assert.deepEqual(Messages?.[0]?.Attributes, {
      SenderId: `${cloud.administrator(OWNER).roleId}:tester`,
      SentTimestamp: String(cloud.clock.now().getTime()),
    });
  });

  it('answers each entry of a batch by itself and refuses a batch that is none', async () => {
    const entry = (Id: string, MessageBody: string) => ({ Id, MessageBody });
    const { Successful, Failed } = await call('SendMessageBatch', {
      QueueUrl: URL,
      Entries: [entry('a', 'fine'), entry('b', 'bad \u0001')],
    });
    assert.deepEqual(
      Successful?.map(({ Id }) => Id),
      ['a'],
    );
    assert.deepEqual(
      Failed?.map(({ Id, Code }) => [Id, Code]),
      [['b', 'InvalidMessageContents']],
    );
    const send = (ids: string[]) =>
      call('SendMessageBatch', { QueueUrl: URL, Entries: ids.map((id) => entry(id, 'x')) });
    await refuses(send([]), 'EmptyBatchRequest');
    await refuses(send(['a', 'a']), 'BatchEntryIdsNotDistinct');
    await refuses(send(['a b']), 'InvalidBatchEntryId');
    await refuses(send([...'abcdefghijk']), 'TooManyEntriesInBatchRequest');
  });

  it('refuses a message over the queue’s limit, and one without a body', async () => {
    await call('SetQueueAttributes', { QueueUrl: URL, Attributes: { MaximumMessageSize: '1024' } });
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'x'.repeat(1024) });
    await refuses(
      call('SendMessage', { QueueUrl: URL, MessageBody: 'x'.repeat(1025) }),
      'InvalidParameterValue',
      /shorter/,
    );
    await refuses(call('SendMessage', { QueueUrl: URL, MessageBody: '' }), 'MissingParameter', /MessageBody/);
  });

  it('purges, once a minute', async () => {
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'one' });
    await call('PurgeQueue', { QueueUrl: URL });
    assert.deepEqual(await bodies(), []);
    await refuses(call('PurgeQueue', { QueueUrl: URL }), 'PurgeQueueInProgress');
  });

  it('keeps the order of a group in a FIFO queue, and drops duplicates', async () => {
    const QueueUrl = urlOf('ordered.fifo');
    const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
    await call('CreateQueue', { QueueName: 'ordered.fifo', Attributes });
    const send = (MessageBody: string, MessageGroupId?: string) =>
      call('SendMessage', { QueueUrl, MessageBody, ...(MessageGroupId === undefined ? {} : { MessageGroupId }) });
    await refuses(send('x'), 'MissingParameter', /MessageGroupId/);
    const first = await send('a1', 'a');
    assert.equal((await send('a1', 'a')).MessageId, first.MessageId);
    await send('a2', 'a');
    await send('b1', 'b');
    assert.deepEqual(await bodies('ordered.fifo', 1), ['a1']);
    assert.deepEqual(await bodies('ordered.fifo'), ['b1'], 'a2 waits for a1');
    await cloud.clock.advance(30_000);
    assert.deepEqual(await bodies('ordered.fifo'), ['a1', 'a2', 'b1']);
    await cloud.clock.advance(5 * 60_000);
    assert.notEqual((await send('a1', 'a')).MessageId, first.MessageId);
  });

  it('records sending and receiving as data events on the queue, without the message', async () => {
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'secret' });
    const { definition, context, call: made } = cloud.answered.at(-1) ?? assert.fail();
    assert.equal(definition.record?.category, 'Data');
    assert.deepEqual(definition.record?.resources?.(made.input as never, context), [
      { ARN: `arn:aws:sqs:us-east-1:${OWNER}:alerts`, accountId: OWNER, type: 'AWS::SQS::Queue' },
    ]);
    assert.doesNotMatch(JSON.stringify(definition.record?.requestParameters?.(made.input as never)), /secret/);
  });

  it('answers a long poll at once where time stands still', async () => {
    const { Messages } = await call('ReceiveMessage', { QueueUrl: URL, WaitTimeSeconds: 20 });
    assert.equal(Messages, undefined);
  });

  it('wakes a long poll when a message arrives, where time passes', async () => {
    const clock = new Clock('real');
    const gate = new Gate({
      state: new State(),
      clock,
      services: [sqs],
      authorize: () => Promise.resolve(),
      record: () => undefined,
    });
    const live = caller<SqsSdk>({ ...cloud, gate }, 'sqs', cloud.administrator(OWNER));
    await live('CreateQueue', { QueueName: 'alerts' });
    const poll = live('ReceiveMessage', { QueueUrl: URL, WaitTimeSeconds: 20 });
    await live('SendMessage', { QueueUrl: URL, MessageBody: 'now' });
    assert.equal((await poll).Messages?.[0]?.Body, 'now');
    await clock.stop();
  });
});
