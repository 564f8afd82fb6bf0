/** The responder's function as declared, and what keeping it takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf } from '../../names';
import { RESPONDER_FUNCTION, RESPONDER_RETRIES, type WakingPermission, wakingPermissions } from '../responder';
import type { Permission, Resource } from './resource';

/** A statement of a function's policy, as Lambda writes it. */
interface FunctionStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * In the words of `GetFunctionConfiguration` and its neighbours; where a value is `null`, the function must not have one.
 *
 * The code is not among them: what it hashes to cannot be known inside of the package itself. People hear of a change by a
 * rule that does without the function.
 */
export interface FunctionSettings {
  readonly Role: string;
  readonly Runtime: string;
  readonly Handler: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  /** Layers, variables and their key can run other code in the function, or keep it from running. */
  readonly Layers: readonly string[];
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  readonly KMSKeyArn: null;
  /** In a network of somebody's, the function reaches AWS only if it is let. */
  readonly VpcConfig: { readonly SubnetIds: readonly string[]; readonly SecurityGroupIds: readonly string[] };
  readonly LoggingConfig: { readonly LogFormat: string; readonly LogGroup: string };
  readonly ReservedConcurrentExecutions: null;
  readonly RecursiveLoop: 'Terminate';
  readonly RuntimeManagementConfig: { readonly UpdateRuntimeOn: 'Auto'; readonly RuntimeVersionArn: null };
  /** Where signatures are asked for, nobody could deploy the function again: its package has none. */
  readonly CodeSigningConfigArn: null;
  readonly EventInvokeConfig: {
    readonly MaximumRetryAttempts: number;
    readonly MaximumEventAgeInSeconds: number;
    readonly DestinationConfig: {
      readonly OnSuccess: Readonly<Record<string, never>>;
      readonly OnFailure: { readonly Destination: string };
    };
  };
  readonly Policy: { readonly Statement: readonly FunctionStatement[] };
}

export type FunctionResource = Resource<'function', FunctionSettings>;

export function functions(configuration: OrganizationConfiguration, kind: AccountKind): FunctionResource[] {
  if (kind !== 'security') return [];
  const names = namesOf(configuration);
  const arns = arnsOf(configuration);
  const { runtime, handler, timeoutInSeconds, memoryInMiB, logFormat } = RESPONDER_FUNCTION;
  return [
    {
      type: 'function',
      account: configuration.securityAccountId,
      region: configuration.homeRegion,
      name: names.responder,
      arn: arns.responder,
      settings: {
        Role: arns.responderRole,
        Runtime: runtime,
        Handler: handler,
        Timeout: timeoutInSeconds,
        MemorySize: memoryInMiB,
        Layers: [],
        Environment: { Variables: {} },
        KMSKeyArn: null,
        VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
        LoggingConfig: { LogFormat: logFormat, LogGroup: names.responderLogGroup },
        ReservedConcurrentExecutions: null,
        RecursiveLoop: 'Terminate',
        RuntimeManagementConfig: { UpdateRuntimeOn: 'Auto', RuntimeVersionArn: null },
        CodeSigningConfigArn: null,
        EventInvokeConfig: {
          MaximumRetryAttempts: RESPONDER_RETRIES.maximumRetryAttempts,
          MaximumEventAgeInSeconds: RESPONDER_RETRIES.maximumEventAgeInSeconds,
          DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: arns.responderFailureQueue } },
        },
        Policy: { Statement: wakingPermissions(configuration).map((each) => statementOf(each, arns.responder)) },
      },
    },
  ];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function statementOf(
  { statementId, action, principal, sourceArn, sourceAccount }: WakingPermission,
  resource: string,
): FunctionStatement {
  return {
    Sid: statementId,
    Effect: 'Allow',
    Principal: { Service: principal },
    Action: action,
    Resource: resource,
    Condition: {
      StringEquals: { 'AWS:SourceAccount': sourceAccount },
      ArnLike: { 'AWS:SourceArn': sourceArn },
    },
  };
}

/**
 * Nothing that makes, deletes or rewrites the function.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export function functionPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  if (kind !== 'security') return [];
  const { responder, responderRole } = arnsOf(configuration);
  return [
    {
      actions: [
        'lambda:GetFunctionConfiguration',
        'lambda:GetFunctionConcurrency',
        'lambda:GetFunctionEventInvokeConfig',
        'lambda:GetFunctionRecursionConfig',
        'lambda:GetRuntimeManagementConfig',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:GetPolicy',
        'lambda:UpdateFunctionConfiguration',
        'lambda:DeleteFunctionConcurrency',
        'lambda:PutFunctionRecursionConfig',
        'lambda:PutRuntimeManagementConfig',
        'lambda:DeleteFunctionCodeSigningConfig',
        'lambda:PutFunctionEventInvokeConfig',
        'lambda:AddPermission',
        'lambda:RemovePermission',
      ],
      resources: [responder],
    },
    {
      actions: ['iam:PassRole'],
      resources: [responderRole],
      condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    },
  ];
}
