/** Objects put, read and deleted. */
import { createHash } from 'node:crypto';
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { Access, CallContext, Operations } from '../../core/service';
import { accessOf, accessToObject, bucketOf, type ObjectInput } from './access';
import { refuseAcl } from './acl';
import { decryptObject, encryptObject } from './encryption';
import { retentionFor } from './object-lock';
import { addVersion, findVersion, hideObject, NULL_VERSION, removeVersion } from './object-versions';
import { objectRecord } from './record';
import type { Bucket, ObjectVersion } from './state';

export const objectOperations: Operations<typeof S3> = {
  PutObject: {
    access: (input, context) => {
      const bucket = bucketOf(input, context);
      const path = `/${input.Key ?? ''}`;
      const accesses: Access[] = [accessOf('s3:PutObject', bucket, path, context, putConditions(input))];
      if (input.ACL !== undefined && bucket.ownership !== 'BucketOwnerEnforced')
        accesses.push(accessOf('s3:PutObjectAcl', bucket, path, context, putConditions(input)));
      if (input.ObjectLockMode !== undefined) accesses.push(accessOf('s3:PutObjectRetention', bucket, path, context));
      if (input.ObjectLockLegalHoldStatus !== undefined)
        accesses.push(accessOf('s3:PutObjectLegalHold', bucket, path, context));
      return accesses;
    },
    record: objectRecord('PutObject'),
    handle: async (input, context) => {
      const bucket = bucketOf(input, context);
      const key = readKey(input);
      if (input.ACL !== undefined) refuseAcl(bucket, input.ACL);
      // A service sends no x-amz-request-payer header, so it cannot write where the requester pays.
      if (bucket.payer === 'Requester' && input.RequestPayer === undefined && context.account !== bucket.account)
        throw new AwsError('AccessDenied', 'Access Denied');
      const now = context.clock.now();
      const retention = retentionFor(bucket, input, now);
      const encryption = await encryptObject(input, bucket, context);
      const body = await bytesOf(input.Body);
      const version = addVersion(bucket, key, {
        deleteMarker: false,
        modified: now,
        body,
        etag: `"${createHash('md5').update(body).digest('hex')}"`,
        contentType: input.ContentType,
        metadata: input.Metadata ?? {},
        ...encryption,
        ...retention,
      });
      return { ETag: version.etag, ...encryptionOf(version), ...versionOf(version) };
    },
  },

  GetObject: {
    access: accessToObject(readAction),
    record: objectRecord('GetObject'),
    handle: async (input, context) => {
      const bucket = bucketOf(input, context);
      if (input.Range !== undefined || input.PartNumber !== undefined)
        throw notImplemented('s3', 'GetObject of a part of an object');
      const version = present(bucket, input, 'NoSuchKey');
      await decryptObject(version, bucket, context);
      return { ...headOf(version), Body: version.body as unknown as NonNullable<S3.GetObjectCommandOutput['Body']> };
    },
  },

  HeadObject: {
    access: accessToObject(readAction),
    record: objectRecord('HeadObject'),
    handle: async (input, context) => {
      const bucket = bucketOf(input, context);
      const version = present(bucket, input, 'NotFound');
      await decryptObject(version, bucket, context);
      return headOf(version);
    },
  },

  DeleteObject: {
    access: (input, context) =>
      deleteAccesses(input, input.BypassGovernanceRetention, bucketOf(input, context), context),
    record: objectRecord('DeleteObject'),
    handle: (input, context) =>
      deleteOne(bucketOf(input, context), input, input.BypassGovernanceRetention ?? false, context),
  },

  /** Each object is authorized and answered by itself. */
  DeleteObjects: {
    access: (input, context) => {
      bucketOf(input, context);
      return [];
    },
    record: objectRecord('DeleteObjects'),
    handle: async (input, context) => {
      const bucket = bucketOf(input, context);
      const bypass = input.BypassGovernanceRetention ?? false;
      const Deleted: S3.DeletedObject[] = [];
      const Errors: S3._Error[] = [];
      for (const object of input.Delete?.Objects ?? []) {
        const { Key, VersionId } = object;
        try {
          for (const access of deleteAccesses(object, bypass, bucket, context))
            await context.authorize(context.principal, context.region, access);
          const { DeleteMarker, VersionId: id } = deleteOne(bucket, object, bypass, context);
          const marker = DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: id } : {};
          Deleted.push({ Key, ...(VersionId === undefined ? {} : { VersionId }), ...marker });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Errors.push({ Key, VersionId, Code: error.code, Message: error.message });
        }
      }
      return { Deleted: input.Delete?.Quiet ? [] : Deleted, Errors };
    },
  },
};

function readAction({ VersionId }: ObjectInput): string {
  return VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
}

function deleteAccesses(
  { Key, VersionId }: ObjectInput,
  bypass: boolean | undefined,
  bucket: Bucket,
  context: CallContext,
): Access[] {
  const action = VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  const accesses = [accessOf(action, bucket, `/${Key ?? ''}`, context)];
  if (bypass) accesses.push(accessOf('s3:BypassGovernanceRetention', bucket, `/${Key ?? ''}`, context));
  return accesses;
}

function deleteOne(
  bucket: Bucket,
  input: ObjectInput,
  bypass: boolean,
  { clock }: CallContext,
): { DeleteMarker?: boolean; VersionId?: string } {
  const key = readKey(input);
  const gone =
    input.VersionId === undefined
      ? hideObject(bucket, key, clock.now())
      : removeVersion(bucket, key, input.VersionId, clock.now(), bypass);
  const versionId = gone?.versionId ?? input.VersionId;
  return {
    ...(gone?.deleteMarker ? { DeleteMarker: true } : {}),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys */
function putConditions(input: S3.PutObjectCommandInput): Record<string, string> {
  const headers: Record<string, string | undefined> = {
    's3:x-amz-acl': input.ACL,
    's3:x-amz-server-side-encryption': input.ServerSideEncryption,
    's3:x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
    's3:x-amz-storage-class': input.StorageClass,
    's3:object-lock-mode': input.ObjectLockMode,
    's3:object-lock-legal-hold': input.ObjectLockLegalHoldStatus,
  };
  const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(sent);
}

function readKey(input: ObjectInput): string {
  const key = input.Key ?? '';
  if (key === '') throw new AwsError('InvalidRequest', 'An object must have a key.');
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  return key;
}

function present(bucket: Bucket, input: ObjectInput, missing: 'NoSuchKey' | 'NotFound'): ObjectVersion {
  const version = findVersion(bucket, readKey(input), input.VersionId);
  if (version === undefined && input.VersionId !== undefined && missing === 'NoSuchKey')
    throw new AwsError('NoSuchVersion', 'The specified version does not exist.', { Key: input.Key });
  if (version?.deleteMarker && input.VersionId !== undefined)
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.');
  if (version === undefined || version.deleteMarker)
    throw new AwsError(missing, missing === 'NotFound' ? 'Not Found' : 'The specified key does not exist.', {
      Key: input.Key,
    });
  return version;
}

function headOf(version: ObjectVersion): Omit<S3.HeadObjectCommandOutput, '$metadata'> {
  return {
    ContentLength: version.body.length,
    ETag: version.etag,
    LastModified: version.modified,
    ContentType: version.contentType ?? 'application/octet-stream',
    Metadata: version.metadata,
    ...encryptionOf(version),
    ...versionOf(version),
    ...(version.retention === undefined
      ? {}
      : { ObjectLockMode: version.retention.mode, ObjectLockRetainUntilDate: version.retention.until }),
    ...(version.legalHold === undefined ? {} : { ObjectLockLegalHoldStatus: version.legalHold }),
  };
}

function encryptionOf({
  encryption,
  keyArn,
}: ObjectVersion): Pick<S3.PutObjectCommandOutput, 'ServerSideEncryption' | 'SSEKMSKeyId'> {
  return { ServerSideEncryption: encryption, ...(keyArn === undefined ? {} : { SSEKMSKeyId: keyArn }) };
}

function versionOf({ versionId }: ObjectVersion): { VersionId?: string } {
  return versionId === NULL_VERSION ? {} : { VersionId: versionId };
}

async function bytesOf(body: S3.PutObjectCommandInput['Body']): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body as string);
  const pieces: Buffer[] = [];
  for await (const piece of body as AsyncIterable<Uint8Array>) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
