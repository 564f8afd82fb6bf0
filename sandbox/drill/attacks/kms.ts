/** Attacks on the key of the log files and on the key of the alerts. */
import type { AttackTargets, CatalogueAttack } from './attack';

type KeyAttack = Pick<CatalogueAttack, 'title'> & Partial<CatalogueAttack> & { readonly with?: object };

/** Each key is in an account of its own, and so is the attacker who can change it. */
function keyAttack(event: string, { with: input = {}, from = 'log-archive', ...attack }: KeyAttack): CatalogueAttack {
  return {
    event,
    service: 'kms',
    operation: event,
    from,
    expected: 'repaired',
    input: ({ trailKeyId, alertKeyId }) => ({ KeyId: from === 'security' ? alertKeyId : trailKeyId, ...input }),
    ...attack,
  };
}

const account = ({ accountOf }: AttackTargets, kind: 'log-archive' | 'security'): string =>
  `arn:aws:iam::${accountOf(kind)}:root`;

export const KMS_ATTACKS: readonly CatalogueAttack[] = [
  keyAttack('ScheduleKeyDeletion', {
    title: 'Have the key of the log files deleted in a week',
    with: { PendingWindowInDays: 7 },
  }),
  keyAttack('ScheduleKeyDeletion', {
    variant: 'alerts',
    title: 'Have the key of the alerts deleted in a week',
    from: 'security',
    with: { PendingWindowInDays: 7 },
  }),
  keyAttack('DisableKey', { title: 'Disable the key of the log files' }),
  keyAttack('DisableKey', {
    variant: 'alerts',
    title: 'Disable the key of the alerts, without which nobody is told of anything',
    from: 'security',
  }),
  keyAttack('PutKeyPolicy', {
    title: 'Keep CloudTrail from the key of the log files',
    input: (targets) => ({
      KeyId: targets.trailKeyId,
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: account(targets, 'log-archive') }, Action: 'kms:*', Resource: '*' },
        ],
      }),
    }),
  }),
  keyAttack('CreateGrant', {
    title: 'Let an account outside of the organization decrypt the log files',
    input: ({ trailKeyId, outsider }) => ({
      KeyId: trailKeyId,
      GranteePrincipal: `arn:aws:iam::${outsider}:root`,
      Operations: ['Decrypt'],
    }),
  }),
  keyAttack('UpdateAlias', {
    title: 'Have the alias mean a key of one’s own',
    prepare: [{ service: 'kms', operation: 'CreateKey', from: 'log-archive', input: () => ({}) }],
    input: ({ names, trailKeyId }, prepared = []) => ({
      AliasName: names.trailKeyAlias,
      TargetKeyId: (prepared[0]?.KeyMetadata as { KeyId: string } | undefined)?.KeyId ?? trailKeyId,
    }),
  }),
  keyAttack('DeleteAlias', {
    title: 'Delete the alias of the key of the log files',
    input: ({ names }) => ({ AliasName: names.trailKeyAlias }),
  }),
  keyAttack('DisableKeyRotation', { title: 'Have the key of the log files keep its material' }),
  keyAttack('EnableKeyRotation', {
    title: 'Have the key of the log files rotate every seven years',
    with: { RotationPeriodInDays: 2560 },
  }),
  keyAttack('UpdateKeyDescription', {
    title: 'Say that the key of the log files is not in use',
    with: { Description: 'Not in use, may be deleted.' },
  }),
  keyAttack('TagResource', {
    title: 'Have the guardrails take the key of the alerts for somebody else’s',
    from: 'security',
    with: { Tags: [{ TagKey: 'trailwarden:prefix', TagValue: 'nobody' }] },
  }),
  keyAttack('UntagResource', {
    title: 'Have the guardrails no longer know the key of the log files',
    with: { TagKeys: ['trailwarden:prefix'] },
  }),
  keyAttack('DeleteImportedKeyMaterial', {
    title: 'Delete the material of the key of the log files, which nobody can',
    expected: 'refused',
  }),
];
