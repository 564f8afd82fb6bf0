/** The versions of an object: how they come, hide and go. */
import { randomBytes } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import type { Bucket, ObjectVersion } from './state';

/** The id of what was written while the bucket was not versioned, or no longer. */
export const NULL_VERSION = 'null';

/** The newest version, or the one that is asked for. */
export function findVersion(bucket: Bucket, key: string, versionId?: string): ObjectVersion | undefined {
  const versions = bucket.objects.get(key) ?? [];
  return versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);
}

/** Puts a version on top. Unless versioning is on, it takes the place of the version that has no id. */
export function addVersion(bucket: Bucket, key: string, version: Omit<ObjectVersion, 'versionId'>): ObjectVersion {
  const versionId = bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : NULL_VERSION;
  const added: ObjectVersion = { ...version, versionId };
  const before = bucket.objects.get(key) ?? [];
  bucket.objects.set(key, [added, ...before.filter((one) => one.versionId !== versionId)]);
  return added;
}

/** Deletes as S3 does without a version id: in a bucket that is or was versioned, a delete marker hides the object. */
export function hideObject(bucket: Bucket, key: string, now: Date): ObjectVersion | undefined {
  if (bucket.versioning === undefined) {
    bucket.objects.delete(key);
    return undefined;
  }
  return addVersion(bucket, key, {
    deleteMarker: true,
    modified: now,
    body: Buffer.alloc(0),
    etag: '',
    contentType: undefined,
    metadata: {},
    encryption: 'AES256',
  });
}

/**
 * Deletes one version for good.
 *
 * @param bypass whether the caller may, and wants to, pass over governance retention
 * @throws AwsError `AccessDenied` while Object Lock protects the version
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function removeVersion(
  bucket: Bucket,
  key: string,
  versionId: string,
  now: Date,
  bypass: boolean,
): ObjectVersion | undefined {
  const versions = bucket.objects.get(key) ?? [];
  const version = versions.find((one) => one.versionId === versionId);
  if (version === undefined) return undefined;
  if (isLocked(version, now, bypass))
    throw new AwsError('AccessDenied', 'Access Denied because object protected by object lock.');
  const rest = versions.filter((one) => one !== version);
  if (rest.length > 0) bucket.objects.set(key, rest);
  else bucket.objects.delete(key);
  return version;
}

function isLocked({ legalHold, retention }: ObjectVersion, now: Date, bypass: boolean): boolean {
  if (legalHold === 'ON') return true;
  if (retention === undefined || retention.until <= now) return false;
  return retention.mode === 'COMPLIANCE' || !bypass;
}
