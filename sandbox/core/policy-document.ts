/** Policy documents as text becomes them: read, checked, and taken apart into statements and principals. */
import { AwsError } from './aws-error';
import type { PolicyDocument } from './service';

/** Where a policy stands: with an identity it names no principal; with a resource, or as a role's trust policy, it must. */
export type PolicyKind = 'identity' | 'resource';

/** One statement, its lists written as lists. */
export interface PolicyStatement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly PolicyPrincipal[];
  /** True when the principals are those the statement does *not* speak of (`NotPrincipal`). */
  readonly exceptPrincipals: boolean;
  readonly actions: readonly string[];
  /** True when the actions come from `NotAction`. */
  readonly exceptActions: boolean;
  readonly resources: readonly string[];
  /** True when the resources come from `NotResource`. */
  readonly exceptResources: boolean;
  /** Operator → key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A principal as written: `{ type: 'Service', value: 'cloudtrail.amazonaws.com' }`, `{ type: 'AWS', value: '*' }`. */
export interface PolicyPrincipal {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

const VERSIONS = ['2012-10-17', '2008-10-17'];
const STATEMENT_MEMBERS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const CONDITION_OPERATOR =
  /^((ForAllValues|ForAnyValue):)?(Null|(String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)(NotEquals|Equals|LessThan(Equals)?|GreaterThan(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?)$/i;

/**
 * Reads a policy document.
 *
 * @param options.kind whether statements must, or must not, name principals
 * @param options.code the code of the error that the service answers with (`MalformedPolicy`, `MalformedPolicyDocument`)
 * @param options.resourceRequired whether every statement must name resources; a role's trust policy names none
 * @throws AwsError whose message is the first problem found
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(
  text: string,
  options: { readonly kind: PolicyKind; readonly code: string; readonly resourceRequired?: boolean },
): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new AwsError(options.code, 'The policy is not valid JSON.');
  }
  const problem = policyProblems(document, options.kind, options.resourceRequired ?? true)[0];
  if (problem !== undefined) throw new AwsError(options.code, problem);
  return document as PolicyDocument;
}

/** What is wrong with the shape of a policy document, one sentence each; empty when nothing is. */
export function policyProblems(document: unknown, kind: PolicyKind, resourceRequired = true): string[] {
  if (!isRecord(document)) return ['The policy must be a JSON object.'];
  const problems: string[] = [];
  for (const member of Object.keys(document))
    if (!['Version', 'Id', 'Statement'].includes(member)) problems.push(`The policy has an unknown field ${member}.`);
  if (document.Version !== undefined && !VERSIONS.includes(document.Version as string))
    problems.push(`The policy's Version must be one of ${VERSIONS.join(', ')}.`);
  const statements = listOf(document.Statement);
  if (statements.length === 0) problems.push('Missing required field Statement.');
  statements.forEach((statement, index) => {
    for (const problem of statementProblems(statement, kind, resourceRequired))
      problems.push(`Statement ${index + 1}: ${problem}`);
  });
  const sids = statements.map((statement) => (isRecord(statement) ? statement.Sid : undefined)).filter(isText);
  if (new Set(sids).size < sids.length) problems.push('Statement ids (Sid) in the policy must be unique.');
  return problems;
}

function statementProblems(statement: unknown, kind: PolicyKind, resourceRequired: boolean): string[] {
  if (!isRecord(statement)) return ['a statement must be a JSON object.'];
  const problems: string[] = [];
  for (const member of Object.keys(statement))
    if (!STATEMENT_MEMBERS.includes(member)) problems.push(`unknown field ${member}.`);
  if (statement.Sid !== undefined && !isText(statement.Sid)) problems.push('Sid must be a string.');
  if (statement.Effect === undefined) problems.push('missing required field Effect.');
  else if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    problems.push(`invalid effect: ${String(statement.Effect)}.`);
  problems.push(...oneOf(statement, 'Action', true), ...oneOf(statement, 'Resource', resourceRequired));
  for (const member of ['Action', 'NotAction'])
    for (const action of listOf(statement[member]))
      if (!isText(action) || !/^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action))
        problems.push(`invalid action: ${String(action)}.`);
  for (const member of ['Resource', 'NotResource'])
    for (const resource of listOf(statement[member]))
      if (!isText(resource)) problems.push(`${member} must be a string or a list of strings.`);
  problems.push(...principalProblems(statement, kind), ...conditionProblems(statement.Condition));
  return problems;
}

function oneOf(statement: Record<string, unknown>, member: string, required: boolean): string[] {
  const plain = statement[member] !== undefined;
  const negated = statement[`Not${member}`] !== undefined;
  if (plain && negated) return [`only one of ${member} and Not${member} may be given.`];
  const values = listOf(statement[plain ? member : `Not${member}`]);
  return required && values.length === 0 ? [`missing required field ${member}.`] : [];
}

function principalProblems(statement: Record<string, unknown>, kind: PolicyKind): string[] {
  const given = statement.Principal !== undefined || statement.NotPrincipal !== undefined;
  if (kind === 'identity') return given ? ['a policy of an identity has no field Principal or NotPrincipal.'] : [];
  if (!given) return ['missing required field Principal.'];
  const problems = oneOf(statement, 'Principal', false);
  for (const member of ['Principal', 'NotPrincipal']) {
    const principal = statement[member];
    if (principal === undefined || principal === '*') continue;
    if (!isRecord(principal) || Object.keys(principal).length === 0) {
      problems.push(`${member} must be "*" or an object.`);
      continue;
    }
    for (const [type, values] of Object.entries(principal)) {
      if (!PRINCIPAL_TYPES.includes(type)) problems.push(`unknown kind of principal ${type}.`);
      const list = listOf(values);
      if (list.length === 0 || !list.every(isText)) problems.push(`invalid principal in ${member}.${type}.`);
    }
  }
  return problems;
}

function conditionProblems(condition: unknown): string[] {
  if (condition === undefined) return [];
  if (!isRecord(condition)) return ['Condition must be a JSON object.'];
  return Object.entries(condition).flatMap(([operator, keys]) => {
    if (!CONDITION_OPERATOR.test(operator)) return [`invalid condition operator: ${operator}.`];
    if (!isRecord(keys)) return [`Condition.${operator} must be a JSON object.`];
    return Object.entries(keys)
      .filter(([, values]) => !listOf(values).every((value) => ['string', 'boolean', 'number'].includes(typeof value)))
      .map(([key]) => `Condition.${operator}.${key} must be a string or a list of strings.`);
  });
}

/** The statements of a document that {@link parsePolicy} accepted. */
export function statementsOf(document: PolicyDocument): PolicyStatement[] {
  return (listOf(document.Statement) as Record<string, unknown>[]).map((statement) => ({
    ...(isText(statement.Sid) ? { sid: statement.Sid } : {}),
    effect: statement.Effect as 'Allow' | 'Deny',
    principals: principalsIn(statement.Principal ?? statement.NotPrincipal),
    exceptPrincipals: statement.NotPrincipal !== undefined,
    actions: listOf(statement.Action ?? statement.NotAction) as string[],
    exceptActions: statement.NotAction !== undefined,
    resources: listOf(statement.Resource ?? statement.NotResource) as string[],
    exceptResources: statement.NotResource !== undefined,
    conditions: conditionsIn(statement.Condition),
  }));
}

function principalsIn(principal: unknown): PolicyPrincipal[] {
  if (principal === undefined) return [];
  if (!isRecord(principal)) return [{ type: 'AWS', value: String(principal) }];
  return Object.entries(principal).flatMap(([type, values]) =>
    (listOf(values) as string[]).map((value) => ({ type: type as PolicyPrincipal['type'], value })),
  );
}

function conditionsIn(condition: unknown): Record<string, Record<string, string[]>> {
  const read: Record<string, Record<string, string[]>> = {};
  if (!isRecord(condition)) return read;
  for (const [operator, keys] of Object.entries(condition)) {
    const values = Object.entries(keys as Record<string, unknown>);
    read[operator] = Object.fromEntries(values.map(([key, value]) => [key, listOf(value).map(String)]));
  }
  return read;
}

/** The account and kind of an IAM principal as a policy writes it; undefined for what is no account, role, user or session. */
export function iamPrincipal(
  value: string,
):
  | { readonly account: string; readonly kind: 'account' | 'role' | 'user' | 'session'; readonly name: string }
  | undefined {
  if (/^\d{12}$/.test(value)) return { account: value, kind: 'account', name: 'root' };
  const match = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(root|role|user|assumed-role|federated-user)(?:\/(.+))?$/.exec(
    value,
  );
  if (match === null) return undefined;
  const [, account = '', type, path] = match;
  if (type === 'root') return path === undefined ? { account, kind: 'account', name: 'root' } : undefined;
  if (path === undefined) return undefined;
  if (type === 'assumed-role' || type === 'federated-user')
    return { account, kind: 'session', name: path.split('/')[0] ?? '' };
  return { account, kind: type === 'user' ? 'user' : 'role', name: path.split('/').at(-1) ?? '' };
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
