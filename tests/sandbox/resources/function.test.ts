import assert from 'node:assert/strict';
import { asset } from '@pulumi/pulumi';
import { strFromU8, unzipSync } from 'fflate';
import { lambdaFunction } from '../../../sandbox/resources/function';
import { functionInvokeConfig } from '../../../sandbox/resources/function-invoke-config';
import { functionPermission } from '../../../sandbox/resources/function-permission';
import { created, read } from './recorded-cloud';

const ARN = 'arn:aws:lambda:eu-west-1:444444444444:function:responder';

describe('aws.lambda.Function', () => {
  const INPUTS = {
    name: 'responder',
    role: 'arn:aws:iam::444444444444:role/responder',
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    code: new asset.AssetArchive({ 'index.js': new asset.StringAsset('exports.handler = 1') }),
    environment: { variables: { MODE: 'enforce' } },
    loggingConfig: { logFormat: 'JSON' },
  };

  it('is created with its code zipped, and the defaults of the provider', async () => {
    const { id, calls } = await created(lambdaFunction, INPUTS);
    assert.equal(id, 'responder');
    assert.equal(calls.length, 1);
    const [operation, { Code, ...rest }] = calls[0] as [string, { Code: { ZipFile: Uint8Array } }];
    assert.equal(operation, 'lambda:CreateFunction');
    assert.deepEqual(rest, {
      FunctionName: 'responder',
      Role: INPUTS.role,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Environment: { Variables: { MODE: 'enforce' } },
      LoggingConfig: { LogFormat: 'JSON' },
      MemorySize: 128,
      PackageType: 'Zip',
      Publish: false,
      Tags: { team: 'security' },
      Timeout: 3,
    });
    const files = Object.entries(unzipSync(Code.ZipFile)).map(([name, bytes]) => [name, strFromU8(bytes)]);
    assert.deepEqual(files, [['index.js', 'exports.handler = 1']]);
  });

  it('reserves concurrency only where the program does, and none as a real number', async () => {
    const { calls } = await created(lambdaFunction, { ...INPUTS, reservedConcurrentExecutions: 0 });
    assert.deepEqual(calls[1], [
      'lambda:PutFunctionConcurrency',
      { FunctionName: 'responder', ReservedConcurrentExecutions: 0 },
    ]);
    assert.equal((await created(lambdaFunction, { ...INPUTS, reservedConcurrentExecutions: -1 })).calls.length, 1);
  });

  it('shows the ARNs by which others call it', async () => {
    const state = await read(lambdaFunction, 'responder', {
      'lambda:GetFunction': {
        Configuration: {
          FunctionName: 'responder',
          FunctionArn: ARN,
          Version: '$LATEST',
          CodeSha256: 'x',
          MemorySize: 512,
        },
        Tags: { team: 'security', a: 'b' },
      },
    });
    const gateway = 'arn:aws:apigateway:eu-west-1:lambda:path';
    assert.deepEqual(state, {
      arn: ARN,
      codeSha256: 'x',
      invokeArn: `${gateway}/2015-03-31/functions/${ARN}/invocations`,
      memorySize: 512,
      name: 'responder',
      publish: false,
      qualifiedArn: `${ARN}:$LATEST`,
      qualifiedInvokeArn: `${gateway}/2015-03-31/functions/${ARN}:$LATEST/invocations`,
      region: 'eu-west-1',
      reservedConcurrentExecutions: -1,
      responseStreamingInvokeArn: `${gateway}/2021-11-15/functions/${ARN}/response-streaming-invocations`,
      skipDestroy: false,
      sourceCodeHash: 'x',
      tags: { a: 'b' },
      tagsAll: { team: 'security', a: 'b' },
      version: '$LATEST',
    });
  });
});

describe('aws.lambda.Permission', () => {
  const INPUTS = {
    statementId: 'rule',
    action: 'lambda:InvokeFunction',
    function: 'responder',
    principal: 'events.amazonaws.com',
    sourceArn: 'arn:aws:events:eu-west-1:444444444444:rule/r',
    sourceAccount: '444444444444',
  };

  it('is a statement of the policy of the function', async () => {
    const { id, calls } = await created(functionPermission, INPUTS);
    assert.equal(id, 'rule');
    assert.deepEqual(calls, [
      [
        'lambda:AddPermission',
        {
          StatementId: 'rule',
          Action: INPUTS.action,
          FunctionName: 'responder',
          Principal: INPUTS.principal,
          SourceArn: INPUTS.sourceArn,
          SourceAccount: INPUTS.sourceAccount,
        },
      ],
    ]);
  });

  const policy = (Sid: string, Principal: unknown): object => ({
    'lambda:GetPolicy': {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid,
            Effect: 'Allow',
            Principal,
            Action: INPUTS.action,
            Resource: ARN,
            Condition: {
              StringEquals: { 'AWS:SourceAccount': INPUTS.sourceAccount },
              ArnLike: { 'AWS:SourceArn': INPUTS.sourceArn },
            },
          },
        ],
      }),
    },
  });

  it('is read back out of that policy', async () => {
    const answers = policy('rule', { Service: INPUTS.principal }) as Record<string, unknown>;
    assert.deepEqual(await read(functionPermission, 'rule', answers, INPUTS), { ...INPUTS, region: 'eu-west-1' });
  });

  it('shows an account as the program wrote it', async () => {
    const answers = policy('rule', { AWS: 'arn:aws:iam::111111111111:root' }) as Record<string, unknown>;
    assert.equal((await read(functionPermission, 'rule', answers, INPUTS))?.principal, '111111111111');
  });

  it('is gone when the policy has no such statement', async () => {
    const answers = policy('other', { Service: INPUTS.principal }) as Record<string, unknown>;
    assert.equal(await read(functionPermission, 'rule', answers, INPUTS), undefined);
  });
});

describe('aws.lambda.FunctionEventInvokeConfig', () => {
  it('keeps a destination, and as many attempts as the program says, none included', async () => {
    const destination = 'arn:aws:sqs:eu-west-1:444444444444:failures';
    const { id, calls } = await created(functionInvokeConfig, {
      functionName: 'responder',
      maximumRetryAttempts: 0,
      destinationConfig: { onFailure: { destination } },
    });
    assert.equal(id, 'responder');
    assert.deepEqual(calls, [
      [
        'lambda:PutFunctionEventInvokeConfig',
        {
          FunctionName: 'responder',
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: destination } },
        },
      ],
    ]);
  });
});
