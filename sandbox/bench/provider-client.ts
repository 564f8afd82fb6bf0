/** A provider as an engine speaks with it, as far as a first deployment goes. */
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as messages from '@pulumi/pulumi/proto/provider_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';

/** Properties as they travel: plain data, with Pulumi's marks for assets and secrets. */
export type WireProperties = Readonly<Record<string, unknown>>;

type Answer<Response> = (error: ServiceError | null, response: Response) => void;

/** A deployment package travels in one message. */
const UNLIMITED = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

export class ProviderClient {
  private readonly client: ResourceProviderClient;

  /** @param port on loopback */
  constructor(port: number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), UNLIMITED);
  }

  /** Says what the provider is for: everything that follows is made with it. */
  async configure(urn: string, inputs: WireProperties): Promise<void> {
    const check = checkRequest(urn, inputs);
    const checked = await ask((answer: Answer<messages.CheckResponse>) => this.client.checkConfig(check, answer));
    const configure = new messages.ConfigureRequest();
    configure.setArgs(inputsOf(checked, urn));
    await ask((answer: Answer<messages.ConfigureResponse>) => this.client.configure(configure, answer));
  }

  /**
   * Makes a resource.
   *
   * @throws Error with what the provider refuses, or with what AWS answered
   */
  async create(urn: string, inputs: WireProperties): Promise<{ id: string; state: Struct }> {
    const check = checkRequest(urn, inputs);
    const checked = await ask((answer: Answer<messages.CheckResponse>) => this.client.check(check, answer));
    const create = new messages.CreateRequest();
    identify(create, urn);
    create.setProperties(inputsOf(checked, urn));
    const made = await ask((answer: Answer<messages.CreateResponse>) => this.client.create(create, answer));
    return { id: made.getId(), state: made.getProperties() ?? new Struct() };
  }

  /** Asks a function of the provider. */
  async invoke(token: string, inputs: WireProperties): Promise<Struct> {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(structOf(inputs));
    const response = await ask((answer: Answer<messages.InvokeResponse>) => this.client.invoke(request, answer));
    return response.getReturn() ?? new Struct();
  }

  close(): void {
    this.client.close();
  }
}

function ask<Response>(make: (answer: Answer<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    make((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

function checkRequest(urn: string, inputs: WireProperties): messages.CheckRequest {
  const request = new messages.CheckRequest();
  identify(request, urn);
  request.setNews(structOf(inputs));
  return request;
}

function identify(request: messages.CheckRequest | messages.CreateRequest, urn: string): void {
  const [, , types = '', name = ''] = urn.split('::');
  request.setUrn(urn);
  request.setType(types.split('$').at(-1) ?? '');
  request.setName(name);
}

function inputsOf(checked: messages.CheckResponse, urn: string): Struct {
  const refused = checked.getFailuresList().map((failure) => failure.getReason());
  if (refused.length > 0) throw new Error(`${urn} is refused: ${refused.join(' ')}`);
  return checked.getInputs() ?? new Struct();
}

/** What is undefined does not travel. */
function structOf(properties: WireProperties): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Parameters<typeof Struct.fromJavaScript>[0]);
}
