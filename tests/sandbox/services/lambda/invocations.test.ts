import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announceEndpoint } from '../../../../sandbox/core/endpoint';
import type { SqsSdk } from '../../../../sandbox/services/sqs/state';
import { caller, refuses } from '../../support';
import {
  ENDPOINT,
  FUNCTION_ARN,
  type FunctionWorld,
  functionWorld,
  LOG_STATEMENT,
  OWNER,
  zipOf,
} from './function-world';

const FunctionName = 'responder';
const QUEUE_ARN = `arn:aws:sqs:us-east-1:${OWNER}:failures`;
const QUEUE_URL = `https://sqs.us-east-1.amazonaws.com/${OWNER}/failures`;
const SEND = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN };

describe('Lambda invocations', () => {
  let world: FunctionWorld;

  beforeEach(async () => {
    world = await functionWorld([
      LOG_STATEMENT,
      SEND,
      { Effect: 'Allow', Action: 'logs:CreateLogGroup', Resource: '*' },
    ]);
  });
  afterEach(() => world.runtime.close());

  it('runs the real code in a process with the function’s environment and nothing of the machine’s but PATH', async () => {
    await world.make('export const handler = async (event, context) => ({ event, context, env: process.env });', {
      Environment: { Variables: { MODE: 'enforce' } },
    });
    const { error, answer } = await world.invoke({ a: [1, 'ü'] });
    assert.equal(error, undefined);
    const { event, context, env } = answer as Record<string, Record<string, string>>;
    assert.deepEqual(event, { a: [1, 'ü'] });
    assert.match(context?.awsRequestId ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(context?.invokedFunctionArn, FUNCTION_ARN);
    const { PATH, HOME, LAMBDA_TASK_ROOT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...rest } =
      env ?? {};
    assert.equal(PATH, process.env.PATH);
    assert.equal(HOME, LAMBDA_TASK_ROOT);
    assert.match(AWS_ACCESS_KEY_ID ?? '', /^ASIA/);
    assert.ok(AWS_SECRET_ACCESS_KEY && AWS_SESSION_TOKEN);
    const { AWS_LAMBDA_LOG_STREAM_NAME: stream, ...fixed } = rest;
    assert.match(stream ?? '', /^2026\/03\/02\/\[\$LATEST\][0-9a-f]{32}$/);
    assert.deepEqual(fixed, {
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: ENDPOINT,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_FUNCTION_NAME: 'responder',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_FORMAT: 'Text',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/responder',
      AWS_REGION: 'us-east-1',
      LANG: 'en_US.UTF-8',
      MODE: 'enforce',
      TZ: ':UTC',
      _HANDLER: 'index.handler',
    });
  });

  it('gives the code credentials of its execution role, for the endpoint that serves the organization', async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(String(request.headers.authorization));
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    announceEndpoint(world.cloud.state, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await world.make(
      'export const handler = async () => (await fetch(process.env.AWS_ENDPOINT_URL, { headers: { authorization: process.env.AWS_ACCESS_KEY_ID } })).status;',
    );
    assert.deepEqual(await world.invoke(), { error: undefined, answer: 200 });
    server.close();
    const assumed = world.cloud.answered.findLast(({ call }) => call.operation === 'AssumeRole') ?? assert.fail();
    const { Credentials, AssumedRoleUser } = assumed.output as Record<string, Record<string, string>>;
    assert.deepEqual(heard, [Credentials?.AccessKeyId]);
    assert.equal(AssumedRoleUser?.Arn, `arn:aws:sts::${OWNER}:assumed-role/execution/responder`);
  });

  it('keeps a process warm, measures its start once, and replaces it when the function changes', async () => {
    await world.make('let count = 0; export const handler = async () => [process.pid, ++count];');
    const [first, second] = [await world.invoke(), await world.invoke()].map(({ answer }) => answer as number[]);
    assert.deepEqual(second, [first?.[0], 2]);
    const starts = world.runtime.reports.map(({ initMs }) => initMs !== undefined);
    assert.deepEqual(starts, [true, false]);
    await world.call('UpdateFunctionConfiguration', { FunctionName, Timeout: 5 });
    const third = (await world.invoke()).answer as number[];
    assert.notEqual(third[0], first?.[0]);
    assert.equal(third[1], 1);
  });

  it('gives every concurrent invocation a process of its own', async () => {
    await world.make(
      'export const handler = async () => { await new Promise((r) => setTimeout(r, 100)); return process.pid; };',
    );
    const answers = await Promise.all([world.invoke(), world.invoke()]);
    assert.equal(new Set(answers.map(({ answer }) => answer)).size, 2);
  });

  it('gives a process a new session before the old one expires', async () => {
    await world.make('export const handler = async () => process.env.AWS_ACCESS_KEY_ID;');
    const { answer } = await world.invoke();
    await world.cloud.clock.advance(44 * 60_000);
    assert.equal((await world.invoke()).answer, answer);
    await world.cloud.clock.advance(2 * 60_000);
    assert.notEqual((await world.invoke()).answer, answer);
  });

  it('lives in the organization’s time', async () => {
    await world.make(
      'export const handler = async () => [Date.now(), new Date().toISOString(), new Date(0).getTime(), new Date() instanceof Date];',
    );
    await world.cloud.clock.advance(3_600_000);
    const [now, text, epoch, same] = (await world.invoke()).answer as [number, string, number, boolean];
    const drift = now - world.cloud.clock.now().getTime();
    assert.ok(drift >= 0 && drift < 30_000, `${drift} ms`);
    assert.match(text, /^2026-03-02T10:00:/);
    assert.deepEqual([epoch, same], [0, true]);
  });

  for (const [what, files, handler, expected] of [
    ['a CommonJS module', { 'index.js': 'exports.handler = async () => 1;' }, 'index.handler', 1],
    [
      'a module by package.json',
      { 'index.js': 'export const handler = () => 2;', 'package.json': '{"type":"module"}' },
      'index.handler',
      2,
    ],
    ['a handler in a folder', { 'src/app.mjs': 'export const run = { it: async () => 3 };' }, 'src/app.run.it', 3],
    [
      'a handler that returns nothing',
      { 'index.mjs': 'export const handler = async () => {};' },
      'index.handler',
      null,
    ],
  ] as const)
    it(`runs ${what}`, async () => {
      await world.make('', { Code: { ZipFile: zipOf(files) }, Handler: handler });
      assert.deepEqual(await world.invoke(), { error: undefined, answer: expected });
    });

  for (const [what, source, errorType, message] of [
    [
      'an error that the handler throws',
      'export const handler = async () => { throw new TypeError("no"); };',
      'TypeError',
      /^no$/,
    ],
    [
      'a missing export',
      'export const other = 1;',
      'Runtime.HandlerNotFound',
      /index.handler is undefined or not exported/,
    ],
    ['a syntax error', 'export const handler = ;', 'Runtime.UserCodeSyntaxError', /Unexpected token/],
    [
      'a missing module',
      'import "nothing-like-it"; export const handler = 1;',
      'Runtime.ImportModuleError',
      /nothing-like-it/,
    ],
    [
      'an exit',
      'export const handler = async () => process.exit(3);',
      'Runtime.ExitError',
      /Runtime exited with error: exit status 3/,
    ],
    [
      'a signal',
      'export const handler = async () => { process.kill(process.pid, "SIGKILL"); await new Promise(() => setInterval(() => {}, 1000)); };',
      'Runtime.ExitError',
      /signal: killed/,
    ],
    [
      'a promise nobody waits for',
      'export const handler = async () => { void Promise.reject(new Error("stray")); await new Promise(() => setInterval(() => {}, 1000)); };',
      'Runtime.UnhandledPromiseRejection',
      /Error: stray/,
    ],
    [
      'an endless wait',
      'export const handler = async () => new Promise(() => setInterval(() => {}, 1000));',
      'Sandbox.Timedout',
      /Task timed out after 1.00 seconds/,
    ],
    [
      'an endless loop',
      'export const handler = async () => { for (;;); };',
      'Sandbox.Timedout',
      /Task timed out after 1.00 seconds/,
    ],
    [
      'a callback handler on Node.js 24',
      'export const handler = (event, context, callback) => callback(null, 1);',
      'Runtime.CallbackHandlerDeprecated',
      /callback-based/,
    ],
  ] as const)
    it(`reports ${what} as ${errorType}, and runs again afterwards`, async () => {
      await world.make(source, { Timeout: 1 });
      for (let round = 0; round < (errorType === 'Sandbox.Timedout' ? 1 : 2); round += 1) {
        const { error, answer } = await world.invoke();
        const { errorType: type, errorMessage } = answer as Record<string, string>;
        assert.deepEqual([error, type], ['Unhandled', errorType]);
        assert.match(errorMessage ?? '', message);
      }
      await world.call('UpdateFunctionCode', {
        FunctionName,
        ZipFile: zipOf({ 'index.mjs': 'export const handler = async () => "well";' }),
      });
      assert.equal((await world.invoke()).answer, 'well');
    });

  it('writes what the function prints to its log group, between Lambda’s own lines', async () => {
    await world.make(
      'console.log("starting"); export const handler = async () => { console.warn("two\\nlines"); process.stderr.write("bare\\n"); };',
    );
    await world.invoke();
    await world.cloud.clock.settle();
    const id = world.runtime.reports[0]?.requestId ?? '';
    const lines = (await world.logLines()).map((line) => line.replace(/\d+\.\d\d ms|\d+ (ms|MB)/g, '#'));
    assert.deepEqual(
      lines.map((line) => line.replace(/^2026-03-02T09:00:\d\d\.\d+Z/, 'T')).sort(),
      [
        `START RequestId: ${id} Version: $LATEST`,
        'T\tundefined\tINFO\tstarting',
        `T\t${id}\tWARN\ttwo\rlines`,
        'bare',
        `END RequestId: ${id}`,
        `REPORT RequestId: ${id}\tDuration: #\tBilled Duration: #\tMemory Size: #\tMax Memory Used: #\tInit Duration: #\t`,
      ].sort(),
    );
  });

  it('writes JSON logs to the group that the function names, and only above its level', async () => {
    const LoggingConfig = {
      LogFormat: 'JSON',
      LogGroup: '/aws/lambda/responder',
      ApplicationLogLevel: 'WARN',
    } as const;
    await world.make('export const handler = async () => { console.log("no"); console.error({ type: "alert" }); };', {
      LoggingConfig,
    });
    await world.invoke();
    await world.cloud.clock.settle();
    const lines = (await world.logLines()).map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      lines.map(({ type, level, message }) => type ?? [level, message]),
      ['platform.start', ['ERROR', { type: 'alert' }], 'platform.report'],
    );
  });

  it('loses the logs of a role that may not write them, and nothing else', async () => {
    const silent = await functionWorld();
    await silent.make('export const handler = async () => console.log("unheard");');
    assert.deepEqual(await silent.invoke(), { error: undefined, answer: null });
    await silent.cloud.clock.settle();
    await refuses(silent.logLines(), 'ResourceNotFoundException');
    await silent.runtime.close();
  });

  it('answers the end of the log when asked', async () => {
    await world.make('export const handler = async () => console.log("hello");');
    const { LogResult = '' } = await world.call('Invoke', { FunctionName, LogType: 'Tail' });
    assert.match(Buffer.from(LogResult, 'base64').toString(), /INFO\thello\nEND RequestId/);
  });

  it('refuses an event that is no JSON, and runtimes that it cannot run', async () => {
    await world.make('export const handler = async () => 1;');
    const Payload = Buffer.from('{');
    await refuses(world.call('Invoke', { FunctionName, Payload }), 'InvalidRequestContentException');
    await world.call('UpdateFunctionConfiguration', { FunctionName, Runtime: 'python3.13' });
    await refuses(world.invoke(), 'NotImplemented', /python3\.13/);
  });

  it('refuses invocations beyond the reserved concurrency', async () => {
    await world.make('export const handler = async () => 1;');
    await world.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 1 });
    const both = await Promise.allSettled([world.invoke(), world.invoke()]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await world.invoke();
    await world.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 });
    await refuses(world.invoke(), 'TooManyRequestsException', /Rate Exceeded/);
  });

  it('cannot run a function whose role no longer trusts Lambda, or whose variables it cannot decrypt', async () => {
    await world.make('export const handler = async () => 1;');
    const iam = caller<typeof import('@aws-sdk/client-iam')>(world.cloud, 'iam', world.cloud.administrator(OWNER));
    const kms = caller<typeof import('@aws-sdk/client-kms')>(world.cloud, 'kms', world.cloud.administrator(OWNER));
    const { KeyMetadata } = await kms('CreateKey', {});
    const Environment = { Variables: { MODE: 'enforce' } };
    await world.call('UpdateFunctionConfiguration', { FunctionName, KMSKeyArn: KeyMetadata?.Arn, Environment });
    await refuses(world.invoke(), 'KMSAccessDeniedException', /unable to decrypt/);
    await world.call('UpdateFunctionConfiguration', { FunctionName, KMSKeyArn: '' });
    await iam('DeleteRolePolicy', { RoleName: 'execution', PolicyName: 'own' });
    await iam('DeleteRole', { RoleName: 'execution' });
    await world.cloud.clock.advance(60 * 60_000);
    await refuses(world.invoke(), 'AccessDeniedException', /cannot be assumed by Lambda/);
  });

  it('ends every process and removes what it unpacked when it closes', async () => {
    await world.make('export const handler = async () => [process.pid, process.env.LAMBDA_TASK_ROOT];');
    const [pid, folder] = (await world.invoke()).answer as [number, string];
    assert.ok(existsSync(folder));
    await world.runtime.close();
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    assert.ok(!existsSync(folder));
  });

  describe('as events', () => {
    const queue = () => caller<SqsSdk>(world.cloud, 'sqs', world.cloud.administrator(OWNER));
    const send = (event: unknown = { id: 7 }) => world.invoke(event, { InvocationType: 'Event' });
    const failures = async () => {
      const { Messages = [] } = await queue()('ReceiveMessage', {
        QueueUrl: QUEUE_URL,
        MessageAttributeNames: ['All'],
      });
      return Messages;
    };
    const record = async () =>
      JSON.parse((await failures())[0]?.Body ?? 'null') as Record<string, Record<string, unknown>>;
    const FAILING = 'export const handler = async () => { throw new Error("broken"); };';

    beforeEach(async () => {
      await queue()('CreateQueue', { QueueName: 'failures' });
    });
    const configure = (input: object = {}) =>
      world.call('PutFunctionEventInvokeConfig', {
        FunctionName,
        DestinationConfig: { OnFailure: { Destination: QUEUE_ARN } },
        ...input,
      });

    it('answers at once, and tries a failing function again after one and two minutes', async () => {
      await world.make(FAILING);
      await configure();
      assert.deepEqual(await send(), { error: undefined, answer: undefined });
      const begin = world.cloud.clock.now().getTime();
      await world.cloud.clock.advance(59_999);
      assert.equal(world.runtime.reports.length, 1);
      await world.cloud.clock.advance(1);
      assert.equal(world.runtime.reports.length, 2);
      await world.cloud.clock.settle();
      assert.equal(world.cloud.clock.now().getTime() - begin, 180_000);
      const requestId = world.runtime.reports[0]?.requestId;
      assert.deepEqual(
        world.runtime.reports.map((report) => report.requestId),
        [requestId, requestId, requestId],
      );
      const { responsePayload, ...rest } = await record();
      assert.deepEqual(rest, {
        version: '1.0',
        timestamp: '2026-03-02T09:03:00.000Z',
        requestContext: {
          requestId,
          functionArn: `${FUNCTION_ARN}:$LATEST`,
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { id: 7 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      });
      assert.deepEqual([responsePayload?.errorType, responsePayload?.errorMessage], ['Error', 'broken']);
    });

    it('tries no more often and no longer than the function says', async () => {
      await world.make(FAILING);
      await configure({ MaximumRetryAttempts: 0 });
      await send();
      await world.cloud.clock.settle();
      assert.equal(world.runtime.reports.length, 1);
      assert.equal((await record()).requestContext?.condition, 'RetriesExhausted');
      await configure({ MaximumEventAgeInSeconds: 60 });
      await world.cloud.clock.advance(30_000);
      await queue()('DeleteMessage', { QueueUrl: QUEUE_URL, ReceiptHandle: (await failures())[0]?.ReceiptHandle });
      await send();
      await world.cloud.clock.settle();
      assert.equal(world.runtime.reports.length, 2);
      assert.equal((await record()).requestContext?.condition, 'EventAgeExceeded');
    });

    it('sends events straight to the failure destination when the reserved concurrency is zero', async () => {
      await world.make('export const handler = async () => 1;');
      await configure();
      await world.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 });
      await send();
      await world.cloud.clock.settle();
      assert.equal(world.runtime.reports.length, 0);
      const { requestContext, requestPayload, responseContext } = await record();
      assert.equal(requestContext?.condition, 'RetriesExhausted');
      assert.equal(requestContext?.approximateInvokeCount, 0);
      assert.deepEqual(requestPayload, { id: 7 });
      assert.equal(responseContext, undefined);
    });

    it('waits with events that are throttled, and runs them all', async () => {
      await world.make('export const handler = async () => 1;');
      await world.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 1 });
      await Promise.all([send(), send(), send()]);
      await world.cloud.clock.settle();
      assert.deepEqual(
        world.runtime.reports.map(({ ending }) => ending),
        ['success', 'success', 'success'],
      );
      assert.ok(world.cloud.clock.now().getTime() > Date.parse('2026-03-02T09:00:00.999Z'));
    });

    it('sends successes to their destination, and the event of a failure to the dead-letter queue', async () => {
      await world.make(
        'export const handler = async (event) => { if (event.bad) throw new Error("bad"); return "good"; };',
        {
          DeadLetterConfig: { TargetArn: QUEUE_ARN },
        },
      );
      await world.call('PutFunctionEventInvokeConfig', {
        FunctionName,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnSuccess: { Destination: QUEUE_ARN } },
      });
      await send({ bad: false });
      await world.cloud.clock.settle();
      const { requestContext, responsePayload } = await record();
      assert.deepEqual([requestContext?.condition, responsePayload], ['Success', 'good']);
      await send({ bad: true });
      await world.cloud.clock.settle();
      const [message] = await failures();
      assert.equal(message?.Body, '{"bad":true}');
      assert.equal(message?.MessageAttributes?.ErrorMessage?.StringValue, 'bad');
      assert.equal(message?.MessageAttributes?.ErrorCode?.StringValue, '200');
    });
  });
});
