/** REST JSON (Lambda) and REST XML (S3): the operation in method and path, its members all over the message. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { NormalizedSchema as Normalized } from '@smithy/core/schema';
import { AwsError } from '../core/aws-error';
import { bodyOf, readBindings, writeBindings } from './http-bindings';
import { requireInput } from './input-shape';
import { JsonBody } from './json-rpc';
import { findRoute } from './routes';
import { bucketOf } from './s3-address';
import { type OperationModel, operationModel, type ServiceModel, structure } from './service-model';
import type { Protocol, WireRequest, WireResponse } from './wire';
import { errorBody, malformed, wireError } from './wire-error';
import { readXml, writeXml } from './xml';

type Body = WireResponse['body'];

/** How a REST protocol writes structures down. */
interface Notation {
  readonly contentType: string;
  read(schema: NormalizedSchema, body: Uint8Array): unknown;
  write(schema: NormalizedSchema, value: unknown): Body;
}

abstract class Rest implements Protocol {
  protected constructor(
    protected readonly model: ServiceModel,
    private readonly notation: Notation,
  ) {}

  abstract writeError(error: AwsError, requestId: string): WireResponse;
  protected abstract place(request: WireRequest): { path: string; placed: Record<string, string> };
  protected abstract headers(requestId: string): Record<string, string>;

  read(request: WireRequest): { operation: string; input: unknown } {
    const { path, placed } = this.place(request);
    const route = findRoute(this.model, { ...request, path }, placed);
    if (route === undefined) {
      const message = `The sandbox knows no operation of ${this.model.service} at ${request.method} ${request.path}.`;
      throw new AwsError('NotImplemented', message);
    }
    const { operation, labels } = route;
    const input = { ...readBindings(operation, request, labels), ...this.readBody(operation, request.body) };
    requireInput(this.model, operation.input, input);
    return { operation: operation.name, input };
  }

  async writeOutput(name: string, output: unknown, requestId: string): Promise<WireResponse> {
    const operation = operationModel(this.model, name);
    const value = (output ?? {}) as Record<string, unknown>;
    const bound = writeBindings(operation, value);
    const { body, contentType } = await this.writeBody(operation, value);
    const headers = {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...this.headers(requestId),
    };
    return { status: bound.status, headers: { ...headers, ...bound.headers }, body };
  }

  private readBody(operation: OperationModel, body: Uint8Array): Record<string, unknown> {
    const { payload, members } = bodyOf(operation.input);
    if (payload !== undefined) {
      const [name, schema] = payload;
      if (schema.isBlobSchema()) return body.byteLength > 0 || schema.isStreaming() ? { [name]: body } : {};
      if (body.byteLength === 0) return {};
      if (schema.isStringSchema()) return { [name]: Buffer.from(body).toString('utf8') };
      return { [name]: this.notation.read(schema, body) };
    }
    if (members.length === 0 || body.byteLength === 0) return {};
    const schema = Normalized.of(structure(operation.input.getName() ?? '', members, operation.input.getOwnTraits()));
    return this.notation.read(schema, body) as Record<string, unknown>;
  }

  private async writeBody(
    operation: OperationModel,
    value: Record<string, unknown>,
  ): Promise<{ body: Body; contentType: string | undefined }> {
    const { payload, members } = bodyOf(operation.output);
    if (payload !== undefined) {
      const [name, schema] = payload;
      if (value[name] === undefined || value[name] === null) return { body: '', contentType: undefined };
      if (schema.isBlobSchema()) return { body: await whole(value[name]), contentType: 'application/octet-stream' };
      if (schema.isStringSchema()) return { body: String(value[name]), contentType: this.notation.contentType };
      return { body: this.notation.write(schema, value[name]), contentType: this.notation.contentType };
    }
    if (members.length === 0) return { body: '', contentType: undefined };
    const schema = Normalized.of(structure(operation.output.getName() ?? '', members, operation.output.getOwnTraits()));
    return { body: this.notation.write(schema, value), contentType: this.notation.contentType };
  }
}

export class RestJson extends Rest {
  private readonly json: JsonBody;

  constructor(model: ServiceModel) {
    const json = new JsonBody(true);
    super(model, {
      contentType: 'application/json',
      read: (schema, body) => json.read(schema, body).input,
      write: (schema, value) => json.write(schema, value),
    });
    this.json = json;
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const wire = wireError(error, this.model, 'json');
    return {
      status: wire.status,
      headers: {
        'content-type': 'application/json',
        ...this.headers(requestId),
        'x-amzn-errortype': wire.code,
        ...wire.headers,
      },
      body: this.json.write(...errorBody('Error', [[wire.messageKey, wire.message]], wire.members)),
    };
  }

  protected place(request: WireRequest): { path: string; placed: Record<string, string> } {
    return { path: request.path, placed: {} };
  }

  protected headers(requestId: string): Record<string, string> {
    return { 'x-amzn-requestid': requestId };
  }
}

export class RestXml extends Rest {
  constructor(model: ServiceModel) {
    super(model, {
      contentType: 'application/xml',
      read: (schema, body) => readXml(schema, body),
      write: (schema, value) => writeDocument(schema, value, model.xmlNamespace),
    });
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const wire = wireError(error, this.model, 's3');
    const lead = [['Code', wire.code] as const, ['Message', wire.message] as const, ['RequestId', requestId] as const];
    return {
      status: wire.status,
      headers: { 'content-type': 'application/xml', ...this.headers(requestId), ...wire.headers },
      body: writeXml(...errorBody('Error', lead, wire.members), ''),
    };
  }

  protected place(request: WireRequest): { path: string; placed: Record<string, string> } {
    const { bucket, path } = bucketOf(request);
    return { path, placed: bucket === undefined ? {} : { Bucket: bucket } };
  }

  protected headers(requestId: string): Record<string, string> {
    return { 'x-amz-request-id': requestId };
  }
}

/**
 * S3 leaves out the wrapper of an output whose only member bears its name: `<LocationConstraint>eu-west-1</LocationConstraint>`.
 * https://smithy.io/2.0/aws/customizations/s3-customizations.html#aws-customizations-s3unwrappedxmloutput-trait
 */
function writeDocument(schema: NormalizedSchema, value: unknown, xmlNamespace: string): string {
  const members = schema.isStructSchema() ? [...schema.structIterator()] : [];
  const only = members.length === 1 ? members[0] : undefined;
  if (only === undefined || only[0] !== schema.getMergedTraits().xmlName) return writeXml(schema, value, xmlNamespace);
  return writeXml(schema, value, xmlNamespace).replace(`<${only[0]}>`, '').replace(`</${only[0]}>`, '');
}

/** A blob as a handler may give it: bytes, text, or a stream of them. */
async function whole(value: unknown): Promise<Body> {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) {
    throw malformed('The body of the answer is neither bytes nor text nor a stream.');
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of value as AsyncIterable<Uint8Array | string>) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
