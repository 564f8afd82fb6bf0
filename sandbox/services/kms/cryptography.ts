/** Encryption for real: what one key sealed, under one context, only that key and context open. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import type { Key } from './keyring';

const FORMAT = Buffer.from('TWK1');
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a ciphertext blob says of itself. */
export interface Sealed {
  /** The ARN of the key that sealed it. */
  readonly keyArn: string;
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly text: Buffer;
}

/** Seals `plaintext` with AES-256-GCM; the encryption context is authenticated, not stored. */
export function seal(key: Key, plaintext: Uint8Array, encryptionContext: Record<string, string>): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.material, iv).setAAD(canonical(encryptionContext));
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const arn = Buffer.from(key.arn);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(arn.length);
  return Buffer.concat([FORMAT, length, arn, iv, cipher.getAuthTag(), text]);
}

/** @throws AwsError `InvalidCiphertextException` for what is no ciphertext blob of this service */
export function readSealed(blob: Uint8Array): Sealed {
  const bytes = Buffer.from(blob);
  const arnAt = FORMAT.length + 2;
  if (bytes.length < arnAt || !bytes.subarray(0, FORMAT.length).equals(FORMAT)) throw unreadable();
  const ivAt = arnAt + bytes.readUInt16BE(FORMAT.length);
  const tagAt = ivAt + IV_BYTES;
  const textAt = tagAt + TAG_BYTES;
  if (bytes.length < textAt) throw unreadable();
  return {
    keyArn: bytes.subarray(arnAt, ivAt).toString(),
    iv: bytes.subarray(ivAt, tagAt),
    tag: bytes.subarray(tagAt, textAt),
    text: bytes.subarray(textAt),
  };
}

/** @throws AwsError `InvalidCiphertextException` when the blob was changed or the encryption context is another one */
export function open(key: Key, sealed: Sealed, encryptionContext: Record<string, string>): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key.material, sealed.iv)
    .setAAD(canonical(encryptionContext))
    .setAuthTag(sealed.tag);
  try {
    return Buffer.concat([decipher.update(sealed.text), decipher.final()]);
  } catch {
    throw unreadable();
  }
}

function unreadable(): AwsError {
  return new AwsError('InvalidCiphertextException', 'The ciphertext is not valid for this key and encryption context.');
}

function canonical(encryptionContext: Record<string, string>): Buffer {
  return Buffer.from(
    JSON.stringify(Object.entries(encryptionContext).sort(([left], [right]) => (left < right ? -1 : 1))),
  );
}
