/** `aws.lambda.FunctionEventInvokeConfig`. */
import type { DestinationConfig, OnFailure, OnSuccess } from '@aws-sdk/client-lambda';
import type { lambda } from '@pulumi/aws';
import { adapter, type Plain, unless } from './adapter';
import { structure } from './shape';

type Destinations = NonNullable<Plain<lambda.FunctionEventInvokeConfigArgs>['destinationConfig']>;

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

export const functionInvokeConfig = adapter<
  lambda.FunctionEventInvokeConfigArgs,
  lambda.FunctionEventInvokeConfigState
>({
  type: 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  inputs: [
    'destinationConfig',
    'functionName',
    'maximumEventAgeInSeconds',
    'maximumRetryAttempts',
    'qualifier',
    'region',
  ],

  async create(cloud, inputs) {
    await cloud.call('lambda', 'PutFunctionEventInvokeConfig', {
      FunctionName: inputs.functionName,
      DestinationConfig: inputs.destinationConfig && destinations.toAws(inputs.destinationConfig, 'destinationConfig'),
      MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
      MaximumRetryAttempts: inputs.maximumRetryAttempts ?? 2,
      Qualifier: inputs.qualifier,
    });
    return inputs.qualifier === undefined ? inputs.functionName : `${inputs.functionName}:${inputs.qualifier}`;
  },

  async read(cloud, _id, { functionName, qualifier }) {
    const found = await unless(['ResourceNotFoundException'], () =>
      cloud.call('lambda', 'GetFunctionEventInvokeConfig', { FunctionName: functionName, Qualifier: qualifier }),
    );
    // Lambda answers empty structures where there is no destination.
    const { OnFailure, OnSuccess } = found?.DestinationConfig ?? {};
    const named = { ...(OnFailure?.Destination && { OnFailure }), ...(OnSuccess?.Destination && { OnSuccess }) };
    return (
      found && {
        ...(Object.keys(named).length === 0 ? {} : { destinationConfig: destinations.fromAws(named) }),
        functionName,
        maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
        maximumRetryAttempts: found.MaximumRetryAttempts,
        qualifier,
      }
    );
  },
});
