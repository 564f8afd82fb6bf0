/** Which key a call means, what the caller needs for it, and how the call is recorded. */
import { AwsError } from '../../core/aws-error';
import { sessionArn } from '../../core/principal';
import type { Access, CallContext, Operation, Recording } from '../../core/service';
import { type Key, resolveKey } from './keyring';
import { aliasIn, keyAccess } from './state';

/** How far an operation reaches: KMS says so for each in its API reference ("Cross-account use"). */
export interface Reach {
  readonly aliases?: boolean;
  readonly crossAccount?: boolean;
}

/** Keys of the caller's account, by id or ARN. */
export const OWN_KEYS: Reach = {};
/** Keys of any account whose policy admits the caller, by id, ARN or alias. */
export const ANY_KEY: Reach = { aliases: true, crossAccount: true };

interface KeyInput {
  readonly KeyId?: string | undefined;
}

/**
 * The key that a call names.
 *
 * @throws AwsError `ValidationException`, `NotFoundException`, or `AccessDenied` for another account's key
 */
export function keyOf(input: KeyInput, context: CallContext, reach: Reach = OWN_KEYS): Key {
  if (!input.KeyId)
    throw new AwsError(
      'ValidationException',
      "Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    );
  if (!reach.aliases && aliasIn(input.KeyId).alias !== undefined)
    throw new AwsError('NotFoundException', `Invalid keyId '${input.KeyId}'`);
  const key = resolveKey(context, context.account, context.region, input.KeyId);
  if (!reach.crossAccount && key.account !== context.account) {
    const caller = context.principal.kind === 'role' ? sessionArn(context.principal) : context.principal.service;
    throw new AwsError(
      'AccessDenied',
      `User: ${caller} is not authorized to perform this operation on resource: ${key.arn} because it is not valid across accounts`,
    );
  }
  return key;
}

/** The caller needs `action` on the key that the input names. */
export function accessTo<Input extends KeyInput>(
  action: string,
  reach: Reach = OWN_KEYS,
  encryptionContext?: (input: Input) => Record<string, string> | undefined,
): (input: Input, context: CallContext) => Access[] {
  return (input, context) => {
    const key = keyOf(input, context, reach);
    const bound = encryptionContext?.(input);
    const usage = { ...aliasIn(input.KeyId ?? ''), ...(bound === undefined ? {} : { encryptionContext: bound }) };
    return [keyAccess(key, action, context.principal, usage)];
  };
}

/** Records the key's ARN among the resources: `keyId` may be an id, a name or an ARN. */
export const keyRecord: Recording = {
  resources: (input: KeyInput, context: CallContext) => {
    try {
      const key = keyOf(input, context, ANY_KEY);
      return [{ ARN: key.arn, accountId: key.account, type: 'AWS::KMS::Key' }];
    } catch {
      return [];
    }
  },
};

/** An operation on one key of the caller's account that answers nothing: access, record and the deed. */
export function keyOperation<Input extends KeyInput>(
  action: string,
  deed: (key: Key, input: Input, context: CallContext) => void | Promise<void>,
): Operation<Input, Record<never, never>> {
  return {
    access: accessTo<Input>(action),
    record: keyRecord,
    handle: async (input, context) => {
      await deed(keyOf(input, context), input, context);
      return {};
    },
  };
}

/** A dry run asks whether the call would be allowed; KMS answers "yes" with an error. */
export function refuseDryRun(input: { readonly DryRun?: boolean | undefined }): void {
  if (input.DryRun)
    throw new AwsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.');
}
