/** The cryptographic operations. Plaintext never enters a record. */
import { randomBytes } from 'node:crypto';
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations, Recording } from '../../core/service';
import { ANY_KEY, accessTo, keyOf, keyRecord, refuseDryRun } from './access';
import { open, readSealed, seal } from './cryptography';
import { type Key, resolveKey } from './keyring';
import { aliasIn, keyAccess, requireUsable } from './state';

const MAXIMUM_PLAINTEXT = 4096;

interface UseInput {
  readonly KeyId?: string | undefined;
  readonly EncryptionContext?: Record<string, string> | undefined;
  readonly EncryptionAlgorithm?: string | undefined;
  readonly KeySpec?: string | undefined;
  readonly NumberOfBytes?: number | undefined;
  readonly DryRun?: boolean | undefined;
}

const contextOf = (input: UseInput): Record<string, string> => input.EncryptionContext ?? {};

/** All uses of a key are recorded as reads, with what was asked but neither plaintext nor ciphertext. */
function useRecord(algorithm: boolean): Recording {
  return {
    readOnly: true,
    requestParameters: (input: UseInput) => ({
      ...(input.KeyId === undefined ? {} : { keyId: input.KeyId }),
      ...(algorithm ? { encryptionAlgorithm: input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT' } : {}),
      ...(input.KeySpec === undefined ? {} : { keySpec: input.KeySpec }),
      ...(input.NumberOfBytes === undefined ? {} : { numberOfBytes: input.NumberOfBytes }),
      ...(input.EncryptionContext === undefined ? {} : { encryptionContext: input.EncryptionContext }),
    }),
    responseElements: () => null,
    ...keyRecord,
  };
}

export const keyUseOperations: Operations<typeof Kms> = {
  Encrypt: {
    access: accessTo('kms:Encrypt', ANY_KEY, contextOf),
    record: useRecord(true),
    handle: (input, context) => {
      const key = usable(input, context);
      const plaintext = input.Plaintext ?? new Uint8Array();
      if (plaintext.length === 0 || plaintext.length > MAXIMUM_PLAINTEXT)
        throw new AwsError('ValidationException', `Plaintext must be 1 to ${MAXIMUM_PLAINTEXT} bytes long.`);
      return {
        CiphertextBlob: seal(key, plaintext, contextOf(input)),
        KeyId: key.arn,
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
  },

  Decrypt: {
    access: (input, context) => {
      const usage = { encryptionContext: contextOf(input), ...aliasIn(input.KeyId ?? '') };
      return [keyAccess(sealingKey(input, context), 'kms:Decrypt', context.principal, usage)];
    },
    record: {
      ...useRecord(true),
      resources: (input: Kms.DecryptCommandInput, context) => {
        try {
          const key = sealingKey(input, context);
          return [{ ARN: key.arn, accountId: key.account, type: 'AWS::KMS::Key' }];
        } catch {
          return [];
        }
      },
    },
    handle: (input, context) => {
      const key = sealingKey(input, context);
      requireUsable(key);
      refuseDryRun(input);
      return {
        Plaintext: open(key, readSealed(input.CiphertextBlob ?? new Uint8Array()), contextOf(input)),
        KeyId: key.arn,
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
  },

  GenerateDataKey: {
    access: accessTo('kms:GenerateDataKey', ANY_KEY, contextOf),
    record: useRecord(false),
    handle: (input, context) => dataKey(input, context),
  },

  GenerateDataKeyWithoutPlaintext: {
    access: accessTo('kms:GenerateDataKeyWithoutPlaintext', ANY_KEY, contextOf),
    record: useRecord(false),
    handle: (input, context) => {
      const { CiphertextBlob, KeyId } = dataKey(input, context);
      return { CiphertextBlob, KeyId };
    },
  },
};

function dataKey(input: UseInput, context: CallContext): { Plaintext: Buffer; CiphertextBlob: Buffer; KeyId: string } {
  if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined))
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
  const key = usable(input, context);
  const length = input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32);
  if (length < 1 || length > 1024)
    throw new AwsError('ValidationException', 'NumberOfBytes must be between 1 and 1024, inclusive.');
  const plaintext = randomBytes(length);
  return { Plaintext: plaintext, CiphertextBlob: seal(key, plaintext, contextOf(input)), KeyId: key.arn };
}

function usable(input: UseInput, context: CallContext): Key {
  const key = keyOf(input, context, ANY_KEY);
  requireUsable(key);
  refuseDryRun(input);
  return key;
}

/** The key that a ciphertext blob names, which must be the one that the caller names, if any. */
function sealingKey(input: Kms.DecryptCommandInput, context: CallContext): Key {
  const { keyArn } = readSealed(input.CiphertextBlob ?? new Uint8Array());
  if (input.KeyId !== undefined && keyOf(input, context, ANY_KEY).arn !== keyArn)
    throw new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  try {
    return resolveKey(context, context.account, context.region, keyArn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDenied',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  }
}
