/** Inputs and outputs in the form that CloudTrail records, read off the operation's schema in the AWS SDK. */
import { NormalizedSchema } from '@smithy/core/schema';
import type { Service } from '../core/service';
import { recordedParameterTime } from './recorded-time';

/** Turns one value of a shape into its recorded form; `undefined` is left out. */
type Projection = (value: unknown) => unknown;

/** An operation's schema: kind, namespace, name, traits, input, output. */
type OperationSchema = readonly [number, string, string, unknown, unknown, unknown];

interface OperationShape {
  readonly input: Projection;
  readonly output: Projection;
}

const shapes = new WeakMap<object, Map<string, OperationShape>>();

/** How the input and the output of an operation are recorded. */
export function recordedShape(service: Service, operation: string): OperationShape {
  const sdk = service.sdk();
  let ofService = shapes.get(sdk);
  if (ofService === undefined) {
    ofService = new Map();
    shapes.set(sdk, ofService);
  }
  let shape = ofService.get(operation);
  if (shape === undefined) {
    const schema = (sdk as Record<string, OperationSchema | undefined>)[`${operation}$`];
    if (schema === undefined) throw new Error(`The client of ${service.name} has no schema of ${operation}.`);
    const known = new Map<unknown, Projection>();
    shape = { input: projection(schema[4], known), output: projection(schema[5], known) };
    ofService.set(operation, shape);
  }
  return shape;
}

/**
 * Members of structures are recorded in camelCase, keys of maps as they are. What the model marks as sensitive is left
 * out, and so is binary data: `CreateFunction` shows `"code": {}` and `"environment": {}`.
 */
function projection(reference: unknown, known: Map<unknown, Projection>): Projection {
  const schema = NormalizedSchema.of(reference as never);
  if (isSensitive(schema) || schema.isBlobSchema()) return () => undefined;
  if (schema.isTimestampSchema()) return (value) => (value instanceof Date ? recordedParameterTime(value) : value);
  if (schema.isListSchema()) return deferred(schema, known, listProjection);
  if (schema.isMapSchema()) return deferred(schema, known, mapProjection);
  if (schema.isStructSchema()) return deferred(schema, known, structureProjection);
  return (value) => value;
}

/** Builds a projection when it is first used, once per schema, because shapes may contain themselves. */
function deferred(
  schema: NormalizedSchema,
  known: Map<unknown, Projection>,
  build: (schema: NormalizedSchema, known: Map<unknown, Projection>) => Projection,
): Projection {
  const key = schema.getSchema();
  const before = known.get(key);
  if (before !== undefined) return before;
  let built: Projection | undefined;
  const project: Projection = (value) => {
    built ??= build(schema, known);
    return built(value);
  };
  known.set(key, project);
  return project;
}

function listProjection(schema: NormalizedSchema, known: Map<unknown, Projection>): Projection {
  const item = projection(schema.getValueSchema(), known);
  return (value) => (Array.isArray(value) ? value.map(item) : undefined);
}

function mapProjection(schema: NormalizedSchema, known: Map<unknown, Projection>): Projection {
  const item = projection(schema.getValueSchema(), known);
  return (value) => {
    if (!isRecord(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) => {
        const recorded = item(entry);
        return recorded === undefined ? [] : [[key, recorded]];
      }),
    );
  };
}

function structureProjection(schema: NormalizedSchema, known: Map<unknown, Projection>): Projection {
  const members = [...schema.structIterator()].map(
    ([name, member]) => [name, camelCase(name), projection(member, known)] as const,
  );
  return (value) => {
    if (!isRecord(value)) return undefined;
    const recorded: Record<string, unknown> = {};
    for (const [name, recordedName, project] of members) {
      if (value[name] === undefined || value[name] === null) continue;
      const member = project(value[name]);
      if (member !== undefined) recorded[recordedName] = member;
    }
    return recorded;
  };
}

/** CloudTrail lowers the first letter and nothing else: `trailARN`, `s3BucketName`, `uUID`. */
function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function isSensitive(schema: NormalizedSchema): boolean {
  return schema.getMergedTraits().sensitive === 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
