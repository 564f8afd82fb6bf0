/** A provider, as the engine speaks with it: the calls of its gRPC interface, and nothing else. */
import { randomBytes } from 'node:crypto';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { PluginAttach } from '@pulumi/pulumi/proto/plugin_pb';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as messages from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { ResourceState } from './snapshot';
import { type Properties, received, sent, sentWithoutContents, withContents } from './values';

/** What a provider says about a change. */
export interface Difference {
  readonly changes: 'none' | 'some' | 'unknown';
  readonly keys: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** Inputs as the provider completed them, and what it refuses. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

type Identified = Pick<ResourceState, 'urn' | 'id' | 'inputs' | 'outputs'>;
type Known = Pick<Identified, 'urn' | 'id'> & Partial<Identified>;
type Answer<Response> = (error: ServiceError | null, response: Response) => void;

/** Sees what passes between the engine and a provider, and may break it off by throwing. */
export interface Watch {
  /** Told of every call: its name, and the URN where it has one. */
  readonly beforeCall: (method: string, urn: string) => void;
  /** Told that there is an answer, or an error. */
  readonly beforeAnswer: () => void;
}

/** How long a provider may take for one call, in seconds; the engine leaves it to the provider unless the program says. */
const NO_TIMEOUT = 0;

export class ProviderConnection {
  private readonly client: ResourceProviderClient;

  /** @param address `host:port` */
  constructor(
    private readonly address: string,
    private readonly watch: Watch,
  ) {
    // A provider is told what it is configured for by connection, so no two may share one.
    this.client = new ResourceProviderClient(address, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
    });
  }

  /** Begins a run. */
  async attach(): Promise<void> {
    const request = new PluginAttach();
    request.setAddress(this.address);
    await this.call('Attach', '', (answer: Answer<Empty>) => this.client.attach(request, answer));
    await this.call('GetPluginInfo', '', (answer) => this.client.getPluginInfo(new Empty(), answer));
  }

  async checkConfig(urn: string, olds: Properties, news: Properties): Promise<Checked> {
    const request = checkRequest(urn, olds, news);
    return checked(await this.call('CheckConfig', urn, (answer) => this.client.checkConfig(request, answer)));
  }

  async configure(inputs: Properties): Promise<void> {
    const request = new messages.ConfigureRequest();
    request.setArgs(sent(inputs));
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    request.setSendsOldInputs(true);
    request.setSendsOldInputsToDelete(true);
    await this.call('Configure', '', (answer) => this.client.configure(request, answer));
  }

  async check(urn: string, olds: Properties, news: Properties): Promise<Checked> {
    const request = checkRequest(urn, olds, news);
    return checked(await this.call('Check', urn, (answer) => this.client.check(request, answer)));
  }

  async diff(old: Identified, news: Properties, ignoreChanges: readonly string[]): Promise<Difference> {
    const request = new messages.DiffRequest();
    describe(request, old.urn);
    request.setId(old.id);
    request.setOldInputs(sentWithoutContents(old.inputs));
    request.setOlds(sentWithoutContents(old.outputs));
    request.setNews(sentWithoutContents(news));
    request.setIgnorechangesList([...ignoreChanges]);
    const response = await this.call('Diff', old.urn, (answer: Answer<messages.DiffResponse>) =>
      this.client.diff(request, answer),
    );
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    const changes = response.getChanges();
    return {
      changes: changes === DIFF_NONE ? 'none' : changes === DIFF_SOME ? 'some' : 'unknown',
      keys: response.getDiffsList(),
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async create(urn: string, inputs: Properties, preview: boolean): Promise<{ id: string; outputs: Properties }> {
    const request = new messages.CreateRequest();
    describe(request, urn);
    request.setProperties(sent(inputs));
    request.setPreview(preview);
    request.setTimeout(NO_TIMEOUT);
    const response = await this.call('Create', urn, (answer: Answer<messages.CreateResponse>) =>
      this.client.create(request, answer),
    );
    return { id: response.getId(), outputs: withContents(received(response.getProperties()), inputs) };
  }

  async update(
    old: Identified,
    news: Properties,
    ignoreChanges: readonly string[],
    preview: boolean,
  ): Promise<Properties> {
    const request = new messages.UpdateRequest();
    describe(request, old.urn);
    request.setId(old.id);
    request.setOldInputs(sentWithoutContents(old.inputs));
    request.setOlds(sentWithoutContents(old.outputs));
    request.setNews(sent(news));
    request.setIgnorechangesList([...ignoreChanges]);
    request.setPreview(preview);
    request.setTimeout(NO_TIMEOUT);
    const response = await this.call('Update', old.urn, (answer: Answer<messages.UpdateResponse>) =>
      this.client.update(request, answer),
    );
    return withContents(received(response.getProperties()), news);
  }

  /** The resource as it is; `undefined` when it is gone. Without inputs and outputs, all that is known of it is the id. */
  async read({ urn, id, inputs, outputs }: Known): Promise<Identified | undefined> {
    const request = new messages.ReadRequest();
    describe(request, urn);
    request.setId(id);
    if (inputs !== undefined) request.setInputs(sentWithoutContents(inputs));
    request.setProperties(sentWithoutContents(outputs ?? {}));
    const response = await this.call('Read', urn, (answer: Answer<messages.ReadResponse>) =>
      this.client.read(request, answer),
    );
    if (response.getId() === '') return undefined;
    return {
      urn,
      id: response.getId(),
      inputs: response.hasInputs() ? withContents(received(response.getInputs()), inputs ?? {}) : (inputs ?? {}),
      outputs: withContents(received(response.getProperties()), { outputs, inputs }),
    };
  }

  async delete(old: Identified): Promise<void> {
    const request = new messages.DeleteRequest();
    describe(request, old.urn);
    request.setId(old.id);
    request.setOldInputs(sentWithoutContents(old.inputs));
    request.setProperties(sentWithoutContents(old.outputs));
    request.setTimeout(NO_TIMEOUT);
    await this.call('Delete', old.urn, (answer: Answer<Empty>) => this.client.delete(request, answer));
  }

  async invoke(token: string, args: Properties, preview: boolean): Promise<messages.InvokeResponse> {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(sent(args));
    request.setPreview(preview);
    return await this.call('Invoke', token, (answer) => this.client.invoke(request, answer));
  }

  /** Ends a run. */
  async close(): Promise<void> {
    await this.call('Cancel', '', (answer: Answer<Empty>) => this.client.cancel(new Empty(), answer)).catch(() => {});
    this.client.close();
  }

  private async call<Response>(
    method: string,
    urn: string,
    make: (answer: Answer<Response>) => unknown,
  ): Promise<Response> {
    this.watch.beforeCall(method, urn);
    const answer = new Promise<Response>((resolve, reject) => {
      make((error, response) => (error === null ? resolve(response) : reject(error)));
    });
    await answer.catch(() => undefined);
    this.watch.beforeAnswer();
    return await answer;
  }
}

interface Describable {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

function describe(request: Describable, urn: string): void {
  const [, , type = '', name = ''] = urn.split('::');
  request.setUrn(urn);
  request.setName(name);
  request.setType(type.split('$').at(-1) ?? '');
}

function checkRequest(urn: string, olds: Properties, news: Properties): messages.CheckRequest {
  const request = new messages.CheckRequest();
  describe(request, urn);
  request.setOlds(sent(olds));
  request.setNews(sent(news));
  request.setRandomseed(randomBytes(32));
  return request;
}

function checked(response: messages.CheckResponse): Checked {
  return {
    inputs: received(response.getInputs()),
    failures: response
      .getFailuresList()
      .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
  };
}
