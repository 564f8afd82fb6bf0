/** Invoke: at once and waiting for the answer, as an event for later, or only to ask whether one may. */
import type { InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { functionAccess, named } from './access';
import { acceptEvent } from './asynchronous';
import type { LambdaRuntime } from './runtime';
import { functionArn, type LambdaSdk, requireFunction } from './state';

const SYNCHRONOUS_BYTES = 6_291_456;
const ASYNCHRONOUS_BYTES = 1_048_576;
const LOG_TAIL_BYTES = 4096;

export function invocationOperations(runtime: LambdaRuntime): Operations<LambdaSdk> {
  return {
    Invoke: {
      record: {
        category: 'Data',
        resources: (input: { readonly FunctionName: string | undefined }, context) => {
          const { account, region, name } = named(input, context);
          return [{ ARN: functionArn({ account, region, name }), accountId: account, type: 'AWS::Lambda::Function' }];
        },
      },
      access: (input, context) => functionAccess(context, 'InvokeFunction', named(input, context)),
      handle: async (input, context) => {
        const fn = requireFunction(context.state, named(input, context));
        runtime.requireRunnable(fn);
        if (input.InvocationType === 'DryRun') return { StatusCode: 204, ExecutedVersion: '$LATEST' };
        const asynchronous = input.InvocationType === 'Event';
        const event = readEvent(
          input.Payload as Uint8Array | undefined,
          asynchronous ? ASYNCHRONOUS_BYTES : SYNCHRONOUS_BYTES,
        );
        if (asynchronous) {
          acceptEvent(context, runtime, fn, context.requestId, event);
          return { StatusCode: 202 };
        }
        const { failed, payload, logLines } = await runtime.invoke(context, fn, context.requestId, event);
        const tail = Buffer.from(logLines.map((line) => `${line}\n`).join('')).subarray(-LOG_TAIL_BYTES);
        return {
          StatusCode: 200,
          ExecutedVersion: '$LATEST',
          ...(failed ? { FunctionError: 'Unhandled' } : {}),
          ...(input.LogType === 'Tail' ? { LogResult: tail.toString('base64') } : {}),
          Payload: Buffer.from(payload) as unknown as NonNullable<InvokeCommandOutput['Payload']>,
        };
      },
    },
  };
}

/** @throws AwsError `RequestTooLargeException`, `InvalidRequestContentException` */
function readEvent(payload: Uint8Array | undefined, limit: number): string {
  if (payload === undefined || payload.length === 0) return '{}';
  if (payload.length > limit)
    throw new AwsError(
      'RequestTooLargeException',
      `${payload.length} byte payload is too large for the ${limit === ASYNCHRONOUS_BYTES ? 'Event' : 'RequestResponse'} invocation type (limit ${limit} bytes)`,
      { Type: 'User' },
    );
  const text = Buffer.from(payload).toString();
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      {
        Type: 'User',
      },
    );
  }
}
