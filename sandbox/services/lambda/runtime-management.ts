/** When a function's runtime is updated. Functions run on the one Node.js that there is, whatever they say. */
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { byName, named } from './access';
import { type LambdaFunction, type LambdaSdk, requireFunction } from './state';

const MODES: readonly string[] = ['Auto', 'FunctionUpdate', 'Manual'];

/** @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html */
export const runtimeManagementOperations: Operations<LambdaSdk> = {
  PutRuntimeManagementConfig: {
    access: byName('PutRuntimeManagementConfig'),
    handle: (input, context) => {
      const fn = requireFunction(context.state, named(input, context));
      const { UpdateRuntimeOn: mode, RuntimeVersionArn: version } = input;
      if (mode === undefined || !MODES.includes(mode))
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value '${String(mode)}' at 'updateRuntimeOn' failed to satisfy constraint: Member must satisfy enum value set: [${MODES.join(', ')}]`,
        );
      if ((mode === 'Manual') !== (version !== undefined))
        throw new AwsError(
          'InvalidParameterValueException',
          'A runtime version is needed for the manual mode, and for no other.',
          { Type: 'User' },
        );
      if (mode === 'Auto') delete fn.runtimeManagement;
      else fn.runtimeManagement = { mode, ...(version === undefined ? {} : { version }) };
      return viewOf(fn);
    },
  },
  GetRuntimeManagementConfig: {
    access: byName('GetRuntimeManagementConfig'),
    handle: (input, context) => viewOf(requireFunction(context.state, named(input, context))),
  },
};

function viewOf({ arn, runtimeManagement }: LambdaFunction) {
  const { mode = 'Auto' as const, version } = runtimeManagement ?? {};
  return { UpdateRuntimeOn: mode, FunctionArn: arn, ...(version === undefined ? {} : { RuntimeVersionArn: version }) };
}
