/** What S3 means by a public policy. */
import { type PolicyStatement, statementsOf } from '../../core/policy-document';
import type { PolicyDocument } from '../../core/service';

/** Condition keys that, with a fixed value, narrow a grant to somebody. */
const NARROWING_KEYS = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
];

/**
 * Whether a policy grants anything to everybody: an `Allow` for all principals that no condition narrows to fixed values.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublic(policy: PolicyDocument): boolean {
  return statementsOf(policy).some(
    (statement) => statement.effect === 'Allow' && forAll(statement) && !narrowed(statement),
  );
}

function forAll(statement: PolicyStatement): boolean {
  return statement.exceptPrincipals || statement.principals.some(({ type, value }) => type === 'AWS' && value === '*');
}

function narrowed({ conditions }: PolicyStatement): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      /^(ForAnyValue:)?(String(Equals|Like|EqualsIgnoreCase)|Arn(Equals|Like)|IpAddress)$/i.test(operator) &&
      Object.entries(keys).some(([key, values]) => narrows(key.toLowerCase(), values)),
  );
}

function narrows(key: string, values: readonly string[]): boolean {
  if (!NARROWING_KEYS.includes(key) || values.length === 0) return false;
  return values.every((value) => {
    if (key === 'aws:sourceip') return !/\/0*[0-7]$/.test(value);
    // A role's sessions differ behind the colon, so `AROAEXAMPLE:*` still means one role.
    if (key === 'aws:userid') return !/[*?]/.test(value.replace(/:\*$/, ''));
    if (key.endsWith('arn')) return /^\d{12}$/.test(value.split(':')[4] ?? '');
    return !/[*?]/.test(value);
  });
}
