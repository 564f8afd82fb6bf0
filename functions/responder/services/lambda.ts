/** AWS Lambda, as far as functions are kept. */
import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { senders } from './service';

export const sender = senders(LambdaClient, {
  AddPermission: AddPermissionCommand,
  DeleteFunctionConcurrency: DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrency: GetFunctionConcurrencyCommand,
  GetFunctionConfiguration: GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfig: GetFunctionEventInvokeConfigCommand,
  GetPolicy: GetPolicyCommand,
  PutFunctionEventInvokeConfig: PutFunctionEventInvokeConfigCommand,
  RemovePermission: RemovePermissionCommand,
  UpdateFunctionConfiguration: UpdateFunctionConfigurationCommand,
});
