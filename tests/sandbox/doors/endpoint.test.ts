import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { CloudTrailClient, GetTrailStatusCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { Clock } from '../../../sandbox/core/clock';
import { Gate } from '../../../sandbox/core/gate';
import { service } from '../../../sandbox/core/service';
import { State } from '../../../sandbox/core/state';
import { serveEndpoint } from '../../../sandbox/doors/endpoint';
import { type SampleCloud, serveSample, signed } from '../protocol/sample-cloud';
import { sampleServices } from './sample-services';

describe('the endpoint', () => {
  let cloud: SampleCloud;
  beforeEach(async () => {
    cloud = await serveSample(sampleServices());
  });
  afterEach(async () => {
    await cloud.close();
  });

  const post = (headers: Record<string, string>, body: string | Uint8Array = '{}') =>
    fetch(cloud.endpoint.url, { method: 'POST', headers, body });

  it('unwraps the location of a bucket as S3 does', async () => {
    const answer = await fetch(`${cloud.endpoint.url}/bucket?location`, { headers: { authorization: signed('s3') } });
    assert.match(
      await answer.text(),
      /^<\?xml[^>]*>\n<LocationConstraint xmlns="[^"]+">eu-west-1<\/LocationConstraint>$/,
    );
  });

  it('finds the bucket in the host name', async () => {
    const { port } = new URL(cloud.endpoint.url);
    const headers = { host: `bucket.localhost:${port}`, authorization: signed('s3') };
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const put = httpRequest({ host: '127.0.0.1', port, method: 'PUT', path: '/key', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      put.on('error', reject);
      put.end('x');
    });
    const { Bucket, Key } = cloud.input() as Record<string, unknown>;
    assert.deepEqual([status, Bucket, Key], [200, 'bucket', 'key']);
  });

  it('refuses a request without a signature, and one whose signature cannot be read', async () => {
    const unsigned = await post({ 'x-amz-target': 'CloudTrail_20131101.StopLogging' });
    assert.deepEqual(
      [unsigned.status, unsigned.headers.get('x-amzn-errortype')],
      [403, 'MissingAuthenticationTokenException'],
    );
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const incomplete = await post({ ...form, authorization: 'AWS4-HMAC-SHA256 nothing' }, 'Action=ListTopics');
    assert.equal(incomplete.status, 400);
    assert.match(await incomplete.text(), /<Code>IncompleteSignature<\/Code><Message>Authorization header requires/);
    assert.deepEqual([cloud.calls, cloud.defects], [[], []]);
  });

  it('names the service and the operation that it does not model', async () => {
    const target = { 'x-amz-target': 'CloudTrail_20131101.LookupEvents' };
    const operation = await post({ ...target, authorization: signed('cloudtrail') });
    assert.equal(operation.status, 501);
    assert.deepEqual(await operation.json(), {
      __type: 'NotImplemented',
      message: 'The sandbox does not model cloudtrail:LookupEvents.',
    });
    const other = await post({ 'x-amz-target': 'DynamoDB_20120810.ListTables', authorization: signed('dynamodb') });
    assert.deepEqual(
      [other.status, ((await other.json()) as { message: string }).message],
      [501, 'The sandbox does not model the service dynamodb.'],
    );
  });

  it('answers a body that is not the operation’s shape and goes on', async () => {
    const headers = { 'x-amz-target': 'CloudTrail_20131101.GetTrailStatus', authorization: signed('cloudtrail') };
    const answer = await post(headers, '{"Name":[]}');
    assert.equal(answer.status, 400);
    assert.deepEqual(await answer.json(), {
      __type: 'SerializationException',
      message: "'name' must be a string, and a list was found.",
    });
    assert.equal((await post(headers, '{"Name":"t"}')).status, 200);
  });

  it('answers a defect with InternalFailure and its request id, writes it down, and goes on', async () => {
    const client = new CloudTrailClient(cloud.client);
    await assert.rejects(client.send(new UpdateTrailCommand({ Name: 't' })), (error: Error & CallFailure) => {
      assert.deepEqual([error.name, error.$metadata.httpStatusCode], ['InternalFailure', 500]);
      assert.equal(cloud.defects.length, 1);
      assert.ok(cloud.defects[0]?.startsWith(`${error.$metadata.requestId}: TypeError: A defect.`));
      return true;
    });
    await client.send(new GetTrailStatusCommand({ Name: 't' }));
  });

  it('outlives a client that goes away in the middle of a request, and one that does not speak HTTP', async () => {
    const port = Number(new URL(cloud.endpoint.url).port);
    for (const start of [
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf',
      '\u0000\u0001\u0002\r\n\r\n',
    ]) {
      await new Promise<void>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(start));
        socket.on('data', () => undefined).on('close', () => resolve());
        socket.on('error', reject);
      });
    }
    await new CloudTrailClient(cloud.client).send(new GetTrailStatusCommand({ Name: 't' }));
    assert.deepEqual(cloud.defects, []);
  });

  it('names a port that is in use, and the way out', async () => {
    const port = Number(new URL(cloud.endpoint.url).port);
    const gate = new Gate({
      state: new State(),
      clock: new Clock('virtual'),
      services: [],
      authorize: async () => undefined,
      record: () => undefined,
    });
    await assert.rejects(
      serveEndpoint(gate, () => undefined, { port }),
      {
        message: `Port ${port} on 127.0.0.1 is already in use. Choose another port, or 0 for any free one.`,
      },
    );
  });

  it('closes although a client keeps its connection', async () => {
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      const get = httpRequest(cloud.endpoint.url, { agent }, (answer) => answer.resume().on('end', () => resolve()));
      get.on('error', reject);
      get.end();
    });
    await cloud.close();
    await assert.rejects(fetch(cloud.endpoint.url));
    agent.destroy();
    cloud = await serveSample(sampleServices());
  });

  it('lets a call that it is answering finish before it closes', async () => {
    const begun = deferred();
    const release = deferred();
    const slow = service<typeof import('@aws-sdk/client-cloudtrail')>({
      name: 'cloudtrail',
      actionPrefix: 'cloudtrail',
      eventSource: 'cloudtrail.amazonaws.com',
      sdk: () => require('@aws-sdk/client-cloudtrail'),
      operations: {
        GetTrailStatus: {
          handle: async () => {
            begun.fulfil();
            await release.done;
            return { IsLogging: true };
          },
        },
      },
    });
    const other = await serveSample([slow]);
    const answer = new CloudTrailClient(other.client).send(new GetTrailStatusCommand({ Name: 't' }));
    await begun.done;
    const closed = other.close();
    release.fulfil();
    assert.equal((await answer).IsLogging, true);
    await closed;
  });
});

/** A promise, and how to fulfil it. */
function deferred(): { done: Promise<void>; fulfil: () => void } {
  let fulfil: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    fulfil = resolve;
  });
  return { done, fulfil };
}

interface CallFailure {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}
