/** The global condition keys of a request: who asks, for whom, from where, and whose resource it is. */
import { isIP } from 'node:net';
import { type Principal, type RoleSession, roleArn, type ServicePrincipal } from '../core/principal';
import type { Access, CallContext } from '../core/service';
import type { State } from '../core/state';
import { findRole } from '../services/iam/state';
import { isMember, organizationOf, organizationPath } from '../services/organizations/state';
import { type ConditionValues, isListKey } from './simulation';

/**
 * The keys that AWS puts into a request. Those of `access` come last, so that a call that a service makes on behalf of
 * a caller can say so (`aws:ViaAWSService`, `aws:CalledVia`).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export async function conditionKeys(
  context: Pick<CallContext, 'state' | 'clock' | 'region' | 'origin'>,
  principal: Principal,
  access: Access,
  resourceAccount: string,
): Promise<ConditionValues> {
  const { state } = context;
  const now = context.clock.now();
  const resourceKeys = access.resource === '*' ? {} : resourceKeysOf(state, resourceAccount);
  const requestKeys = {
    'aws:RequestedRegion': context.region,
    'aws:SecureTransport': 'true',
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:ViaAWSService': 'false',
  };
  const who = principal.kind === 'service' ? serviceKeys(state, principal) : sessionKeys(state, principal);
  return typed({ ...requestKeys, ...resourceKeys, ...who, ...sourceAddress(context, principal), ...access.context });
}

/** The keys that follow from a role alone, as far as the policy simulator needs them. */
export function roleKeys(
  state: State,
  role: Pick<RoleSession, 'account' | 'roleName' | 'rolePath'>,
): Record<string, string | string[]> {
  const { account, roleName, rolePath } = role;
  const tags = findRole(state, account, roleName)?.tags ?? new Map<string, string>();
  return {
    'aws:PrincipalArn': roleArn({ account, roleName, rolePath } as RoleSession),
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    ...organizationKeys(state, account, 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths'),
    ...Object.fromEntries([...tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}

function sessionKeys(state: State, session: RoleSession): Record<string, string | string[]> {
  return {
    ...roleKeys(state, session),
    'aws:userid': `${session.roleId}:${session.sessionName}`,
    'aws:TokenIssueTime': session.issuedAt.toISOString(),
    ...(session.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': session.sourceIdentity }),
  };
}

function serviceKeys(state: State, principal: ServicePrincipal): Record<string, string | string[]> {
  const { service, sourceArn, sourceAccount } = principal;
  return {
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    'aws:PrincipalServiceNamesList': [service],
    ...(sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn }),
    ...(sourceAccount === undefined ? {} : { 'aws:SourceAccount': sourceAccount }),
    ...(sourceAccount === undefined
      ? {}
      : organizationKeys(state, sourceAccount, 'aws:SourceOrgID', 'aws:SourceOrgPaths')),
  };
}

function resourceKeysOf(state: State, account: string): Record<string, string | string[]> {
  return {
    'aws:ResourceAccount': account,
    ...organizationKeys(state, account, 'aws:ResourceOrgID', 'aws:ResourceOrgPaths'),
  };
}

function organizationKeys(
  state: State,
  account: string,
  idKey: string,
  pathsKey: string,
): Record<string, string | string[]> {
  const organization = organizationOf(state);
  const path = organizationPath(state, account);
  if (organization === undefined || path === undefined || !isMember(state, account)) return {};
  return { [idKey]: organization.id, [pathsKey]: [path] };
}

/** Known for calls that come from outside; a service that uses a role calls from inside AWS. */
function sourceAddress({ origin }: Pick<CallContext, 'origin'>, principal: Principal): Record<string, string> {
  if (origin === undefined || principal.kind === 'service' || principal.invokedBy !== undefined) return {};
  return isIP(origin.sourceIpAddress) === 0 ? {} : { 'aws:SourceIp': origin.sourceIpAddress };
}

/** Gives every key the shape that IAM knows it by: a list for keys with several values, else one value. */
export async function typed(values: ConditionValues): Promise<ConditionValues> {
  const shaped: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(values)) {
    const list = [value].flat() as string[];
    if (await isListKey(key)) shaped[key] = list;
    else if (list[0] !== undefined) shaped[key] = list[0];
  }
  return shaped;
}
