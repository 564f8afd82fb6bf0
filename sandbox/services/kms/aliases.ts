/** Names of keys. */
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations, Recording } from '../../core/service';
import { keyOf } from './access';
import { type Alias, type Key, keyringOf } from './keyring';
import { keyAccess, requireNotPending } from './state';

interface AliasInput {
  readonly AliasName?: string | undefined;
  readonly TargetKeyId?: string | undefined;
}

export const aliasOperations: Operations<typeof Kms> = {
  CreateAlias: {
    access: (input, context) => accessesOf('kms:CreateAlias', input.AliasName, [targetOf(input, context)], context),
    record: aliasRecord(),
    handle: (input, context) => {
      const name = readName(input.AliasName);
      const key = targetOf(input, context);
      const { aliases } = keyringOf(context.state, context.account, context.region);
      if (aliases.has(name))
        throw new AwsError(
          'AlreadyExistsException',
          `An alias with the name ${aliasArn(name, context)} already exists`,
        );
      requireNotPending(key);
      const now = context.clock.now();
      aliases.set(name, { name, keyId: key.id, created: now, updated: now });
      return {};
    },
  },

  UpdateAlias: {
    access: (input, context) =>
      accessesOf('kms:UpdateAlias', input.AliasName, [aliasKey(input, context), targetOf(input, context)], context),
    record: aliasRecord(),
    handle: (input, context) => {
      const alias = aliasOf(input, context);
      const key = targetOf(input, context);
      requireNotPending(key);
      alias.keyId = key.id;
      alias.updated = context.clock.now();
      return {};
    },
  },

  DeleteAlias: {
    access: (input, context) => accessesOf('kms:DeleteAlias', input.AliasName, [aliasKey(input, context)], context),
    record: aliasRecord(),
    handle: (input, context) => {
      keyringOf(context.state, context.account, context.region).aliases.delete(aliasOf(input, context).name);
      return {};
    },
  },

  ListAliases: {
    handle: (input, context) => {
      const { aliases } = keyringOf(context.state, context.account, context.region);
      const wanted = input.KeyId === undefined ? undefined : keyOf(input, context).id;
      const found = [...aliases.values()].filter((alias) => wanted === undefined || alias.keyId === wanted);
      const page = pageOf(found, (alias) => alias.name, input.Limit ?? 50, input.Marker, 'InvalidMarkerException');
      return {
        Aliases: page.items.map((alias) => ({
          AliasName: alias.name,
          AliasArn: aliasArn(alias.name, context),
          TargetKeyId: alias.keyId,
          CreationDate: alias.created,
          LastUpdatedDate: alias.updated,
        })),
        Truncated: page.next !== undefined,
        ...(page.next === undefined ? {} : { NextMarker: page.next }),
      };
    },
  },
};

/** An alias operation is decided twice: by identity policies for the alias, by the key policy for each key. */
function accessesOf(action: string, name: string | undefined, keys: readonly Key[], context: CallContext): Access[] {
  const alias = { action, resource: aliasArn(name ?? '', context) };
  return [alias, ...keys.map((key) => keyAccess(key, action, context.principal))];
}

function aliasRecord(): Recording {
  return {
    resources: (input: AliasInput, context: CallContext) => {
      const alias = {
        ARN: aliasArn(input.AliasName ?? '', context),
        accountId: context.account,
        type: 'AWS::KMS::Alias',
      };
      try {
        const key = input.TargetKeyId === undefined ? aliasKey(input, context) : targetOf(input, context);
        return [alias, { ARN: key.arn, accountId: key.account, type: 'AWS::KMS::Key' }];
      } catch {
        return [alias];
      }
    },
  };
}

function aliasArn(name: string, { account, region }: CallContext): string {
  return `arn:aws:kms:${region}:${account}:${name}`;
}

function readName(name: string | undefined): string {
  if (name === undefined || !/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name))
    throw new AwsError(
      'ValidationException',
      'Alias must start with the prefix "alias/" and hold letters, digits, / _ - only.',
    );
  if (name.startsWith('alias/aws/')) throw new AwsError('NotAuthorizedException', 'The prefix alias/aws/ is reserved.');
  return name;
}

function targetOf(input: AliasInput, context: CallContext): Key {
  return keyOf({ KeyId: input.TargetKeyId }, context);
}

function aliasOf(input: AliasInput, context: CallContext): Alias {
  const alias = keyringOf(context.state, context.account, context.region).aliases.get(input.AliasName ?? '');
  if (alias === undefined)
    throw new AwsError('NotFoundException', `Alias ${aliasArn(input.AliasName ?? '', context)} is not found.`);
  return alias;
}

function aliasKey(input: AliasInput, context: CallContext): Key {
  return keyOf({ KeyId: aliasOf(input, context).keyId }, context);
}
