/** Keeping a bucket: who reaches it, how it keeps what is in it, and that it is there. */
import { OBJECT_OWNERSHIP } from '../../../infra/specifications/buckets';
import type { BucketResource, BucketSettings } from '../../../infra/specifications/resources/bucket';
import type { KeyReference } from '../../../infra/specifications/resources/resource';
import { type Aws, type AwsCall, type Fields, fields, isError, text, unless } from '../aws';
import { type Found, settingsFrom, Unread } from '../comparison';
import { agreedKey } from './agreed-key';
import { isFinal, KEPT_SETTINGS, type Put, SETTINGS } from './bucket-settings';
import type { Keeper, Repair } from './keeper';
import { policyRead } from './policy-reading';

type Setting = keyof BucketSettings;

/** The Region whose buckets are made without naming it. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
const UNNAMED_REGION = 'us-east-1';

export const bucketKeeper: Keeper<BucketResource> = { read, repairs };

/** A bucket that is gone leaves its key behind, for the one that takes its place. */
async function read(resource: BucketResource, aws: Aws): Promise<Found> {
  const reference = keyReference(resource);
  const [as, key] = await Promise.all([
    settingsFrom(Object.fromEntries(SETTINGS.map((setting) => [setting, readSetting(setting, resource, aws)]))),
    reference === undefined ? undefined : agreedKey(reference, aws),
  ]);
  if (SETTINGS.some((setting) => isGone(as[setting]))) return { gone: true, key };
  const compared = SETTINGS.map((setting) => [setting, comparable(setting, as[setting], resource, key)] as const);
  return { ...Object.fromEntries(compared), as, key };
}

/** As it was found, in the form in which it is put. */
async function readSetting(setting: Setting, resource: BucketResource, aws: Aws): Promise<unknown> {
  const { get, absent = [], found } = KEPT_SETTINGS[setting];
  const read = unless(absent, aws(callOn(resource, [get, {}]))).then((answer) => answer && found(answer));
  return setting === 'Policy' ? await policyRead(read.then(text)) : await read;
}

function isGone(found: unknown): boolean {
  return found instanceof Unread && isError(found.error, 'NoSuchBucket');
}

function comparable(setting: Setting, found: unknown, resource: BucketResource, key: string | undefined): unknown {
  if (found instanceof Unread) return found;
  const { compared } = KEPT_SETTINGS[setting];
  const value = compared === undefined ? found : compared(found, resource.settings[setting]);
  return setting === 'ServerSideEncryption' ? withReference(value, resource, key) : value;
}

/** The declared reference stands for the key that it means, so that the two compare. */
function withReference(found: unknown, resource: BucketResource, key: string | undefined): unknown {
  const reference = keyReference(resource);
  if (reference === undefined) return found;
  if (key === undefined) return new Unread(new Error(`No key of ${reference.account} is ${reference.alias}.`));
  const { KMSMasterKeyID } = fields(found);
  return KMSMasterKeyID === key ? { ...fields(found), KMSMasterKeyID: reference } : found;
}

function keyReference({ settings }: BucketResource): KeyReference | undefined {
  return settings.ServerSideEncryption.KMSMasterKeyID;
}

function repairs(resource: BucketResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  const { settings } = resource;
  const key = text(actual.key);
  if (actual.gone) {
    const missing = SETTINGS.filter((setting) => KEPT_SETTINGS[setting].isNew?.(settings) !== true);
    return [creation(resource), ...missing.flatMap((setting) => repairOf(setting, resource, undefined, key))];
  }
  const as = fields(actual.as);
  return SETTINGS.filter((setting) => differing.has(setting)).flatMap((setting) => {
    if (isFinal(setting, as[setting], resource)) return [];
    const undo = KEPT_SETTINGS[setting].put(as[setting]);
    return repairOf(setting, resource, as[setting], key).map((repair) => ({
      ...repair,
      ...(undo === undefined ? {} : { undo: callOn(resource, undo) }),
    }));
  });
}

function repairOf(setting: Setting, resource: BucketResource, found: unknown, key: string | undefined): Repair[] {
  const { put, loss } = KEPT_SETTINGS[setting];
  const declared = resource.settings[setting];
  const value = setting === 'ServerSideEncryption' ? encryptionRule(resource, fields(found), key) : declared;
  const made = value === undefined ? undefined : put(value);
  if (made === undefined) return [];
  const lost = loss?.(found, declared);
  return [{ call: callOn(resource, made), ...(lost === undefined ? {} : { loss: lost }) }];
}

/** Whatever else S3 says about encryption stays as it is. A key that nobody knows is not put: S3 would take one of its own. */
function encryptionRule({ settings }: BucketResource, found: Fields, key: string | undefined): Fields | undefined {
  const { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled } = settings.ServerSideEncryption;
  const { ApplyServerSideEncryptionByDefault: _, BucketKeyEnabled: __, ...rest } = found;
  if (KMSMasterKeyID === undefined) return { ...rest, ApplyServerSideEncryptionByDefault: { SSEAlgorithm } };
  if (key === undefined) return undefined;
  return { ...rest, ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID: key }, BucketKeyEnabled };
}

/**
 * Whoever has taken the name keeps it: the call fails, and so do those that follow it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
function creation({ account, region, name, settings }: BucketResource): Repair {
  const call = { service: 's3', account, region } as const;
  const input = {
    Bucket: name,
    ObjectOwnership: OBJECT_OWNERSHIP,
    ...(settings.ObjectLockConfiguration === null ? {} : { ObjectLockEnabledForBucket: true }),
    ...(region === UNNAMED_REGION ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }),
  };
  return {
    call: { ...call, operation: 'CreateBucket', input },
    undo: { ...call, operation: 'DeleteBucket', input: { Bucket: name } },
    loss: 'The bucket was made anew, and is empty: what was in it is gone, and so are tags that only its stack knows.',
  };
}

/**
 * A bucket of this name that belongs to somebody else is neither read nor changed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
function callOn({ account, region, name }: BucketResource, [operation, input]: Put): AwsCall {
  return { service: 's3', operation, account, region, input: { Bucket: name, ExpectedBucketOwner: account, ...input } };
}
