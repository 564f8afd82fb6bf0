/** Calls to AWS by name, made with the real SDK over HTTP. */

import type { ClientConfiguration } from './attacker';
import type { AttackedService } from './attacks/attack';

/** The client package of each service, and what it calls its client. */
const CLIENTS: Readonly<Record<AttackedService, readonly [load: () => Promise<object>, client: string]>> = {
  cloudtrail: [() => import('@aws-sdk/client-cloudtrail'), 'CloudTrailClient'],
  s3: [() => import('@aws-sdk/client-s3'), 'S3Client'],
  kms: [() => import('@aws-sdk/client-kms'), 'KMSClient'],
  logs: [() => import('@aws-sdk/client-cloudwatch-logs'), 'CloudWatchLogsClient'],
  events: [() => import('@aws-sdk/client-eventbridge'), 'EventBridgeClient'],
  sns: [() => import('@aws-sdk/client-sns'), 'SNSClient'],
  sqs: [() => import('@aws-sdk/client-sqs'), 'SQSClient'],
  iam: [() => import('@aws-sdk/client-iam'), 'IAMClient'],
  lambda: [() => import('@aws-sdk/client-lambda'), 'LambdaClient'],
  organizations: [() => import('@aws-sdk/client-organizations'), 'OrganizationsClient'],
  monitoring: [() => import('@aws-sdk/client-cloudwatch'), 'CloudWatchClient'],
  config: [() => import('@aws-sdk/client-config-service'), 'ConfigServiceClient'],
};

interface Client {
  send(command: object): Promise<object>;
  destroy(): void;
}

export interface NamedCall {
  readonly service: AttackedService;
  /** The API's name of the operation. */
  readonly operation: string;
  readonly input: object;
}

/** The API's own output. */
export type Answered = Readonly<Record<string, unknown>>;

type Sdk = Readonly<Record<string, (new (input: object) => object) | undefined>>;

/** Makes calls by name. Whoever calls more than once as the same, does so over one connection. */
export class AwsCaller {
  private readonly clients = new Map<string, Client>();

  /**
   * Makes one call, without the SDK's own retries: what the caller is answered is part of the result.
   *
   * @throws the SDK's exceptions, and an Error for an operation that the SDK does not have
   */
  async call(as: ClientConfiguration, { service, operation, input }: NamedCall): Promise<Answered> {
    const [load, name] = CLIENTS[service];
    const sdk = (await load()) as Sdk;
    const [ClientOf, Command] = [sdk[name], sdk[`${operation}Command`]];
    if (ClientOf === undefined || Command === undefined) throw new Error(`The SDK of ${service} has no ${operation}.`);
    const key = `${service} ${as.region} ${as.credentials.accessKeyId}`;
    const client = this.clients.get(key) ?? (new ClientOf({ ...as, maxAttempts: 1 }) as Client);
    this.clients.set(key, client);
    return (await client.send(new Command(input))) as Answered;
  }

  /** Ends all connections. */
  close(): void {
    for (const client of this.clients.values()) client.destroy();
    this.clients.clear();
  }
}
