import assert from 'node:assert/strict';
import { queue } from '../../../sandbox/resources/queue';
import { topic } from '../../../sandbox/resources/topic';
import { topicSubscription } from '../../../sandbox/resources/topic-subscription';
import { created, inputAt, read } from './recorded-cloud';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/444444444444/dead';
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:444444444444:alerts';

describe('aws.sqs.Queue', () => {
  it("is created with its attributes and the provider's as text, and known by its URL", async () => {
    const inputs = {
      name: 'dead',
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
      redrivePolicy: { maxReceiveCount: 3 },
    };
    const { id, calls } = await created(queue, inputs, { 'sqs:CreateQueue': { QueueUrl: QUEUE_URL } });
    assert.equal(id, QUEUE_URL);
    assert.deepEqual(calls, [
      [
        'sqs:CreateQueue',
        {
          QueueName: 'dead',
          Attributes: {
            MaximumMessageSize: '262144',
            MessageRetentionPeriod: '1209600',
            RedrivePolicy: '{"maxReceiveCount":3}',
            SqsManagedSseEnabled: 'true',
            VisibilityTimeout: '30',
          },
          tags: { team: 'security' },
        },
      ],
    ]);
  });

  it('that nobody named ends in .fifo where it is one', async () => {
    const { calls } = await created(queue, { fifoQueue: true }, { 'sqs:CreateQueue': { QueueUrl: QUEUE_URL } });
    assert.equal(inputAt(calls, 0).QueueName, 'audit-1a2b3c4.fifo');
  });

  it('shows numbers and facts as such', async () => {
    const state = await read(queue, QUEUE_URL, {
      'sqs:GetQueueAttributes': {
        Attributes: {
          QueueArn: 'arn:aws:sqs:eu-west-1:444444444444:dead',
          VisibilityTimeout: '30',
          SqsManagedSseEnabled: 'false',
        },
      },
    });
    assert.deepEqual(state, {
      arn: 'arn:aws:sqs:eu-west-1:444444444444:dead',
      name: 'dead',
      region: 'eu-west-1',
      sqsManagedSseEnabled: false,
      tags: {},
      tagsAll: {},
      url: QUEUE_URL,
      visibilityTimeoutSeconds: 30,
    });
  });
});

describe('aws.sns.Topic', () => {
  const ANSWERS = { 'sns:CreateTopic': { TopicArn: TOPIC_ARN } };

  it('is created bare, and gets its attributes one by one', async () => {
    const { id, calls } = await created(topic, { name: 'alerts', kmsMasterKeyId: 'k', policy: { a: 1 } }, ANSWERS);
    assert.equal(id, TOPIC_ARN);
    assert.deepEqual(calls, [
      ['sns:CreateTopic', { Name: 'alerts', Tags: [{ Key: 'team', Value: 'security' }] }],
      ['sns:SetTopicAttributes', { TopicArn: TOPIC_ARN, AttributeName: 'KmsMasterKeyId', AttributeValue: 'k' }],
      ['sns:SetTopicAttributes', { TopicArn: TOPIC_ARN, AttributeName: 'Policy', AttributeValue: '{"a":1}' }],
    ]);
  });

  it('is FIFO from the start or never', async () => {
    const { calls } = await created(topic, { fifoTopic: true, contentBasedDeduplication: true }, ANSWERS);
    const { Name, Attributes } = inputAt(calls, 0);
    assert.deepEqual([Name, Attributes], ['audit-1a2b3c4.fifo', { FifoTopic: 'true' }]);
    assert.equal(inputAt(calls, 1).AttributeName, 'ContentBasedDeduplication');
  });
});

describe('aws.sns.TopicSubscription', () => {
  it('asks for its ARN even where the address has to confirm', async () => {
    const inputs = { topic: TOPIC_ARN, protocol: 'email', endpoint: 'a@example.com', filterPolicy: '{"a":["b"]}' };
    const { id, calls } = await created(topicSubscription, inputs, {
      'sns:Subscribe': { SubscriptionArn: `${TOPIC_ARN}:1` },
    });
    assert.equal(id, `${TOPIC_ARN}:1`);
    assert.deepEqual(calls, [
      [
        'sns:Subscribe',
        {
          TopicArn: TOPIC_ARN,
          Protocol: 'email',
          Endpoint: 'a@example.com',
          Attributes: { FilterPolicy: '{"a":["b"]}' },
          ReturnSubscriptionArn: true,
        },
      ],
    ]);
  });
});
