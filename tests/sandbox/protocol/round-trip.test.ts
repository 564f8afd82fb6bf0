import assert from 'node:assert/strict';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { AwsError } from '../../../sandbox/core/aws-error';
import type { Service } from '../../../sandbox/core/service';
import { protocolOf } from '../../../sandbox/protocol';
import { serviceModel } from '../../../sandbox/protocol/service-model';
import { isEventStream, plain, SdkWire, sampleOf } from './sdk-wire';

const sdks: Record<string, () => object> = {
  cloudtrail: () => require('@aws-sdk/client-cloudtrail'),
  events: () => require('@aws-sdk/client-eventbridge'),
  iam: () => require('@aws-sdk/client-iam'),
  kms: () => require('@aws-sdk/client-kms'),
  lambda: () => require('@aws-sdk/client-lambda'),
  logs: () => require('@aws-sdk/client-cloudwatch-logs'),
  monitoring: () => require('@aws-sdk/client-cloudwatch'),
  organizations: () => require('@aws-sdk/client-organizations'),
  s3: () => require('@aws-sdk/client-s3'),
  sns: () => require('@aws-sdk/client-sns'),
  sqs: () => require('@aws-sdk/client-sqs'),
  sts: () => require('@aws-sdk/client-sts'),
};

const ways: { title: string; name: string; Protocol?: unknown }[] = [
  ...Object.keys(sdks).map((name) => ({ title: `${name} as today's JavaScript client speaks`, name })),
  { title: 'monitoring in CBOR', name: 'monitoring', Protocol: AwsSmithyRpcV2CborProtocol },
  { title: 'monitoring in query', name: 'monitoring', Protocol: AwsQueryProtocol },
  { title: 'sqs in query', name: 'sqs', Protocol: AwsQueryProtocol },
];

function serviceOf(name: string): Service {
  const sdk = sdks[name];
  if (sdk === undefined) throw new Error(name);
  return { name, actionPrefix: name, eventSource: `${name}.amazonaws.com`, sdk, operations: {} };
}

for (const { title, name, Protocol } of ways) {
  describe(`the protocol of ${title}`, () => {
    const service = serviceOf(name);
    // S3 Object Lambda is a service of its own, with a signing name and a host of its own.
    const operations = () =>
      [...serviceModel(service).operations.values()].filter(({ name }) => name !== 'WriteGetObjectResponse');
    const wire = () => new SdkWire(serviceModel(service), service.sdk(), Protocol);

    it('reads what the SDK sends for every operation, member by member', async () => {
      const sdk = wire();
      for (const operation of operations().filter(({ input }) => !isEventStream(input))) {
        const input = operation.input.isUnitSchema() ? {} : sampleOf(operation.input);
        const request = await sdk.request(operation, input);
        const read = protocolOf(request, service).read(request);
        assert.deepEqual([read.operation, plain(read.input)], [operation.name, plain(input)]);
      }
    });

    it('writes what the SDK reads for every operation, member by member', async () => {
      const sdk = wire();
      for (const operation of operations().filter(({ output }) => !isEventStream(output))) {
        const output = operation.output.isUnitSchema() ? {} : sampleOf(operation.output);
        const request = await sdk.request(operation, sampleOf(operation.input) ?? {});
        const answer = await protocolOf(request, service).writeOutput(operation.name, output, 'request-1');
        assert.deepEqual([operation.name, plain(await sdk.output(operation, answer))], [operation.name, plain(output)]);
      }
    });

    it("makes every declared error the SDK's typed exception", async () => {
      const sdk = wire();
      const [operation] = operations();
      assert.ok(operation);
      const request = await sdk.request(operation, sampleOf(operation.input) ?? {});
      const { errors } = serviceModel(service);
      // CloudWatch gives two errors one query code, between which no client can tell.
      const distinct = new Set([...errors.values()].filter((error) => errors.get(error.query[0]) === error));
      for (const error of distinct) {
        const members = sampleOf(error.schema) as Record<string, unknown>;
        delete members.message;
        delete members.Message;
        const thrown = new AwsError(error.name, `It was <${error.name}>.`, members);
        const answer = protocolOf(request, service).writeError(thrown, 'request-1');
        await assert.rejects(sdk.output(operation, answer), (caught: Error & Record<string, unknown>) => {
          assert.deepEqual([caught.name, caught.message], [error.name, thrown.message]);
          for (const [member, value] of Object.entries(members))
            assert.deepEqual([error.name, member, plain(caught[member])], [error.name, member, plain(value)]);
          return true;
        });
      }
    });
  });
}

describe('the protocol of s3 as the AWS CLI and boto3 speak', () => {
  it('finds every operation without the name that the JavaScript client adds to the URL', async () => {
    const service = serviceOf('s3');
    const model = serviceModel(service);
    const sdk = new SdkWire(model, service.sdk());
    const mistaken: string[] = [];
    for (const operation of model.operations.values()) {
      if (operation.name === 'WriteGetObjectResponse') continue;
      const request = await sdk.request(operation, sampleOf(operation.input));
      request.query.delete('x-id');
      const found = protocolOf(request, service).read(request).operation;
      if (found !== operation.name) mistaken.push(`${operation.name} as ${found}`);
    }
    // Directory buckets are listed at a host of their own.
    assert.deepEqual(mistaken, ['ListDirectoryBuckets as ListBuckets']);
  });

  it('finds the bucket in the host name and leaves the whole path to the key', async () => {
    const service = serviceOf('s3');
    for (const host of ['my.bucket.localhost:4599', 'my.bucket.s3.eu-west-1.amazonaws.com', 'my.bucket.s3.localhost']) {
      const request = {
        method: 'GET',
        path: '/a%2Fb/c%20d//',
        query: new URLSearchParams(),
        headers: { host },
        body: new Uint8Array(),
      };
      const input = { Bucket: 'my.bucket', Key: 'a/b/c d//' };
      assert.deepEqual(protocolOf(request, service).read(request), { operation: 'GetObject', input });
    }
  });
});
