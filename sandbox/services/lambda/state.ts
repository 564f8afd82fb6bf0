/** The functions of every account and Region, and the ways to name one. */
import type {
  DestinationConfig,
  LogFormat,
  LoggingConfig,
  RecursiveLoop,
  Runtime,
  UpdateRuntimeOn,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../core/aws-error';
import type { PolicyDocument } from '../../core/service';
import { type State, store } from '../../core/state';

export type LambdaSdk = typeof import('@aws-sdk/client-lambda');

/** What the caller configures of a function. */
export interface FunctionSettings {
  readonly role: string;
  readonly runtime: Runtime;
  readonly handler: string;
  readonly description: string;
  readonly timeoutInSeconds: number;
  readonly memoryInMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly kmsKeyArn: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly ephemeralStorageInMiB: number;
  readonly logging: LoggingConfig & { readonly LogFormat: LogFormat; readonly LogGroup: string };
  readonly tracingMode: 'Active' | 'PassThrough';
  /** A queue or topic; empty when there is none. */
  readonly deadLetterTargetArn: string;
}

export interface DeploymentPackage {
  readonly zip: Uint8Array;
  /** Base64, as AWS shows it. */
  readonly sha256: string;
}

/** How asynchronous invocations are retried, and where their outcome goes. */
export interface EventInvokeConfig {
  readonly destinations: DestinationConfig;
  readonly maximumEventAgeInSeconds?: number | undefined;
  readonly maximumRetryAttempts?: number | undefined;
  readonly modifiedAt: Date;
}

export interface LambdaFunction {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  settings: FunctionSettings;
  code: DeploymentPackage;
  /** Changes with code and settings; a process serves one revision. */
  revisionId: string;
  modifiedAt: Date;
  policy?: PolicyDocument & { readonly Statement: readonly PermissionStatement[] };
  policyRevisionId: string;
  reservedConcurrency?: number;
  eventInvokeConfig?: EventInvokeConfig;
  recursiveLoop: RecursiveLoop;
  codeSigningConfigArn?: string;
  /** None: whenever AWS has a newer one. */
  runtimeManagement?: { readonly mode: UpdateRuntimeOn; readonly version?: string };
  readonly tags: Map<string, string>;
}

export interface PermissionStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: unknown;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const functions = store<Map<string, LambdaFunction>>('lambda', 'region', () => new Map());

export function functionsOf(state: State, account: string, region: string): Map<string, LambdaFunction> {
  return functions.of(state, account, region);
}

/** Where a function is, whether or not there is one. */
export interface FunctionPlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** A version or alias, where the caller named one. */
  readonly qualifier?: string;
}

export function findFunction(state: State, { account, region, name }: FunctionPlace): LambdaFunction | undefined {
  return functions.of(state, account, region).get(name);
}

/**
 * The function of a place. Functions have no versions or aliases here, so every qualifier but `$LATEST` names nothing.
 *
 * @throws AwsError `ResourceNotFoundException`
 */
export function requireFunction(state: State, place: FunctionPlace): LambdaFunction {
  const { qualifier = '$LATEST' } = place;
  const found = qualifier === '$LATEST' ? findFunction(state, place) : undefined;
  if (found !== undefined) return found;
  const suffix = place.qualifier === undefined ? '' : `:${qualifier}`;
  throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn(place)}${suffix}`, {
    Type: 'User',
  });
}

export function functionArn({ account, region, name }: FunctionPlace): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/**
 * The place that a function's name, partial ARN or ARN means, each with or without a qualifier.
 *
 * @throws AwsError `ValidationException`, `ResourceNotFoundException` for a function of another Region
 */
export function placeOf(
  reference: string | undefined,
  qualifier: string | undefined,
  caller: { readonly account: string; readonly region: string },
): FunctionPlace {
  const match =
    /^(?:arn:aws:lambda:([a-z0-9-]+):(\d{12}):function:|(?:(\d{12}):)?(?:function:)?)([A-Za-z0-9_-]{1,64})(?::(\$LATEST|[A-Za-z0-9_-]+))?$/.exec(
      reference ?? '',
    );
  if (match === null)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${reference}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  const [, region = caller.region, account = match[3] ?? caller.account, , name = '', inName] = match;
  if (region !== caller.region)
    throw new AwsError(
      'ResourceNotFoundException',
      `Functions from '${region}' are not reachable in this region ('${caller.region}')`,
      { Type: 'User' },
    );
  const named = qualifier ?? inName;
  return { account, region, name, ...(named === undefined ? {} : { qualifier: named }) };
}
