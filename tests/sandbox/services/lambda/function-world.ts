/** A cloud with Lambda and what it needs, and functions made from a few lines of source. */
import { strToU8, zipSync } from 'fflate';
import { announceEndpoint } from '../../../../sandbox/core/endpoint';
import { iam } from '../../../../sandbox/services/iam/index';
import { kms } from '../../../../sandbox/services/kms/index';
import { LambdaRuntime, lambdaService } from '../../../../sandbox/services/lambda/index';
import type { LambdaSdk } from '../../../../sandbox/services/lambda/state';
import { logs } from '../../../../sandbox/services/logs/index';
import { sns } from '../../../../sandbox/services/sns/index';
import { sqs } from '../../../../sandbox/services/sqs/index';
import { sts } from '../../../../sandbox/services/sts/index';
import { caller, type TestCloud, testGate } from '../../support';

export const OWNER = '333333333333';
export const OTHER = '444444444444';
export const ROLE_ARN = `arn:aws:iam::${OWNER}:role/execution`;
export const FUNCTION_ARN = `arn:aws:lambda:us-east-1:${OWNER}:function:responder`;
/** Nothing listens there. */
export const ENDPOINT = 'http://127.0.0.1:9';

type Call = ReturnType<typeof caller<LambdaSdk>>;

export interface FunctionWorld {
  readonly cloud: TestCloud;
  readonly runtime: LambdaRuntime;
  readonly call: Call;
  /** Makes `responder` out of a module's source. */
  make(source: string, settings?: Partial<Parameters<Call>[1]> & object): Promise<void>;
  /** Invokes `responder` and reads the answer. */
  invoke(event?: unknown, input?: object): Promise<{ error: string | undefined; answer: unknown }>;
  /** What the function's log group holds, oldest first. */
  logLines(group?: string): Promise<string[]>;
}

/** The execution role may do what `statements` say. */
export async function functionWorld(statements: readonly object[] = []): Promise<FunctionWorld> {
  const runtime = new LambdaRuntime();
  const cloud = testGate([lambdaService(runtime), iam, sts, sns, sqs, kms, logs]);
  announceEndpoint(cloud.state, ENDPOINT);
  const call = caller<LambdaSdk>(cloud, 'lambda', cloud.administrator(OWNER));
  await makeRole(cloud, 'execution', statements);
  return {
    cloud,
    runtime,
    call,
    make: async (source, settings = {}) => {
      await call('CreateFunction', {
        FunctionName: 'responder',
        Role: ROLE_ARN,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: zipOf({ 'index.mjs': source }) },
        ...settings,
      });
    },
    invoke: async (event = {}, input = {}) => {
      const Payload = Buffer.from(JSON.stringify(event));
      const output = await call('Invoke', { FunctionName: 'responder', Payload, ...input });
      const text = Buffer.from(output.Payload ?? []).toString();
      return { error: output.FunctionError, answer: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
    logLines: async (logGroupName = '/aws/lambda/responder') => {
      const read = caller<typeof import('@aws-sdk/client-cloudwatch-logs')>(cloud, 'logs', cloud.administrator(OWNER));
      const { events = [] } = await read('FilterLogEvents', { logGroupName });
      return events.map(({ message = '' }) => message);
    },
  };
}

/** A role that Lambda may assume. */
export async function makeRole(
  cloud: TestCloud,
  name: string,
  statements: readonly object[],
  trusted = 'lambda',
): Promise<void> {
  const call = caller<typeof import('@aws-sdk/client-iam')>(cloud, 'iam', cloud.administrator(OWNER));
  const trust = { Effect: 'Allow', Principal: { Service: `${trusted}.amazonaws.com` }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await call('CreateRole', { RoleName: name, AssumeRolePolicyDocument });
  if (statements.length === 0) return;
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await call('PutRolePolicy', { RoleName: name, PolicyName: 'own', PolicyDocument });
}

export function zipOf(files: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

export const LOG_STATEMENT = {
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: `arn:aws:logs:us-east-1:${OWNER}:log-group:/aws/lambda/responder:*`,
};
