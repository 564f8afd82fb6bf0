/** What an adapter works with: AWS as the provider reaches it, one account with one session, a Region per resource. */
import { setTimeout } from 'node:timers/promises';
import type { Gate } from '../core/gate';
import type { RoleSession } from '../core/principal';
import type { InputOf, Origin, OutputOf } from '../core/service';
import type { Tags } from './tags';

/** The SDK's client packages by the name in the signature's credential scope. */
export interface ServiceSdks {
  cloudtrail: typeof import('@aws-sdk/client-cloudtrail');
  events: typeof import('@aws-sdk/client-eventbridge');
  iam: typeof import('@aws-sdk/client-iam');
  kms: typeof import('@aws-sdk/client-kms');
  lambda: typeof import('@aws-sdk/client-lambda');
  logs: typeof import('@aws-sdk/client-cloudwatch-logs');
  monitoring: typeof import('@aws-sdk/client-cloudwatch');
  organizations: typeof import('@aws-sdk/client-organizations');
  s3: typeof import('@aws-sdk/client-s3');
  sns: typeof import('@aws-sdk/client-sns');
  sqs: typeof import('@aws-sdk/client-sqs');
  sts: typeof import('@aws-sdk/client-sts');
}

type OperationOf<Sdk> = { [Key in keyof Sdk]: Key extends `${infer Name}Command` ? Name : never }[keyof Sdk] & string;

export interface ProviderCloud {
  readonly account: string;
  /** The Region of the resource: its own `region`, or the provider's. */
  readonly region: string;
  /** Tags that the provider puts on every resource. */
  readonly defaultTags: Tags;
  /** Makes one call through the gate. @throws AwsError what AWS answered */
  call<Name extends keyof ServiceSdks, Operation extends OperationOf<ServiceSdks[Name]>>(
    service: Name,
    operation: Operation,
    input: InputOf<ServiceSdks[Name], Operation>,
    region?: string,
  ): Promise<OutputOf<ServiceSdks[Name], Operation>>;
  /** Resolves when `ms` have passed, on the organization's clock. */
  wait(ms: number): Promise<void>;
}

/** How time passes for a provider that waits. @default - as it does for everyone */
export type Wait = (ms: number) => Promise<void>;

export interface ProviderCloudParts {
  readonly gate: Pick<Gate, 'call'>;
  readonly wait?: Wait | undefined;
  readonly principal: RoleSession;
  readonly region: string;
  readonly defaultTags: Tags;
}

/** Where a deployment comes from: an address of the range for documentation (RFC 5737), and the provider's user agent. */
const ORIGIN: Origin = {
  sourceIpAddress: '198.51.100.20',
  userAgent: 'APN/1.0 Pulumi/1.0 (+https://www.pulumi.com) PulumiAWS/7.48.0 (+https://www.pulumi.com)',
};

export function providerCloud({
  gate,
  wait = setTimeout,
  principal,
  region,
  defaultTags,
}: ProviderCloudParts): ProviderCloud {
  return {
    account: principal.account,
    region,
    defaultTags,
    call: async (service, operation, input, inRegion) =>
      (await gate.call({
        principal,
        region: inRegion ?? region,
        service,
        operation,
        input: withoutUndefined(input as object),
        origin: ORIGIN,
      })) as never,
    wait: (ms) => wait(ms),
  };
}

/** The members that are set: one that is not never travels, so no record and no handler may see it. */
export function withoutUndefined(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
