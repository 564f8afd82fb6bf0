/** The statements of a policy document, read for who is admitted on which conditions. */
import { at, isOneOf, itemsOf, UNKNOWN } from './property';

export interface Condition {
  /** The operator, without `ForAnyValue:`. */
  readonly operator: string;
  /** In lower case: condition keys are not case-sensitive. */
  readonly key: string;
  readonly values: readonly unknown[];
}

export interface Statement {
  /** The statement's id in quotes, or its position, as a message names it. */
  readonly label: string;
  readonly allows: boolean;
  /** Whether anyone at all is a principal. */
  readonly admitsEverybody: boolean;
  readonly services: readonly string[];
  /** Accounts, roles and users. */
  readonly awsPrincipals: readonly string[];
  /** Identity providers and canonical users. */
  readonly otherPrincipals: readonly string[];
  readonly conditions: readonly Condition[] | typeof UNKNOWN;
}

/** The statements of a document, text or object; none of what is not known, or cannot be read: AWS refuses that itself. */
export function statementsOf(document: unknown): readonly Statement[] {
  const parsed = typeof document === 'string' ? parse(document) : document;
  const statements = at(parsed, 'Statement');
  return (Array.isArray(statements) ? statements : [statements])
    .filter((each) => typeof each === 'object' && each !== null)
    .map(statementOf);
}

/** The statements that allow something. */
export function grantsOf(document: unknown): readonly Statement[] {
  return statementsOf(document).filter(({ allows }) => allows);
}

/**
 * Whether a statement holds only where a condition key has a value that is accepted. Operators that are also met without
 * the key (negated ones, `…IfExists`, and `ForAllValues:` without a `Null` beside it) demand nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function demands({ conditions }: Statement, key: string, accepts: (value: string) => boolean): boolean {
  if (conditions === UNKNOWN) return true;
  const ofTheKey = conditions.filter((each) => each.key === key.toLowerCase());
  const isRequired = ofTheKey.some(({ operator, values }) => operator === 'Null' && values.every(isFalse));
  return ofTheKey.some(({ operator, values }) => {
    const comparison = isRequired ? operator.replace(/^ForAllValues:/, '') : operator;
    return (
      /^(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/.test(comparison) &&
      values.every((value) => value === UNKNOWN || (typeof value === 'string' && accepts(value)))
    );
  });
}

/** Whether a text is the id of one organization: of the given one, where one is given. */
export function isOrganization(value: string, organizationId: string): boolean {
  return organizationId === '' ? /^o-[a-z0-9]{10,32}$/.test(value) : value === organizationId;
}

/** Whether an ARN names one role, in one account or, with `*`, in any. */
export function namesOneRole(value: string): boolean {
  return /^arn:[\w-]+:iam::(\d{12}|\*):role\/[\w+=,.@/-]+$/.test(value);
}

/** Whether an ARN names one trail. */
export function namesOneTrail(value: string): boolean {
  return /^arn:[\w-]+:cloudtrail:[\w-]+:\d{12}:trail\/[\w.-]+$/.test(value);
}

/** Whether a text has no wildcard in it. */
export function isExact(value: string): boolean {
  return !/[*?]/.test(value);
}

function statementOf(statement: object, index: number): Statement {
  const principal = at(statement, 'Principal');
  const id = at(statement, 'Sid');
  const of = (kind: string): string[] => textsOf(at(principal, kind));
  return {
    label: typeof id === 'string' && id !== '' ? `"${id}"` : `number ${index + 1}`,
    allows: isOneOf(at(statement, 'Effect'), 'Allow'),
    admitsEverybody: principal === '*' || of('AWS').includes('*') || at(statement, 'NotPrincipal') !== undefined,
    services: of('Service'),
    awsPrincipals: of('AWS').filter((each) => each !== '*'),
    otherPrincipals: [...of('Federated'), ...of('CanonicalUser')],
    conditions: conditionsOf(at(statement, 'Condition')),
  };
}

function conditionsOf(block: unknown): Condition[] | typeof UNKNOWN {
  if (block === UNKNOWN) return UNKNOWN;
  if (typeof block !== 'object' || block === null) return [];
  if (Object.values(block).includes(UNKNOWN)) return UNKNOWN;
  return Object.entries(block).flatMap(([operator, keys]: [string, unknown]) =>
    typeof keys !== 'object' || keys === null
      ? []
      : Object.entries(keys).map(([key, values]: [string, unknown]) => ({
          operator: operator.replace(/^ForAnyValue:/, ''),
          key: key.toLowerCase(),
          values: listOf(values),
        })),
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? itemsOf(value) : [value];
}

function textsOf(value: unknown): string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

function isFalse(value: unknown): boolean {
  return value === false || value === 'false';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
