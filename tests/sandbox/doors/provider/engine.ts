/** What of the real engine the provider's tests need: a connection, and its questions in the order in which it asks them. */
import assert from 'node:assert/strict';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { PluginAttach, type PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  type ConfigureResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  type DiffResponse,
  ErrorResourceInitFailed,
  InvokeRequest,
  type InvokeResponse,
  PropertyDiff,
  ProviderHandshakeRequest,
  type ProviderHandshakeResponse,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { Call } from '../../../../sandbox/core/service';
import { type ServedProvider, serveProvider } from '../../../../sandbox/doors/provider/index';
import { allServices } from '../../../../sandbox/services/index';
import { LambdaRuntime } from '../../../../sandbox/services/lambda/runtime';
import { deploymentSessionOf, sessionOf } from '../../../../sandbox/services/sts/state';
import { type TestCloud, testGate } from '../../support';

export type Values = Record<string, unknown>;

export const ACCOUNT = '444444444444';

/** What a program's provider says: the way in which the engine writes it. */
export const SETTINGS: Values = {
  allowedAccountIds: `["${ACCOUNT}"]`,
  defaultTags: '{"tags":{"team":"security"}}',
  region: 'us-east-1',
  skipCredentialsValidation: 'false',
  skipRegionValidation: 'true',
  version: '7.48.0',
};

/** A resource as the engine keeps it. */
export interface Kept {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

/** A cloud of all services, with the provider of one account in front of it. */
export interface ServedCloud extends TestCloud {
  readonly provider: ServedProvider;
  readonly lambda: LambdaRuntime;
  /** What the sandbox reported of itself. */
  readonly reported: string[];
  /** Lets a call fail with what the function throws. */
  fault(inject: ((call: Call) => void) | undefined): void;
}

export async function serveCloud(account = ACCOUNT): Promise<ServedCloud> {
  const lambda = new LambdaRuntime();
  const cloud = testGate(allServices(lambda));
  const principal = deploymentSessionOf(cloud.state, account);
  assert.ok(principal);
  const reported: string[] = [];
  const provider = await serveProvider({
    gate: cloud.gate,
    wait: (ms) => cloud.clock.pass(ms),
    principal,
    sessionOf: (accessKeyId) => sessionOf(cloud.state, accessKeyId),
    report: (line) => reported.push(line),
  });
  let injected: (() => void) | undefined;
  return {
    ...cloud,
    provider,
    lambda,
    reported,
    fault: (inject) => {
      injected?.();
      injected = inject && cloud.gate.injectFaults(inject);
    },
  };
}

type Answer<Response> = (error: ServiceError | null, response: Response) => void;

/** One engine with one provider: methods are named for its questions. */
export class Engine {
  readonly client: ResourceProviderClient;

  constructor(port: number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  /** Everything that comes before the first resource. */
  static async open(port: number, settings: Values = SETTINGS): Promise<Engine> {
    const engine = new Engine(port);
    await engine.ask<ProviderHandshakeResponse>((answer) =>
      engine.client.handshake(new ProviderHandshakeRequest(), answer),
    );
    await engine.ask<Empty>((answer) => engine.client.attach(new PluginAttach(), answer));
    await engine.ask<PluginInfo>((answer) => engine.client.getPluginInfo(new Empty(), answer));
    const { inputs, failures } = await engine.checkConfig(settings);
    assert.deepEqual(failures, []);
    await engine.configure(inputs);
    return engine;
  }

  close(): void {
    this.client.close();
  }

  ask<Response>(question: (answer: Answer<Response>) => unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      question((error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }

  async checkConfig(news: Values): Promise<{ inputs: Values; failures: string[][] }> {
    const request = new CheckRequest();
    request.setUrn(urnOf('pulumi:providers:aws', 'account'));
    request.setNews(struct(news));
    const answer = await this.ask<CheckResponse>((answer) => this.client.checkConfig(request, answer));
    return { inputs: values(answer.getInputs()), failures: answer.getFailuresList().map(failureOf) };
  }

  async diffConfig(olds: Values, news: Values): Promise<Diff> {
    const request = new DiffRequest();
    request.setOldInputs(struct(olds));
    request.setNews(struct(news));
    return diffOf(await this.ask<DiffResponse>((answer) => this.client.diffConfig(request, answer)));
  }

  async configure(settings: Values): Promise<Values> {
    const request = new ConfigureRequest();
    request.setArgs(struct(settings));
    return (await this.ask<ConfigureResponse>((answer) => this.client.configure(request, answer))).toObject();
  }

  async check(
    type: string,
    name: string,
    news: Values,
    olds: Values = {},
    seed = 'seed',
  ): Promise<{ inputs: Values; failures: string[][] }> {
    const request = about(new CheckRequest(), type, name);
    request.setNews(struct(news));
    request.setOlds(struct(olds));
    request.setRandomseed(Buffer.from(seed));
    const answer = await this.ask<CheckResponse>((answer) => this.client.check(request, answer));
    return { inputs: values(answer.getInputs()), failures: answer.getFailuresList().map(failureOf) };
  }

  async diff(kept: Kept, news: Values): Promise<Diff> {
    const request = about(new DiffRequest(), kept.type, kept.name);
    request.setId(kept.id);
    request.setOldInputs(struct(elided(kept.inputs)));
    request.setOlds(struct(elided(kept.outputs)));
    request.setNews(struct(elided(news)));
    return diffOf(await this.ask<DiffResponse>((answer) => this.client.diff(request, answer)));
  }

  /** Checks and makes a resource, as the engine does for one that it does not know. */
  async create(type: string, name: string, news: Values): Promise<Kept> {
    const { inputs, failures } = await this.check(type, name, news);
    assert.deepEqual(failures, []);
    return await this.createChecked(type, name, inputs);
  }

  async createChecked(type: string, name: string, inputs: Values, preview = false): Promise<Kept> {
    const request = about(new CreateRequest(), type, name);
    request.setProperties(struct(inputs));
    request.setPreview(preview);
    const answer = await this.ask<CreateResponse>((answer) => this.client.create(request, answer));
    return { type, name, id: answer.getId(), inputs, outputs: values(answer.getProperties()) };
  }

  async update(kept: Kept, news: Values, preview = false): Promise<Kept> {
    const request = about(new UpdateRequest(), kept.type, kept.name);
    request.setId(kept.id);
    request.setOldInputs(struct(elided(kept.inputs)));
    request.setOlds(struct(elided(kept.outputs)));
    request.setNews(struct(news));
    request.setPreview(preview);
    const answer = await this.ask<UpdateResponse>((answer) => this.client.update(request, answer));
    return { ...kept, inputs: news, outputs: values(answer.getProperties()) };
  }

  async read(kept: Kept): Promise<Kept | undefined> {
    return await this.readAs(kept, (request) => {
      request.setInputs(struct(elided(kept.inputs)));
      request.setProperties(struct(elided(kept.outputs)));
    });
  }

  /** Asks for a resource of which nothing is known but its id. */
  async import(type: string, name: string, id: string): Promise<Kept | undefined> {
    return await this.readAs({ type, name, id, inputs: {}, outputs: {} }, (request) =>
      request.setProperties(struct({})),
    );
  }

  async delete(kept: Kept): Promise<void> {
    const request = about(new DeleteRequest(), kept.type, kept.name);
    request.setId(kept.id);
    request.setOldInputs(struct(elided(kept.inputs)));
    request.setProperties(struct(elided(kept.outputs)));
    await this.ask<Empty>((answer) => this.client.delete(request, answer));
  }

  async invoke(token: string, args: Values = {}): Promise<Values> {
    const request = new InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    return values((await this.ask<InvokeResponse>((answer) => this.client.invoke(request, answer))).getReturn());
  }

  private async readAs(kept: Kept, fill: (request: ReadRequest) => unknown): Promise<Kept | undefined> {
    const request = about(new ReadRequest(), kept.type, kept.name);
    request.setId(kept.id);
    fill(request);
    const answer = await this.ask<ReadResponse>((answer) => this.client.read(request, answer));
    if (answer.getId() === '') return undefined;
    const [inputs, outputs] = [values(answer.getInputs()), values(answer.getProperties())];
    return { ...kept, id: answer.getId(), inputs, outputs };
  }
}

export interface Diff {
  readonly changed: string[];
  readonly replaces: string[];
  /** `rules[0].days` → `UPDATE` */
  readonly detail: Record<string, string>;
  readonly deleteBeforeReplace: boolean;
}

export const NONE: Diff = { changed: [], replaces: [], detail: {}, deleteBeforeReplace: false };

/** What a refusal says: its status code, its sentence, and what there is of a resource that was not finished. */
export async function refusal(
  asked: Promise<unknown>,
): Promise<{ code: number; message: string; unfinished?: { id: string; outputs: Values; reasons: string[] } }> {
  const error = await asked.then(
    () => assert.fail('The provider should have refused.'),
    (refused: ServiceError) => refused,
  );
  const [status] = error.metadata.get('grpc-status-details-bin');
  const refused = { code: error.code, message: error.details };
  if (status === undefined) return refused;
  const detail = Status.deserializeBinary(status as Buffer).getDetailsList()[0];
  const unfinished = detail?.unpack(ErrorResourceInitFailed.deserializeBinary, 'pulumirpc.ErrorResourceInitFailed');
  assert.ok(unfinished);
  const outputs = values(unfinished.getProperties());
  return { ...refused, unfinished: { id: unfinished.getId(), outputs, reasons: unfinished.getReasonsList() } };
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:payments::trailwarden::${type}::${name}`;
}

export function struct(properties: Values): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

function values(properties: Struct | undefined): Values {
  return properties === undefined ? {} : (properties.toJavaScript() as Values);
}

interface Named {
  setUrn(urn: string): unknown;
  setType(type: string): unknown;
  setName(name: string): unknown;
}

function about<Request extends Named>(request: Request, type: string, name: string): Request {
  request.setUrn(urnOf(type, name));
  request.setType(type);
  request.setName(name);
  return request;
}

function failureOf(failure: { getProperty(): string; getReason(): string }): string[] {
  return [failure.getProperty(), failure.getReason()];
}

function diffOf(answer: DiffResponse): Diff {
  const kinds = Object.entries(PropertyDiff.Kind);
  const detail: Record<string, string> = {};
  answer.getDetaileddiffMap().forEach((place, path) => {
    assert.equal(place.getInputdiff(), true);
    detail[path] = kinds.find(([, value]) => value === place.getKind())?.[0] ?? '';
  });
  assert.equal(answer.getHasdetaileddiff(), true);
  assert.equal(answer.getChanges(), answer.getDiffsList().length > 0 ? 2 : 1);
  return {
    changed: answer.getDiffsList(),
    replaces: answer.getReplacesList(),
    detail,
    deleteBeforeReplace: answer.getDeletebeforereplace(),
  };
}

/** Of what was there before, and of what is compared, the engine sends the hashes of assets alone. */
function elided(properties: Values): Values {
  const signature = '4dabf18193072939515e22adb298388d';
  const value = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(value);
    if (typeof inner !== 'object' || inner === null) return inner;
    const members = Object.entries(inner);
    const isAsset = members.some(([key]) => key === signature);
    const kept = isAsset ? members.filter(([key]) => key === signature || key === 'hash') : members;
    return Object.fromEntries(kept.map(([key, member]) => [key, value(member)]));
  };
  return value(properties) as Values;
}
