/** The provider door: the real Pulumi engine deploys into the organization in memory through it. */
import {
  type handleUnaryCall,
  logVerbosity,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  setLogVerbosity,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import type { Credentials } from '../../resources/provider';
import { isDefect, statusOf } from './failure';
import { ProviderService } from './service';

export interface ProviderOptions extends Credentials {
  /** The port on loopback. @default - a free one */
  readonly port?: number;
  /** Takes a line for every defect of the sandbox. @default - standard error */
  readonly report?: (line: string) => void;
}

/** A provider that is being served. */
export interface ServedProvider {
  /** What to name in `PULUMI_DEBUG_PROVIDERS`: `aws:<port>`. */
  readonly port: number;
  /** Stops listening, and lets what is being answered finish for at most a second. */
  close(): Promise<void>;
}

/** How long, in milliseconds, closing waits for calls that are being answered. */
const PATIENCE = 1000;

/** An engine opens no connection to itself, so nothing here is limited: a deployment package travels in one message. */
const UNLIMITED = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/**
 * Serves the provider of one account on loopback. Everything that it does goes through the gate, as the session given, or
 * as the role that a program's provider assumes with it.
 *
 * @throws Error naming the port and the way out when the port cannot be had.
 */
export async function serveProvider(options: ProviderOptions): Promise<ServedProvider> {
  const { port = 0, report = (line) => process.stderr.write(`${line}\n`) } = options;
  // What goes wrong is answered or thrown; the library would tell standard error as well.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server(UNLIMITED);
  const service = new ProviderService(options);
  // What the service does not have (components, packages with parameters, listings) is answered as not implemented.
  const methods = Object.keys(ResourceProviderService).filter((name) => name in service);
  const handlers = methods.map((name): [string, UntypedHandleCall] => [name, handler(service, name, report)]);
  server.addService(ResourceProviderService as ServiceDefinition, Object.fromEntries(handlers));
  const taken = await listen(server, port);
  return { port: taken, close: () => close(server) };
}

type Method = (request: unknown, peer: string) => Promise<unknown>;

function handler(service: ProviderService, name: string, report: (line: string) => void): UntypedHandleCall {
  const method = (service as unknown as Record<string, Method>)[name] as Method;
  const answer: handleUnaryCall<unknown, unknown> = (call, callback) => {
    method.call(service, call.request, call.getPeer()).then(
      (response) => callback(null, response),
      (error: unknown) => {
        if (isDefect(error)) report(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
        callback(statusOf(error));
      },
    );
  };
  return answer as UntypedHandleCall;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, taken) => {
      if (error === null) return resolve(taken);
      reject(
        new Error(`The provider cannot listen on port ${port}: ${error.message}. Choose another, or 0 for a free one.`),
      );
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.forceShutdown(), PATIENCE);
    server.tryShutdown(() => {
      clearTimeout(impatient);
      resolve();
    });
  });
}
