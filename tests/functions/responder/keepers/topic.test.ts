import assert from 'node:assert/strict';
import type { AwsCall, Fields } from '../../../../functions/responder/aws';
import { differences } from '../../../../functions/responder/comparison';
import { topicKeeper } from '../../../../functions/responder/keepers/topic';
import type { TopicResource } from '../../../../infra/specifications/resources/topic';
import { World } from '../world';
import { assertPutBack, type Tampering } from './tampering';

const SECURITY = '333333333333';
const TopicArn = 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts';
const ADDRESS = 'security@example.com';

describe('the keeper of topics', () => {
  let world: World;
  let topic: TopicResource;
  beforeEach(async () => {
    world = await World.deployed();
    [topic] = world.resources(SECURITY, 'topic') as [TopicResource];
  });

  it('finds the topic of the alerts as it is declared, whether or not its addresses have confirmed', async () => {
    assert.deepEqual(await world.differing(topic), []);
    await confirm();
    assert.deepEqual(await world.differing(topic), []);
    assert.deepEqual(topic.settings.Subscriptions, [{ Protocol: 'email', Endpoint: ADDRESS, FilterPolicy: null }]);
  });

  const DENYING = { Sid: 'Silence', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TopicArn };
  const TAMPERINGS: Readonly<Record<string, Tampering>> = {
    'a policy that lets nobody publish': {
      by: [attribute('Policy', JSON.stringify({ Version: '2012-10-17', Statement: [DENYING] }))],
      differing: ['Policy'],
      repairs: ['SetTopicAttributes'],
    },
    'a policy to which a statement was added': {
      by: [
        [
          'sns',
          'AddPermission',
          { TopicArn, Label: 'friends', AWSAccountId: ['444444444444'], ActionName: ['Subscribe'] },
        ],
      ],
      differing: ['Policy'],
      repairs: ['SetTopicAttributes'],
    },
    'a policy from which a statement was removed': {
      by: [['sns', 'RemovePermission', { TopicArn, Label: 'AlarmsOfThisAccount' }]],
      differing: ['Policy'],
      repairs: ['SetTopicAttributes'],
    },
    'a topic whose messages are encrypted with another key': {
      by: [attribute('KmsMasterKeyId', 'alias/aws/sns')],
      differing: ['KmsMasterKeyId'],
      repairs: ['SetTopicAttributes'],
    },
    'a topic whose messages are not encrypted': {
      by: [attribute('KmsMasterKeyId', '')],
      differing: ['KmsMasterKeyId'],
      repairs: ['SetTopicAttributes'],
    },
    'a topic from which a tag was taken': {
      by: [['sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys: ['trailwarden:prefix'] }]],
      differing: ['Tags'],
      repairs: ['TagResource'],
    },
    'a topic that refuses messages as long as an alert': {
      by: [attribute('MaximumMessageSize', '1024')],
      differing: ['MaximumMessageSize'],
      repairs: ['SetTopicAttributes'],
    },
  };
  for (const [what, tampering] of Object.entries(TAMPERINGS))
    it(`puts back ${what}`, () => assertPutBack(world, topic, tampering));

  it('takes a filter from an address, so that it gets every alert again', async () => {
    const SubscriptionArn = await confirm();
    await assertPutBack(world, topic, {
      by: [
        [
          'sns',
          'SetSubscriptionAttributes',
          { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{"severity":["never"]}' },
        ],
      ],
      differing: ['Subscriptions'],
      repairs: ['SetSubscriptionAttributes'],
    });
  });

  it('subscribes an address again that was unsubscribed, and says that somebody has to confirm', async () => {
    const SubscriptionArn = await confirm();
    await assertPutBack(world, topic, {
      by: [['sns', 'Unsubscribe', { SubscriptionArn }]],
      differing: ['Subscriptions'],
      repairs: ['Subscribe'],
      without: 1,
    });
    const { calls, losses } = await world.reconcile(topic);
    assert.deepEqual([calls, losses], [[], []], 'an address that was asked must not be asked again');
  });

  it('names the address that has to confirm', async () => {
    await world.as(SECURITY, 'sns', 'Unsubscribe', { SubscriptionArn: await confirm() });
    const { losses } = await world.reconcile(topic);
    assert.deepEqual(losses, [
      `${ADDRESS} gets no alert until somebody there confirms the subscription again, by the link that AWS has sent.`,
    ]);
  });

  it('ends a subscription that carries the alerts to an address which nobody declared, and can undo that', async () => {
    await world.as(SECURITY, 'sns', 'Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'me@attacker.example' });
    await confirm('me@attacker.example');
    assert.deepEqual(await world.differing(topic), ['Subscriptions']);
    const { outcome, calls, losses } = await world.reconcile(topic);
    assert.deepEqual([outcome, calls.map(({ call }) => call.operation)], ['repaired', ['Unsubscribe']]);
    assert.deepEqual(
      calls.map(({ undo }) => undo?.input),
      [{ TopicArn, Protocol: 'email', Endpoint: 'me@attacker.example' }],
    );
    assert.deepEqual(losses, ['What alerts told me@attacker.example until its subscription ended is known there.']);
    assert.deepEqual(await endpoints(), [ADDRESS]);
  });

  it('leaves a subscription alone that gets nothing because nobody has confirmed it', async () => {
    await world.as(SECURITY, 'sns', 'Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'me@attacker.example' });
    assert.deepEqual(await world.differing(topic), []);
  });

  it('ends a subscription of a queue in another account, and leaves one of its own account', async () => {
    const own = 'arn:aws:sqs:us-east-1:333333333333:to-the-pager';
    const foreign = 'arn:aws:sqs:us-east-1:444444444444:collector';
    const open = { ...DENYING, Effect: 'Allow', Action: 'sns:Subscribe' };
    const policy = { Version: '2012-10-17', Statement: [...topic.settings.Policy.Statement, open] };
    await world.as(SECURITY, 'sns', 'SetTopicAttributes', attribute('Policy', JSON.stringify(policy))[2]);
    await world.as(SECURITY, 'sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: own });
    await world.as('444444444444', 'sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: foreign });
    assert.deepEqual(await world.differing(topic), ['Policy', 'Subscriptions']);
    const { outcome, calls } = await world.reconcile(topic);
    assert.equal(outcome, 'repaired');
    assert.deepEqual(
      calls.map(({ call }) => call.operation),
      ['SetTopicAttributes', 'Unsubscribe'],
    );
    assert.deepEqual(await endpoints(), [own, ADDRESS]);
  });

  /** What differs where SNS lists other subscriptions before those that there are. */
  async function differingBehind(...listed: readonly object[]): Promise<string[]> {
    const aws = async (call: AwsCall): Promise<Fields> => {
      if (call.operation !== 'ListSubscriptionsByTopic' || call.input.NextToken !== undefined)
        return await world.aws({ ...call, input: { ...call.input, NextToken: undefined } });
      return { Subscriptions: listed, NextToken: 'more' };
    };
    return differences(topic.settings, await topicKeeper.read(topic, aws)).map(({ setting }) => setting);
  }

  it('finds what is declared among more subscriptions than one answer holds', async () => {
    const others = Array.from({ length: 100 }, (_, index) => ({
      SubscriptionArn: `${TopicArn}:${index}`,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:us-east-1:333333333333:listener-${index}`,
    }));
    assert.deepEqual(await differingBehind(...others), []);
  });

  it('takes no subscription that ended for one that is there', async () => {
    const ended = { SubscriptionArn: 'Deleted', Protocol: 'email' };
    assert.deepEqual(await differingBehind({ ...ended, Endpoint: 'me@attacker.example' }), []);
    await world.as(SECURITY, 'sns', 'Unsubscribe', { SubscriptionArn: await confirm() });
    assert.deepEqual(await differingBehind({ ...ended, Endpoint: ADDRESS }), ['Subscriptions']);
  });

  it('makes a topic again that was deleted, with everything, and says who has to confirm', async () => {
    await confirm();
    await assertPutBack(world, topic, {
      by: [['sns', 'DeleteTopic', { TopicArn }]],
      differing: Object.keys(topic.settings),
      repairs: ['CreateTopic', 'Subscribe'],
      without: 1,
    });
  });

  it('says what a deleted topic took with it', async () => {
    await world.as(SECURITY, 'sns', 'DeleteTopic', { TopicArn });
    const { losses } = await world.reconcile(topic);
    assert.deepEqual(losses, [
      'The topic was recreated. Tags that only its stack knows are gone, and so are subscriptions that nobody declared.',
      `${ADDRESS} gets no alert until somebody there confirms the subscription again, by the link that AWS has sent.`,
    ]);
  });

  async function confirm(endpoint = ADDRESS): Promise<string> {
    return await world.confirmSubscription(TopicArn, endpoint);
  }

  async function endpoints(): Promise<unknown[]> {
    const { Subscriptions } = await world.as(SECURITY, 'sns', 'ListSubscriptionsByTopic', { TopicArn });
    return (Subscriptions as { Endpoint: string }[]).map(({ Endpoint }) => Endpoint).sort();
  }
});

function attribute(AttributeName: string, AttributeValue: string): Tampering['by'][number] {
  return ['sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue }];
}
