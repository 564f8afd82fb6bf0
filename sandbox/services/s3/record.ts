/** How S3's calls are recorded: the request as it was on the wire, its XML with the XML's own names. */
import { NormalizedSchema } from '@smithy/core/schema';
import type { CallContext, Recording } from '../../core/service';
import type { BucketInput, ObjectInput } from './access';
import { bucketArn, findBucket } from './state';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** The record of a call on a bucket; `eventName` where it is not the API's name. */
export function bucketRecord(operation: string, eventName?: string): Recording {
  return {
    ...(eventName === undefined ? {} : { eventName }),
    requestParameters: (input: Record<string, unknown>) => requestOf(operation, input),
    responseElements: () => null,
    resources: (input: BucketInput, context: CallContext) => bucketsIn(input, context),
  };
}

/** The record of a call on an object: a data event. */
export function objectRecord(operation: string, eventName?: string): Recording {
  return {
    ...bucketRecord(operation, eventName),
    category: 'Data',
    resources: (input: ObjectInput, context: CallContext) => {
      const buckets = bucketsIn(input, context);
      if (input.Key === undefined) return buckets;
      const objects = buckets.map((bucket) => ({
        ...bucket,
        type: 'AWS::S3::Object',
        ARN: `${bucket.ARN}/${input.Key}`,
      }));
      return [...objects, ...buckets];
    },
  };
}

function bucketsIn(input: BucketInput, { state }: CallContext): { ARN: string; accountId: string; type: string }[] {
  const bucket = findBucket(state, input.Bucket ?? '');
  if (bucket === undefined) return [];
  return [{ accountId: bucket.account, type: 'AWS::S3::Bucket', ARN: bucketArn(bucket.name) }];
}

/**
 * What a record shows of a request: `bucketName` and `key`, the query, the `x-amz-` headers, the XML body under its own
 * element names. Lists have the form that XML gives them: one element is an object, several are an array.
 */
function requestOf(operation: string, input: Record<string, unknown>): Record<string, unknown> {
  const schemas = require('@aws-sdk/client-s3') as Record<string, readonly unknown[]>;
  const schema = schemas[`${operation}$`];
  const request: Record<string, unknown> = {};
  if (schema === undefined) return request;
  const [, path = ''] = (schema[3] as { http: [string, string, number] }).http;
  for (const pair of path.split('?')[1]?.split('&') ?? []) {
    const [name = '', value = ''] = pair.split('=');
    if (name !== 'x-id') request[name] = value;
  }
  for (const [name, member] of NormalizedSchema.of(schema[4] as never).structIterator()) {
    const value = input[name];
    if (value === undefined || value === null) continue;
    const traits = member.getMergedTraits();
    if (name === 'Bucket') Object.assign(request, { bucketName: value, Host: `${String(value)}.s3.amazonaws.com` });
    else if (name === 'Key') request.key = value;
    else if (name === 'Policy') request.bucketPolicy = parsed(String(value));
    else if (traits.httpQuery !== undefined) request[traits.httpQuery] = value;
    else if (traits.httpHeader?.startsWith('x-amz-')) request[traits.httpHeader] = wireValue(value);
    else if (traits.httpPayload && member.isStructSchema())
      request[traits.xmlName ?? member.getName(false) ?? name] = { xmlns: NAMESPACE, ...elementsOf(member, value) };
  }
  return request;
}

/** The child elements of a structure, by element name. */
function elementsOf(schema: NormalizedSchema, value: unknown): Record<string, unknown> {
  const elements: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child = (value as Record<string, unknown>)[name];
    if (child === undefined || child === null) continue;
    const traits = member.getMergedTraits();
    const element = traits.xmlName ?? name;
    if (!member.isListSchema()) {
      elements[element] = elementOf(member, child);
      continue;
    }
    const items = member.getValueSchema();
    const list = (child as unknown[]).map((item) => elementOf(items, item));
    const form = list.length === 1 ? list[0] : list;
    elements[element] = traits.xmlFlattened ? form : { [items.getMergedTraits().xmlName ?? 'member']: form };
  }
  return elements;
}

function elementOf(schema: NormalizedSchema, value: unknown): unknown {
  return schema.isStructSchema() ? elementsOf(schema, value) : wireValue(value);
}

function wireValue(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
