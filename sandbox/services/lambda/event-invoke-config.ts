/** How asynchronous invocations of a function are retried, and where their outcome goes. */
import type { DestinationConfig, FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { byName, named } from './access';
import { requireSendPermission } from './execution-role';
import { type EventInvokeConfig, type LambdaFunction, type LambdaSdk, requireFunction } from './state';

interface Given {
  readonly DestinationConfig?: DestinationConfig | undefined;
  readonly MaximumEventAgeInSeconds?: number | undefined;
  readonly MaximumRetryAttempts?: number | undefined;
}

export const eventInvokeConfigOperations: Operations<LambdaSdk> = {
  PutFunctionEventInvokeConfig: {
    access: byName('PutFunctionEventInvokeConfig'),
    handle: async (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      fn.eventInvokeConfig = await read(context, fn, input);
      return viewOf(fn, fn.eventInvokeConfig);
    },
  },
  UpdateFunctionEventInvokeConfig: {
    access: byName('UpdateFunctionEventInvokeConfig'),
    handle: async (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      fn.eventInvokeConfig = await read(context, fn, input, requireConfig(fn));
      return viewOf(fn, fn.eventInvokeConfig);
    },
  },
  GetFunctionEventInvokeConfig: {
    access: byName('GetFunctionEventInvokeConfig'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      return viewOf(fn, requireConfig(fn));
    },
  },
  DeleteFunctionEventInvokeConfig: {
    access: byName('DeleteFunctionEventInvokeConfig'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      requireConfig(fn);
      delete fn.eventInvokeConfig;
      return {};
    },
  },
};

function requireConfig(fn: LambdaFunction): EventInvokeConfig {
  if (fn.eventInvokeConfig === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `The function ${fn.arn}:$LATEST doesn't have an EventInvokeConfig`,
      { Type: 'User' },
    );
  return fn.eventInvokeConfig;
}

async function read(
  context: CallContext,
  fn: LambdaFunction,
  given: Given,
  current?: EventInvokeConfig,
): Promise<EventInvokeConfig> {
  const age = given.MaximumEventAgeInSeconds ?? current?.maximumEventAgeInSeconds;
  const retries = given.MaximumRetryAttempts ?? current?.maximumRetryAttempts;
  within('maximumEventAgeInSeconds', age, 60, 21_600);
  within('maximumRetryAttempts', retries, 0, 2);
  const destinations = given.DestinationConfig ?? {};
  for (const target of [destinations.OnFailure?.Destination, destinations.OnSuccess?.Destination])
    if (target !== undefined && target !== '') await checkDestination(context, fn, target);
  if (age === undefined && retries === undefined && given.DestinationConfig === undefined)
    throw new AwsError('InvalidParameterValueException', 'You must specify at least one setting.', { Type: 'User' });
  return {
    destinations: { ...current?.destinations, ...destinations },
    maximumEventAgeInSeconds: age,
    maximumRetryAttempts: retries,
    modifiedAt: context.clock.now(),
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
async function checkDestination(context: CallContext, fn: LambdaFunction, target: string): Promise<void> {
  const refuse = (reason: string): AwsError => new AwsError('InvalidParameterValueException', reason, { Type: 'User' });
  if (target.startsWith('arn:aws:s3:')) throw notImplemented('lambda', 'destinations in a bucket');
  if (target === fn.arn) throw refuse(`You can't specify the function as a destination for itself.`);
  if (target.endsWith('.fifo'))
    throw refuse(`The destination ARN ${target} is invalid: FIFO queues and topics are not supported.`);
  await requireSendPermission(context, fn.settings.role, fn, target);
}

function within(member: string, value: number | undefined, least: number, greatest: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= greatest)) return;
  const bound = value > greatest ? `less than or equal to ${greatest}` : `greater than or equal to ${least}`;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function viewOf(fn: LambdaFunction, config: EventInvokeConfig): FunctionEventInvokeConfig {
  const { maximumEventAgeInSeconds: age, maximumRetryAttempts: retries } = config;
  return {
    LastModified: config.modifiedAt,
    FunctionArn: `${fn.arn}:$LATEST`,
    ...(retries === undefined ? {} : { MaximumRetryAttempts: retries }),
    ...(age === undefined ? {} : { MaximumEventAgeInSeconds: age }),
    DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...config.destinations },
  };
}
