/** One cold start of the responder, in the process that the sandbox gives it, against a server that only listens. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ExecutionEnvironment } from '../services/lambda/execution-environment';
import { stopLoggingOfSampleTrail } from './sample-events';

const PROBE = join(__dirname, 'loaded-modules.cjs');
const MEMORY_IN_MIB = 512;
const TIMEOUT_MS = 60_000;

export interface ColdStart {
  /** From starting the process to the first bytes of its first call. */
  readonly firstCallMs: number;
}

/** A call that the responder was about to send, and the files that were loaded by then. */
export interface ProbedCall {
  readonly call: string;
  readonly loaded: readonly string[];
}

/**
 * The only thing that is answered: everything after it fails, and the responder goes on to `StartLogging` all the same.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const ASSUMED =
  '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
  '<AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>any</SecretAccessKey><SessionToken>any</SessionToken>' +
  '<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>';

/** Starts the unpacked responder, hands it a StopLogging of the trail, and ends it when its first call arrives. */
export async function coldStart(folder: string): Promise<ColdStart> {
  const server = createServer();
  const arrived = once(server, 'connection').then(async ([socket]) => {
    await once(socket, 'data');
    return performance.now();
  });
  const url = await listen(server);
  const began = performance.now();
  const environment = environmentOf(folder, url, {});
  const answered = respond(environment);
  try {
    const first = await Promise.race([arrived, answered.then(failed)]);
    return { firstCallMs: first - began };
  } finally {
    await environment.close();
    await answered;
    await close(server);
  }
}

/** Runs the unpacked responder once, and tells what was loaded when it sent each of its calls. */
export async function probedCalls(folder: string): Promise<ProbedCall[]> {
  const journal = join(folder, '..', 'loaded-modules.jsonl');
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const assuming = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
      if (assuming) response.writeHead(200, { 'content-type': 'text/xml' }).end(ASSUMED);
      else response.writeHead(400, { 'content-type': 'application/json' }).end('{"__type":"ValidationException"}');
    });
  });
  const url = await listen(server);
  const environment = environmentOf(folder, url, { NODE_OPTIONS: `--require ${PROBE}`, LOADED_MODULES: journal });
  try {
    await respond(environment);
  } finally {
    await environment.close();
    await close(server);
  }
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as ProbedCall);
}

function environmentOf(folder: string, url: string, more: Readonly<Record<string, string>>): ExecutionEnvironment {
  const variables = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: 'index.handler',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_SESSION_TOKEN: 'any',
    ...more,
  };
  return new ExecutionEnvironment({ variables, memoryInMiB: MEMORY_IN_MIB, clockOffsetMs: 0, packages: '' });
}

function respond(environment: ExecutionEnvironment): ReturnType<ExecutionEnvironment['invoke']> {
  return environment.invoke({
    requestId: '00000000-0000-4000-8000-000000000000',
    event: JSON.stringify(stopLoggingOfSampleTrail()),
    functionArn: 'arn:aws:lambda:us-east-1:333333333333:function:responder',
    timeoutMs: TIMEOUT_MS,
    clockOffsetMs: 0,
  });
}

function failed({ payload }: Awaited<ReturnType<ExecutionEnvironment['invoke']>>): never {
  throw new Error(`The responder ended without calling AWS: ${payload}`);
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
