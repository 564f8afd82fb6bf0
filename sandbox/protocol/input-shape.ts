/** Whether a value is what an operation takes: its types, and the members that it requires. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/aws-error';
import { requiredMembers, type ServiceModel } from './service-model';
import { malformed } from './wire-error';

/** How values look at the moment of the check. */
export interface ShapeForm {
  /** The key under which a member stands. */
  readonly key: (name: string, schema: NormalizedSchema) => string;
  /** Whether a value that is no structure, list or map is what the schema says. */
  readonly fits: (schema: NormalizedSchema, value: unknown) => boolean;
}

/** Values in the SDK's own types: Date, Uint8Array, number. */
export const decodedForm: ShapeForm = { key: (name) => name, fits: fitsDecoded };

/**
 * Finds what an input lacks: the paths of required members that are absent, in AWS's spelling (`tags.1.member.key`).
 *
 * @throws AwsError `SerializationException` naming the first member whose type is wrong.
 */
export function missingMembers(schema: NormalizedSchema, value: unknown, form: ShapeForm, path = ''): string[] {
  if (schema.isUnitSchema() || schema.isDocumentSchema()) return [];
  if (schema.isStructSchema()) {
    if (!isRecord(value)) throw misfit(schema, value, path);
    const required = requiredMembers(schema);
    return [...schema.structIterator()].flatMap(([name, member], index) => {
      const here = join(path, name.charAt(0).toLowerCase() + name.slice(1));
      const found = ownValue(value, form.key(name, member));
      if (found === undefined || found === null) return index < required ? [here] : [];
      return missingMembers(member, found, form, here);
    });
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw misfit(schema, value, path);
    const element = schema.getValueSchema();
    return value.flatMap((item, index) => missingElement(schema, element, item, form, `${path}.${index + 1}.member`));
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) throw misfit(schema, value, path);
    const element = schema.getValueSchema();
    return Object.entries(value).flatMap(([key, item]) =>
      missingElement(schema, element, item, form, `${path}.${key}.member`),
    );
  }
  if (!form.fits(schema, value)) throw misfit(schema, value, path);
  return [];
}

/** Checks a decoded input whole. */
export function requireInput(model: ServiceModel, schema: NormalizedSchema, input: unknown): void {
  refuseMissing(model, missingMembers(schema, input, decodedForm));
}

/** @throws AwsError `ValidationException`, or `MissingParameter` where the service still uses the words of its query days. */
export function refuseMissing(model: ServiceModel, missing: readonly string[]): void {
  const [first] = missing;
  if (first === undefined) return;
  if (model.queryCompatible) {
    const parameter = first.charAt(0).toUpperCase() + first.slice(1);
    throw new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
  }
  const count = missing.length === 1 ? '1 validation error' : `${missing.length} validation errors`;
  const wording = 'failed to satisfy constraint: Member must not be null';
  const sentences = missing.map((name) => `Value null at '${name}' ${wording}`).join('; ');
  throw new AwsError('ValidationException', `${count} detected: ${sentences}`);
}

function missingElement(
  collection: NormalizedSchema,
  element: NormalizedSchema,
  item: unknown,
  form: ShapeForm,
  path: string,
): string[] {
  if (item !== null && item !== undefined) return missingMembers(element, item, form, path);
  return collection.getMergedTraits().sparse ? [] : [path];
}

function fitsDecoded(schema: NormalizedSchema, value: unknown): boolean {
  if (schema.isBlobSchema()) return value instanceof Uint8Array;
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isStringSchema()) return typeof value === 'string';
  if (schema.isBooleanSchema()) return typeof value === 'boolean';
  if (schema.isNumericSchema()) return typeof value === 'bigint' || (typeof value === 'number' && !Number.isNaN(value));
  return true;
}

function misfit(schema: NormalizedSchema, value: unknown, path: string): AwsError {
  const member = path === '' ? 'The body' : `'${path}'`;
  return malformed(`${member} must be ${expected(schema)}, and ${found(value)} was found.`);
}

function expected(schema: NormalizedSchema): string {
  if (schema.isStructSchema()) return 'a structure';
  if (schema.isListSchema()) return 'a list';
  if (schema.isMapSchema()) return 'a map';
  if (schema.isBlobSchema()) return 'base64 text';
  if (schema.isTimestampSchema()) return 'a timestamp';
  if (schema.isStringSchema()) return 'a string';
  if (schema.isBooleanSchema()) return 'a boolean';
  return 'a number';
}

function found(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return value.constructor === Object ? 'a structure' : 'something unreadable';
  if (typeof value === 'string') return `the string '${value.length > 64 ? `${value.slice(0, 64)}…` : value}'`;
  return `the ${typeof value} ${String(value)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function ownValue(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
