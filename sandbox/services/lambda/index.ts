/** AWS Lambda: functions with policies, concurrency and destinations, run by a {@link LambdaRuntime} in processes of their own. */
import { type Service, service } from '../../core/service';
import { codeSigningOperations } from './code-signing';
import { concurrencyOperations } from './concurrency';
import { eventInvokeConfigOperations } from './event-invoke-config';
import { functionOperations } from './functions';
import { invocationOperations } from './invocation';
import { permissionOperations } from './permissions';
import type { LambdaRuntime } from './runtime';
import { runtimeManagementOperations } from './runtime-management';
import type { LambdaSdk } from './state';
import { tagOperations } from './tags';

export { type InvocationReport, LambdaRuntime } from './runtime';

export function lambdaService(runtime: LambdaRuntime): Service {
  return service<LambdaSdk>({
    name: 'lambda',
    actionPrefix: 'lambda',
    eventSource: 'lambda.amazonaws.com',
    sdk: () => require('@aws-sdk/client-lambda'),
    operations: {
      ...functionOperations,
      ...permissionOperations,
      ...concurrencyOperations,
      ...codeSigningOperations,
      ...runtimeManagementOperations,
      ...eventInvokeConfigOperations,
      ...tagOperations,
      ...invocationOperations(runtime),
    },
  });
}
