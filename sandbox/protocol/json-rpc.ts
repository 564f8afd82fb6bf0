/** AWS JSON 1.0 and 1.1: the operation in a header, input and output as one JSON object. */
import { JsonCodec } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { AwsError } from '../core/aws-error';
import { decodedForm, missingMembers, refuseMissing, type ShapeForm } from './input-shape';
import { operationModel, type Schema, type ServiceModel } from './service-model';
import type { Protocol, WireRequest, WireResponse } from './wire';
import { errorBody, malformed, wireError } from './wire-error';

const epochSeconds = 7;

/** A codec as this folder uses it, for the whole of a body or for values already parsed from JSON. */
export class JsonBody {
  private readonly codec: JsonCodec;

  constructor(private readonly renamed: boolean) {
    const timestampFormat = { useTrait: true, default: epochSeconds } as const;
    this.codec = new JsonCodec({ timestampFormat, httpBindings: renamed, jsonName: renamed });
  }

  /**
   * Reads a body, an empty one as `{}`, and answers which required members it lacks.
   *
   * @throws AwsError `SerializationException` for what is not JSON or has a member of the wrong type.
   */
  read(schema: NormalizedSchema, body: Uint8Array): { input: unknown; missing: string[] } {
    const parsed = body.byteLength === 0 ? {} : parse(body);
    const missing = missingMembers(schema, parsed, this.form);
    return { input: schema.isUnitSchema() ? {} : this.decode(schema, parsed), missing };
  }

  write(schema: NormalizedSchema | Schema, value: unknown): string {
    const serializer = this.codec.createSerializer();
    serializer.write(schema as Schema, value);
    return String(serializer.flush());
  }

  private readonly form: ShapeForm = {
    key: (name, schema) => (this.renamed ? (schema.getMergedTraits().jsonName ?? name) : name),
    fits: (schema, value) => this.fits(schema, value),
  };

  private fits(schema: NormalizedSchema, value: unknown): boolean {
    if (schema.isBlobSchema() && typeof value !== 'string') return false;
    if (schema.isTimestampSchema() && typeof value !== 'number' && typeof value !== 'string') return false;
    if (schema.isNumericSchema() && ['NaN', 'Infinity', '-Infinity'].includes(value as string)) return true;
    if (!schema.isBlobSchema() && !schema.isTimestampSchema()) return decodedForm.fits(schema, value);
    try {
      return decodedForm.fits(schema, this.decode(schema, value));
    } catch {
      return false;
    }
  }

  private decode(schema: NormalizedSchema, value: unknown): unknown {
    const deserializer = this.codec.createDeserializer();
    return deserializer.readObject(schema, value as Parameters<typeof deserializer.readObject>[1]);
  }
}

export class JsonRpc implements Protocol {
  private readonly json = new JsonBody(false);

  constructor(
    private readonly model: ServiceModel | undefined,
    private readonly contentType: string,
  ) {}

  read(request: WireRequest): { operation: string; input: unknown } {
    const target = request.headers['x-amz-target'] ?? '';
    // CloudTrail's prefix has dots of its own: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StopLogging
    const name = target.slice(target.lastIndexOf('.') + 1);
    if (this.model === undefined || name === '') throw malformed("The header 'X-Amz-Target' names no operation.");
    const operation = operationModel(this.model, name);
    const { input, missing } = this.json.read(operation.input, request.body);
    refuseMissing(this.model, missing);
    return { operation: name, input };
  }

  async writeOutput(operation: string, output: unknown, requestId: string): Promise<WireResponse> {
    const schema = this.model?.operations.get(operation)?.output;
    const body = schema === undefined || schema.isUnitSchema() ? '' : this.json.write(schema, output ?? {});
    return { status: 200, headers: this.headers(requestId), body };
  }

  writeError(error: AwsError, requestId: string): WireResponse {
    const wire = wireError(error, this.model, 'json');
    const type = this.model?.queryCompatible ? `${this.model.namespace}#${wire.code}` : wire.code;
    const lead = [['__type', type] as const, [wire.messageKey, wire.message] as const];
    return {
      status: wire.status,
      headers: {
        ...this.headers(requestId),
        'x-amzn-errortype': wire.code,
        ...(this.model?.queryCompatible ? { 'x-amzn-query-error': wire.queryError } : {}),
      },
      body: this.json.write(...errorBody('Error', lead, wire.members)),
    };
  }

  private headers(requestId: string): Record<string, string> {
    return { 'content-type': this.contentType, 'x-amzn-requestid': requestId };
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as unknown;
  } catch {
    throw malformed('The body is not JSON.');
  }
}
