/** The SDK's own side of the wire, without a network: its clients' protocols write requests and read answers. */
import { Readable } from 'node:stream';
import type { NormalizedSchema } from '@smithy/core/schema';
import { HttpResponse } from '@smithy/core/transport';
import type { WireRequest, WireResponse } from '../../../sandbox/protocol';
import type { OperationModel, ServiceModel } from '../../../sandbox/protocol/service-model';
import { instant } from './sample-cloud';

interface Request {
  method: string;
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

interface ClientProtocol {
  serializeRequest(operation: unknown, input: unknown, context: unknown): Promise<Request>;
  deserializeResponse(operation: unknown, context: unknown, response: unknown): Promise<Record<string, unknown>>;
}

type ProtocolClass = new (settings: unknown) => ClientProtocol;

export class SdkWire {
  private readonly context: Record<string, unknown>;
  private readonly protocol: ClientProtocol;

  /** `Protocol` replaces the one that the client would use, as SDKs of other languages and ages do. */
  constructor(
    private readonly model: ServiceModel,
    sdk: object,
    Protocol?: unknown,
  ) {
    const Client = Object.entries(sdk).find(([name]) => /^[A-Z]\w*Client$/.test(name))?.[1] as new (
      settings: unknown,
    ) => { config: Record<string, unknown> };
    const { config } = new Client({ region: 'eu-west-1' });
    const settings = config.protocolSettings as object;
    this.protocol = Protocol
      ? new (Protocol as ProtocolClass)({ xmlNamespace: 'urn:none', ...settings })
      : (config.protocol as ClientProtocol);
    this.context = config;
    (this.protocol as unknown as { setSerdeContext(context: unknown): void }).setSerdeContext(this.context);
  }

  /** What the SDK sends for an input. */
  async request(operation: OperationModel, input: unknown): Promise<WireRequest> {
    // A client's endpoint rules would put the bucket into the path.
    const path = this.model.service === 's3' && Object.hasOwn(input as object, 'Bucket') ? '/sample-bucket' : '/';
    const sent = await this.protocol.serializeRequest(this.schemaOf(operation), input, {
      ...this.context,
      endpoint: async () => ({ protocol: 'http:', hostname: 'localhost', path }),
      __smithy_context: { service: 'Sample', operation: operation.name },
    });
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(sent.query ?? {}))
      for (const text of Array.isArray(value) ? value : [value ?? '']) query.append(key, text);
    const headers = Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    return {
      method: sent.method,
      path: sent.path,
      query,
      headers: { host: 'localhost', ...Object.fromEntries(headers) },
      body: bytesOf(sent.body),
    };
  }

  /** What the SDK makes of an answer; rejects with the SDK's exception for an error. */
  async output(operation: OperationModel, answer: WireResponse): Promise<unknown> {
    const body = Readable.from([Buffer.from(answer.body as string)]);
    const response = new HttpResponse({ statusCode: answer.status, headers: { ...answer.headers }, body });
    const { $metadata: _metadata, ...output } = await this.protocol.deserializeResponse(
      this.schemaOf(operation),
      this.context,
      response,
    );
    for (const [name, value] of Object.entries(output))
      if (value instanceof Readable) output[name] = Buffer.concat(await value.toArray());
    return output;
  }

  private schemaOf(operation: OperationModel): unknown {
    return {
      namespace: this.model.namespace,
      name: operation.name,
      traits: operation.http === undefined ? 0 : { http: operation.http },
      input: operation.input.getSchema(),
      output: operation.output.getSchema(),
    };
  }
}

function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : Buffer.from(typeof body === 'string' ? body : '');
}

/** A value with every member that a schema has; recursion ends where a structure would hold itself. */
export function sampleOf(schema: NormalizedSchema, within: readonly string[] = []): unknown {
  const name = schema.getName(true) ?? '';
  if (schema.isStructSchema()) {
    if (within.includes(name)) return undefined;
    const members: [string, unknown][] = [];
    for (const [member, memberSchema] of schema.structIterator()) {
      const value = sampleOf(memberSchema, [...within, name]);
      if (value !== undefined) members.push([member, value]);
      if (schema.isUnionSchema() && members.length === 1) break;
    }
    return Object.fromEntries(members);
  }
  if (schema.isListSchema() || schema.isMapSchema()) {
    const item = sampleOf(schema.getValueSchema(), within);
    if (item === undefined) return undefined;
    return schema.isMapSchema() ? { 'sample-key': item } : [item, item];
  }
  if (schema.isBlobSchema()) return new Uint8Array([0, 104, 105, 255]);
  if (schema.isTimestampSchema()) return instant;
  if (schema.isBooleanSchema()) return true;
  if (schema.isStringSchema()) return schema.getMergedTraits().httpLabel ? 'sample-bucket' : 'a <b> & "ü" c';
  return 7;
}

/** Whether a message of this schema is a stream of events, which is no single answer. */
export function isEventStream(schema: NormalizedSchema): boolean {
  return schema.isStructSchema() && schema.getEventStreamMember() !== '';
}

/** Makes values comparable that differ only in the class of their bytes and in members that are undefined. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}
