/** What the SDK's client package of a service says about the wire: its operations, its errors, its protocol. */
import { NormalizedSchema } from '@smithy/core/schema';
import { notImplemented } from '../core/aws-error';
import type { Service } from '../core/service';

/** Any form in which the SDK writes down a schema. */
export type Schema = ReturnType<NormalizedSchema['getSchema']>;
type Traits = ReturnType<NormalizedSchema['getMergedTraits']>;

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path template with static query, and status of success; only where the protocol binds to HTTP. */
  readonly http: readonly [method: string, uri: string, status: number] | undefined;
}

export interface ErrorModel {
  readonly name: string;
  readonly schema: NormalizedSchema;
  readonly fault: 'client' | 'server';
  /** Absent where the service leaves it open. */
  readonly httpStatus: number | undefined;
  /** Code and status in the query protocol; the code also stands in the header that keeps former query clients working. */
  readonly query: readonly [code: string, status: number];
}

export interface ServiceModel {
  readonly service: string;
  /** The protocol of today's client: `aws.protocols#awsJson1_1`, `aws.protocols#restXml`, … */
  readonly protocol: string;
  readonly namespace: string;
  readonly xmlNamespace: string;
  /** A JSON service that once spoke query still answers with the codes of that time, in a header. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** By shape name, and by query code where no shape has that name. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

interface Client {
  readonly config: {
    readonly protocol: { getShapeId(): string };
    readonly protocolSettings: {
      readonly defaultNamespace: string;
      readonly xmlNamespace?: string;
      readonly awsQueryCompatible?: boolean;
    };
  };
}

const models = new WeakMap<Service, ServiceModel>();

/** The model of a service, read from its client package when it is first needed. */
export function serviceModel(service: Service): ServiceModel {
  let model = models.get(service);
  if (model === undefined) {
    model = readModel(service);
    models.set(service, model);
  }
  return model;
}

/** @throws AwsError `NotImplemented` when the service has no such operation. */
export function operationModel(model: ServiceModel, name: string): OperationModel {
  const operation = model.operations.get(name);
  if (operation === undefined) throw notImplemented(model.service, name);
  return operation;
}

/** How many members, counted from the first, a structure requires: the SDK orders members so. */
export function requiredMembers(schema: NormalizedSchema): number {
  const raw: unknown = schema.getSchema();
  return Array.isArray(raw) && typeof raw[6] === 'number' ? raw[6] : 0;
}

/** A structure that no service declares, put together from members: envelopes of answers and errors. */
export function structure(name: string, members: readonly (readonly [string, unknown])[], traits: Traits = {}): Schema {
  const names = members.map(([member]) => member);
  const schemas = members.map(([, schema]) => schema);
  return [3, 'trailwarden.protocol', name, traits, names, schemas] as unknown as Schema;
}

function readModel(service: Service): ServiceModel {
  const exported = Object.entries(service.sdk());
  const Client = exported.find(([name, value]) => /^[A-Z]\w*Client$/.test(name) && typeof value === 'function')?.[1];
  if (Client === undefined) throw new Error(`The SDK package of "${service.name}" exports no client.`);
  // A client is the only place where its package says which protocol it speaks. This one never sends anything.
  const { config } = new Client({ region: 'us-east-1' }) as Client;
  const schemas = exported.map(([, value]) => value).filter((value): value is unknown[] => Array.isArray(value));
  const operations = schemas.filter(([kind]) => kind === 9).map(readOperation);
  const { defaultNamespace: namespace } = config.protocolSettings;
  // The SDK's own base exception is in a namespace of the SDK's.
  const errors = schemas.filter(([kind, space]) => kind === -3 && space === namespace).map(readError);
  return {
    service: service.name,
    protocol: config.protocol.getShapeId(),
    namespace,
    xmlNamespace: config.protocolSettings.xmlNamespace ?? '',
    queryCompatible: config.protocolSettings.awsQueryCompatible === true,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    errors: new Map([
      ...errors.map((error) => [error.query[0], error] as const),
      ...errors.map((error) => [error.name, error] as const),
    ]),
  };
}

function readOperation(schema: readonly unknown[]): OperationModel {
  const [, , name, traits, input, output] = schema as [9, string, string, unknown, Schema, Schema];
  const http = typeof traits === 'object' && traits !== null && 'http' in traits ? traits.http : undefined;
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    http: http as OperationModel['http'],
  };
}

function readError(raw: unknown): ErrorModel {
  const schema = NormalizedSchema.of(raw as Schema);
  const traits = schema.getMergedTraits();
  const name = schema.getName() ?? '';
  const fault = traits.error ?? 'client';
  const httpStatus = typeof traits.httpError === 'number' ? traits.httpError : undefined;
  const query = traits.awsQueryError as ErrorModel['query'] | undefined;
  return { name, schema, fault, httpStatus, query: query ?? [name, httpStatus ?? (fault === 'client' ? 400 : 500)] };
}
