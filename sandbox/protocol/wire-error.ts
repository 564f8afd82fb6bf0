/** An error as the wire carries it: its name in the caller's protocol, its status, and the members of its shape. */
import { AwsError } from '../core/aws-error';
import { type CommonError, commonError, type Dialect, s3Status } from './common-errors';
import { type ErrorModel, type Schema, type ServiceModel, structure } from './service-model';

export interface WireError {
  /** The code by which a client of this dialect knows the error. */
  readonly code: string;
  readonly status: number;
  readonly fault: 'Sender' | 'Receiver';
  /** What the header for former query clients says. */
  readonly queryError: string;
  /** The key under which the error's shape has its message. */
  readonly messageKey: string;
  readonly message: string;
  /** The other members: name, schema, value. */
  readonly members: readonly (readonly [name: string, schema: unknown, value: unknown])[];
  /** Members that travel as headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer to a body that is not what the operation takes. */
export function malformed(problem: string): AwsError {
  return new AwsError('SerializationException', problem);
}

/** Spells an error for a dialect: as the service declares it, else by AWS's common errors, else as it stands. */
export function wireError(error: AwsError, model: ServiceModel | undefined, dialect: Dialect): WireError {
  const common = commonError(error.code);
  const declared = declaredError(error.code, common, model, dialect);
  const query = declared?.query ?? [common?.query ?? error.code, 400];
  const named = dialect === 'query' ? query[0] : (declared?.name ?? common?.[dialect] ?? error.code);
  const status =
    declared === undefined ? undeclaredStatus(error.code, common, dialect) : declaredStatus(declared, dialect);
  const fault = status >= 500 ? 'Receiver' : 'Sender';
  return {
    code: named,
    status,
    fault,
    queryError: `${query[0]};${fault}`,
    message: error.message,
    ...membersOf(error, declared, fault),
  };
}

/** The schema and the value of an error's body, `lead` before its members; for a codec to write. */
export function errorBody(
  name: string,
  lead: readonly (readonly [name: string, value: string])[],
  members: WireError['members'],
): [schema: Schema, value: Record<string, unknown>] {
  const leading = lead.map(([key]) => [key, 0] as const);
  const following = members.map(([key, schema]) => [key, schema] as const);
  const value = Object.fromEntries([...lead, ...members.map(([key, , member]) => [key, member] as const)]);
  return [structure(name, [...leading, ...following]), value];
}

function declaredError(
  code: string,
  common: CommonError | undefined,
  model: ServiceModel | undefined,
  dialect: Dialect,
): ErrorModel | undefined {
  const names = common === undefined ? [code] : [code, common[dialect], ...(common.declared ?? [])];
  for (const name of names) {
    const found = model?.errors.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declaredStatus(declared: ErrorModel, dialect: Dialect): number {
  if (dialect === 'query') return declared.query[1];
  if (declared.httpStatus !== undefined) return declared.httpStatus;
  if (declared.fault === 'server') return 500;
  return dialect === 's3' ? s3Status(declared.name) : 400;
}

function undeclaredStatus(code: string, common: CommonError | undefined, dialect: Dialect): number {
  if (dialect === 's3') return common?.s3 === 'SlowDown' ? 503 : (common?.status ?? s3Status(code));
  return common?.status ?? 400;
}

function membersOf(
  error: AwsError,
  declared: ErrorModel | undefined,
  fault: WireError['fault'],
): Pick<WireError, 'messageKey' | 'members' | 'headers'> {
  const members: (readonly [string, unknown, unknown])[] = [];
  const headers: Record<string, string> = {};
  const given = new Map(Object.entries(error.members));
  let messageKey = 'message';
  for (const [name, schema] of declared?.schema.structIterator() ?? []) {
    // Lambda's errors say whose fault they are in a member of their own.
    const value = given.get(name) ?? (name === 'Type' ? (fault === 'Sender' ? 'User' : 'Service') : undefined);
    given.delete(name);
    const header = schema.getMergedTraits().httpHeader;
    if (/^message$/i.test(name)) messageKey = name;
    else if (value === undefined) continue;
    else if (header !== undefined) headers[header] = String(value);
    else members.push([name, schema, value]);
  }
  for (const [name, value] of given) members.push([name, 0, String(value)]);
  return { messageKey, members, headers };
}
