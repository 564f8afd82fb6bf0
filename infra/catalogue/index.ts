/** The tamper catalogue: the one table of calls that would make the trail, its reports or their repair weaker than declared. */
import { CLOUDTRAIL_ENTRIES } from './cloudtrail';
import { CLOUDWATCH_ENTRIES } from './cloudwatch';
import { CONFIG_ENTRIES } from './config';
import type { TamperEntry } from './entry';
import { EVENTBRIDGE_ENTRIES } from './eventbridge';
import { IAM_ENTRIES } from './iam';
import { KMS_ENTRIES } from './kms';
import { LAMBDA_ENTRIES } from './lambda';
import { LOGS_ENTRIES } from './logs';
import { ORGANIZATIONS_ENTRIES } from './organizations';
import { S3_ENTRIES } from './s3';
import { SNS_ENTRIES } from './sns';
import { SQS_ENTRIES } from './sqs';

export const TAMPER_CATALOGUE: readonly TamperEntry[] = [
  ...CLOUDTRAIL_ENTRIES,
  ...S3_ENTRIES,
  ...KMS_ENTRIES,
  ...IAM_ENTRIES,
  ...ORGANIZATIONS_ENTRIES,
  ...EVENTBRIDGE_ENTRIES,
  ...SQS_ENTRIES,
  ...SNS_ENTRIES,
  ...LAMBDA_ENTRIES,
  ...LOGS_ENTRIES,
  ...CLOUDWATCH_ENTRIES,
  ...CONFIG_ENTRIES,
];

/** The entry of a recorded call, if it is in the catalogue. */
export function tamperEntryOf(eventSource: string, eventName: string): TamperEntry | undefined {
  return TAMPER_CATALOGUE.find((entry) => entry.eventSource === eventSource && entry.eventName === eventName);
}
