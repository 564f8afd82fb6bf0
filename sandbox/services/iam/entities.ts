/** What IAM's operations share: finding entities, refusing what IAM refuses, and showing entities as IAM does. */
import type * as Sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../core/aws-error';
import { parsePolicy, statementsOf } from '../../core/policy-document';
import type { Access, CallContext, Operations } from '../../core/service';
import type { State } from '../../core/state';
import { missingPrincipals, trustPolicyOf } from './principals';
import { arnOfRole, findPolicy, findRole, type ManagedPolicy, type Role } from './state';

/** Some of IAM's operations, typed by the SDK. */
export type IamOperations = Operations<typeof import('@aws-sdk/client-iam')>;

export function requireRole(context: CallContext, roleName: string | undefined): Role {
  const role = findRole(context.state, context.account, roleName ?? '');
  if (role === undefined)
    throw new AwsError('NoSuchEntityException', `The role with name ${roleName} cannot be found.`);
  return role;
}

/** The role, if its account may change it: service-linked roles belong to their service. */
export function requireOwnRole(context: CallContext, roleName: string | undefined): Role {
  const role = requireRole(context, roleName);
  if (role.path.startsWith('/aws-service-role/') || role.path.startsWith('/aws-reserved/'))
    throw new AwsError(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  return role;
}

export function requirePolicy(context: CallContext, arn: string | undefined): ManagedPolicy {
  if (arn === undefined || !/^arn:aws:iam::(aws|\d{12}):policy\/.+$/.test(arn))
    throw new AwsError('ValidationError', `ARN ${arn} is not valid.`);
  const owner = arn.split(':')[4];
  const policy = owner === 'aws' || owner === context.account ? findPolicy(context.state, arn) : undefined;
  if (policy === undefined) throw new AwsError('NoSuchEntityException', `Policy ${arn} was not found.`);
  return policy;
}

/** What a call on a role must be allowed; a role that does not exist yet is asked for by the path that it will have. */
export function roleAccess(
  context: CallContext,
  action: string,
  roleName: string | undefined,
  given: { readonly path?: string | undefined; readonly keys?: Record<string, string | string[]> } = {},
): Access[] {
  const { account, state } = context;
  const role = findRole(state, account, roleName ?? '');
  const arn = arnOfRole(role ?? { account, path: given.path ?? '/', name: roleName ?? '' });
  const boundary = role?.permissionsBoundary;
  const keys = {
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    ...Object.fromEntries([...(role?.tags ?? [])].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    ...given.keys,
  };
  return [{ action: `iam:${action}`, resource: arn, context: keys }];
}

/** The condition keys of a request that sets tags. */
export function tagKeys(tags: readonly Sdk.Tag[] | undefined): Record<string, string | string[]> {
  if (tags === undefined || tags.length === 0) return {};
  return {
    'aws:TagKeys': tags.map((tag) => tag.Key ?? ''),
    ...Object.fromEntries(tags.map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value ?? ''])),
  };
}

/** Checks an identity policy and its length without white space, as IAM counts it. */
export function checkIdentityPolicy(document: string | undefined, limit: number, tooLong: string): string {
  const text = document ?? '';
  parsePolicy(text, { kind: 'identity', code: 'MalformedPolicyDocumentException' });
  if (lengthOf(text) > limit) throw new AwsError('LimitExceededException', tooLong);
  return text;
}

/** Checks a role's trust policy, and that everyone whom it names exists. */
export function checkTrustPolicy(state: State, document: string | undefined): string {
  const text = document ?? '';
  const policy = parsePolicy(text, {
    kind: 'resource',
    code: 'MalformedPolicyDocumentException',
    resourceRequired: false,
  });
  if (statementsOf(policy).some((statement) => statement.resources.length > 0))
    throw new AwsError('MalformedPolicyDocumentException', 'Has prohibited field Resource');
  const missing = missingPrincipals(state, policy)[0];
  if (missing !== undefined)
    throw new AwsError(
      'MalformedPolicyDocumentException',
      `Invalid principal in policy: "${missing.type === 'AWS' ? 'AWS' : missing.type.toUpperCase()}":"${missing.value}"`,
    );
  if (lengthOf(text) > 2048)
    throw new AwsError('LimitExceededException', 'Cannot exceed quota for ACLSizePerRole: 2048');
  return text;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: white space does not count. */
export function lengthOf(document: string): number {
  return document.replace(/\s/g, '').length;
}

/** Refuses a name that IAM's pattern does not allow. */
export function checkName(member: string, value: string | undefined, most: number): string {
  if (value !== undefined && value.length <= most && /^[\w+=,.@-]+$/.test(value)) return value;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+ and have length less than or equal to ${most}`,
  );
}

/** Refuses a path that does not begin and end with a slash. */
export function checkPath(path: string | undefined): string {
  if (path === undefined) return '/';
  if (/^\/([!-~]+\/)?$/.test(path)) return path;
  throw new AwsError('ValidationError', `The specified value for path is invalid: ${path}`);
}

/** Documents leave IAM percent-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A role as IAM answers it; lists leave out tags and boundary. */
export function shownRole(state: State, role: Role, detail: 'full' | 'listed'): Sdk.Role {
  const trust = role.trustedRoles.size === 0 ? role.trustPolicy : JSON.stringify(trustPolicyOf(state, role));
  const full: Partial<Sdk.Role> = {
    ...(role.tags.size === 0 ? {} : { Tags: shownTags(role.tags) }),
    ...(role.permissionsBoundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            PermissionsBoundaryArn: role.permissionsBoundary,
          },
        }),
    RoleLastUsed: {},
  };
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: arnOfRole(role),
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encoded(trust),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
    ...(detail === 'full' ? full : {}),
  };
}

export function shownTags(tags: ReadonlyMap<string, string>): Sdk.Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

export function setTags(tags: Map<string, string>, given: readonly Sdk.Tag[] | undefined): void {
  for (const tag of given ?? []) tags.set(tag.Key ?? '', tag.Value ?? '');
  if (tags.size > 50) throw new AwsError('LimitExceededException', 'The number of tags has reached the maximum limit.');
}
