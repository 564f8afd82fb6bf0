/** Object Lock of single objects: retention periods and legal holds. */
import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error';
import type { CallContext, Operations } from '../../core/service';
import { accessOf, accessToObject, bucketOf, type ObjectInput } from './access';
import { findVersion } from './object-versions';
import { objectRecord } from './record';
import type { Bucket, ObjectVersion } from './state';

const DAY = 24 * 3_600_000;

export const objectLockOperations: Operations<typeof S3> = {
  GetObjectRetention: {
    access: accessToObject(() => 's3:GetObjectRetention'),
    record: objectRecord('GetObjectRetention'),
    handle: (input, context) => {
      const { retention } = lockable(input, context);
      if (retention === undefined) throw notLocked();
      return { Retention: { Mode: retention.mode, RetainUntilDate: retention.until } };
    },
  },

  PutObjectRetention: {
    access: (input, context) => {
      const bucket = bucketOf(input, context);
      const path = `/${input.Key ?? ''}`;
      const accesses = [accessOf('s3:PutObjectRetention', bucket, path, context)];
      if (input.BypassGovernanceRetention)
        accesses.push(accessOf('s3:BypassGovernanceRetention', bucket, path, context));
      return accesses;
    },
    record: objectRecord('PutObjectRetention'),
    handle: (input, context) => {
      const version = lockable(input, context);
      const { Mode, RetainUntilDate } = input.Retention ?? {};
      const next = Mode && RetainUntilDate ? { mode: Mode, until: RetainUntilDate } : undefined;
      if (next !== undefined && next.until <= context.clock.now())
        throw new AwsError('InvalidArgument', 'The retain until date must be in the future!');
      if (weakens(version.retention, next, context.clock.now(), input.BypassGovernanceRetention ?? false))
        throw new AwsError('AccessDenied', 'Access Denied because object protected by object lock.');
      if (next === undefined) delete version.retention;
      else version.retention = next;
      return {};
    },
  },

  GetObjectLegalHold: {
    access: accessToObject(() => 's3:GetObjectLegalHold'),
    record: objectRecord('GetObjectLegalHold'),
    handle: (input, context) => {
      const { legalHold } = lockable(input, context);
      if (legalHold === undefined) throw notLocked();
      return { LegalHold: { Status: legalHold } };
    },
  },

  PutObjectLegalHold: {
    access: accessToObject(() => 's3:PutObjectLegalHold'),
    record: objectRecord('PutObjectLegalHold'),
    handle: (input, context) => {
      const version = lockable(input, context);
      const status = input.LegalHold?.Status;
      if (status === undefined) throw new AwsError('MalformedXML', 'LegalHold must have a Status.');
      version.legalHold = status;
      return {};
    },
  },
};

/** The lock of a new object: what the request asks for, or else the bucket's default retention. */
export function retentionFor(
  bucket: Bucket,
  input: S3.PutObjectCommandInput,
  now: Date,
): Pick<ObjectVersion, 'retention' | 'legalHold'> {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: legalHold } = input;
  if ((mode !== undefined || legalHold !== undefined) && bucket.objectLock === undefined) throw noLock();
  if ((mode === undefined) !== (until === undefined))
    throw new AwsError(
      'InvalidArgument',
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  const hold = legalHold === undefined ? {} : { legalHold };
  if (mode !== undefined && until !== undefined) return { ...hold, retention: { mode, until } };
  const byDefault = bucket.objectLock?.Rule?.DefaultRetention;
  if (byDefault?.Mode === undefined) return hold;
  const days = byDefault.Days ?? (byDefault.Years ?? 0) * 365;
  return { ...hold, retention: { mode: byDefault.Mode, until: new Date(now.getTime() + days * DAY) } };
}

/** Retention may always be made longer; governance yields to those who may bypass it, compliance to nobody. */
function weakens(
  old: ObjectVersion['retention'],
  next: ObjectVersion['retention'],
  now: Date,
  bypass: boolean,
): boolean {
  if (old === undefined || old.until <= now) return false;
  const weaker =
    next === undefined || next.until < old.until || (old.mode === 'COMPLIANCE' && next.mode === 'GOVERNANCE');
  if (old.mode === 'COMPLIANCE') return weaker;
  return weaker && !bypass;
}

function lockable(input: ObjectInput, context: CallContext): ObjectVersion {
  const bucket = bucketOf(input, context);
  if (bucket.objectLock === undefined) throw noLock();
  const version = findVersion(bucket, input.Key ?? '', input.VersionId);
  if (version === undefined || version.deleteMarker)
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', { Key: input.Key });
  return version;
}

function noLock(): AwsError {
  return new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
}

function notLocked(): AwsError {
  return new AwsError('NoSuchObjectLockConfiguration', 'The specified object does not have a ObjectLock configuration');
}
