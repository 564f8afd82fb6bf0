/** Members of inputs and outputs that travel outside the body: in path, query, headers and status. */
import type { NormalizedSchema } from '@smithy/core/schema';
import type { OperationModel } from './service-model';
import { fromString, toText } from './text-value';
import type { WireRequest } from './wire';

type Members = [name: string, schema: NormalizedSchema][];

/** What is left for the body: one member that is the body, or all that have no other place. */
export interface BodyBinding {
  readonly payload: Members[number] | undefined;
  readonly members: Members;
}

/** Splits a structure's members into those of the body and the others. */
export function bodyOf(schema: NormalizedSchema): BodyBinding {
  const all: Members = schema.isUnitSchema() ? [] : [...schema.structIterator()];
  const payload = all.find(([, member]) => member.getMergedTraits().httpPayload !== undefined);
  const members = all.filter(([, member]) => {
    const { httpPayload, httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders, httpResponseCode } =
      member.getMergedTraits();
    const elsewhere = [
      httpPayload,
      httpLabel,
      httpQuery,
      httpQueryParams,
      httpHeader,
      httpPrefixHeaders,
      httpResponseCode,
    ];
    return elsewhere.every((trait) => trait === undefined);
  });
  return { payload, members };
}

/** Reads every input member that is not in the body. */
export function readBindings(
  operation: OperationModel,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const input: [string, unknown][] = [];
  for (const [name, member] of operation.input.isUnitSchema() ? [] : operation.input.structIterator()) {
    const value = readMember(name, member, request, labels);
    if (value !== undefined) input.push([name, value]);
  }
  return Object.fromEntries(input);
}

function readMember(
  name: string,
  member: NormalizedSchema,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): unknown {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders } = member.getMergedTraits();
  if (httpLabel) return labels[name] === undefined ? undefined : fromString(member, labels[name], name);
  if (httpQuery !== undefined) {
    const texts = request.query.getAll(httpQuery);
    if (texts[0] === undefined) return undefined;
    if (!member.isListSchema()) return fromString(member, texts[0], name);
    return texts.map((text) => fromString(member.getValueSchema(), text, name));
  }
  if (httpQueryParams) {
    const many = member.getValueSchema().isListSchema();
    const keys = [...new Set(request.query.keys())];
    return Object.fromEntries(keys.map((key) => [key, many ? request.query.getAll(key) : request.query.get(key)]));
  }
  if (httpHeader !== undefined) {
    const text = request.headers[httpHeader.toLowerCase()];
    return text === undefined ? undefined : fromString(member, text, name);
  }
  if (httpPrefixHeaders !== undefined) {
    const prefix = httpPrefixHeaders.toLowerCase();
    const found = Object.entries(request.headers).filter(([header]) => header.startsWith(prefix));
    return found.length === 0
      ? undefined
      : Object.fromEntries(found.map(([header, value]) => [header.slice(prefix.length), value]));
  }
  return undefined;
}

/** Writes every output member that is not in the body. */
export function writeBindings(
  operation: OperationModel,
  output: Readonly<Record<string, unknown>>,
): { status: number; headers: Record<string, string> } {
  let status = operation.http?.[2] ?? 200;
  const headers: Record<string, string> = {};
  for (const [name, member] of operation.output.isUnitSchema() ? [] : operation.output.structIterator()) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits();
    if (httpResponseCode && typeof value === 'number') status = value;
    if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = toText(member, value);
    if (httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries(value))
        headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
    }
  }
  return { status, headers };
}
