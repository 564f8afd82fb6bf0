/** How a key is used, by its callers and by other services on their behalf. */
import { AwsError } from '../../core/aws-error';
import type { Principal } from '../../core/principal';
import type { Access, Cloud, PolicyDocument } from '../../core/service';
import { type Key, resolveKey } from './keyring';

export { type Key, resolveKey } from './keyring';

/** What a caller said about a use of a key: condition keys of the key's policy. */
export interface KeyUsage {
  readonly encryptionContext?: Readonly<Record<string, string>>;
  /** The service through which the call comes: `sns.us-east-1.amazonaws.com`. */
  readonly viaService?: string;
  /** The alias by which the caller named the key. */
  readonly alias?: string;
}

/** The cryptographic operations that other services ask for. */
export type KeyAction = `kms:${'Encrypt' | 'Decrypt' | 'GenerateDataKey' | 'DescribeKey' | 'CreateGrant'}`;

/**
 * Uses a key on behalf of `principal`: the key policy must admit it and the key must be enabled.
 *
 * @param region where the key is used; a key serves its own Region only
 * @param keyIdOrArn a key id, key ARN, alias name or alias ARN; ids and names mean the principal's account
 * @param viaService set when a service forwards the caller's own rights (`s3.us-east-1.amazonaws.com`), becomes `kms:ViaService`
 * @returns the key that was used
 * @throws AwsError `NotFoundException`, `AccessDenied`, `DisabledException`, `KMSInvalidStateException`
 */
export async function useKey(
  cloud: Cloud,
  principal: Principal,
  region: string,
  keyIdOrArn: string,
  actions: readonly KeyAction[],
  encryptionContext: Readonly<Record<string, string>> = {},
  viaService?: string,
): Promise<Key> {
  const account = principal.kind === 'service' ? (principal.sourceAccount ?? '') : principal.account;
  const key = resolveKey(cloud, account, region, keyIdOrArn);
  const usage: KeyUsage = {
    encryptionContext,
    ...(viaService === undefined ? {} : { viaService }),
    ...aliasIn(keyIdOrArn),
  };
  for (const action of actions) await cloud.authorize(principal, region, keyAccess(key, action, principal, usage));
  requireUsable(key);
  return key;
}

/** What a call on a key needs. The key's policy stands beside identity policies; see `sandbox/authorization`. */
export function keyAccess(key: Key, action: string, principal: Principal, usage: KeyUsage = {}): Access {
  const { encryptionContext = {}, viaService, alias } = usage;
  const context: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(encryptionContext)) context[`kms:EncryptionContext:${name}`] = value;
  const names = Object.keys(encryptionContext);
  if (names.length > 0) context['kms:EncryptionContextKeys'] = names;
  if (viaService !== undefined) context['kms:ViaService'] = viaService;
  if (alias !== undefined) context['kms:RequestAlias'] = alias;
  if (principal.kind === 'role') context['kms:CallerAccount'] = principal.account;
  for (const [name, value] of key.tags) context[`aws:ResourceTag/${name}`] = value;
  return {
    action,
    resource: key.arn,
    resourceAccount: key.account,
    resourcePolicy: policyWithGrants(key),
    context,
  };
}

/** The alias name in a reference, for {@link KeyUsage}. */
export function aliasIn(reference: string): Pick<KeyUsage, 'alias'> {
  const alias = /(?:^|:)(alias\/.+)$/.exec(reference)?.[1];
  return alias === undefined ? {} : { alias };
}

/** @throws AwsError when the key is disabled or pending deletion */
export function requireUsable(key: Key): void {
  if (key.state === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  requireNotPending(key);
}

/** @throws AwsError when the key is pending deletion */
export function requireNotPending(key: Key): void {
  if (key.state === 'PendingDeletion')
    throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
}

/** A grant permits what an equal statement of the key policy would, so it is evaluated as one. */
function policyWithGrants(key: Key): PolicyDocument {
  if (key.grants.size === 0) return key.policy;
  const statements = [...key.grants.values()].map((grant) => {
    const bound = { ...grant.constraints?.EncryptionContextSubset, ...grant.constraints?.EncryptionContextEquals };
    const conditions = Object.entries(bound).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
    const names = Object.keys(grant.constraints?.EncryptionContextEquals ?? {});
    return {
      Effect: 'Allow',
      Principal: { AWS: grant.granteePrincipal },
      Action: grant.operations.map((operation) => `kms:${operation}`),
      Resource: '*',
      Condition: {
        ...(conditions.length > 0 ? { StringEquals: Object.fromEntries(conditions) } : {}),
        ...(names.length > 0 ? { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': names } } : {}),
      },
    };
  });
  const own = Array.isArray(key.policy.Statement) ? key.policy.Statement : [key.policy.Statement];
  return { ...key.policy, Statement: [...own, ...statements] };
}
