/** `aws.lambda.FunctionEventInvokeConfig`. */
import type { DestinationConfig, OnFailure, OnSuccess } from '@aws-sdk/client-lambda';
import type { lambda } from '@pulumi/aws';
import { adapter, type Plain, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { structure } from './shape';

type Args = Plain<lambda.FunctionEventInvokeConfigArgs>;
type Destinations = NonNullable<Args['destinationConfig']>;

const destinations = structure<Destinations, DestinationConfig>({
  onFailure: [
    'OnFailure',
    structure<NonNullable<Destinations['onFailure']>, OnFailure>({ destination: 'Destination' }),
  ],
  onSuccess: [
    'OnSuccess',
    structure<NonNullable<Destinations['onSuccess']>, OnSuccess>({ destination: 'Destination' }),
  ],
});

const SETTINGS = ['destinationConfig', 'maximumEventAgeInSeconds', 'maximumRetryAttempts'] as const;

export const functionInvokeConfig = adapter<
  lambda.FunctionEventInvokeConfigArgs,
  lambda.FunctionEventInvokeConfigState
>({
  type: 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  inputs: [...SETTINGS, 'functionName', 'qualifier', 'region'],
  nested: { destinationConfig: destinations },
  required: ['functionName'],
  replacedBy: ['functionName', 'qualifier', 'region'],
  defaults: { maximumRetryAttempts: 2 },

  async create(cloud, inputs) {
    const { functionName, qualifier } = inputs;
    await put(cloud, { FunctionName: functionName, Qualifier: qualifier }, inputs);
    return qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  },

  async update(cloud, id, news, olds) {
    const changed = changes(functionInvokeConfig, news, olds);
    if (SETTINGS.some((input) => changed(input))) await put(cloud, addressed(id), news);
  },

  async delete(cloud, id) {
    const remove = () => cloud.call('lambda', 'DeleteFunctionEventInvokeConfig', addressed(id));
    await unless(['ResourceNotFoundException'], remove);
  },

  async read(cloud, id) {
    const of = addressed(id);
    const found = await unless(['ResourceNotFoundException'], () =>
      cloud.call('lambda', 'GetFunctionEventInvokeConfig', of),
    );
    // Lambda answers empty structures where there is no destination.
    const { OnFailure, OnSuccess } = found?.DestinationConfig ?? {};
    const named = { ...(OnFailure?.Destination && { OnFailure }), ...(OnSuccess?.Destination && { OnSuccess }) };
    return (
      found && {
        ...(Object.keys(named).length === 0 ? {} : { destinationConfig: destinations.fromAws(named) }),
        functionName: of.FunctionName,
        maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
        maximumRetryAttempts: found.MaximumRetryAttempts,
        qualifier: of.Qualifier,
      }
    );
  },
});

/** The function, by its name or ARN, and the version or alias whose invocations the configuration is about. */
interface Addressed {
  readonly FunctionName: string;
  readonly Qualifier: string | undefined;
}

/** What an id says: `name`, `name:qualifier`, or the same with the function's ARN. */
function addressed(id: string): Addressed {
  const [, FunctionName = id, Qualifier] =
    /^((?:arn:[^:]+:lambda:[^:]+:\d+:function:)?[^:]+)(?::([^:]+))?$/.exec(id) ?? [];
  return { FunctionName, Qualifier };
}

async function put(cloud: ProviderCloud, of: Addressed, inputs: Args): Promise<void> {
  await cloud.call('lambda', 'PutFunctionEventInvokeConfig', {
    ...of,
    DestinationConfig: inputs.destinationConfig && destinations.toAws(inputs.destinationConfig, 'destinationConfig'),
    MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
    MaximumRetryAttempts: inputs.maximumRetryAttempts ?? 2,
  });
}
