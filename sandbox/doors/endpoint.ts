/** The endpoint door: AWS over HTTP on loopback, for the AWS CLI, boto3, any SDK, and the deployed function itself. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../core/aws-error';
import type { Gate } from '../core/gate';
import type { Principal } from '../core/principal';
import type { Origin } from '../core/service';
import { identify, longestBody, protocolOf, tooLong, type WireRequest, type WireResponse } from '../protocol';

export interface EndpointOptions {
  /** @default 0, which takes any free port */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** Takes one line for every defect of the sandbox. @default - standard error */
  readonly report?: (line: string) => void;
}

export interface Endpoint {
  /** What to put into `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Stops listening, lets calls that are being answered finish for at most a second, and closes every connection. */
  close(): Promise<void>;
}

/** How long, in milliseconds, closing waits for calls that are being answered. */
const patience = 1000;

/** What the endpoint needs of the gate. */
type Served = Pick<Gate, 'call' | 'service'>;

interface Door {
  readonly gate: Served;
  readonly principalOf: (accessKeyId: string) => Principal | undefined;
  readonly report: (line: string) => void;
  /** Whether further requests are welcome. */
  readonly open: () => boolean;
}

/**
 * Serves the gate on loopback.
 *
 * `principalOf` knows who holds an access key id; the secret is never asked for. Nothing that a client sends ends the
 * server: what cannot be read or done is answered with AWS's error, a defect with `InternalFailure`.
 *
 * @throws Error naming the port and the way out when the port cannot be had.
 */
export async function serveEndpoint(
  gate: Served,
  principalOf: (accessKeyId: string) => Principal | undefined,
  options: EndpointOptions = {},
): Promise<Endpoint> {
  const { port = 0, host = '127.0.0.1', report = (line) => process.stderr.write(`${line}\n`) } = options;
  const door: Door = { gate, principalOf, report, open: () => server.listening };
  const server = createServer((incoming, outgoing) => void serve(door, incoming, outgoing));
  await listen(server, port, host);
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close: () => close(server) };
}

async function serve(door: Door, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  try {
    const received = await receive(incoming);
    const answer = await answerTo(door, received, requestId);
    // What is left of a body that was too long would be taken for the next request.
    if (!received.whole || !door.open()) outgoing.shouldKeepAlive = false;
    // The answer to HEAD states the length of a body that it does not have.
    const stated = incoming.method === 'HEAD' ? answer.headers['content-length'] : undefined;
    const length = stated ?? Buffer.byteLength(answer.body);
    outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': length });
    outgoing.end(answer.body);
  } catch (error) {
    // The client went away while it was sending, or the answer cannot be put into HTTP.
    if (incoming.complete) door.report(`${requestId}: ${describe(error)}`);
    if (!outgoing.headersSent) outgoing.writeHead(500, { 'x-amzn-requestid': requestId, 'content-length': 0 });
    outgoing.end();
  }
}

async function answerTo(door: Door, received: Received, requestId: string): Promise<WireResponse> {
  const { request, origin, whole } = received;
  let protocol = protocolOf(request, undefined);
  try {
    const { accessKeyId, region, service: name } = identify(request);
    const service = door.gate.service(name);
    if (service === undefined) throw new AwsError('NotImplemented', `The sandbox does not model the service ${name}.`);
    protocol = protocolOf(request, service);
    if (!whole) throw tooLong();
    const principal = door.principalOf(accessKeyId);
    if (principal === undefined) throw unknownKey(name);
    const { operation, input } = protocol.read(request);
    const output = await door.gate.call({ principal, region, service: name, operation, input, origin, requestId });
    return await protocol.writeOutput(operation, output, requestId);
  } catch (error) {
    if (error instanceof AwsError) return protocol.writeError(error, requestId);
    door.report(`${requestId}: ${describe(error)}`);
    const failure = new AwsError('InternalFailure', `The sandbox failed to answer request ${requestId}.`);
    return protocol.writeError(failure, requestId);
  }
}

interface Received {
  readonly request: WireRequest;
  readonly origin: Origin;
  /** False when the body was too long to be read. */
  readonly whole: boolean;
}

function receive(incoming: IncomingMessage): Promise<Received> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const done = (whole: boolean): void => {
      incoming.removeAllListeners('data');
      const request = requestOf(incoming, Buffer.concat(whole ? pieces : []));
      resolve({ request, origin: originOf(incoming), whole });
    };
    incoming.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > longestBody) done(false);
      else pieces.push(piece);
    });
    incoming.once('end', () => done(true));
    incoming.on('error', reject);
  });
}

function requestOf(incoming: IncomingMessage, body: Buffer): WireRequest {
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    method: incoming.method ?? 'GET',
    path: path === '' ? '/' : path,
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: Object.fromEntries(headers),
    body,
  };
}

function originOf(incoming: IncomingMessage): Origin {
  const address = (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const sourceIpAddress = address === '::1' || address === '' ? '127.0.0.1' : address;
  return { sourceIpAddress, userAgent: incoming.headers['user-agent'] ?? '' };
}

function unknownKey(service: string): AwsError {
  const message =
    service === 's3'
      ? 'The AWS Access Key Id you provided does not exist in our records.'
      : 'The security token included in the request is invalid.';
  return new AwsError('UnrecognizedClientException', message);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(error, port, host)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function refusal(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const wayOut = 'Choose another port, or 0 for any free one.';
  if (error.code === 'EADDRINUSE') return new Error(`Port ${port} on ${host} is already in use. ${wayOut}`);
  if (error.code === 'EACCES') return new Error(`Port ${port} on ${host} may not be used by this user. ${wayOut}`);
  return new Error(`The endpoint cannot listen on ${host}, port ${port}: ${error.message}. ${wayOut}`);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
