import assert from 'node:assert/strict';
import type { QueueResource } from '../../../../infra/specifications/resources/queue';
import { SAMPLE } from '../../../support/organization';
import { World } from '../world';
import { assertPutBack, type Tampering, tamper } from './tampering';

const SECURITY = '333333333333';
const MEMBER = '444444444444';

/** One of each kind: with a policy in another Region of a member, and without one. */
const QUEUES = [
  [MEMBER, 'eu-west-1', 'trailwarden-forwarder-dead-letters'],
  [SECURITY, 'us-east-1', 'trailwarden-central-dead-letters'],
  [SECURITY, 'us-east-1', 'trailwarden-responder-failures'],
] as const;

describe('the keeper of queues', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.deployed();
  });

  for (const { account } of SAMPLE.stacks)
    it(`finds every queue that was deployed in ${account} as it is declared, and knows every one`, async () => {
      for (const queue of world.resources(account, 'queue'))
        assert.deepEqual(await world.differing(queue), [], queue.arn);
      for (const region of SAMPLE.configuration.governedRegions) {
        const { QueueUrls } = await world.as(account, 'sqs', 'ListQueues', { QueueNamePrefix: 'trailwarden' }, region);
        const declared = world.resources(account, 'queue').filter((queue) => queue.region === region);
        assert.deepEqual(
          (QueueUrls as string[]).map((url) => url.split('/').at(-1)).sort(),
          declared.map(({ name }) => name).sort(),
        );
      }
    });

  for (const [account, region, name] of QUEUES) {
    const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    let queue: QueueResource;
    beforeEach(() => {
      queue = world.resources(account, 'queue').find((each) => each.region === region && each.name === name) as never;
    });

    const set = (Attributes: Record<string, string>): Tampering['by'][number] => [
      'sqs',
      'SetQueueAttributes',
      { QueueUrl, Attributes },
    ];
    const admitted = { Label: 'us', AWSAccountIds: ['999999999999'], Actions: ['ReceiveMessage', 'DeleteMessage'] };
    const redrive = JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:${region}:${account}:elsewhere`,
      maxReceiveCount: 1,
    });
    const TAMPERINGS: Readonly<Record<string, Tampering>> = {
      'a policy that lets another account in': {
        by: [['sqs', 'AddPermission', { QueueUrl, ...admitted }]],
        differing: ['Policy'],
        repairs: ['SetQueueAttributes'],
      },
      'a retention that was shortened': {
        by: [set({ MessageRetentionPeriod: '60' })],
        differing: ['MessageRetentionPeriod'],
        repairs: ['SetQueueAttributes'],
      },
      'a size that no report has': {
        by: [set({ MaximumMessageSize: '1024' })],
        differing: ['MaximumMessageSize'],
        repairs: ['SetQueueAttributes'],
      },
      'messages that are seen too late': {
        by: [set({ DelaySeconds: '900', VisibilityTimeout: '43200' })],
        differing: ['DelaySeconds', 'VisibilityTimeout'],
        repairs: ['SetQueueAttributes'],
      },
      'an encryption that was switched off': {
        by: [set({ SqsManagedSseEnabled: 'false' })],
        differing: ['SqsManagedSseEnabled'],
        repairs: ['SetQueueAttributes'],
      },
      'a key that EventBridge may not use': {
        by: [set({ KmsMasterKeyId: 'alias/aws/sqs' })],
        differing: ['SqsManagedSseEnabled', 'KmsMasterKeyId'],
        repairs: ['SetQueueAttributes'],
      },
      'a way out into another queue': {
        by: [['sqs', 'CreateQueue', { QueueName: 'elsewhere' }], set({ RedrivePolicy: redrive })],
        differing: ['RedrivePolicy'],
        repairs: ['SetQueueAttributes'],
      },
      'a tag that was taken away': {
        by: [['sqs', 'UntagQueue', { QueueUrl, TagKeys: ['trailwarden:prefix'] }]],
        differing: ['Tags'],
        repairs: ['TagQueue'],
      },
      'everything at once': {
        by: [
          ['sqs', 'CreateQueue', { QueueName: 'elsewhere' }],
          ['sqs', 'AddPermission', { QueueUrl, ...admitted }],
          set({
            MessageRetentionPeriod: '60',
            MaximumMessageSize: '1024',
            DelaySeconds: '900',
            VisibilityTimeout: '43200',
            KmsMasterKeyId: 'alias/aws/sqs',
            RedrivePolicy: redrive,
          }),
          ['sqs', 'TagQueue', { QueueUrl, Tags: { 'trailwarden:account-kind': 'nobody' } }],
        ],
        differing: [
          'Policy',
          'MessageRetentionPeriod',
          'MaximumMessageSize',
          'DelaySeconds',
          'VisibilityTimeout',
          'SqsManagedSseEnabled',
          'KmsMasterKeyId',
          'RedrivePolicy',
          'Tags',
        ],
        repairs: ['SetQueueAttributes', 'TagQueue'],
      },
    };
    for (const [what, tampering] of Object.entries(TAMPERINGS))
      it(`puts back ${what}: ${name}`, () => assertPutBack(world, queue, tampering));

    it(`makes ${name} again when it was deleted, with everything, once SQS gives the name back`, async () => {
      await tamper(world, queue, [['sqs', 'DeleteQueue', { QueueUrl }]]);
      const early = await world.reconcile(queue);
      assert.deepEqual([early.outcome, early.gone], ['failed', true]);
      assert.match(String(early.error), /^QueueDeletedRecently: You must wait 60 seconds/);
      await world.pass(60);
      await assertPutBack(world, queue, {
        by: [],
        differing: Object.keys(queue.settings),
        repairs: ['CreateQueue'],
      });
    });
  }

  const theQueue = (): QueueResource => world.resources(MEMBER, 'queue')[0] as QueueResource;
  const urlOf = ({ account, region, name }: QueueResource): string =>
    `https://sqs.${region}.amazonaws.com/${account}/${name}`;

  it('puts back a policy that was taken away, so that rules can write again', () => {
    const queue = theQueue();
    return assertPutBack(world, queue, {
      by: [['sqs', 'RemovePermission', { QueueUrl: urlOf(queue), Label: 'RulesLeaveWhatTheyCouldNotDeliver' }]],
      differing: ['Policy'],
      repairs: ['SetQueueAttributes'],
    });
  });

  it('says what a shorter retention may have cost, and that a longer size cost nothing', async () => {
    const queue = theQueue();
    const lossAfter = async (Attributes: object): Promise<readonly string[]> => {
      await tamper(world, queue, [['sqs', 'SetQueueAttributes', { QueueUrl: urlOf(queue), Attributes }]]);
      return (await world.reconcile(queue)).losses;
    };
    assert.deepEqual(await lossAfter({ MessageRetentionPeriod: '60' }), [
      'Messages that were older than the 60 seconds that the queue was to keep them may be gone.',
    ]);
    assert.deepEqual(await lossAfter({ MaximumMessageSize: '1048576' }), []);
  });

  it('says that the messages of a deleted queue are gone', async () => {
    const queue = theQueue();
    await tamper(world, queue, [['sqs', 'DeleteQueue', { QueueUrl: urlOf(queue) }]]);
    await world.pass(60);
    assert.deepEqual((await world.reconcile(queue)).losses, [
      'The queue was recreated: the messages that it held are gone.',
    ]);
  });
});
