/** Code signing: who must have signed a package before a function takes it. No package is signed here. */
import { randomBytes } from 'node:crypto';
import type { CodeSigningConfig } from '@aws-sdk/client-lambda';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { Access, CallContext, Operations } from '../../core/service';
import { type State, store } from '../../core/state';
import { byName, functionAccess, named } from './access';
import { functionsOf, type LambdaFunction, type LambdaSdk, requireFunction } from './state';

const configs = store<Map<string, CodeSigningConfig>>('lambda-code-signing', 'region', () => new Map());

const PROFILE = /^arn:aws:signer:[a-z0-9-]+:\d{12}:\/signing-profiles\/[A-Za-z0-9_]+\/[A-Za-z0-9]+$/;

export const codeSigningOperations: Operations<LambdaSdk> = {
  CreateCodeSigningConfig: {
    record: { eventName: 'CreateCodeSigningConfig' },
    handle: (input, context) => {
      const profiles = input.AllowedPublishers?.SigningProfileVersionArns ?? [];
      if (profiles.length === 0 || !profiles.every((profile) => PROFILE.test(profile)))
        throw invalid('The allowed publishers must be ARNs of versions of signing profiles.');
      const id = `csc-0${randomBytes(8).toString('hex')}`;
      const arn = `arn:aws:lambda:${context.region}:${context.account}:code-signing-config:${id}`;
      const config: CodeSigningConfig = {
        CodeSigningConfigId: id,
        CodeSigningConfigArn: arn,
        AllowedPublishers: { SigningProfileVersionArns: [...profiles] },
        CodeSigningPolicies: {
          UntrustedArtifactOnDeployment: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? 'Warn',
        },
        LastModified: context.clock.now().toISOString(),
        ...(input.Description === undefined ? {} : { Description: input.Description }),
      };
      configsOf(context).set(arn, config);
      return { CodeSigningConfig: config };
    },
  },
  GetCodeSigningConfig: {
    access: configAccess('GetCodeSigningConfig'),
    handle: (input, context) => ({ CodeSigningConfig: requireConfig(context, input.CodeSigningConfigArn) }),
  },
  DeleteCodeSigningConfig: {
    access: configAccess('DeleteCodeSigningConfig'),
    handle: (input, context) => {
      const { CodeSigningConfigArn: arn } = requireConfig(context, input.CodeSigningConfigArn);
      const functions = [...functionsOf(context.state, context.account, context.region).values()];
      if (functions.some(({ codeSigningConfigArn }) => codeSigningConfigArn === arn))
        throw new AwsError(
          'ResourceConflictException',
          `The code signing configuration ${arn} is used by a function.`,
          {
            Type: 'User',
          },
        );
      configsOf(context).delete(arn ?? '');
      return {};
    },
  },
  PutFunctionCodeSigningConfig: {
    access: (input, context) => [
      ...functionAccess(context, 'PutFunctionCodeSigningConfig', named(input, context)),
      ...configAccess('PutFunctionCodeSigningConfig')(input),
    ],
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      const { CodeSigningConfigArn: arn } = requireConfig(context, input.CodeSigningConfigArn);
      fn.codeSigningConfigArn = arn ?? '';
      return { CodeSigningConfigArn: arn, FunctionName: fn.name };
    },
  },
  GetFunctionCodeSigningConfig: {
    access: byName('GetFunctionCodeSigningConfig'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      return { CodeSigningConfigArn: fn.codeSigningConfigArn, FunctionName: fn.name };
    },
  },
  DeleteFunctionCodeSigningConfig: {
    access: byName('DeleteFunctionCodeSigningConfig'),
    handle: (input, context) => {
      delete requireFunction(context.state, named(input, context)).codeSigningConfigArn;
      return {};
    },
  },
};

/**
 * Refuses a package where signatures are enforced.
 *
 * @throws AwsError `CodeVerificationFailedException`
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CodeSigningPolicies.html
 */
export function requireTrusted(state: State, { account, region, codeSigningConfigArn: arn }: LambdaFunction): void {
  const config = arn === undefined ? undefined : configs.of(state, account, region).get(arn);
  if (config?.CodeSigningPolicies?.UntrustedArtifactOnDeployment !== 'Enforce') return;
  throw new AwsError(
    'CodeVerificationFailedException',
    'Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for the function.',
    { Type: 'User' },
  );
}

interface NamesConfig {
  readonly CodeSigningConfigArn: string | undefined;
}

function configAccess(action: string): (input: NamesConfig) => Access[] {
  return ({ CodeSigningConfigArn: arn = '' }) => [{ action: `lambda:${action}`, resource: arn }];
}

function configsOf({ state, account, region }: CallContext): Map<string, CodeSigningConfig> {
  return configs.of(state, account, region);
}

/** @throws AwsError `CodeSigningConfigNotFoundException` */
function requireConfig(context: CallContext, arn = ''): CodeSigningConfig {
  if (arn.split(':')[4] !== context.account && arn.startsWith('arn:'))
    throw notImplemented('lambda', 'code signing configurations of another account');
  const found = configsOf(context).get(arn);
  if (found === undefined)
    throw new AwsError(
      'CodeSigningConfigNotFoundException',
      `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
      { Type: 'User' },
    );
  return found;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { Type: 'User' });
}
