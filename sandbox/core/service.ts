/** What a service of the sandbox is: the operations it models, what each needs, does and leaves in the record. */
import type { Clock } from './clock';
import type { Principal } from './principal';
import type { State } from './state';

/** One typed call, as every door brings it to the gate. */
export interface Call {
  readonly principal: Principal;
  readonly region: string;
  /** The name in the signature's credential scope: `cloudtrail`, `events`, `monitoring`, … */
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  /** Where the call came from; a call between services has none. */
  readonly origin?: Origin;
  /** The id that the caller's answer carries, so that the record names the same one; made up when absent. */
  readonly requestId?: string;
}

export interface Origin {
  readonly sourceIpAddress: string;
  readonly userAgent: string;
}

/** One thing that a caller must be allowed to do. */
export interface Access {
  /** `cloudtrail:StopLogging` */
  readonly action: string;
  /** The ARN, or `*` for an action without resources. */
  readonly resource: string;
  /** The account that owns the resource; the caller's, when absent. */
  readonly resourceAccount?: string;
  /** The resource's own policy, where it has one. */
  readonly resourcePolicy?: PolicyDocument | undefined;
  /** Condition keys that this call adds to the global ones (`s3:x-amz-acl`, `events:source`, …). */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: unknown;
}

/** What a handler may use. Everything else of the organization is out of its reach. */
export interface CallContext {
  readonly state: State;
  readonly clock: Clock;
  readonly principal: Principal;
  /** The caller's account; for a service principal the account for which it acts. */
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
  /** Where the call came from; a call between services has none. */
  readonly origin?: Origin | undefined;
  /** Makes a further call through the gate, as another principal. */
  readonly call: (call: Call) => Promise<unknown>;
  /** Asks whether `principal` may do something, without doing or recording it. Throws AccessDenied if not. */
  readonly authorize: (principal: Principal, region: string, access: Access) => Promise<void>;
}

/** What AWS itself works with between calls: deliveries, retries, expiry. */
export type Cloud = Pick<CallContext, 'state' | 'clock' | 'call' | 'authorize'>;

/** How CloudTrail records an operation, where it differs from the rule (the API's name, the input in camelCase). */
export interface Recording {
  /** The recorded name (`PutBucketLifecycle`, `UpdateFunctionCode20150331v2`). */
  readonly eventName?: string;
  /** Reads by name (Get, List, Describe, Lookup, …) are read-only; this says otherwise (`sts:AssumeRole`). */
  readonly readOnly?: boolean;
  /** `Data` events are no management events, and a trail leaves them out unless it selects them. */
  readonly category?: 'Management' | 'Data';
  readonly requestParameters?: (input: never) => unknown;
  readonly responseElements?: (output: never) => unknown;
  /** The record's `resources`, where the service writes them. */
  readonly resources?: (input: never, context: CallContext) => { ARN: string; accountId: string; type: string }[];
}

export interface Operation<Input, Output> {
  /** What the caller must be allowed; by default the operation's own action on `*`. */
  readonly access?: (input: Input, context: CallContext) => readonly Access[] | Promise<readonly Access[]>;
  readonly record?: Recording;
  readonly handle: (input: Input, context: CallContext) => Output | Promise<Output>;
}

type Command<Sdk, Name extends string> = `${Name}Command` extends keyof Sdk
  ? Sdk[`${Name}Command`] extends new (
      ...args: never[]
    ) => infer Instance
    ? Instance
    : never
  : never;

/** The SDK's input type of an operation. */
export type InputOf<Sdk, Name extends string> =
  Command<Sdk, Name> extends { readonly input: infer Input } ? Input : never;

type AnyFunction = (...args: never[]) => unknown;
/** The SDK's output type of an operation, without the metadata that only a client adds. */
export type OutputOf<Sdk, Name extends string> =
  Command<Sdk, Name> extends { resolveMiddleware: infer Resolve }
    ? Resolve extends AnyFunction
      ? ReturnType<Resolve> extends (...args: never[]) => Promise<{ output: infer Output }>
        ? Omit<Output, '$metadata'>
        : never
      : never
    : never;

type OperationName<Sdk> = { [Key in keyof Sdk]: Key extends `${infer Name}Command` ? Name : never }[keyof Sdk] & string;

export type Operations<Sdk> = {
  readonly [Name in OperationName<Sdk>]?: Operation<InputOf<Sdk, Name>, OutputOf<Sdk, Name>>;
};

/** A service as the gate sees it, its operations' types forgotten. */
export interface Service {
  /** The name in the signature's credential scope. */
  readonly name: string;
  /** The prefix of its IAM actions (`s3`, `events`, `logs`, `cloudwatch`). */
  readonly actionPrefix: string;
  /** The `eventSource` of its records. */
  readonly eventSource: string;
  /** The SDK's client package, which carries the schema of every operation. */
  readonly sdk: () => object;
  /** Global services answer in, and record to, this Region, whichever the caller named. */
  readonly globalRegion?: string;
  readonly operations: Readonly<Record<string, Operation<never, unknown>>>;
}

/** Declares a service against the types of its SDK client package: `service<typeof import('@aws-sdk/client-sns')>({…})`. */
export function service<Sdk>(
  definition: Omit<Service, 'operations'> & { readonly operations: Operations<Sdk> },
): Service {
  return definition as Service;
}
