/** Calls to AWS as data: made, told to people, and undone from the same description. */

/** The services by the name that stands before the colon of an IAM action. */
export type ServiceName =
  | 'cloudtrail'
  | 's3'
  | 'kms'
  | 'logs'
  | 'events'
  | 'sns'
  | 'sqs'
  | 'iam'
  | 'lambda'
  | 'organizations'
  | 'cloudwatch';

export type Fields = Readonly<Record<string, unknown>>;

export interface AwsCall {
  readonly service: ServiceName;
  /** The API's name of the operation: `PutBucketPolicy`. */
  readonly operation: string;
  /** The account whose repair role makes the call. */
  readonly account: string;
  readonly region: string;
  /** The API's own input. */
  readonly input: Fields;
}

/** Makes a call and answers the API's own output. Rejects with the SDK's exceptions. */
export type Aws = (call: AwsCall) => Promise<Fields>;

/** An account whose repair role cannot be taken on: it is not deployed there, or it was tampered with. */
export class NotLetIn extends Error {
  constructor(
    readonly account: string,
    cause: unknown,
  ) {
    super(`The repair role of the account ${account} cannot be taken on: ${messageOf(cause)}`, { cause });
    this.name = 'NotLetIn';
  }
}

/** A resource as far as a call needs it. */
export type Place = Pick<AwsCall, 'account' | 'region'>;

/** `cloudtrail:StartLogging` */
export function nameOf({ service, operation }: Pick<AwsCall, 'service' | 'operation'>): string {
  return `${service}:${operation}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Whether AWS answered with one of these errors. */
export function isError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** What a call answers, or `undefined` when AWS answers one of these errors: what is asked for is not there. */
export async function unless(names: readonly string[], call: Promise<Fields>): Promise<Fields | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isError(error, ...names)) return undefined;
    throw error;
  }
}

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
