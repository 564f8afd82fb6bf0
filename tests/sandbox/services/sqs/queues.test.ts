import assert from 'node:assert/strict';
import { announceEndpoint } from '../../../../sandbox/core/endpoint';
import { sqs } from '../../../../sandbox/services/sqs/index';
import type { SqsSdk } from '../../../../sandbox/services/sqs/state';
import { caller, refuses, type TestCloud, testGate } from '../../support';

const OWNER = '333333333333';
const OTHER = '444444444444';
const ARN = `arn:aws:sqs:us-east-1:${OWNER}:alerts`;
const URL = `https://sqs.us-east-1.amazonaws.com/${OWNER}/alerts`;

function asAdministrator(cloud: TestCloud, account = OWNER) {
  return caller<SqsSdk>(cloud, 'sqs', cloud.administrator(account));
}

describe('SQS queues', () => {
  let cloud: TestCloud;
  let call: ReturnType<typeof asAdministrator>;

  beforeEach(async () => {
    cloud = testGate([sqs]);
    call = asAdministrator(cloud);
    await call('CreateQueue', { QueueName: 'alerts' });
  });

  it('answers the URL that clients reach: the endpoint where there is one, and AWS otherwise', async () => {
    assert.equal((await call('GetQueueUrl', { QueueName: 'alerts' })).QueueUrl, URL);
    announceEndpoint(cloud.state, 'http://127.0.0.1:4599/');
    assert.equal(
      (await call('GetQueueUrl', { QueueName: 'alerts' })).QueueUrl,
      `http://127.0.0.1:4599/${OWNER}/alerts`,
    );
    await call('SendMessage', { QueueUrl: URL, MessageBody: 'by the old URL' });
    const url = `http://localhost:4599/${OWNER}/alerts`;
    assert.equal((await call('ReceiveMessage', { QueueUrl: url })).Messages?.[0]?.Body, 'by the old URL');
  });

  it('shows the attributes of a new queue with the defaults of AWS', async () => {
    const { Attributes } = await call('GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['All'] });
    const created = String(cloud.clock.now().getTime() / 1000);
    assert.deepEqual(Attributes, {
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      CreatedTimestamp: created,
      DelaySeconds: '0',
      LastModifiedTimestamp: created,
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      QueueArn: ARN,
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      VisibilityTimeout: '30',
    });
  });

  it('answers the existing queue to the same request and refuses a different one', async () => {
    const same = { QueueName: 'alerts', Attributes: { VisibilityTimeout: '30' } };
    assert.equal((await call('CreateQueue', same)).QueueUrl, URL);
    await refuses(
      call('CreateQueue', { QueueName: 'alerts', Attributes: { VisibilityTimeout: '31' } }),
      'QueueNameExists',
      /VisibilityTimeout/,
    );
  });

  it('keeps the name of a deleted queue for a minute', async () => {
    await call('DeleteQueue', { QueueUrl: URL });
    await refuses(call('GetQueueUrl', { QueueName: 'alerts' }), 'QueueDoesNotExist');
    await refuses(call('CreateQueue', { QueueName: 'alerts' }), 'QueueDeletedRecently');
    await cloud.clock.advance(60_000);
    await call('CreateQueue', { QueueName: 'alerts' });
  });

  for (const [name, value, code] of [
    ['VisibilityTimeout', '43201', 'InvalidAttributeValue'],
    ['MessageRetentionPeriod', '59', 'InvalidAttributeValue'],
    ['Policy', '{"Statement":[]}', 'InvalidAttributeValue'],
    ['ContentBasedDeduplication', 'true', 'InvalidAttributeName'],
    ['Colour', 'red', 'InvalidAttributeName'],
    ['RedrivePolicy', `{"deadLetterTargetArn":"${ARN}-dead","maxReceiveCount":3}`, 'InvalidParameterValue'],
  ] as const)
    it(`refuses ${name} = ${value}, and sets nothing of the request`, async () => {
      const Attributes = { DelaySeconds: '5', [name]: value };
      await refuses(call('SetQueueAttributes', { QueueUrl: URL, Attributes }), code);
      const { Attributes: after } = await call('GetQueueAttributes', {
        QueueUrl: URL,
        AttributeNames: ['DelaySeconds'],
      });
      assert.deepEqual(after, { DelaySeconds: '0' });
    });

  it('encrypts with the one key or the other, never both', async () => {
    await call('SetQueueAttributes', { QueueUrl: URL, Attributes: { KmsMasterKeyId: 'alias/alerts' } });
    const read = async () => (await call('GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['All'] })).Attributes;
    assert.equal((await read())?.SqsManagedSseEnabled, 'false');
    await call('SetQueueAttributes', { QueueUrl: URL, Attributes: { SqsManagedSseEnabled: 'true' } });
    assert.equal((await read())?.KmsMasterKeyId, undefined);
  });

  it('lets another account and a service in by the queue policy alone, with its conditions', async () => {
    const rule = `arn:aws:events:us-east-1:${OTHER}:rule/tamper`;
    const statement = (Principal: unknown, Condition: unknown) => ({
      Effect: 'Allow',
      Principal,
      Action: 'sqs:SendMessage',
      Resource: ARN,
      Condition,
    });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        statement({ Service: 'events.amazonaws.com' }, { ArnEquals: { 'aws:SourceArn': rule } }),
        statement({ AWS: `arn:aws:iam::${OTHER}:root` }, { StringLike: { 'aws:PrincipalArn': '*/forwarder' } }),
      ],
    });
    await call('SetQueueAttributes', { QueueUrl: URL, Attributes: { Policy } });
    const allowed = [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }];
    const message = { QueueUrl: URL, MessageBody: 'a' };
    const asService = (sourceArn: string) =>
      caller<SqsSdk>(cloud, 'sqs', {
        kind: 'service',
        service: 'events.amazonaws.com',
        sourceArn,
        sourceAccount: OTHER,
      });
    await asService(rule)('SendMessage', message);
    await caller<SqsSdk>(cloud, 'sqs', cloud.role(OTHER, 'forwarder', allowed))('SendMessage', message);
    await refuses(asService(`${rule}-2`)('SendMessage', message), 'AccessDenied', /sqs:sendmessage/i);
    const stranger = caller<SqsSdk>(cloud, 'sqs', cloud.role(OTHER, 'stranger', allowed));
    await refuses(stranger('SendMessage', message), 'AccessDenied');
    await refuses(stranger('ReceiveMessage', { QueueUrl: URL }), 'AccessDenied');
  });

  it('adds and removes permissions by label', async () => {
    const entry = { QueueUrl: URL, Label: 'partner', AWSAccountIds: [OTHER], Actions: ['SendMessage'] };
    await call('AddPermission', entry);
    const partner = asAdministrator(cloud, OTHER);
    await partner('SendMessage', { QueueUrl: URL, MessageBody: 'a' });
    await refuses(call('AddPermission', entry), 'InvalidParameterValue', /Already exists/);
    await call('RemovePermission', { QueueUrl: URL, Label: 'partner' });
    await refuses(partner('SendMessage', { QueueUrl: URL, MessageBody: 'a' }), 'AccessDenied');
    await refuses(call('RemovePermission', { QueueUrl: URL, Label: 'partner' }), 'InvalidParameterValue', /label/);
  });

  it('takes a FIFO queue only with its suffix and its attribute', async () => {
    await call('CreateQueue', { QueueName: 'ordered.fifo', Attributes: { FifoQueue: 'true' } });
    await refuses(
      call('CreateQueue', { QueueName: 'ordered', Attributes: { FifoQueue: 'true' } }),
      'InvalidParameterValue',
    );
    await refuses(call('CreateQueue', { QueueName: 'other.fifo' }), 'InvalidParameterValue');
    const { QueueUrls } = await call('ListQueues', { QueueNamePrefix: 'ord' });
    assert.deepEqual(QueueUrls, [`https://sqs.us-east-1.amazonaws.com/${OWNER}/ordered.fifo`]);
  });

  it('keeps queues of accounts and Regions apart', async () => {
    const elsewhere = caller<SqsSdk>(cloud, 'sqs', cloud.administrator(OWNER), 'eu-west-1');
    await refuses(elsewhere('GetQueueUrl', { QueueName: 'alerts' }), 'QueueDoesNotExist');
    await refuses(asAdministrator(cloud, OTHER)('GetQueueUrl', { QueueName: 'alerts' }), 'QueueDoesNotExist');
  });

  it('tags', async () => {
    await call('TagQueue', { QueueUrl: URL, Tags: { owner: 'security', tier: '1' } });
    await call('UntagQueue', { QueueUrl: URL, TagKeys: ['tier'] });
    assert.deepEqual((await call('ListQueueTags', { QueueUrl: URL })).Tags, { owner: 'security' });
  });

  it('refuses an address that is no queue', async () => {
    await refuses(call('PurgeQueue', { QueueUrl: 'alerts' }), 'InvalidAddress');
    await refuses(call('PurgeQueue', { QueueUrl: `${URL}-2` }), 'QueueDoesNotExist');
  });
});
