/** `aws.kms.Key` and `aws.kms.Alias`. */
import type { KeySpec, KeyUsageType } from '@aws-sdk/client-kms';
import type { kms } from '@pulumi/aws';
import { adapter, jsonText, required, unless } from './adapter';
import { allTags, tagState } from './tags';

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

  async create(cloud, inputs) {
    const { KeyMetadata } = await cloud.call('kms', 'CreateKey', {
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      Description: inputs.description,
      KeySpec: inputs.customerMasterKeySpec as KeySpec | undefined,
      KeyUsage: inputs.keyUsage as KeyUsageType | undefined,
      MultiRegion: inputs.multiRegion,
      Policy: inputs.policy === undefined ? undefined : jsonText(inputs.policy),
      Tags: Object.entries(allTags(cloud, inputs.tags)).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    });
    const KeyId = required(KeyMetadata?.KeyId, 'KeyId');
    if (inputs.enableKeyRotation === true)
      await cloud.call('kms', 'EnableKeyRotation', {
        KeyId,
        ...(inputs.rotationPeriodInDays === undefined ? {} : { RotationPeriodInDays: inputs.rotationPeriodInDays }),
      });
    if (inputs.isEnabled === false) await cloud.call('kms', 'DisableKey', { KeyId });
    return KeyId;
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

  async create(cloud, inputs, name) {
    const given = inputs.name ?? name;
    const AliasName = given.startsWith('alias/') ? given : `alias/${given}`;
    await cloud.call('kms', 'CreateAlias', { AliasName, TargetKeyId: inputs.targetKeyId });
    return AliasName;
  },

  async read(cloud, id) {
    let Marker: string | undefined;
    do {
      const page = await cloud.call('kms', 'ListAliases', { Marker });
      const found = page.Aliases?.find(({ AliasName }) => AliasName === id);
      if (found !== undefined)
        return {
          arn: found.AliasArn,
          name: id,
          targetKeyArn: `arn:aws:kms:${cloud.region}:${cloud.account}:key/${found.TargetKeyId}`,
          targetKeyId: found.TargetKeyId,
        };
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    return undefined;
  },
});
