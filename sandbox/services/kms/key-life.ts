/** A key's life: made, described, switched off and on, scheduled to go, gone. */
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError, notImplemented } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, Cloud, Operations } from '../../core/service';
import { ANY_KEY, accessTo, keyOf, keyOperation, keyRecord } from './access';
import { defaultKeyPolicy, readKeyPolicy, refuseLockout } from './key-policy';
import { type Key, keyringOf, newKey } from './keyring';
import { requireNotPending } from './state';
import { readTags, tagContext } from './tags';

const DAY = 24 * 3_600_000;

export const keyLifeOperations: Operations<typeof Kms> = {
  CreateKey: {
    access: (input) => {
      const context = tagContext(input.Tags ?? []);
      const accesses: Access[] = [{ action: 'kms:CreateKey', resource: '*', context }];
      if (input.Tags?.length) accesses.push({ action: 'kms:TagResource', resource: '*', context });
      return accesses;
    },
    handle: async (input, context) => {
      const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
      if (spec !== 'SYMMETRIC_DEFAULT' || (input.KeyUsage ?? 'ENCRYPT_DECRYPT') !== 'ENCRYPT_DECRYPT')
        throw notImplemented('kms', `CreateKey with KeySpec ${spec} and KeyUsage ${input.KeyUsage}`);
      if ((input.Origin ?? 'AWS_KMS') !== 'AWS_KMS')
        throw notImplemented('kms', `CreateKey with Origin ${input.Origin}`);
      const policyText = input.Policy ?? JSON.stringify(defaultKeyPolicy(context.account), null, 2);
      const policy = readKeyPolicy(policyText, context);
      const tags = readTags(input.Tags ?? []);
      const key = newKey(context.clock.now(), context, {
        description: input.Description ?? '',
        manager: 'CUSTOMER',
        multiRegion: input.MultiRegion ?? false,
        policy,
        policyText,
      });
      if (!input.BypassPolicyLockoutSafetyCheck) await refuseLockout(key, policy, context);
      for (const [name, value] of tags) key.tags.set(name, value);
      keyringOf(context.state, key.account, key.region).keys.set(key.id, key);
      return { KeyMetadata: metadataOf(key) };
    },
  },

  DescribeKey: {
    access: accessTo('kms:DescribeKey', ANY_KEY),
    record: keyRecord,
    handle: (input, context) => ({ KeyMetadata: metadataOf(keyOf(input, context, ANY_KEY)) }),
  },

  ListKeys: {
    handle: (input, context) => {
      const { keys } = keyringOf(context.state, context.account, context.region);
      const page = pageOf(keys.values(), (key) => key.id, input.Limit ?? 100, input.Marker, 'InvalidMarkerException');
      return {
        Keys: page.items.map((key) => ({ KeyId: key.id, KeyArn: key.arn })),
        Truncated: page.next !== undefined,
        ...(page.next === undefined ? {} : { NextMarker: page.next }),
      };
    },
  },

  UpdateKeyDescription: keyOperation('kms:UpdateKeyDescription', (key, input: Kms.UpdateKeyDescriptionCommandInput) => {
    requireNotPending(key);
    key.description = input.Description ?? '';
  }),

  EnableKey: keyOperation('kms:EnableKey', (key) => {
    requireNotPending(key);
    key.state = 'Enabled';
  }),

  DisableKey: keyOperation('kms:DisableKey', (key) => {
    requireNotPending(key);
    key.state = 'Disabled';
  }),

  ScheduleKeyDeletion: {
    access: accessTo('kms:ScheduleKeyDeletion'),
    record: keyRecord,
    handle: (input, context) => {
      const key = keyOf(input, context);
      const days = input.PendingWindowInDays ?? 30;
      if (days < 7 || days > 30)
        throw new AwsError('ValidationException', 'PendingWindowInDays must be between 7 and 30 days, inclusive.');
      requireNotPending(key);
      const deletionDate = new Date(context.clock.now().getTime() + days * DAY);
      key.state = 'PendingDeletion';
      key.deletionDate = deletionDate;
      awaitDeletion(key, context);
      return {
        KeyId: key.arn,
        DeletionDate: deletionDate,
        KeyState: key.state,
        PendingWindowInDays: days,
      };
    },
  },

  /** Leaves the key disabled: whoever cancels has to enable it as well. */
  CancelKeyDeletion: {
    access: accessTo('kms:CancelKeyDeletion'),
    record: keyRecord,
    handle: (input, context) => {
      const key = keyOf(input, context);
      if (key.state !== 'PendingDeletion')
        throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
      key.state = 'Disabled';
      delete key.deletionDate;
      return { KeyId: key.arn };
    },
  },

  /** Every key here has material that KMS made, which nobody can delete. */
  DeleteImportedKeyMaterial: {
    access: accessTo('kms:DeleteImportedKeyMaterial'),
    record: keyRecord,
    handle: (input, context) => {
      throw new AwsError(
        'UnsupportedOperationException',
        `${keyOf(input, context).arn} origin is AWS_KMS which is not valid for this operation.`,
      );
    },
  },
};

/** Takes a key away when its time has come. */
export function awaitDeletion(key: Key, cloud: Pick<Cloud, 'state' | 'clock'>): void {
  const { deletionDate } = key;
  if (deletionDate === undefined) return;
  cloud.clock.after(deletionDate.getTime() - cloud.clock.now().getTime(), () => {
    // A deletion that was cancelled, or scheduled anew, has another date or none.
    if (key.deletionDate === deletionDate) removeKey(key, cloud);
  });
}

function removeKey(key: Key, { state }: Pick<Cloud, 'state'>): void {
  const { keys, aliases } = keyringOf(state, key.account, key.region);
  keys.delete(key.id);
  for (const alias of aliases.values()) if (alias.keyId === key.id) aliases.delete(alias.name);
}

function metadataOf(key: Key): Kms.KeyMetadata {
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    ...(key.deletionDate === undefined ? {} : { DeletionDate: key.deletionDate }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: key.multiRegion,
  };
}
