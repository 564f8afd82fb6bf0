/** XML bodies through the SDK's codec, stricter in reading than a client needs to be. */
import { XmlCodec, XmlShapeDeserializer, type XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/aws-error';
import type { Schema } from './service-model';
import { fromString } from './text-value';
import { malformed } from './wire-error';

type ReadSchema = XmlShapeDeserializer['readSchema'];

function settings(xmlNamespace: string) {
  const timestampFormat = { useTrait: true, default: 5 } as const;
  return { timestampFormat, httpBindings: true, xmlNamespace, serviceNamespace: '' };
}

/** The SDK's reader trusts what AWS sends; a server reads what anyone sends. */
class StrictDeserializer extends XmlShapeDeserializer {
  override readSchema(...[schema, value]: Parameters<ReadSchema>): ReturnType<ReadSchema> {
    const ns = NormalizedSchema.of(schema);
    if (typeof value === 'string') {
      const name = ns.isMemberSchema() ? ns.getMemberName() : (ns.getName() ?? '');
      const simple = !ns.isStructSchema() && !ns.isListSchema() && !ns.isMapSchema() && !ns.isUnitSchema();
      if (simple) return fromString(ns, value, name);
      // A flattened list of one plain value reads as that value.
      const flat = ns.isListSchema() && ns.getMergedTraits().xmlFlattened !== undefined;
      if (!flat && value.trim() !== '') throw malformed(`<${name}> must hold elements, and text was found.`);
    }
    return super.readSchema(schema, value);
  }
}

/**
 * Reads an XML document.
 *
 * @throws AwsError `SerializationException` for what is not XML, has another root, or has a value of the wrong type.
 */
export function readXml(schema: NormalizedSchema, body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const root = schema.getMergedTraits().xmlName ?? schema.getName();
  const found = /<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)/.exec(text)?.[2];
  if (found !== root) throw malformed(`The body must be a <${root}> document.`);
  try {
    return new StrictDeserializer(settings('')).read(schema, text);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw malformed(`The <${root}> document is not well-formed.`);
  }
}

/** Writes a structure as a document of its own. */
export function writeXml(schema: NormalizedSchema | Schema, value: unknown, xmlNamespace: string): string {
  const serializer: XmlShapeSerializer = new XmlCodec(settings(xmlNamespace)).createSerializer();
  serializer.write(schema as Schema, value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${String(serializer.flush())}`;
}
