import assert from 'node:assert/strict';
import { kms } from '../../../../sandbox/services/kms/index';
import { sns } from '../../../../sandbox/services/sns/index';
import type { SnsSdk } from '../../../../sandbox/services/sns/state';
import { caller, refuses, type TestCloud, testGate } from '../../support';

const OWNER = '333333333333';
const OTHER = '444444444444';
const TopicArn = `arn:aws:sns:us-east-1:${OWNER}:alerts`;

describe('SNS topics', () => {
  let cloud: TestCloud;
  let call: ReturnType<typeof caller<SnsSdk>>;
  const attributes = async () => (await call('GetTopicAttributes', { TopicArn })).Attributes ?? {};

  beforeEach(async () => {
    cloud = testGate([sns, kms]);
    call = caller<SnsSdk>(cloud, 'sns', cloud.administrator(OWNER));
    await call('CreateTopic', { Name: 'alerts', Attributes: { DisplayName: 'Alerts' } });
  });

  it('answers the existing topic to the same request and refuses a different one', async () => {
    assert.deepEqual(await call('CreateTopic', { Name: 'alerts' }), { TopicArn });
    await refuses(
      call('CreateTopic', { Name: 'alerts', Attributes: { DisplayName: 'Other' } }),
      'InvalidParameterException',
    );
    await refuses(call('CreateTopic', { Name: 'al erts' }), 'InvalidParameterException', /Topic Name/);
  });

  it('has a policy for its own account when nobody gave it one', async () => {
    const { Policy = '', Owner, SubscriptionsPending } = await attributes();
    const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string; Condition: unknown }[] };
    assert.equal(Owner, OWNER);
    assert.equal(SubscriptionsPending, '0');
    assert.equal(Statement[0]?.Sid, '__default_statement_ID');
    assert.deepEqual(Statement[0]?.Condition, { StringEquals: { 'AWS:SourceOwner': OWNER } });
    const own = cloud.role(OWNER, 'without-permissions');
    await caller<SnsSdk>(cloud, 'sns', own)('Publish', { TopicArn, Message: 'the topic policy admits me' });
    const foreign = caller<SnsSdk>(cloud, 'sns', cloud.administrator(OTHER));
    await refuses(foreign('Publish', { TopicArn, Message: 'a' }), 'AccessDenied', /SNS:Publish/i);
    await refuses(foreign('DeleteTopic', { TopicArn }), 'AccessDenied');
  });

  it('lets exactly those publish whom its policy names', async () => {
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: TopicArn,
        Condition: { StringEquals: { 'aws:SourceAccount': OWNER } },
      },
    ];
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement });
    await call('SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
    assert.equal((await attributes()).Policy, AttributeValue);
    const alarm = (sourceAccount: string) =>
      caller<SnsSdk>(cloud, 'sns', { kind: 'service', service: 'cloudwatch.amazonaws.com', sourceAccount });
    await alarm(OWNER)('Publish', { TopicArn, Message: 'alarm' });
    await refuses(alarm(OTHER)('Publish', { TopicArn, Message: 'alarm' }), 'AccessDenied');
    await refuses(
      caller<SnsSdk>(cloud, 'sns', cloud.role(OWNER, 'nobody'))('Publish', { TopicArn, Message: 'a' }),
      'AccessDenied',
    );
  });

  it('adds and removes permissions by label', async () => {
    await call('AddPermission', { TopicArn, Label: 'partner', AWSAccountId: [OTHER], ActionName: ['Publish'] });
    const partner = caller<SnsSdk>(cloud, 'sns', cloud.administrator(OTHER));
    await partner('Publish', { TopicArn, Message: 'a' });
    await call('RemovePermission', { TopicArn, Label: 'partner' });
    await refuses(partner('Publish', { TopicArn, Message: 'a' }), 'AccessDenied');
  });

  for (const [AttributeName, AttributeValue] of [
    ['Policy', '{"Statement":'],
    [
      'Policy',
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::333333333333:role/gone"},"Action":"sns:Publish","Resource":"*"}]}',
    ],
    ['SignatureVersion', '3'],
    ['FifoTopic', 'true'],
    ['Colour', 'red'],
    ['MaximumMessageSize', '1023'],
  ] as const)
    it(`refuses ${AttributeName} = ${AttributeValue}`, () =>
      refuses(call('SetTopicAttributes', { TopicArn, AttributeName, AttributeValue }), 'InvalidParameterException'));

  for (const [what, input, code, message] of [
    [
      'a subject of a hundred characters',
      { Message: 'a', Subject: 'x'.repeat(100) },
      'InvalidParameterException',
      /Subject/,
    ],
    ['a subject with a line break', { Message: 'a', Subject: 'a\nb' }, 'InvalidParameterException', /Subject/],
    ['an empty subject', { Message: 'a', Subject: '' }, 'InvalidParameterException', /Subject/],
    ['an empty message', { Message: '' }, 'InvalidParameterException', /Empty message/],
    ['a message over 256 KiB', { Message: 'x'.repeat(262_145) }, 'InvalidParameterException', /too long/],
    [
      'a structured message that is no JSON',
      { Message: 'a', MessageStructure: 'json' },
      'InvalidParameterException',
      /parse/,
    ],
    [
      'a structured message without default',
      { Message: '{"sqs":"a"}', MessageStructure: 'json' },
      'InvalidParameterException',
      /default/,
    ],
    [
      'a message attribute without value',
      { Message: 'a', MessageAttributes: { a: { DataType: 'String' } } },
      'InvalidParameterValueException',
      /non-empty/,
    ],
  ] as const)
    it(`refuses ${what}`, () => refuses(call('Publish', { TopicArn, ...input }), code, message));

  it('takes a subject of ninety-nine characters and a message of exactly 256 KiB', async () => {
    await call('Publish', { TopicArn, Subject: 'x'.repeat(99), Message: 'y'.repeat(262_144) });
  });

  it('answers each entry of a batch by itself', async () => {
    const { Successful, Failed } = await call('PublishBatch', {
      TopicArn,
      PublishBatchRequestEntries: [
        { Id: 'a', Message: 'fine' },
        { Id: 'b', Message: 'bad', Subject: '\n' },
      ],
    });
    assert.deepEqual(
      Successful?.map(({ Id }) => Id),
      ['a'],
    );
    assert.deepEqual(
      Failed?.map(({ Id, Code }) => [Id, Code]),
      [['b', 'InvalidParameterException']],
    );
    await refuses(call('PublishBatch', { TopicArn, PublishBatchRequestEntries: [] }), 'EmptyBatchRequestException');
  });

  it('asks the publisher for the right to use the key of an encrypted topic', async () => {
    const keys = caller<typeof import('@aws-sdk/client-kms')>(cloud, 'kms', cloud.administrator(OWNER));
    const { KeyMetadata } = await keys('CreateKey', {});
    const AttributeValue = KeyMetadata?.KeyId ?? '';
    await call('SetTopicAttributes', { TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue });
    const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: TopicArn };
    const use = { Effect: 'Allow', Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Resource: KeyMetadata?.Arn };
    const publisher = (name: string, statements: object[]) =>
      caller<SnsSdk>(cloud, 'sns', cloud.role(OWNER, name, statements));
    await publisher('with-key', [publish, use])('Publish', { TopicArn, Message: 'a' });
    await refuses(publisher('without', [publish])('Publish', { TopicArn, Message: 'a' }), 'KMSAccessDeniedException');
    await keys('DisableKey', { KeyId: AttributeValue });
    await refuses(call('Publish', { TopicArn, Message: 'a' }), 'KMSDisabledException');
  });

  it('refuses to publish to a topic that is gone', async () => {
    await call('DeleteTopic', { TopicArn });
    await refuses(call('Publish', { TopicArn, Message: 'a' }), 'NotFoundException', /Topic does not exist/);
    await call('DeleteTopic', { TopicArn });
    assert.deepEqual(await call('ListTopics', {}), { Topics: [] });
  });

  it('tags', async () => {
    await call('TagResource', {
      ResourceArn: TopicArn,
      Tags: [
        { Key: 'owner', Value: 'security' },
        { Key: 'b', Value: '' },
      ],
    });
    await call('UntagResource', { ResourceArn: TopicArn, TagKeys: ['b'] });
    assert.deepEqual((await call('ListTagsForResource', { ResourceArn: TopicArn })).Tags, [
      { Key: 'owner', Value: 'security' },
    ]);
  });
});
