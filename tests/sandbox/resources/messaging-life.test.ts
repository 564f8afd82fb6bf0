import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { queue, queuePolicy } from '../../../sandbox/resources/queue';
import { topic, topicPolicy } from '../../../sandbox/resources/topic';
import { topicSubscription } from '../../../sandbox/resources/topic-subscription';
import { kms } from '../../../sandbox/services/kms/index';
import { sns } from '../../../sandbox/services/sns/index';
import { sqs } from '../../../sandbox/services/sqs/index';
import { refuses } from '../support';
import { ACCOUNT, REGION, ResourceWorld } from './resource-world';

const arn = (service: string, name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
const policy = (action: string, resource: string, service = 'events.amazonaws.com') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: resource }],
});

let world: ResourceWorld;
beforeEach(() => {
  world = new ResourceWorld([kms, sns, sqs]);
});

describe('the life of an aws.sqs.Queue', () => {
  it('changes all attributes in one call, and back to the defaults when they are no longer said', async () => {
    const made = await world.make(queue, { name: 'dead', sqsManagedSseEnabled: true });
    await made.update({ messageRetentionSeconds: 345_600, visibilityTimeoutSeconds: 30, delaySeconds: 0 }, []);
    const change = {
      delaySeconds: 5,
      maxMessageSize: 1024,
      messageRetentionSeconds: 60,
      receiveWaitTimeSeconds: 20,
      visibilityTimeoutSeconds: 0,
      tags: { a: 'b' },
    };
    await made.update(change, ['TagQueue', 'SetQueueAttributes']);
    const nothing = Object.fromEntries(Object.keys(change).map((input) => [input, undefined]));
    await made.update({ ...nothing }, ['UntagQueue', 'SetQueueAttributes']);
    const state = await made.read({});
    assert.deepEqual([state?.maxMessageSize, state?.visibilityTimeoutSeconds, state?.delaySeconds], [262_144, 30, 0]);
  });

  it('is encrypted one way or the other', async () => {
    const made = await world.make(queue, { name: 'dead', sqsManagedSseEnabled: true });
    const byKey = {
      sqsManagedSseEnabled: undefined,
      kmsMasterKeyId: 'alias/aws/sqs',
      kmsDataKeyReusePeriodSeconds: 600,
    };
    await made.update(byKey, ['SetQueueAttributes']);
    assert.equal((await made.read({}))?.kmsMasterKeyId, 'alias/aws/sqs');
    await made.update(
      { kmsMasterKeyId: undefined, kmsDataKeyReusePeriodSeconds: undefined, sqsManagedSseEnabled: true },
      ['SetQueueAttributes'],
    );
    assert.equal((await made.read({}))?.sqsManagedSseEnabled, true);
    assert.equal((await made.read({}))?.kmsMasterKeyId, undefined);
  });

  it('takes the name of one that was deleted a moment ago, as soon as SQS gives it away', async () => {
    const first = await world.make(queue, { name: 'dead' });
    const { clock, answered } = world.test;
    const begin = clock.now().getTime();
    await first.delete(['DeleteQueue']);
    const before = answered.length;
    await world.make(queue, { name: 'dead' });
    const seconds = (clock.now().getTime() - begin) / 1000;
    assert.ok(seconds >= 60 && seconds < 70, `It took ${seconds} seconds.`);
    const tries = answered.slice(before).filter(({ call }) => call.operation === 'CreateQueue');
    assert.deepEqual(
      tries.map(({ error }) => error?.code),
      [...Array(tries.length - 1).fill('QueueDeletedRecently'), undefined],
    );
  });

  it('gives up on a name that stays taken', async () => {
    const waits: number[] = [];
    const gone = async () => {
      throw new AwsError('QueueDeletedRecently', 'You must wait 60 seconds');
    };
    const cloud = { ...world.cloud, call: gone, wait: async (ms: number) => void waits.push(ms) };
    await refuses(queue.create(cloud, { name: 'dead' } as never, 'dead'), 'QueueDeletedRecently');
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, ...Array(8).fill(10_000)]);
  });

  it('hands what fails to a queue that admits it', async () => {
    const dead = await world.make(queue, { name: 'dead' });
    const redrive = { deadLetterTargetArn: arn('sqs', 'dead'), maxReceiveCount: 3 };
    const made = await world.make(queue, { name: 'work', redrivePolicy: JSON.stringify(redrive) });
    await made.update({ redrivePolicy: { ...redrive, maxReceiveCount: 5 } }, ['SetQueueAttributes']);
    await dead.update({ redriveAllowPolicy: { redrivePermission: 'denyAll' } }, ['SetQueueAttributes']);
    await refuses(made.update({ redrivePolicy: redrive }, []), 'InvalidParameterValue', /does not allow/);
    await made.delete(['DeleteQueue']);
  });

  it('keeps its order only from the start', async () => {
    const inputs = { name: 'work.fifo', fifoQueue: true, contentBasedDeduplication: true };
    const made = await world.make(queue, inputs);
    await made.update({ contentBasedDeduplication: undefined }, ['SetQueueAttributes']);
    await made.update({ deduplicationScope: 'messageGroup', fifoThroughputLimit: 'perMessageGroupId' }, [
      'SetQueueAttributes',
    ]);
    assert.deepEqual(queue.replacedBy, ['fifoQueue', 'name', 'region']);
    await made.delete(['DeleteQueue']);
  });
});

describe('the life of an aws.sqs.QueuePolicy', () => {
  it('is put, put anew, and taken away', async () => {
    const own = await world.make(queue, { name: 'dead' });
    const allowed = (action: string) => policy(action, arn('sqs', 'dead'));
    const made = await world.make(queuePolicy, { queueUrl: own.id, policy: allowed('sqs:SendMessage') });
    await made.update({ policy: JSON.stringify(allowed('sqs:SendMessage'), null, 1) }, []);
    await made.update({ policy: allowed('sqs:*') }, ['SetQueueAttributes']);
    await refuses(made.update({ policy: '{"Version":"2012-10-17"}' }, []), 'InvalidAttributeValue');
    await made.delete(['SetQueueAttributes']);
    assert.equal((await own.read())?.policy, undefined);
    await own.delete(['DeleteQueue']);
    await made.remove(['SetQueueAttributes']);
  });
});

describe('the life of an aws.sns.Topic', () => {
  it('changes one attribute at a time, and loses those that are no longer said', async () => {
    const made = await world.make(topic, { name: 'alerts' });
    const deliveryPolicy = JSON.stringify({ http: { disableSubscriptionOverrides: true } });
    const set = 'SetTopicAttributes';
    await made.update({ displayName: 'Alerts', kmsMasterKeyId: 'alias/aws/sns', deliveryPolicy }, [set, set, set]);
    await made.update({ displayName: undefined, kmsMasterKeyId: undefined, deliveryPolicy: undefined }, [
      set,
      set,
      set,
    ]);
    await made.update({ signatureVersion: 2, tracingConfig: 'Active' }, [set, set]);
    await made.update({ policy: policy('sns:Publish', arn('sns', 'alerts')) }, [set]);
    await made.update({ tags: { a: 'b' } }, ['TagResource']);
    await made.update({ tags: { c: 'd' } }, ['UntagResource', 'TagResource']);
    await refuses(made.update({ displayName: 'x'.repeat(101) }, []), 'InvalidParameterException');
    await made.delete(['DeleteTopic']);
  });

  it('keeps its order only from the start', async () => {
    const made = await world.make(topic, { name: 'a.fifo', fifoTopic: true, contentBasedDeduplication: true });
    await made.update({ contentBasedDeduplication: undefined }, ['SetTopicAttributes']);
    await made.update({ fifoThroughputScope: 'MessageGroup' }, ['SetTopicAttributes']);
    assert.deepEqual(topic.replacedBy, ['fifoTopic', 'name', 'region']);
  });
});

describe('the life of an aws.sns.TopicPolicy', () => {
  it('ends with the policy that every topic is made with', async () => {
    const own = await world.make(topic, { name: 'alerts' });
    const TopicArn = own.id;
    const made = await world.make(topicPolicy, { arn: TopicArn, policy: policy('sns:Publish', TopicArn) });
    await made.update({ policy: policy('sns:Subscribe', TopicArn) }, ['SetTopicAttributes']);
    await refuses(made.update({ policy: '{}' }, []), 'InvalidParameterException', /Policy/);
    await made.remove(['SetTopicAttributes']);
    const left = JSON.parse(String((await made.read())?.policy)) as { Id: string; Statement: { Condition: unknown }[] };
    assert.equal(left.Id, '__default_policy_ID');
    assert.deepEqual(left.Statement[0]?.Condition, { StringEquals: { 'AWS:SourceOwner': ACCOUNT } });
    await own.delete(['DeleteTopic']);
    assert.equal(await made.read(), undefined);
    await made.remove(['SetTopicAttributes']);
  });
});

describe('the life of an aws.sns.TopicSubscription', () => {
  const set = 'SetSubscriptionAttributes';
  const subscribed = async (more: object = {}) => {
    const { id: TopicArn } = await world.make(topic, { name: 'alerts' });
    for (const name of ['inbox', 'dead']) await world.make(queue, { name });
    const endpoint = arn('sqs', 'inbox');
    return await world.make(topicSubscription, { topic: TopicArn, protocol: 'sqs', endpoint, ...more });
  };

  it('changes its attributes, and loses those that are no longer said', async () => {
    const made = await subscribed();
    const redrivePolicy = { deadLetterTargetArn: arn('sqs', 'dead') };
    await made.update({ rawMessageDelivery: true, redrivePolicy }, [set, set]);
    await made.update({ filterPolicy: '{"a":["b"]}' }, [set]);
    await made.update({ filterPolicy: { a: ['b'] }, endpointAutoConfirms: true, confirmationTimeoutInMinutes: 1 }, []);
    await made.update({ filterPolicy: undefined, rawMessageDelivery: undefined, redrivePolicy: undefined }, [
      set,
      set,
      set,
    ]);
    await refuses(made.update({ redrivePolicy: '{}' }, []), 'InvalidParameterException', /deadLetterTargetArn/);
    assert.deepEqual(topicSubscription.replacedBy, ['endpoint', 'protocol', 'region', 'topic']);
    await made.delete(['Unsubscribe']);
  });

  it('goes from the attributes to the body and back, in the order that the policy allows', async () => {
    const made = await subscribed({ filterPolicy: '{"a":["b"]}', filterPolicyScope: 'MessageAttributes' });
    const nested = { filterPolicy: '{"a":{"b":["c"]}}', filterPolicyScope: 'MessageBody' };
    const flat = made.inputs;
    await made.update(nested, [set, set]);
    await made.update(flat, [set, set]);
    await refuses(made.update({ filterPolicy: nested.filterPolicy }, []), 'InvalidParameterException');
  });

  it('is only forgotten before its address has confirmed it', async () => {
    const { id } = await world.make(topic, { name: 'alerts' });
    const made = await world.make(topicSubscription, { topic: id, protocol: 'email', endpoint: 'a@example.com' });
    await made.remove(['Unsubscribe']);
    assert.equal((await made.read())?.pendingConfirmation, true);
  });
});
