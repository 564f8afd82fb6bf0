/** Which operation of a REST service a method and a path mean. */
import type { OperationModel, ServiceModel } from './service-model';
import { requiredMembers } from './service-model';
import type { WireRequest } from './wire';
import { malformed } from './wire-error';

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly segments: readonly string[];
  /** Keys, and values where the template states one, that the query must have. */
  readonly query: readonly (readonly [key: string, value: string])[];
  /** Query keys and headers that carry required members. */
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  /** Label members for which the path has no place: S3's bucket, which the address names. */
  readonly unplaced: readonly string[];
}

export interface RouteMatch {
  readonly operation: OperationModel;
  /** Label members by name, decoded. */
  readonly labels: Readonly<Record<string, string>>;
}

const tables = new WeakMap<ServiceModel, readonly Route[]>();

/**
 * Finds the operation that a request means: method, path and the template's query must match, and among those that do,
 * the one wins whose required members the request has, then the one that asks for most.
 *
 * `placed` are label members that the address has already told, path aside.
 */
export function findRoute(
  model: ServiceModel,
  request: WireRequest,
  placed: Readonly<Record<string, string>> = {},
): RouteMatch | undefined {
  let routes = tables.get(model);
  if (routes === undefined) {
    routes = [...model.operations.values()].flatMap(readRoute);
    tables.set(model, routes);
  }
  const stated = request.query.get('x-id');
  const candidates: { route: Route; labels: Record<string, string>; rank: number }[] = [];
  for (const route of routes) {
    if (route.method !== request.method || !sameNames(route.unplaced, Object.keys(placed))) continue;
    // SDKs that can tell operations on one path apart say which one they mean.
    if (stated !== null && model.operations.has(stated) && route.operation.name !== stated) continue;
    if (!route.query.every(([key, value]) => request.query.getAll(key).includes(value))) continue;
    const labels = matchPath(route.segments, request.path);
    if (labels !== undefined) candidates.push({ route, labels: { ...labels, ...placed }, rank: rank(route, request) });
  }
  candidates.sort((left, right) => right.rank - left.rank);
  const best = candidates[0];
  return best && { operation: best.route.operation, labels: best.labels };
}

/** @throws AwsError `SerializationException` when the text is not percent-encoded UTF-8. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed(`The path holds '${text}', which is not percent-encoded UTF-8.`);
  }
}

function readRoute(operation: OperationModel): Route[] {
  if (operation.http === undefined) return [];
  const [method, uri] = operation.http;
  const [path = '/', search = ''] = uri.split('?');
  const required = requiredMembers(operation.input);
  const requiredQuery: string[] = [];
  const requiredHeaders: string[] = [];
  const unplaced: string[] = [];
  let index = 0;
  for (const [name, member] of operation.input.isUnitSchema() ? [] : operation.input.structIterator()) {
    const { httpQuery, httpHeader, httpLabel } = member.getMergedTraits();
    if (httpLabel && !path.includes(`{${name}}`) && !path.includes(`{${name}+}`)) unplaced.push(name);
    if (index++ >= required) continue;
    if (httpQuery !== undefined) requiredQuery.push(httpQuery);
    if (httpHeader !== undefined) requiredHeaders.push(httpHeader.toLowerCase());
  }
  const query = [...new URLSearchParams(search)].filter(([key]) => key !== 'x-id');
  return [{ operation, method, segments: segmentsOf(path), query, requiredQuery, requiredHeaders, unplaced }];
}

function rank(route: Route, request: WireRequest): number {
  const complete =
    route.requiredQuery.every((key) => request.query.has(key)) &&
    route.requiredHeaders.every((name) => request.headers[name] !== undefined);
  const wishes = route.query.length + route.requiredQuery.length + route.requiredHeaders.length;
  const literals = route.segments.filter((segment) => !segment.startsWith('{')).length;
  return (complete ? 10_000 : 0) + wishes * 100 + literals;
}

function matchPath(segments: readonly string[], path: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  const last = segments.at(-1);
  const greedy = last?.endsWith('+}') ? last.slice(1, -2) : undefined;
  const parts = greedy === undefined ? segmentsOf(path) : path.slice(1).split('/');
  const fixed = greedy === undefined ? segments : segments.slice(0, -1);
  if (greedy === undefined ? parts.length !== fixed.length : parts.length <= fixed.length) return undefined;
  for (const [index, segment] of fixed.entries()) {
    const part = parts[index] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== part) return undefined;
    } else {
      if (part === '') return undefined;
      labels[segment.slice(1, -1)] = decodePath(part);
    }
  }
  if (greedy === undefined) return labels;
  const rest = parts.slice(fixed.length).join('/');
  if (rest === '') return undefined;
  labels[greedy] = decodePath(rest);
  return labels;
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
