/** What a function's process finds in its environment. */
import { AwsError } from '../../core/aws-error';
import { endpointUrl } from '../../core/endpoint';
import type { Cloud } from '../../core/service';
import { useKey } from '../kms/state';
import type { Credentials } from './execution-role';
import type { LambdaFunction } from './state';

/**
 * The function's own variables, and those that Lambda sets. Of the machine's environment only `PATH` is passed on, and the
 * home folder is the function's own, so that no configuration of the machine's user reaches it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function variablesOf(
  cloud: Cloud,
  fn: LambdaFunction,
  credentials: Credentials,
  process: { readonly folder: string; readonly logStream: string },
): Record<string, string> {
  const { settings, region } = fn;
  const endpoint = endpointUrl(cloud.state);
  if (endpoint === undefined)
    throw new Error(`${fn.arn} cannot run: the organization is not served at any endpoint (announceEndpoint).`);
  const { LogFormat: format, LogGroup: group, ApplicationLogLevel: level } = settings.logging;
  return {
    ...settings.environment,
    PATH: globalThis.process.env.PATH ?? '',
    HOME: process.folder,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: process.folder,
    _HANDLER: settings.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryInMiB),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: format,
    ...(level === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: level }),
    AWS_LAMBDA_LOG_GROUP_NAME: group,
    AWS_LAMBDA_LOG_STREAM_NAME: process.logStream,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}

const KMS_CODE: Readonly<Record<string, string>> = {
  AccessDenied: 'KMSAccessDeniedException',
  DisabledException: 'KMSDisabledException',
  InvalidArnException: 'KMSNotFoundException',
  KMSInvalidStateException: 'KMSInvalidStateException',
  NotFoundException: 'KMSNotFoundException',
};

/**
 * Decrypts the variables of a function that has a key of its own for them, with its execution role's rights.
 *
 * @throws AwsError `KMSAccessDeniedException`, `KMSDisabledException`, `KMSInvalidStateException`, `KMSNotFoundException`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export async function requireReadableVariables(
  cloud: Cloud,
  fn: LambdaFunction,
  credentials: Credentials,
): Promise<void> {
  const { kmsKeyArn, environment } = fn.settings;
  if (kmsKeyArn === '' || Object.keys(environment).length === 0) return;
  const encryptionContext = { 'aws:lambda:FunctionArn': fn.arn };
  const via = `lambda.${fn.region}.amazonaws.com`;
  try {
    await useKey(cloud, credentials, fn.region, kmsKeyArn, ['kms:Decrypt'], encryptionContext, via);
  } catch (error) {
    const code = error instanceof AwsError ? KMS_CODE[error.code] : undefined;
    if (code === undefined) throw error;
    throw new AwsError(
      code,
      `Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings. KMS Exception: ${(error as AwsError).code} KMS Message: ${(error as AwsError).message}`,
    );
  }
}
