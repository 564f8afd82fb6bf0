/** AWS Lambda, as far as functions are kept. */
import {
  AddPermissionCommand,
  DeleteFunctionCodeSigningConfigCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetPolicyCommand,
  GetRuntimeManagementConfigCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { senders } from './service';

export const sender = senders(LambdaClient, {
  AddPermission: AddPermissionCommand,
  DeleteFunctionCodeSigningConfig: DeleteFunctionCodeSigningConfigCommand,
  DeleteFunctionConcurrency: DeleteFunctionConcurrencyCommand,
  GetFunctionCodeSigningConfig: GetFunctionCodeSigningConfigCommand,
  GetFunctionConcurrency: GetFunctionConcurrencyCommand,
  GetFunctionConfiguration: GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfig: GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfig: GetFunctionRecursionConfigCommand,
  GetPolicy: GetPolicyCommand,
  GetRuntimeManagementConfig: GetRuntimeManagementConfigCommand,
  PutFunctionEventInvokeConfig: PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfig: PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfig: PutRuntimeManagementConfigCommand,
  RemovePermission: RemovePermissionCommand,
  UpdateFunctionConfiguration: UpdateFunctionConfigurationCommand,
});
