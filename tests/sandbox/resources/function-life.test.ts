import assert from 'node:assert/strict';
import { asset } from '@pulumi/pulumi';
import { deploymentPackage } from '../../../sandbox/resources/deployment-package';
import { lambdaFunction } from '../../../sandbox/resources/function';
import { functionInvokeConfig } from '../../../sandbox/resources/function-invoke-config';
import { functionPermission } from '../../../sandbox/resources/function-permission';
import { queue } from '../../../sandbox/resources/queue';
import { iam } from '../../../sandbox/services/iam/index';
import { LambdaRuntime, lambdaService } from '../../../sandbox/services/lambda/index';
import { sqs } from '../../../sandbox/services/sqs/index';
import { sts } from '../../../sandbox/services/sts/index';
import { refuses } from '../support';
import { ACCOUNT, type Made, REGION, ResourceWorld } from './resource-world';

const CONFIGURE = 'UpdateFunctionConfiguration';
const code = (text: string) => new asset.AssetArchive({ 'index.js': new asset.StringAsset(text) });
const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

const runtime = new LambdaRuntime();
after(() => runtime.close());

let world: ResourceWorld;
let own: Made;

beforeEach(async () => {
  world = new ResourceWorld([iam, lambdaService(runtime), sqs, sts]);
  for (const name of ['one', 'two']) await executionRole(name);
  await world.make(queue, { name: 'failures' });
  own = await world.make(lambdaFunction, {
    name: 'responder',
    role: roleArn('one'),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: code('exports.handler = () => 1;'),
  });
});

const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A role for functions that may send to any queue. */
async function executionRole(RoleName: string): Promise<void> {
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = document({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } });
  await world.cloud.call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: trust });
  const PolicyDocument = document({ Action: 'sqs:SendMessage', Resource: '*' });
  await world.cloud.call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'send', PolicyDocument });
}

describe('the life of an aws.lambda.Function', () => {
  it('changes its settings in one call, and loses those that are no longer said', async () => {
    const change = {
      deadLetterConfig: { targetArn: queueArn('failures') },
      description: 'Puts back',
      environment: { variables: { MODE: 'enforce' } },
      handler: 'other.handler',
      kmsKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`,
      loggingConfig: { logFormat: 'Text', logGroup: '/responder' },
      memorySize: 512,
      role: roleArn('two'),
      runtime: 'nodejs22.x',
      timeout: 60,
      tracingConfig: { mode: 'Active' },
    };
    await own.update(change, [CONFIGURE]);
    for (const input of ['deadLetterConfig', 'description', 'environment', 'kmsKeyArn', 'memorySize', 'timeout'])
      await own.update({ [input]: undefined }, [CONFIGURE]);
    await own.update({ loggingConfig: undefined, tracingConfig: undefined }, []);
    await own.update({ memorySize: 128, timeout: 3, publish: false, skipDestroy: false }, []);
    assert.equal((await own.read({}))?.environment, undefined);
  });

  it('gets its code when the package has another hash, and only then', async () => {
    const before = await own.read();
    await own.update({ code: code('exports.handler = () => 1;') }, []);
    await own.update({ code: code('exports.handler = () => 2;') }, ['UpdateFunctionCode']);
    assert.notEqual((await own.read())?.codeSha256, before?.codeSha256);
    await own.update({ description: 'Puts back', code: code('3') }, [CONFIGURE, 'UpdateFunctionCode']);
    await own.update({ architectures: ['arm64'] }, ['UpdateFunctionCode']);
    await own.update({ architectures: undefined }, []);
  });

  it('gets its own code back with the next change, where somebody else replaced it', async () => {
    const before = await own.read();
    const ZipFile = await deploymentPackage(code('exports.handler = () => 2;'));
    await world.cloud.call('lambda', 'UpdateFunctionCode', { FunctionName: own.id, ZipFile });
    await own.update({ description: 'Puts back' }, [CONFIGURE, 'UpdateFunctionCode']);
    assert.equal((await own.read())?.codeSha256, before?.codeSha256);
  });

  it('reserves concurrency, none as a real number, and gives it back', async () => {
    await own.update({ reservedConcurrentExecutions: 0 }, ['PutFunctionConcurrency']);
    await own.update({ reservedConcurrentExecutions: 5 }, ['PutFunctionConcurrency']);
    await refuses(own.update({ reservedConcurrentExecutions: 950 }, []), 'InvalidParameterValueException');
    await own.update({ reservedConcurrentExecutions: undefined }, ['DeleteFunctionConcurrency']);
    await own.update({ reservedConcurrentExecutions: -1 }, []);
  });

  it('changes its tags, first those that go', async () => {
    await own.update({ tags: { a: '1' } }, ['TagResource']);
    await own.update({ tags: { b: '1' }, timeout: 9 }, ['UntagResource', 'TagResource', CONFIGURE]);
  });

  it('is refused a role that Lambda cannot assume, and stays as it is', async () => {
    await refuses(own.update({ role: roleArn('three') }, []), 'InvalidParameterValueException', /cannot be assumed/);
    await refuses(own.update({ timeout: 901 }, []), 'ValidationException', /timeout/);
    await own.shows({ role: roleArn('one'), timeout: 3 });
    assert.deepEqual(lambdaFunction.replacedBy, ['name', 'packageType', 'region']);
  });

  it('ends, unless the program wants it kept', async () => {
    await own.update({ skipDestroy: true }, []);
    await own.remove([]);
    await own.update({ skipDestroy: false }, []);
    await own.delete(['DeleteFunction']);
  });
});

describe('the life of an aws.lambda.Permission', () => {
  const INPUTS = {
    statementId: 'rule',
    action: 'lambda:InvokeFunction',
    function: 'responder',
    principal: 'events.amazonaws.com',
    sourceArn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/r`,
    sourceAccount: ACCOUNT,
  };

  it('is made and taken away, and nothing between', async () => {
    const made = await world.make(functionPermission, INPUTS, 'responder/rule');
    assert.equal(functionPermission.update, undefined);
    assert.deepEqual(functionPermission.replacedBy, functionPermission.inputs);
    await refuses(functionPermission.create(world.cloud, INPUTS as never, ''), 'ResourceConflictException');
    await made.delete(['RemovePermission']);
  });

  it('goes with its function', async () => {
    const made = await world.make(functionPermission, INPUTS, 'responder/rule');
    await own.delete(['DeleteFunction']);
    assert.equal(await made.read(), undefined);
    await made.remove(['RemovePermission']);
  });

  it('is deleted by the name under which it was imported', async () => {
    const made = await world.make(functionPermission, { ...INPUTS, qualifier: '$LATEST' }, 'responder:$LATEST/rule');
    await functionPermission.delete?.(world.cloud, 'responder:$LATEST/rule', {} as never);
    assert.equal(await made.read(), undefined);
  });

  it('is imported by the names of both', async () => {
    const made = await world.make(functionPermission, INPUTS, 'responder/rule');
    await assert.rejects(made.read({}), /Unexpected format of ID \("rule"\), expected FUNCTION_NAME\/STATEMENT_ID/);
  });
});

describe('the life of an aws.lambda.FunctionEventInvokeConfig', () => {
  const PUT = 'PutFunctionEventInvokeConfig';

  it('is put anew with each change', async () => {
    const made = await world.make(functionInvokeConfig, { functionName: 'responder', maximumRetryAttempts: 0 });
    await made.update({ maximumRetryAttempts: undefined }, [PUT]);
    await made.update({ maximumRetryAttempts: 2 }, []);
    await made.update({ maximumEventAgeInSeconds: 60 }, [PUT]);
    await made.update({ destinationConfig: { onFailure: { destination: queueArn('failures') } } }, [PUT]);
    await made.update({ destinationConfig: undefined, maximumEventAgeInSeconds: undefined }, [PUT]);
    await refuses(made.update({ maximumEventAgeInSeconds: 59 }, []), 'ValidationException');
    assert.deepEqual(functionInvokeConfig.replacedBy, ['functionName', 'qualifier', 'region']);
    await made.delete(['DeleteFunctionEventInvokeConfig']);
  });

  it('is known by whatever names the function', async () => {
    const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:responder`;
    for (const inputs of [
      { functionName: arn },
      { functionName: arn, qualifier: '$LATEST' },
      { functionName: 'responder', qualifier: '$LATEST' },
    ]) {
      const made = await world.make(functionInvokeConfig, inputs);
      await made.delete(['DeleteFunctionEventInvokeConfig']);
    }
  });

  it('goes with its function', async () => {
    const made = await world.make(functionInvokeConfig, { functionName: 'responder' });
    await own.remove();
    assert.equal(await made.read(), undefined);
    await made.remove(['DeleteFunctionEventInvokeConfig']);
  });
});
