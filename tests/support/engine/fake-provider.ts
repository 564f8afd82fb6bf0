/** A provider that makes nothing: it answers every create with the inputs, an id and what AWS would add. For tests of the program and the engine. */
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as messages from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { differingKeys, type Properties, received, sent } from './values';

export interface FakeProvider {
  /** `host:port` */
  readonly address: string;
  close(): void;
}

/** What AWS adds to a resource; in a preview nobody knows it. */
function made(name: string): Properties {
  return {
    arn: `arn:aws:fake:us-east-1:123456789012:${name}`,
    keyId: `key-of-${name}`,
    url: `https://queues.example/${name}`,
  };
}

export async function serveFakeProvider(): Promise<FakeProvider> {
  const server = new Server();
  const empty = unary(() => new Empty());
  const checked = unary((request: messages.CheckRequest) => {
    const response = new messages.CheckResponse();
    response.setInputs(request.getNews());
    return response;
  });
  const state = (inputs: Struct | undefined, name: string, preview: boolean): Struct =>
    sent({ ...received(inputs), ...(preview ? {} : made(name)) });
  server.addService(ResourceProviderService, {
    attach: empty,
    cancel: empty,
    delete: empty,
    getPluginInfo: unary(() => new PluginInfo()),
    checkConfig: checked,
    check: checked,
    configure: unary(() => new messages.ConfigureResponse()),
    diff: unary((request: messages.DiffRequest) => {
      const keys = differingKeys(received(request.getOldInputs()), received(request.getNews()));
      const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
      const response = new messages.DiffResponse();
      response.setChanges(keys.length === 0 ? DIFF_NONE : DIFF_SOME);
      response.setDiffsList(keys);
      return response;
    }),
    create: unary((request: messages.CreateRequest) => {
      const response = new messages.CreateResponse();
      response.setId(request.getPreview() ? '' : `id-of-${request.getName()}`);
      response.setProperties(state(request.getProperties(), request.getName(), request.getPreview()));
      return response;
    }),
    update: unary((request: messages.UpdateRequest) => {
      const response = new messages.UpdateResponse();
      response.setProperties(state(request.getNews(), request.getName(), request.getPreview()));
      return response;
    }),
    read: unary((request: messages.ReadRequest) => {
      const response = new messages.ReadResponse();
      response.setId(request.getId());
      response.setInputs(request.getInputs());
      response.setProperties(request.getProperties());
      return response;
    }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

function unary<Request, Response>(handle: (request: Request) => Response) {
  return (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): void =>
    answer(null, handle(call.request));
}
