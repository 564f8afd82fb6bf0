/** A function's settings: their limits and defaults, and how they read. */
import type { CreateFunctionCommandInput, FunctionConfiguration, LoggingConfig } from '@aws-sdk/client-lambda';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { FunctionSettings, LambdaFunction, LambdaSdk } from './state';

type Given = Partial<Omit<CreateFunctionCommandInput, 'Code' | 'FunctionName' | 'Publish' | 'Tags'>>;

/**
 * Variables that a function cannot set.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const RESERVED_VARIABLES =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_DEFAULT_REGION|AWS_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.+|AWS_ACCESS_KEY|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;
/** No new function may use these: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RETIRED_RUNTIMES =
  /^(nodejs(4\.3(-edge)?|6\.10|8\.10|1[0-8]\.x)?|python(2\.7|3\.[678])|dotnet(core.*|[67])|java8|ruby2\..*|go1\.x|provided)$/;

/**
 * Settings out of a request, over the ones there are or, for a new function, over the defaults.
 *
 * @throws AwsError `InvalidParameterValueException`, `ValidationException`
 */
export function readSettings(name: string, given: Given, current?: FunctionSettings): FunctionSettings {
  refuseUnmodelled(given);
  const settings: FunctionSettings = {
    role: given.Role ?? current?.role ?? '',
    runtime: (given.Runtime ?? current?.runtime) as FunctionSettings['runtime'],
    handler: given.Handler ?? current?.handler ?? '',
    description: given.Description ?? current?.description ?? '',
    timeoutInSeconds: given.Timeout ?? current?.timeoutInSeconds ?? 3,
    memoryInMiB: given.MemorySize ?? current?.memoryInMiB ?? 128,
    environment: given.Environment === undefined ? (current?.environment ?? {}) : (given.Environment.Variables ?? {}),
    kmsKeyArn: given.KMSKeyArn ?? current?.kmsKeyArn ?? '',
    architecture: given.Architectures?.[0] ?? current?.architecture ?? 'x86_64',
    ephemeralStorageInMiB: given.EphemeralStorage?.Size ?? current?.ephemeralStorageInMiB ?? 512,
    logging: loggingOf(name, given.LoggingConfig ?? current?.logging ?? {}),
    tracingMode: given.TracingConfig?.Mode ?? current?.tracingMode ?? 'PassThrough',
    deadLetterTargetArn: given.DeadLetterConfig?.TargetArn ?? current?.deadLetterTargetArn ?? '',
  };
  if (settings.handler === '' || settings.runtime === undefined)
    throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  within('timeout', settings.timeoutInSeconds, 1, 900);
  within('memorySize', settings.memoryInMiB, 128, 10_240);
  within('ephemeralStorage.size', settings.ephemeralStorageInMiB, 512, 10_240);
  checkRuntime(settings.runtime, settings.runtime !== current?.runtime);
  checkVariables(settings.environment);
  if (settings.deadLetterTargetArn !== '' && !/^arn:aws:(sqs|sns):/.test(settings.deadLetterTargetArn))
    throw invalid(`The dead letter target ARN ${settings.deadLetterTargetArn} is not an SQS queue or an SNS topic.`);
  return settings;
}

/** Only JSON logs have levels. */
function loggingOf(name: string, given: LoggingConfig): FunctionSettings['logging'] {
  const { LogFormat = 'Text', LogGroup = `/aws/lambda/${name}`, ApplicationLogLevel, SystemLogLevel } = given;
  if (LogFormat === 'Text') {
    if (ApplicationLogLevel !== undefined || SystemLogLevel !== undefined)
      throw invalid(
        'Log Level is not supported when LogFormat is set to "Text". Remove log level from your request or change the LogFormat to "JSON" and try again.',
      );
    return { LogFormat, LogGroup };
  }
  return {
    LogFormat,
    LogGroup,
    ApplicationLogLevel: ApplicationLogLevel ?? 'INFO',
    SystemLogLevel: SystemLogLevel ?? 'INFO',
  };
}

function refuseUnmodelled(given: Given): void {
  const unmodelled: [unknown, string][] = [
    [given.PackageType === 'Image' || given.ImageConfig, 'container images'],
    [given.Layers?.length, 'layers'],
    [given.VpcConfig?.SubnetIds?.length, 'a VPC'],
    [given.FileSystemConfigs?.length, 'file systems'],
    [given.CodeSigningConfigArn, 'code signing'],
    [given.SnapStart?.ApplyOn === 'PublishedVersions', 'SnapStart'],
    [given.DurableConfig, 'durable executions'],
    [given.CapacityProviderConfig, 'capacity providers'],
    [given.TenancyConfig, 'tenancy'],
  ];
  for (const [present, what] of unmodelled) if (present) throw notImplemented('lambda', `functions with ${what}`);
}

function within(member: string, value: number, least: number, greatest: number): void {
  if (Number.isInteger(value) && value >= least && value <= greatest) return;
  const bound = value > greatest ? `less than or equal to ${greatest}` : `greater than or equal to ${least}`;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function checkRuntime(runtime: string, chosenNow: boolean): void {
  const { Runtime } = require('@aws-sdk/client-lambda') as LambdaSdk;
  const known = Object.values(Runtime) as string[];
  if (!known.includes(runtime))
    throw invalid(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(', ')}] or be a valid ARN`,
    );
  if (chosenNow && RETIRED_RUNTIMES.test(runtime))
    throw invalid(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
}

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const unable =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.test(name));
  if (reserved.length > 0)
    throw invalid(
      `${unable} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  const misnamed = Object.keys(variables).find((name) => !/^[A-Za-z][A-Za-z0-9_]+$/.test(name));
  if (misnamed !== undefined)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
    );
  if (Buffer.byteLength(JSON.stringify(variables)) > 4096)
    throw invalid(`${unable} exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, { Type: 'User' });
}

/** The configuration as every operation on a function answers it. */
export function configurationOf({ settings, code, ...fn }: LambdaFunction): FunctionConfiguration {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.zip.length,
    Description: settings.description,
    Timeout: settings.timeoutInSeconds,
    MemorySize: settings.memoryInMiB,
    LastModified: fn.modifiedAt.toISOString().replace('Z', '+0000'),
    CodeSha256: code.sha256,
    Version: '$LATEST',
    ...(settings.deadLetterTargetArn === '' ? {} : { DeadLetterConfig: { TargetArn: settings.deadLetterTargetArn } }),
    ...(Object.keys(settings.environment).length === 0
      ? {}
      : { Environment: { Variables: { ...settings.environment } } }),
    ...(settings.kmsKeyArn === '' ? {} : { KMSKeyArn: settings.kmsKeyArn }),
    TracingConfig: { Mode: settings.tracingMode },
    RevisionId: fn.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorageInMiB },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { ...settings.logging },
  };
}
