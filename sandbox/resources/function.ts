/** `aws.lambda.Function`. */
import { createHash } from 'node:crypto';
import type {
  Architecture,
  CreateFunctionRequest,
  DeadLetterConfig,
  Environment,
  EphemeralStorage,
  FunctionConfiguration,
  LoggingConfig,
  Runtime,
  TracingConfig,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import type { lambda } from '@pulumi/aws';
import { adapter, type Plain, required, unless } from './adapter';
import { changes } from './change';
import { deploymentPackage } from './deployment-package';
import { type ProviderCloud, withoutUndefined } from './provider-cloud';
import { structure } from './shape';
import { tagMap, tagState, updateTags } from './tags';

type Args = Plain<lambda.FunctionArgs>;

const deadLetterConfig = structure<NonNullable<Args['deadLetterConfig']>, DeadLetterConfig>({
  targetArn: 'TargetArn',
});
const environment = structure<NonNullable<Args['environment']>, Environment>({ variables: 'Variables' });
const ephemeralStorage = structure<NonNullable<Args['ephemeralStorage']>, EphemeralStorage>({ size: 'Size' });
const loggingConfig = structure<NonNullable<Args['loggingConfig']>, LoggingConfig>({
  applicationLogLevel: 'ApplicationLogLevel',
  logFormat: 'LogFormat',
  logGroup: 'LogGroup',
  systemLogLevel: 'SystemLogLevel',
});
const tracingConfig = structure<NonNullable<Args['tracingConfig']>, TracingConfig>({ mode: 'Mode' });

const CONTENT = [
  'deadLetterConfig',
  'description',
  'environment',
  'ephemeralStorage',
  'handler',
  'kmsKeyArn',
  'loggingConfig',
  'memorySize',
  'packageType',
  'role',
  'timeout',
  'tracingConfig',
] as const satisfies readonly (keyof Args)[];
type Content = Pick<Args, (typeof CONTENT)[number]>;

/** What the provider asks for where the program says nothing. */
const DEFAULTS = { memorySize: 128, packageType: 'Zip', timeout: 3 };

/** What takes away what is no longer said, where Lambda would keep what is not in the request. */
const LEFT_OUT: Content = {
  ...DEFAULTS,
  deadLetterConfig: { targetArn: '' },
  description: '',
  environment: { variables: {} },
  kmsKeyArn: '',
} as Content;

/** What is spelt alike in the request that makes a function and in the answer that shows it. */
const content = structure<Content, CreateFunctionRequest>({
  deadLetterConfig: ['DeadLetterConfig', deadLetterConfig],
  description: 'Description',
  environment: ['Environment', environment],
  ephemeralStorage: ['EphemeralStorage', ephemeralStorage],
  handler: 'Handler',
  kmsKeyArn: 'KMSKeyArn',
  loggingConfig: ['LoggingConfig', loggingConfig],
  memorySize: 'MemorySize',
  packageType: 'PackageType',
  role: 'Role',
  timeout: 'Timeout',
  tracingConfig: ['TracingConfig', tracingConfig],
});

export const lambdaFunction = adapter<lambda.FunctionArgs, lambda.FunctionState>({
  type: 'aws:lambda/function:Function',
  inputs: [
    ...CONTENT,
    'architectures',
    'code',
    'codeSha256',
    'layers',
    'name',
    'publish',
    'region',
    'reservedConcurrentExecutions',
    'runtime',
    'skipDestroy',
    'sourceCodeHash',
    'tags',
  ],
  nested: content.shapes,
  required: ['role'],
  replacedBy: ['name', 'packageType', 'region'],
  defaults: { ...DEFAULTS, reservedConcurrentExecutions: -1 },
  computed: [
    'architectures',
    'codeSha256',
    'ephemeralStorage',
    'loggingConfig',
    'name',
    'sourceCodeHash',
    'tracingConfig',
  ],
  unread: ['code', 'publish', 'skipDestroy'],

  async create(cloud, inputs, name) {
    const FunctionName = inputs.name ?? name;
    await cloud.call('lambda', 'CreateFunction', {
      ...content.toAws(contentOf(inputs), 'function'),
      Architectures: inputs.architectures as Architecture[] | undefined,
      Code: { ZipFile: await deploymentPackage(inputs.code) },
      FunctionName,
      Layers: inputs.layers,
      Publish: inputs.publish ?? false,
      Runtime: inputs.runtime as Runtime | undefined,
      Tags: tagMap(cloud, inputs.tags),
    });
    const reserved = inputs.reservedConcurrentExecutions ?? -1;
    if (reserved >= 0)
      await cloud.call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: reserved });
    return FunctionName;
  },

  async update(cloud, id, news, olds) {
    const FunctionName = id;
    const changed = changes(lambdaFunction, news, olds);
    const Resource = `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${id}`;
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('lambda', 'UntagResource', { Resource, TagKeys }),
      tag: (Tags) => cloud.call('lambda', 'TagResource', { Resource, Tags }),
    });
    const configuration = configurationChange(news, changed);
    if (Object.keys(configuration).length > 0)
      await cloud.call('lambda', 'UpdateFunctionConfiguration', { FunctionName, ...configuration });
    const ZipFile = news.code && (await deploymentPackage(news.code));
    const isOther = changed('architectures') || (ZipFile !== undefined && !(await runs(cloud, id, ZipFile)));
    if (isOther)
      await cloud.call('lambda', 'UpdateFunctionCode', {
        FunctionName,
        ZipFile,
        Architectures: changed('architectures') ? (news.architectures as Architecture[]) : undefined,
      });
    if (changed('reservedConcurrentExecutions')) {
      const reserved = news.reservedConcurrentExecutions ?? -1;
      if (reserved < 0) await cloud.call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
      else
        await cloud.call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: reserved });
    }
    const isNew = isOther || Object.keys(configuration).length > 0 || changed('publish');
    if (news.publish === true && isNew) await cloud.call('lambda', 'PublishVersion', { FunctionName });
  },

  async delete(cloud, id, { skipDestroy }) {
    if (skipDestroy) return;
    await unless(['ResourceNotFoundException'], () => cloud.call('lambda', 'DeleteFunction', { FunctionName: id }));
  },

  async read(cloud, id, inputs) {
    const found = await unless(['ResourceNotFoundException'], () =>
      cloud.call('lambda', 'GetFunction', { FunctionName: id }),
    );
    const configuration = found?.Configuration;
    if (configuration === undefined) return undefined;
    return {
      ...content.fromAws(configuration as CreateFunctionRequest),
      ...addresses(cloud.region, configuration),
      architectures: configuration.Architectures,
      codeSha256: configuration.CodeSha256,
      lastModified: configuration.LastModified,
      layers: configuration.Layers?.map(({ Arn }) => required(Arn, 'Arn')),
      name: configuration.FunctionName,
      publish: inputs.publish ?? false,
      reservedConcurrentExecutions: found?.Concurrency?.ReservedConcurrentExecutions ?? -1,
      runtime: configuration.Runtime,
      skipDestroy: inputs.skipDestroy ?? false,
      sourceCodeHash: inputs.sourceCodeHash ?? configuration.CodeSha256,
      sourceCodeSize: configuration.CodeSize,
      version: configuration.Version,
      ...tagState(cloud, found?.Tags),
    };
  },
});

/** The content that a program asks for, with the provider's defaults for what it leaves out. */
function contentOf(inputs: Args): Content {
  const given = Object.fromEntries(CONTENT.map((input) => [input, inputs[input]]));
  return { ...DEFAULTS, ...withoutUndefined(given) } as Content;
}

/** What an update of the configuration has to say. Environment variables are sealed with the key, so they go with it. */
function configurationChange(
  news: Args,
  changed: (input: keyof Args & string) => boolean,
): Partial<UpdateFunctionConfigurationRequest> {
  const inputs = CONTENT.filter(
    (input) => input !== 'packageType' && (changed(input) || (input === 'environment' && changed('kmsKeyArn'))),
  );
  const values = Object.fromEntries(inputs.map((input) => [input, news[input] ?? LEFT_OUT[input]]));
  return {
    ...content.toAws(values as unknown as Content, 'function'),
    ...(changed('layers') ? { Layers: news.layers ?? [] } : {}),
    ...(changed('runtime') ? { Runtime: news.runtime as Runtime | undefined } : {}),
  };
}

/** Whether a function runs a package: Lambda shows no code, but what it hashes to. */
async function runs(cloud: ProviderCloud, FunctionName: string, zip: Uint8Array): Promise<boolean> {
  const { CodeSha256 } = await cloud.call('lambda', 'GetFunctionConfiguration', { FunctionName });
  return CodeSha256 === createHash('sha256').update(zip).digest('base64');
}

/** The ARNs by which others call the function. API Gateway's name the path of the Invoke operation. */
function addresses(
  region: string,
  { FunctionArn, Version }: FunctionConfiguration,
): Pick<
  Record<string, string>,
  'arn' | 'invokeArn' | 'qualifiedArn' | 'qualifiedInvokeArn' | 'responseStreamingInvokeArn'
> {
  const arn = required(FunctionArn, 'FunctionArn');
  const qualifiedArn = `${arn}:${Version ?? '$LATEST'}`;
  const gateway = `arn:aws:apigateway:${region}:lambda:path`;
  return {
    arn,
    invokeArn: `${gateway}/2015-03-31/functions/${arn}/invocations`,
    qualifiedArn,
    qualifiedInvokeArn: `${gateway}/2015-03-31/functions/${qualifiedArn}/invocations`,
    responseStreamingInvokeArn: `${gateway}/2021-11-15/functions/${arn}/response-streaming-invocations`,
  };
}
