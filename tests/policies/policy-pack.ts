/** The policy pack as the engine runs it: a process of its own, and the interface by which the engine asks it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { AnalyzerClient } from '@pulumi/pulumi/proto/analyzer_grpc_pb';
import {
  type AnalyzeDiagnostic,
  AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  type EnforcementLevel,
  PolicyConfig,
} from '@pulumi/pulumi/proto/analyzer_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type JavaScriptValue, Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { RegisteredResource } from '../../sandbox/doors/mocks';

const FOLDER = join(__dirname, '../../policies');

type Values = Record<string, JavaScriptValue>;

/** What one policy says of one resource. */
export interface Violation {
  readonly policy: string;
  readonly level: EnforcementLevel;
  readonly message: string;
}

export class RunningPolicyPack {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: AnalyzerClient & Client,
    /** What the pack has written for people so far. */
    private readonly written: string[],
  ) {}

  /** Starts the pack the way that the language host of Node.js does. */
  static async start(): Promise<RunningPolicyPack> {
    const runner = require.resolve('@pulumi/pulumi/cmd/run-policy-pack');
    const pack = spawn(process.execPath, [runner, '127.0.0.1:0', FOLDER], {
      cwd: FOLDER,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written: string[] = [];
    pack.stderr.setEncoding('utf8').on('data', (text: string) => written.push(text));
    const ended = once(pack, 'exit').then(() => {
      throw new Error(`The policy pack ended: ${written.join('')}`);
    });
    const [port] = (await Promise.race([once(createInterface(pack.stdout), 'line'), ended])) as [string];
    ended.catch(() => undefined);
    return new RunningPolicyPack(pack, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()), written);
  }

  async stop(): Promise<string> {
    this.client.close();
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
    return this.written.join('');
  }

  async info(): Promise<AnalyzerInfo> {
    return await new Promise((resolve, reject) => this.client.getAnalyzerInfo(new Empty(), answer(resolve, reject)));
  }

  async configure(policies: Readonly<Record<string, { level: EnforcementLevel; settings?: Values }>>): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    for (const [name, { level, settings = {} }] of Object.entries(policies)) {
      const config = new PolicyConfig();
      config.setEnforcementlevel(level);
      config.setProperties(Struct.fromJavaScript(settings));
      request.getPolicyconfigMap().set(name, config);
    }
    await new Promise((resolve, reject) => this.client.configure(request, answer(resolve, reject)));
  }

  /** What the pack says of a resource before anything is done with it. */
  async analyze(resource: RegisteredResource, properties: Values = {}): Promise<Violation[]> {
    const request = new AnalyzeRequest();
    request.setUrn(resource.urn);
    request.setType(resource.type);
    request.setName(resource.name);
    request.setProperties(structOf({ ...resource.inputs, ...properties }));
    request.setOptions(optionsOf(resource));
    const response = await new Promise<AnalyzeResponse>((resolve, reject) =>
      this.client.analyze(request, answer(resolve, reject)),
    );
    return response.getDiagnosticsList().map(violationOf);
  }

  /** What the pack says of a whole stack at the end. */
  async analyzeStack(resources: readonly RegisteredResource[]): Promise<Violation[]> {
    const request = new AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((each) => {
        const resource = new AnalyzerResource();
        resource.setUrn(each.urn);
        resource.setType(each.type);
        resource.setName(each.name);
        resource.setProperties(structOf({ ...each.inputs, ...each.outputs }));
        resource.setOptions(optionsOf(each));
        resource.setDependenciesList([...each.dependencies]);
        return resource;
      }),
    );
    const response = await new Promise<AnalyzeResponse>((resolve, reject) =>
      this.client.analyzeStack(request, answer(resolve, reject)),
    );
    return response.getDiagnosticsList().map(violationOf);
  }
}

function optionsOf({ protect }: RegisteredResource): AnalyzerResourceOptions {
  const options = new AnalyzerResourceOptions();
  options.setProtect(protect);
  return options;
}

/** Assets cannot be sent as they are, and no rule looks at them. */
function structOf(values: Readonly<Record<string, unknown>>): Struct {
  const plain = JSON.parse(JSON.stringify(values, (key, value: unknown) => (key === 'code' ? undefined : value)));
  return Struct.fromJavaScript(plain as Values);
}

function violationOf(diagnostic: AnalyzeDiagnostic): Violation {
  return {
    policy: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel(),
    message: diagnostic.getMessage(),
  };
}

function answer<Value>(resolve: (value: Value) => void, reject: (error: Error) => void) {
  return (error: ServiceError | null, value: Value): void => (error === null ? resolve(value) : reject(error));
}
