/** Single values that travel as text: in forms, headers, paths, query strings and XML. */
import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { decodedForm } from './input-shape';
import { malformed } from './wire-error';

/** Text in the body of query and XML is ISO 8601; HTTP bindings have their own rules, by the place of the member. */
const settings = { timestampFormat: { useTrait: true, default: 5 }, httpBindings: true } as const;

/** @throws AwsError `SerializationException` naming `name` when the text is not what the schema says. */
export function fromString(schema: NormalizedSchema, text: string, name: string): unknown {
  let value: unknown;
  try {
    if (schema.isBooleanSchema() && !isBoolean(text)) throw new Error('no boolean');
    if (schema.isNumericSchema() && text.trim() === '') throw new Error('no number');
    value = new FromStringShapeDeserializer(settings).read(schema, text);
    if (!schema.isListSchema() && !decodedForm.fits(schema, value)) throw new Error('no value of this type');
  } catch {
    throw malformed(`'${name}' must be ${typeName(schema)}, and '${text}' was found.`);
  }
  return value;
}

export function toText(schema: NormalizedSchema, value: unknown): string {
  const serializer = new ToStringShapeSerializer(settings);
  serializer.write(schema, value);
  return serializer.flush();
}

export function isBoolean(text: string): boolean {
  return /^(true|false)$/i.test(text);
}

function typeName(schema: NormalizedSchema): string {
  if (schema.isBooleanSchema()) return 'true or false';
  if (schema.isTimestampSchema()) return 'a timestamp';
  if (schema.isBlobSchema()) return 'base64 text';
  if (schema.isNumericSchema()) return 'a number';
  return 'of its type';
}
