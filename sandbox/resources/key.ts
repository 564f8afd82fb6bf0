/** `aws.kms.Key` and `aws.kms.Alias`. */
import type { KeySpec, KeyUsageType } from '@aws-sdk/client-kms';
import type { kms } from '@pulumi/aws';
import { adapter, jsonText, required, unless } from './adapter';
import { changes } from './change';
import { allTags, type Tags, tagState, updateTags } from './tags';

export const key = adapter<kms.KeyArgs, kms.KeyState>({
  type: 'aws:kms/key:Key',
  inputs: [
    'bypassPolicyLockoutSafetyCheck',
    'customerMasterKeySpec',
    'deletionWindowInDays',
    'description',
    'enableKeyRotation',
    'isEnabled',
    'keyUsage',
    'multiRegion',
    'policy',
    'region',
    'rotationPeriodInDays',
    'tags',
  ],
  required: [],
  replacedBy: ['customerMasterKeySpec', 'keyUsage', 'multiRegion', 'region'],
  defaults: { customerMasterKeySpec: 'SYMMETRIC_DEFAULT', isEnabled: true, keyUsage: 'ENCRYPT_DECRYPT' },
  computed: ['description', 'multiRegion', 'policy', 'rotationPeriodInDays'],
  unread: ['bypassPolicyLockoutSafetyCheck', 'deletionWindowInDays'],

  async create(cloud, inputs) {
    const { KeyMetadata } = await cloud.call('kms', 'CreateKey', {
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      Description: inputs.description,
      KeySpec: inputs.customerMasterKeySpec as KeySpec | undefined,
      KeyUsage: inputs.keyUsage as KeyUsageType | undefined,
      MultiRegion: inputs.multiRegion,
      Policy: inputs.policy === undefined ? undefined : jsonText(inputs.policy),
      Tags: keyTags(allTags(cloud, inputs.tags)),
    });
    const KeyId = required(KeyMetadata?.KeyId, 'KeyId');
    if (inputs.enableKeyRotation === true)
      await cloud.call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays: inputs.rotationPeriodInDays });
    if (inputs.isEnabled === false) await cloud.call('kms', 'DisableKey', { KeyId });
    return KeyId;
  },

  async update(cloud, id, news, olds) {
    const KeyId = id;
    const changed = changes(key, news, olds);
    await updateTags(cloud, news, olds, {
      untag: (TagKeys) => cloud.call('kms', 'UntagResource', { KeyId, TagKeys }),
      tag: (tags) => cloud.call('kms', 'TagResource', { KeyId, Tags: keyTags(tags) }),
    });
    // A disabled key takes no other change, so it is enabled before all of them, or disabled after.
    if (changed('isEnabled') && news.isEnabled !== false) await cloud.call('kms', 'EnableKey', { KeyId });
    if (news.enableKeyRotation === true) {
      if (changed('enableKeyRotation') || changed('rotationPeriodInDays'))
        await cloud.call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays: news.rotationPeriodInDays });
    } else if (changed('enableKeyRotation')) await cloud.call('kms', 'DisableKeyRotation', { KeyId });
    if (changed('description'))
      await cloud.call('kms', 'UpdateKeyDescription', { KeyId, Description: news.description });
    if (changed('policy'))
      await cloud.call('kms', 'PutKeyPolicy', {
        KeyId,
        PolicyName: 'default',
        Policy: news.policy && jsonText(news.policy),
        BypassPolicyLockoutSafetyCheck: news.bypassPolicyLockoutSafetyCheck ?? false,
      });
    if (changed('isEnabled') && news.isEnabled === false) await cloud.call('kms', 'DisableKey', { KeyId });
  },

  async delete(cloud, id, { deletionWindowInDays }) {
    const schedule = () =>
      cloud.call('kms', 'ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: deletionWindowInDays });
    await unless(['NotFoundException'], () => unless(['KMSInvalidStateException'], schedule, 'is pending deletion'));
  },

  async read(cloud, id, inputs) {
    const found = await unless(['NotFoundException'], () => cloud.call('kms', 'DescribeKey', { KeyId: id }));
    const metadata = found?.KeyMetadata;
    if (metadata === undefined || metadata.KeyState === 'PendingDeletion') return undefined;
    const { Policy } = await cloud.call('kms', 'GetKeyPolicy', { KeyId: id, PolicyName: 'default' });
    const rotation = await cloud.call('kms', 'GetKeyRotationStatus', { KeyId: id });
    const { Tags } = await cloud.call('kms', 'ListResourceTags', { KeyId: id });
    return {
      arn: metadata.Arn,
      bypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck ?? false,
      customerMasterKeySpec: metadata.KeySpec,
      deletionWindowInDays: inputs.deletionWindowInDays,
      description: metadata.Description,
      enableKeyRotation: rotation.KeyRotationEnabled,
      isEnabled: metadata.Enabled,
      keyId: id,
      keyUsage: metadata.KeyUsage,
      multiRegion: metadata.MultiRegion,
      policy: Policy,
      rotationPeriodInDays: rotation.RotationPeriodInDays,
      ...tagState(cloud, Object.fromEntries((Tags ?? []).map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]))),
    };
  },
});

export const alias = adapter<kms.AliasArgs, kms.AliasState>({
  type: 'aws:kms/alias:Alias',
  inputs: ['name', 'region', 'targetKeyId'],
  required: ['targetKeyId'],
  replacedBy: ['name', 'region'],
  computed: ['name'],

  async create(cloud, inputs, name) {
    const given = inputs.name ?? name;
    const AliasName = given.startsWith('alias/') ? given : `alias/${given}`;
    await cloud.call('kms', 'CreateAlias', { AliasName, TargetKeyId: inputs.targetKeyId });
    return AliasName;
  },

  async update(cloud, id, news, olds) {
    if (keyIdIn(news.targetKeyId) === keyIdIn(olds.targetKeyId)) return;
    await cloud.call('kms', 'UpdateAlias', { AliasName: id, TargetKeyId: news.targetKeyId });
  },

  async delete(cloud, id) {
    await unless(['NotFoundException'], () => cloud.call('kms', 'DeleteAlias', { AliasName: id }));
  },

  async read(cloud, id, inputs) {
    let Marker: string | undefined;
    do {
      const page = await cloud.call('kms', 'ListAliases', { Marker });
      const found = page.Aliases?.find(({ AliasName }) => AliasName === id);
      if (found !== undefined) {
        const isGiven = keyIdIn(inputs.targetKeyId) === found.TargetKeyId;
        return {
          arn: found.AliasArn,
          name: id,
          targetKeyArn: `arn:aws:kms:${cloud.region}:${cloud.account}:key/${found.TargetKeyId}`,
          targetKeyId: isGiven ? inputs.targetKeyId : found.TargetKeyId,
        };
      }
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    return undefined;
  },
});

function keyTags(tags: Tags): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** A program may name a key by its id or by its ARN: either means the same key. */
function keyIdIn(reference: string | undefined): string | undefined {
  return reference?.replace(/^arn:[^:]+:kms:[^:]*:\d*:key\//, '');
}
