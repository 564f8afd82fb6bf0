/** The provider's methods: what each question of the engine is, and where its answer comes from. */

import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import {
  type CheckRequest,
  type CheckResponse,
  type ConfigureRequest,
  type ConfigureResponse,
  type CreateRequest,
  type CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  GetMappingResponse,
  GetMappingsResponse,
  GetSchemaResponse,
  type InvokeRequest,
  type InvokeResponse,
  type ProviderHandshakeRequest,
  type ProviderHandshakeResponse,
  type ReadRequest,
  type ReadResponse,
  type UpdateRequest,
  type UpdateResponse,
} from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { adapterOf } from '../../resources/index';
import { invoke } from '../../resources/invoke';
import { type Credentials, cloudOf, configureProvider } from '../../resources/provider';
import {
  checkAnswer,
  configureAnswer,
  createAnswer,
  diffAnswer,
  handshakeAnswer,
  invokeAnswer,
  readAnswer,
  updateAnswer,
} from './answers';
import { Connections } from './connections';
import { PROVIDER_VERSION, packageSchema } from './package-schema';
import { type Properties, readProperties } from './property-value';
import { settingDifferences, settingRefusals } from './provider-settings';
import { resourceDiff } from './resource-diff';
import { completedInputs, refusals } from './resource-inputs';
import { created, deleted, type Existing, previewedUpdate, type Subject, updated } from './resource-life';
import { imported, refreshed } from './resource-reading';

/** What is asked about a resource names it this way. */
interface About {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

/** The methods by the names of the protocol, each with the connection that asks. */
export class ProviderService {
  private readonly connections = new Connections();

  constructor(private readonly credentials: Credentials) {}

  async handshake(request: ProviderHandshakeRequest, peer: string): Promise<ProviderHandshakeResponse> {
    const folder = request.getProgramDirectory();
    if (folder) this.connections.located(peer, folder);
    return handshakeAnswer();
  }

  async attach(): Promise<Empty> {
    return new Empty();
  }

  async getPluginInfo(): Promise<PluginInfo> {
    const answer = new PluginInfo();
    answer.setVersion(PROVIDER_VERSION);
    return answer;
  }

  async getSchema(): Promise<GetSchemaResponse> {
    const answer = new GetSchemaResponse();
    answer.setSchema(JSON.stringify(packageSchema()));
    return answer;
  }

  async getMapping(): Promise<GetMappingResponse> {
    return new GetMappingResponse();
  }

  async getMappings(): Promise<GetMappingsResponse> {
    return new GetMappingsResponse();
  }

  async checkConfig(request: CheckRequest): Promise<CheckResponse> {
    const settings = readProperties(request.getNews());
    return checkAnswer(settings, settingRefusals(settings));
  }

  async diffConfig(request: DiffRequest): Promise<DiffResponse> {
    const olds = readProperties(request.getOldInputs() ?? request.getOlds());
    const places = settingDifferences(olds, readProperties(request.getNews()));
    const detail = places.map((place) => ({ ...place, replaces: false }));
    const changed = [...new Set(places.map(({ path }) => path.split(/[.[]/, 1)[0] ?? path))];
    return diffAnswer({ changed, replacing: [], detail, deleteBeforeReplace: false });
  }

  async configure(request: ConfigureRequest, peer: string): Promise<ConfigureResponse> {
    this.connections.configured(peer, await configureProvider(this.credentials, readProperties(request.getArgs())));
    return configureAnswer();
  }

  async check(request: CheckRequest, peer: string): Promise<CheckResponse> {
    const { adapter, provider, urn, name } = this.subject(request, peer);
    const news = readProperties(request.getNews());
    const named = { urn, name, seed: Buffer.from(request.getRandomseed_asU8()).toString('hex') };
    const inputs = completedInputs(adapter, provider, news, readProperties(request.getOlds()), named);
    return checkAnswer(inputs, refusals(adapter, inputs));
  }

  async diff(request: DiffRequest, peer: string): Promise<DiffResponse> {
    const { adapter, name } = this.subject(request, peer);
    const { oldInputs, olds } = existing(request, request.getOlds);
    return diffAnswer(resourceDiff(adapter, { name, oldInputs, olds, news: readProperties(request.getNews()) }));
  }

  /** A preview knows of a new resource what its inputs say; whatever AWS makes of them is unknown. */
  async create(request: CreateRequest, peer: string): Promise<CreateResponse> {
    const inputs = readProperties(request.getProperties());
    if (request.getPreview()) return createAnswer('', inputs);
    const { id, state } = await created(this.subject(request, peer), inputs);
    return createAnswer(id, state);
  }

  async update(request: UpdateRequest, peer: string): Promise<UpdateResponse> {
    const subject = this.subject(request, peer);
    const before = existing(request, request.getOlds);
    const news = readProperties(request.getNews());
    return updateAnswer(
      request.getPreview() ? previewedUpdate(subject.adapter, before, news) : await updated(subject, before, news),
    );
  }

  async delete(request: DeleteRequest, peer: string): Promise<Empty> {
    await deleted(this.subject(request, peer), existing(request, request.getProperties));
    return new Empty();
  }

  async read(request: ReadRequest, peer: string): Promise<ReadResponse> {
    const subject = this.subject(request, peer);
    if (!request.hasInputs()) return readAnswer(await imported(subject, request.getId()));
    const oldInputs = readProperties(request.getInputs());
    const olds = readProperties(request.getProperties());
    return readAnswer(await refreshed(subject, { id: request.getId(), oldInputs, olds }));
  }

  async invoke(request: InvokeRequest, peer: string): Promise<InvokeResponse> {
    const { region } = readProperties(request.getArgs());
    const cloud = cloudOf(this.connections.providerOf(peer), region);
    return invokeAnswer(await invoke(request.getTok(), cloud));
  }

  /** Calls to AWS are short: those that are being made end by themselves. */
  async cancel(): Promise<Empty> {
    return new Empty();
  }

  private subject(about: About, peer: string): Subject {
    const [, , types = '', urnName = ''] = about.getUrn().split('::');
    return {
      adapter: adapterOf(about.getType() || types.slice(types.lastIndexOf('$') + 1)),
      provider: this.connections.providerOf(peer),
      urn: about.getUrn(),
      name: about.getName() || urnName,
      resolve: this.connections.pathsOf(peer),
    };
  }
}

type Sent = Parameters<typeof readProperties>[0];

/** What is asked about a resource that the engine knows. */
interface OfExisting {
  getId(): string;
  getOldInputs(): Sent;
}

/** What the engine knows of a resource; one that an old engine kept has its outputs for inputs. */
function existing<Request extends OfExisting>(request: Request, outputs: (this: Request) => Sent): Existing {
  const olds: Properties = readProperties(outputs.call(request));
  return { id: request.getId(), olds, oldInputs: readProperties(request.getOldInputs() ?? outputs.call(request)) };
}
