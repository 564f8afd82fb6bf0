/** What is in a bucket: the objects of now, or every version. */
import type * as S3 from '@aws-sdk/client-s3';
import { pageOf } from '../../core/page';
import type { Operations } from '../../core/service';
import { accessTo, type BucketInput, bucketOf } from './access';
import { objectRecord } from './record';
import { type Bucket, canonicalUser, type ObjectVersion } from './state';

interface ListInput extends BucketInput {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
}

/** Condition keys of a listing: policies use them to open one folder. */
function listConditions({ Prefix, Delimiter }: ListInput): Record<string, string> {
  return {
    ...(Prefix === undefined ? {} : { 's3:prefix': Prefix }),
    ...(Delimiter === undefined ? {} : { 's3:delimiter': Delimiter }),
  };
}

export const listingOperations: Operations<typeof S3> = {
  ListObjectsV2: {
    access: accessTo<ListInput>('s3:ListBucket', listConditions),
    record: objectRecord('ListObjectsV2', 'ListObjects'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      const visible = entriesOf(bucket, input).filter(({ versions: [newest] }) => newest && !newest.deleteMarker);
      const wanted = visible.filter(({ name }) => name > (input.StartAfter ?? ''));
      const limit = Math.min(input.MaxKeys ?? 1000, 1000);
      const page = pageOf(wanted, ({ name }) => name, limit, input.ContinuationToken, 'InvalidArgument');
      return {
        Name: bucket.name,
        ...echo(input),
        MaxKeys: limit,
        KeyCount: page.items.length,
        IsTruncated: page.next !== undefined,
        ...(page.next === undefined ? {} : { NextContinuationToken: page.next }),
        ...(input.ContinuationToken === undefined ? {} : { ContinuationToken: input.ContinuationToken }),
        CommonPrefixes: page.items.filter(({ folder }) => folder).map(({ name }) => ({ Prefix: name })),
        Contents: page.items
          .filter(({ folder }) => !folder)
          .flatMap(({ name, versions: [newest] }) => (newest === undefined ? [] : [contentOf(name, newest)])),
      };
    },
  },

  /** Lists whole keys: a page never ends between two versions of one object. */
  ListObjectVersions: {
    access: accessTo<ListInput>('s3:ListBucketVersions', listConditions),
    record: objectRecord('ListObjectVersions'),
    handle: (input, context) => {
      const bucket = bucketOf(input, context);
      const wanted = entriesOf(bucket, input).filter(({ name }) => name > (input.KeyMarker ?? ''));
      const limit = Math.min(input.MaxKeys ?? 1000, 1000);
      const page = pageOf(wanted, ({ name }) => name, limit, undefined, 'InvalidArgument');
      const listed = page.items
        .filter(({ folder }) => !folder)
        .flatMap(({ name, versions }) => versions.map((version, index) => ({ name, version, IsLatest: index === 0 })));
      const Owner = canonicalUser(bucket.account);
      const last = page.items.at(-1)?.name;
      return {
        Name: bucket.name,
        ...echo(input),
        MaxKeys: limit,
        IsTruncated: page.next !== undefined,
        ...(page.next === undefined || last === undefined ? {} : { NextKeyMarker: last }),
        CommonPrefixes: page.items.filter(({ folder }) => folder).map(({ name }) => ({ Prefix: name })),
        Versions: listed
          .filter(({ version }) => !version.deleteMarker)
          .map(({ name, version, IsLatest }) => ({
            ...contentOf(name, version),
            VersionId: version.versionId,
            IsLatest,
            Owner,
          })),
        DeleteMarkers: listed
          .filter(({ version }) => version.deleteMarker)
          .map(({ name, version, IsLatest }) => ({
            Key: name,
            VersionId: version.versionId,
            LastModified: version.modified,
            IsLatest,
            Owner,
          })),
      };
    },
  },
};

interface Entry {
  readonly name: string;
  /** Whether it stands for all keys that begin so, up to the delimiter. */
  readonly folder: boolean;
  readonly versions: readonly ObjectVersion[];
}

function entriesOf(bucket: Bucket, { Prefix = '', Delimiter }: ListInput): Entry[] {
  const entries = new Map<string, Entry>();
  for (const [key, versions] of bucket.objects) {
    if (!key.startsWith(Prefix)) continue;
    const end = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
    const folder = end >= 0;
    const name = folder ? key.slice(0, end + (Delimiter ?? '').length) : key;
    const before = entries.get(name)?.versions ?? [];
    // A folder shows as long as one object in it does.
    const shown = folder && before[0] !== undefined && !before[0].deleteMarker ? before : versions;
    entries.set(name, { name, folder, versions: shown });
  }
  return [...entries.values()];
}

function contentOf(key: string, version: ObjectVersion): S3._Object & { StorageClass: 'STANDARD' } {
  return {
    Key: key,
    LastModified: version.modified,
    ETag: version.etag,
    Size: version.body.length,
    StorageClass: 'STANDARD',
  };
}

function echo({ Prefix, Delimiter }: ListInput): ListInput {
  return { Prefix: Prefix ?? '', ...(Delimiter === undefined ? {} : { Delimiter }) };
}
