/** Smithy RPC v2 with CBOR: the operation in the path, input and output as one CBOR map. */
import { CborCodec } from '@smithy/core/cbor';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/aws-error';
import { requireInput } from './input-shape';
import { operationModel, type Schema, type ServiceModel } from './service-model';
import type { Protocol, WireRequest, WireResponse } from './wire';
import { errorBody, malformed, wireError } from './wire-error';

/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export class RpcCbor implements Protocol {
  private readonly codec = new CborCodec();

  constructor(private readonly model: ServiceModel | undefined) {}

  read(request: WireRequest): { operation: string; input: unknown } {
    const name = /\/service\/[^/]+\/operation\/([^/]+)$/.exec(request.path)?.[1];
    if (this.model === undefined || name === undefined) throw malformed(`The path ${request.path} names no operation.`);
    const operation = operationModel(this.model, name);
    const input = this.decode(operation.input, request.body);
    requireInput(this.model, operation.input, input);
    return { operation: name, input };
  }

  async writeOutput(operation: string, output: unknown, requestId: string): Promise<WireResponse> {
    const schema = this.model?.operations.get(operation)?.output;
    const body = schema === undefined || schema.isUnitSchema() ? '' : this.encode(schema, output ?? {});
    return { status: 200, headers: headers(requestId), body };
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const wire = wireError(error, this.model, 'json');
    const type = this.model === undefined ? wire.code : `${this.model.namespace}#${wire.code}`;
    const lead = [['__type', type] as const, [wire.messageKey, wire.message] as const];
    return {
      status: wire.status,
      headers: {
        ...headers(requestId),
        ...(this.model?.queryCompatible ? { 'x-amzn-query-error': wire.queryError } : {}),
      },
      body: this.encode(...errorBody('Error', lead, wire.members)),
    };
  }

  private decode(schema: NormalizedSchema, body: Uint8Array): unknown {
    if (schema.isUnitSchema() || body.byteLength === 0) return {};
    try {
      return this.codec.createDeserializer().read(schema, body);
    } catch (error) {
      if (error instanceof AwsError) throw error;
      throw malformed('The body is not CBOR.');
    }
  }

  private encode(schema: NormalizedSchema | Schema, value: unknown): Uint8Array {
    const serializer = this.codec.createSerializer();
    serializer.write(schema, value);
    return Buffer.from(serializer.flush());
  }
}

function headers(requestId: string): Record<string, string> {
  return { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': requestId };
}
