/** A cloud with S3 and KMS, for the tests of S3. */
import type * as S3 from '@aws-sdk/client-s3';
import type { Principal } from '../../../../sandbox/core/principal';
import { kms } from '../../../../sandbox/services/kms/index';
import { s3 } from '../../../../sandbox/services/s3/index';
import { caller, type TestCloud, testGate } from '../../support';

export const OWNER = '222222222222';
export const OTHER = '444444444444';
export const BUCKET = 'trail-logs';
export const ARN = `arn:aws:s3:::${BUCKET}`;

export type S3Call = ReturnType<typeof caller<typeof S3>>;

export interface S3Cloud extends TestCloud {
  /** Calls as the administrator of the account that owns the buckets. */
  readonly call: S3Call;
  as(principal: Principal, region?: string): S3Call;
}

export function s3Cloud(): S3Cloud {
  const cloud = testGate([s3, kms]);
  const as = (principal: Principal, region?: string): S3Call => caller<typeof S3>(cloud, 's3', principal, region);
  return { ...cloud, as, call: as(cloud.administrator(OWNER)) };
}

export function policyText(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
