import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { LambdaSdk } from '../../../../sandbox/services/lambda/state';
import { caller, refuses } from '../../support';
import {
  FUNCTION_ARN,
  type FunctionWorld,
  functionWorld,
  makeRole,
  OTHER,
  OWNER,
  ROLE_ARN,
  zipOf,
} from './function-world';

const SOURCE = 'export const handler = async () => 1;';
const FunctionName = 'responder';

describe('Lambda functions', () => {
  let world: FunctionWorld;

  beforeEach(async () => {
    world = await functionWorld();
  });

  it('shows a new function as AWS does', async () => {
    await world.make(SOURCE, { Environment: { Variables: { MODE: 'enforce' } }, Tags: { owner: 'security' } });
    const zip = zipOf({ 'index.mjs': SOURCE });
    const { Configuration, Tags, Concurrency } = await world.call('GetFunction', { FunctionName });
    const { RevisionId, ...rest } = Configuration ?? {};
    assert.match(RevisionId ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      FunctionName,
      FunctionArn: FUNCTION_ARN,
      Runtime: 'nodejs24.x',
      Role: ROLE_ARN,
      Handler: 'index.handler',
      CodeSize: zip.length,
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      LastModified: '2026-03-02T09:00:00.000+0000',
      CodeSha256: createHash('sha256').update(zip).digest('base64'),
      Version: '$LATEST',
      Environment: { Variables: { MODE: 'enforce' } },
      TracingConfig: { Mode: 'PassThrough' },
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/responder' },
    });
    assert.deepEqual(Tags, { owner: 'security' });
    assert.equal(Concurrency, undefined);
  });

  it('finds a function by name, partial ARN and ARN, in its own Region and without versions', async () => {
    await world.make(SOURCE);
    for (const name of [FunctionName, `${OWNER}:function:${FunctionName}`, FUNCTION_ARN, `${FUNCTION_ARN}:$LATEST`])
      assert.equal((await world.call('GetFunctionConfiguration', { FunctionName: name })).FunctionArn, FUNCTION_ARN);
    const get = (name: string) => world.call('GetFunction', { FunctionName: name });
    await refuses(
      get('other'),
      'ResourceNotFoundException',
      /Function not found: arn:aws:lambda:us-east-1:333333333333:function:other/,
    );
    await refuses(get(`${FUNCTION_ARN}:7`), 'ResourceNotFoundException', /:7/);
    await refuses(get(FUNCTION_ARN.replace('us-east-1', 'eu-west-1')), 'ResourceNotFoundException', /not reachable/);
    await refuses(get('a b'), 'ValidationException');
  });

  for (const [what, settings, code, message] of [
    ['a timeout of 901 seconds', { Timeout: 901 }, 'ValidationException', /less than or equal to 900/],
    ['a timeout of 0 seconds', { Timeout: 0 }, 'ValidationException', /greater than or equal to 1/],
    ['127 MB', { MemorySize: 127 }, 'ValidationException', /greater than or equal to 128/],
    ['an unknown runtime', { Runtime: 'nodejs99.x' }, 'InvalidParameterValueException', /enum value set/],
    ['a retired runtime', { Runtime: 'nodejs16.x' }, 'InvalidParameterValueException', /no longer supported/],
    [
      'a variable of Lambda’s own',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      /Reserved keys used in this request: AWS_REGION/,
    ],
    [
      'more than 4 KB of variables',
      { Environment: { Variables: { LONG: 'x'.repeat(4096) } } },
      'InvalidParameterValueException',
      /4KB/,
    ],
    [
      'an archive that is none',
      { Code: { ZipFile: Buffer.from('text') } },
      'InvalidParameterValueException',
      /Could not unzip/,
    ],
    [
      'an archive that leaves its folder',
      { Code: { ZipFile: zipOf({ '../x': '' }) } },
      'InvalidParameterValueException',
      /Could not unzip/,
    ],
    ['code from a bucket', { Code: { S3Bucket: 'b', S3Key: 'k' } }, 'NotImplemented', /bucket/],
    [
      'log levels in text logs',
      { LoggingConfig: { ApplicationLogLevel: 'WARN' } },
      'InvalidParameterValueException',
      /Log Level/,
    ],
    [
      'a role that does not exist',
      { Role: `${ROLE_ARN}-2` },
      'InvalidParameterValueException',
      /cannot be assumed by Lambda/,
    ],
    ['a role that is no ARN', { Role: 'execution' }, 'ValidationException', /role/],
  ] as const)
    it(`refuses ${what}, and makes no function`, async () => {
      await refuses(world.make(SOURCE, settings as object), code, message);
      assert.deepEqual((await world.call('ListFunctions', {})).Functions, []);
    });

  it('refuses a role that does not trust Lambda, and a caller that may not pass the role', async () => {
    await makeRole(world.cloud, 'for-events', [], 'events');
    await refuses(
      world.make(SOURCE, { Role: `arn:aws:iam::${OWNER}:role/for-events` }),
      'InvalidParameterValueException',
      /cannot be assumed/,
    );
    const maker = world.cloud.role(OWNER, 'maker', [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }]);
    const create = caller<LambdaSdk>(
      world.cloud,
      'lambda',
      maker,
    )('CreateFunction', {
      FunctionName,
      Role: ROLE_ARN,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf({ 'index.mjs': SOURCE }) },
    });
    await refuses(create, 'AccessDenied', /iam:PassRole/);
  });

  it('changes code and settings, each with a new revision, and keeps what was not given', async () => {
    await world.make(SOURCE, { Timeout: 20, Environment: { Variables: { MODE: 'enforce' } } });
    const before = await world.call('GetFunctionConfiguration', { FunctionName });
    await world.cloud.clock.advance(1000);
    const code = await world.call('UpdateFunctionCode', { FunctionName, ZipFile: zipOf({ 'index.mjs': 'x' }) });
    assert.notEqual(code.CodeSha256, before.CodeSha256);
    assert.notEqual(code.RevisionId, before.RevisionId);
    const after = await world.call('UpdateFunctionConfiguration', { FunctionName, MemorySize: 256 });
    assert.deepEqual([after.Timeout, after.MemorySize, after.Environment?.Variables], [20, 256, { MODE: 'enforce' }]);
    assert.equal(after.LastModified, '2026-03-02T09:00:01.000+0000');
    const stale = {
      FunctionName,
      ZipFile: zipOf({ a: 'b' }),
      ...(before.RevisionId ? { RevisionId: before.RevisionId } : {}),
    };
    await refuses(world.call('UpdateFunctionCode', stale), 'PreconditionFailedException');
  });

  it('changes nothing in a dry run', async () => {
    await world.make(SOURCE);
    const before = await world.call('GetFunctionConfiguration', { FunctionName });
    const tried = await world.call('UpdateFunctionCode', { FunctionName, ZipFile: zipOf({ a: 'b' }), DryRun: true });
    assert.notEqual(tried.CodeSha256, before.CodeSha256);
    assert.deepEqual(await world.call('GetFunctionConfiguration', { FunctionName }), before);
  });

  it('records operations by the names that CloudTrail gives them', async () => {
    await world.make(SOURCE);
    await world.call('UpdateFunctionCode', { FunctionName, ZipFile: zipOf({ a: 'b' }) });
    await world.call('UpdateFunctionConfiguration', { FunctionName, Timeout: 4 });
    await world.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 });
    await world.call('DeleteFunctionConcurrency', { FunctionName });
    const permission = { FunctionName, StatementId: 'a', Action: 'lambda:InvokeFunction', Principal: OTHER };
    await world.call('AddPermission', permission);
    await world.call('RemovePermission', { FunctionName, StatementId: 'a' });
    await world.call('PutFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 0 });
    await world.call('DeleteFunction', { FunctionName });
    const names = world.cloud.answered
      .filter(({ service }) => service.name === 'lambda')
      .map(({ call, definition }) => definition.record?.eventName ?? call.operation);
    assert.deepEqual(names, [
      'CreateFunction20150331',
      'UpdateFunctionCode20150331v2',
      'UpdateFunctionConfiguration20150331v2',
      'PutFunctionConcurrency20171031',
      'DeleteFunctionConcurrency20171031',
      'AddPermission20150331v2',
      'RemovePermission20150331v2',
      'PutFunctionEventInvokeConfig',
      'DeleteFunction20150331',
    ]);
  });

  it('writes the statements of its policy as AWS does, and takes them away by id', async () => {
    await world.make(SOURCE);
    const rule = `arn:aws:events:us-east-1:${OWNER}:rule/central/tamper`;
    await world.call('AddPermission', {
      FunctionName,
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: rule,
      SourceAccount: OWNER,
    });
    await world.call('AddPermission', {
      FunctionName,
      StatementId: 'partner',
      Action: 'lambda:InvokeFunction',
      Principal: OTHER,
    });
    const { Policy = '' } = await world.call('GetPolicy', { FunctionName });
    assert.deepEqual(JSON.parse(Policy), {
      Version: '2012-10-17',
      Id: 'default',
      Statement: [
        {
          Sid: 'rule',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: FUNCTION_ARN,
          Condition: { StringEquals: { 'AWS:SourceAccount': OWNER }, ArnLike: { 'AWS:SourceArn': rule } },
        },
        {
          Sid: 'partner',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
          Action: 'lambda:InvokeFunction',
          Resource: FUNCTION_ARN,
        },
      ],
    });
    const again = { FunctionName, StatementId: 'rule', Action: 'lambda:InvokeFunction', Principal: OTHER };
    await refuses(world.call('AddPermission', again), 'ResourceConflictException');
    const nobody = { ...again, StatementId: 'b', Principal: `arn:aws:iam::${OWNER}:role/gone` };
    await refuses(world.call('AddPermission', nobody), 'InvalidParameterValueException', /principal was invalid/);
    for (const StatementId of ['rule', 'partner']) await world.call('RemovePermission', { FunctionName, StatementId });
    await refuses(world.call('RemovePermission', { FunctionName, StatementId: 'rule' }), 'ResourceNotFoundException');
    await refuses(world.call('GetPolicy', { FunctionName }), 'ResourceNotFoundException');
  });

  it('lets in exactly the rule, the account and the function that its policy names', async () => {
    await world.make(SOURCE);
    const SourceArn = `arn:aws:events:us-east-1:${OWNER}:rule/tamper`;
    const permission = { FunctionName, StatementId: 'rule', Action: 'lambda:InvokeFunction', SourceArn };
    await world.call('AddPermission', { ...permission, Principal: 'events.amazonaws.com' });
    const by = (service: string, sourceArn: string) =>
      caller<LambdaSdk>(world.cloud, 'lambda', { kind: 'service', service, sourceArn, sourceAccount: OWNER });
    const dry = { FunctionName: FUNCTION_ARN, InvocationType: 'DryRun' } as const;
    assert.equal((await by('events.amazonaws.com', SourceArn)('Invoke', dry)).StatusCode, 204);
    await refuses(by('events.amazonaws.com', `${SourceArn}2`)('Invoke', dry), 'AccessDenied', /lambda:InvokeFunction/);
    await refuses(by('sns.amazonaws.com', SourceArn)('Invoke', dry), 'AccessDenied');
    const stranger = caller<LambdaSdk>(world.cloud, 'lambda', world.cloud.administrator(OTHER));
    await refuses(stranger('Invoke', dry), 'AccessDenied');
  });

  it('reserves concurrency, and leaves a hundred for the other functions', async () => {
    await world.make(SOURCE);
    const reserve = (ReservedConcurrentExecutions: number) =>
      world.call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
    await reserve(900);
    await refuses(reserve(901), 'InvalidParameterValueException', /\[100\]/);
    assert.deepEqual(await world.call('GetFunctionConcurrency', { FunctionName }), {
      ReservedConcurrentExecutions: 900,
    });
    await world.call('DeleteFunctionConcurrency', { FunctionName });
    assert.deepEqual(await world.call('GetFunctionConcurrency', { FunctionName }), {});
  });

  it('takes a destination only where the execution role may send to it', async () => {
    await world.make(SOURCE);
    const target = `arn:aws:sqs:us-east-1:${OWNER}:failures`;
    const put = (Destination: string) =>
      world.call('PutFunctionEventInvokeConfig', { FunctionName, DestinationConfig: { OnFailure: { Destination } } });
    await refuses(put(target), 'InvalidParameterValueException', /does not have permissions to call SendMessage/);
    await refuses(put(`${target}.fifo`), 'InvalidParameterValueException', /FIFO/);
    await refuses(put(FUNCTION_ARN), 'InvalidParameterValueException', /itself/);
    const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: target };
    await makeRole(world.cloud, 'sender', [send]);
    await world.call('UpdateFunctionConfiguration', { FunctionName, Role: `arn:aws:iam::${OWNER}:role/sender` });
    await put(target);
    const update = { FunctionName, MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 };
    const { LastModified: _time, ...config } = await world.call('UpdateFunctionEventInvokeConfig', update);
    assert.deepEqual(config, {
      FunctionArn: `${FUNCTION_ARN}:$LATEST`,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: target } },
    });
    await refuses(
      world.call('UpdateFunctionEventInvokeConfig', { FunctionName, MaximumRetryAttempts: 3 }),
      'ValidationException',
    );
    await world.call('DeleteFunctionEventInvokeConfig', { FunctionName });
    await refuses(world.call('GetFunctionEventInvokeConfig', { FunctionName }), 'ResourceNotFoundException');
  });

  it('keeps tags and the setting for recursive loops', async () => {
    await world.make(SOURCE);
    await world.call('TagResource', { Resource: FUNCTION_ARN, Tags: { a: '1', b: '2' } });
    await world.call('UntagResource', { Resource: FUNCTION_ARN, TagKeys: ['a'] });
    assert.deepEqual((await world.call('ListTags', { Resource: FUNCTION_ARN })).Tags, { b: '2' });
    assert.deepEqual(await world.call('GetFunctionRecursionConfig', { FunctionName }), { RecursiveLoop: 'Terminate' });
    await world.call('PutFunctionRecursionConfig', { FunctionName, RecursiveLoop: 'Allow' });
    assert.deepEqual(await world.call('GetFunctionRecursionConfig', { FunctionName }), { RecursiveLoop: 'Allow' });
  });
});
