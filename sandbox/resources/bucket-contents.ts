/** Emptying a bucket, for a program that wants its bucket gone with everything in it. */
import type { ObjectIdentifier } from '@aws-sdk/client-s3';
import { AwsError } from '../core/aws-error';
import type { ProviderCloud } from './provider-cloud';

/**
 * Deletes every version and every delete marker, a page at a time.
 *
 * @param locked passes over governance retention, and lifts legal holds, where Object Lock is on
 * @throws AwsError what S3 answers for a version that stays: compliance retention yields to nobody
 */
export async function emptyBucket(cloud: ProviderCloud, bucket: string, locked: boolean): Promise<void> {
  let KeyMarker: string | undefined;
  do {
    const page = await cloud.call('s3', 'ListObjectVersions', { Bucket: bucket, KeyMarker });
    const listed = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    await deleteVersions(
      cloud,
      bucket,
      listed.map(({ Key, VersionId }) => ({ Key, VersionId })),
      locked,
    );
    KeyMarker = page.NextKeyMarker;
  } while (KeyMarker !== undefined);
}

async function deleteVersions(
  cloud: ProviderCloud,
  bucket: string,
  versions: ObjectIdentifier[],
  locked: boolean,
): Promise<void> {
  if (versions.length === 0) return;
  const { Errors } = await cloud.call('s3', 'DeleteObjects', {
    Bucket: bucket,
    BypassGovernanceRetention: locked ? true : undefined,
    Delete: { Objects: versions, Quiet: true },
  });
  for (const { Key, VersionId, Code = '', Message = '' } of Errors ?? []) {
    if (!locked || Code !== 'AccessDenied') throw new AwsError(Code, Message);
    const version = { Bucket: bucket, Key, VersionId };
    await cloud.call('s3', 'PutObjectLegalHold', { ...version, LegalHold: { Status: 'OFF' } });
    await cloud.call('s3', 'DeleteObject', { ...version, BypassGovernanceRetention: true });
  }
}
