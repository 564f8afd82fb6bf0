import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { CloudTrailClient, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionCommand, InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import {
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  NotFoundException,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import {
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { account, instant, type SampleCloud, serveSample } from '../protocol/sample-cloud';
import { sampleServices } from './sample-services';

const bytes = new Uint8Array([0, 1, 254, 255]);

describe('the endpoint, to the JavaScript clients,', () => {
  let cloud: SampleCloud;
  beforeEach(async () => {
    cloud = await serveSample(sampleServices());
  });
  afterEach(async () => {
    await cloud.close();
  });

  it('brings a call to the gate as the principal, in the Region and from where it came', async () => {
    const client = new CloudTrailClient({ ...cloud.client, customUserAgent: 'tester' });
    const { $metadata, ...output } = await client.send(new GetTrailStatusCommand({ Name: 'trail' }));
    assert.deepEqual(output, { IsLogging: true, LatestDeliveryTime: instant });
    const [answered] = cloud.calls;
    assert.ok(answered?.call.principal.kind === 'role');
    assert.equal(answered.call.principal.account, account);
    assert.equal(answered.call.region, 'eu-west-1');
    assert.deepEqual(answered.call.input, { Name: 'trail' });
    assert.equal(answered.call.origin?.sourceIpAddress, '127.0.0.1');
    assert.match(answered.call.origin?.userAgent ?? '', /^aws-sdk-js\/.*tester/);
    assert.equal($metadata.requestId, answered.context.requestId);
  });

  it('answers what is refused in the words of a JSON service', async () => {
    const client = new CloudTrailClient(cloud.client);
    await assert.rejects(client.send(new StopLoggingCommand({ Name: 't' })), (error: Error & CallFailure) => {
      assert.deepEqual([error.name, error.message], ['AccessDeniedException', 'Not authorized: any:Thing']);
      assert.equal(error.$metadata.httpStatusCode, 403);
      assert.equal(error.$metadata.requestId, cloud.calls[0]?.context.requestId);
      return true;
    });
    assert.equal(cloud.calls[0]?.error?.code, 'AccessDenied');
  });

  it('speaks query with SNS', async () => {
    const client = new SNSClient(cloud.client);
    const input = { Name: 't', Attributes: { Policy: '{"a":"&<ü>"}' }, Tags: [{ Key: 'k', Value: 'v' }] };
    const { TopicArn } = await client.send(new CreateTopicCommand(input));
    assert.equal(TopicArn, 'arn:aws:sns:eu-west-1:111111111111:t');
    assert.deepEqual(cloud.input(), input);
    await assert.rejects(client.send(new PublishCommand({ TopicArn: 't', Message: 'm' })), NotFoundException);
    await assert.rejects(client.send(new DeleteTopicCommand({ TopicArn: 't' })), {
      name: 'AuthorizationErrorException',
    });
  });

  it('speaks JSON with SQS, errors of its query days included', async () => {
    const client = new SQSClient(cloud.client);
    await client.send(new SetQueueAttributesCommand({ QueueUrl: 'u', Attributes: { DelaySeconds: '3' } }));
    assert.deepEqual(cloud.input(), { QueueUrl: 'u', Attributes: { DelaySeconds: '3' } });
    await assert.rejects(client.send(new GetQueueUrlCommand({ QueueName: 'q' })), (error) => {
      assert.ok(error instanceof QueueDoesNotExist);
      assert.equal((error as { Code?: string }).Code, 'AWS.SimpleQueueService.NonExistentQueue');
      return true;
    });
    await assert.rejects(client.send(new ListQueuesCommand({})), { name: 'AccessDenied' });
  });

  it('reads the metrics that the SDK compresses', async () => {
    const client = new CloudWatchClient({ ...cloud.client, requestMinCompressionSizeBytes: 0 });
    const input = { Namespace: 'n', MetricData: [{ MetricName: 'm', Timestamp: instant, Value: 1.5 }] };
    await client.send(new PutMetricDataCommand(input));
    assert.deepEqual(cloud.input(), input);
  });

  it('speaks REST JSON with Lambda, payload and status included', async () => {
    const client = new LambdaClient(cloud.client);
    const answer = await client.send(
      new InvokeCommand({ FunctionName: 'a:b', InvocationType: 'Event', Payload: bytes }),
    );
    assert.deepEqual([answer.StatusCode, answer.FunctionError], [202, 'Unhandled']);
    assert.deepEqual(cloud.input(), { FunctionName: 'a:b', InvocationType: 'Event', Payload: Buffer.from(bytes) });
    await assert.rejects(client.send(new GetFunctionCommand({ FunctionName: 'f' })), (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.deepEqual([error.message, error.Type], ['Function not found: f', 'User']);
      return true;
    });
  });

  it('speaks REST XML with S3, streams and checksums included', async () => {
    const client = new S3Client(cloud.client);
    const stream = Readable.from([Buffer.from('hello '), Buffer.from('world')]);
    await client.send(
      new PutObjectCommand({
        Bucket: 'bucket',
        Key: 'a b/ü',
        Body: stream,
        ContentLength: 11,
        Metadata: { who: 'me' },
      }),
    );
    const { ChecksumCRC32, ContentEncoding, Metadata } = cloud.input() as Record<string, unknown>;
    assert.deepEqual([ChecksumCRC32, ContentEncoding, Metadata], ['DUoRhQ==', undefined, { who: 'me' }]);
    const { Body, LastModified } = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a b/ü' }));
    assert.deepEqual([await Body?.transformToString(), LastModified], ['hello world', instant]);
    const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'a b/ü' }));
    assert.equal(ContentLength, 11);
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: 'bucket' }));
    assert.equal(LocationConstraint, 'eu-west-1');
    await assert.rejects(client.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'k' })), NotFound);
  });

  it('refuses a key that nobody holds, in the words of the service', async () => {
    const credentials = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' };
    const unknown = { ...cloud.client, credentials };
    await assert.rejects(new CloudTrailClient(unknown).send(new GetTrailStatusCommand({ Name: 't' })), {
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    await assert.rejects(new SNSClient(unknown).send(new CreateTopicCommand({ Name: 't' })), {
      name: 'InvalidClientTokenId',
    });
    await assert.rejects(new S3Client(unknown).send(new GetBucketLocationCommand({ Bucket: 'b' })), {
      name: 'InvalidAccessKeyId',
    });
  });
});

interface CallFailure {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}
