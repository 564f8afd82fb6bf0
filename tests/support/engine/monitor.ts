/** The side of the engine that a program sees: the resource monitor and the engine service, over gRPC on loopback. */
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb';
import * as engine from '@pulumi/pulumi/proto/engine_pb';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb';
import * as monitor from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type Goal, type Registered, readGoal, registrationGoal } from './goal';
import { type Properties, received, sent } from './values';

export type Severity = 'debug' | 'info' | 'warning' | 'error';

/** What a program may ask for. Whatever is refused with `ShuttingDown` ends the program without a word. */
export interface MonitorHandlers {
  register(goal: Goal): Promise<Registered>;
  registerOutputs(urn: string, outputs: Properties): Promise<void>;
  read(goal: Goal): Promise<Registered>;
  invoke(token: string, args: Properties, provider: string): Promise<Properties>;
  log(severity: Severity, message: string, urn: string): void;
}

export interface RunningMonitor {
  /** `host:port` of both services. */
  readonly address: string;
  close(): void;
}

/** The answer to a program whose deployment has failed: it is to end, and to say nothing about it. */
export class ShuttingDown extends Error {}

const SEVERITIES: readonly Severity[] = ['debug', 'info', 'warning', 'error'];

/** What this engine can do of what an engine may be able to do; programs ask before they use it. */
const FEATURES = [
  monitor.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
  monitor.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  monitor.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  monitor.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
];

export async function serveMonitor(handlers: MonitorHandlers): Promise<RunningMonitor> {
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  let rootResource = '';
  server.addService(ResourceMonitorService, {
    getDeploymentInfo: unary(async () => {
      const response = new monitor.DeploymentInfo();
      response.setSupportedfeaturesList(FEATURES);
      return response;
    }),
    registerResource: unary(async (request: monitor.RegisterResourceRequest) => {
      if (request.getRemote())
        throw new Error(`${request.getType()} is constructed by a plugin; this engine runs none.`);
      const { urn, id, outputs } = await handlers.register(registrationGoal(request));
      const response = new monitor.RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(sent(outputs));
      return response;
    }),
    registerResourceOutputs: unary(async (request: monitor.RegisterResourceOutputsRequest) => {
      await handlers.registerOutputs(request.getUrn(), received(request.getOutputs()));
      return new Empty();
    }),
    readResource: unary(async (request: monitor.ReadResourceRequest) => {
      const { urn, outputs } = await handlers.read(readGoal(request));
      const response = new monitor.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(sent(outputs));
      return response;
    }),
    invoke: unary(async (request: monitor.ResourceInvokeRequest) => {
      const response = new monitor.ResourceInvokeResponse();
      const args = received(request.getArgs());
      response.setReturn(sent(await handlers.invoke(request.getTok(), args, request.getProvider())));
      return response;
    }),
    signalAndWaitForShutdown: unary(async () => new Empty()),
  });
  server.addService(EngineService, {
    log: unary(async (request: engine.LogRequest) => {
      handlers.log(SEVERITIES[request.getSeverity()] ?? 'error', request.getMessage(), request.getUrn());
      return new Empty();
    }),
    setRootResource: unary(async (request: engine.SetRootResourceRequest) => {
      rootResource = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    getRootResource: unary(async () => {
      const response = new engine.GetRootResourceResponse();
      response.setUrn(rootResource);
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

/** A handler of one call: what is thrown becomes the error that the program sees. */
function unary<Request, Response>(handle: (request: Request) => Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): void => {
    handle(call.request).then(
      (response) => answer(null, response),
      (error: unknown) => {
        const code = error instanceof ShuttingDown ? status.UNAVAILABLE : status.UNKNOWN;
        answer({ code, details: error instanceof Error ? error.message : String(error) });
      },
    );
  };
}
