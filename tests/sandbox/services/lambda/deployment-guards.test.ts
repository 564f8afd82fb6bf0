import assert from 'node:assert/strict';
import { refuses } from '../../support';
import { FUNCTION_ARN, type FunctionWorld, functionWorld, OWNER, zipOf } from './function-world';

const FunctionName = 'responder';
const PROFILE = `arn:aws:signer:us-east-1:${OWNER}:/signing-profiles/ours/a1B2c3`;
const ZipFile = zipOf({ 'index.mjs': 'export const handler = async () => 1;' });

describe('Code signing of Lambda', () => {
  let world: FunctionWorld;
  beforeEach(async () => {
    world = await functionWorld();
    await world.make('export const handler = async () => {};');
  });
  afterEach(() => world.runtime.close());

  async function configuration(policy?: 'Enforce' | 'Warn'): Promise<string> {
    const { CodeSigningConfig } = await world.call('CreateCodeSigningConfig', {
      AllowedPublishers: { SigningProfileVersionArns: [PROFILE] },
      ...(policy === undefined ? {} : { CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy } }),
    });
    return CodeSigningConfig?.CodeSigningConfigArn ?? '';
  }

  it('refuses unsigned packages where it is enforced, until the function is free of it', async () => {
    const CodeSigningConfigArn = await configuration('Enforce');
    await world.call('PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn });
    await refuses(world.call('UpdateFunctionCode', { FunctionName, ZipFile }), 'CodeVerificationFailedException');
    const shown = await world.call('GetFunctionCodeSigningConfig', { FunctionName });
    assert.equal(shown.CodeSigningConfigArn, CodeSigningConfigArn);
    await world.call('DeleteFunctionCodeSigningConfig', { FunctionName });
    await world.call('UpdateFunctionCode', { FunctionName, ZipFile });
    const freed = await world.call('GetFunctionCodeSigningConfig', { FunctionName });
    assert.equal(freed.CodeSigningConfigArn, undefined);
  });

  it('warns by default, and lets the package in', async () => {
    const CodeSigningConfigArn = await configuration();
    const { CodeSigningConfig } = await world.call('GetCodeSigningConfig', { CodeSigningConfigArn });
    assert.equal(CodeSigningConfig?.CodeSigningPolicies?.UntrustedArtifactOnDeployment, 'Warn');
    await world.call('PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn });
    await world.call('UpdateFunctionCode', { FunctionName, ZipFile });
  });

  it('keeps a configuration that a function uses, and knows none that was deleted', async () => {
    const CodeSigningConfigArn = await configuration();
    await world.call('PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn });
    await refuses(world.call('DeleteCodeSigningConfig', { CodeSigningConfigArn }), 'ResourceConflictException');
    await world.call('DeleteFunctionCodeSigningConfig', { FunctionName });
    await world.call('DeleteCodeSigningConfig', { CodeSigningConfigArn });
    await refuses(
      world.call('PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn }),
      'CodeSigningConfigNotFoundException',
    );
  });

  it('names signing profiles', () =>
    refuses(
      world.call('CreateCodeSigningConfig', { AllowedPublishers: { SigningProfileVersionArns: ['ours'] } }),
      'InvalidParameterValueException',
    ));
});

describe('The runtime of a function', () => {
  let world: FunctionWorld;
  beforeEach(async () => {
    world = await functionWorld();
    await world.make('export const handler = async () => {};');
  });
  afterEach(() => world.runtime.close());

  it('is updated whenever AWS has a newer one, unless somebody says otherwise', async () => {
    assert.deepEqual(await world.call('GetRuntimeManagementConfig', { FunctionName }), {
      UpdateRuntimeOn: 'Auto',
      FunctionArn: FUNCTION_ARN,
    });
    const RuntimeVersionArn = 'arn:aws:lambda:us-east-1::runtime:0a1b';
    await world.call('PutRuntimeManagementConfig', { FunctionName, UpdateRuntimeOn: 'Manual', RuntimeVersionArn });
    assert.deepEqual(await world.call('GetRuntimeManagementConfig', { FunctionName }), {
      UpdateRuntimeOn: 'Manual',
      FunctionArn: FUNCTION_ARN,
      RuntimeVersionArn,
    });
  });

  it('names a version where it is pinned, and nowhere else', async () => {
    const put = (input: { UpdateRuntimeOn: 'Manual' | 'Auto'; RuntimeVersionArn?: string }) =>
      world.call('PutRuntimeManagementConfig', { FunctionName, ...input });
    await refuses(put({ UpdateRuntimeOn: 'Manual' }), 'InvalidParameterValueException');
    await refuses(put({ UpdateRuntimeOn: 'Auto', RuntimeVersionArn: 'arn' }), 'InvalidParameterValueException');
    await refuses(put({ UpdateRuntimeOn: 'Never' as 'Auto' }), 'ValidationException', /updateRuntimeOn/);
  });
});
