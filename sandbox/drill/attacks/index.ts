/** The attacks of the catalogue, service by service. */
import type { CatalogueAttack } from './attack';
import { CLOUDTRAIL_ATTACKS } from './cloudtrail';
import { CLOUDWATCH_ATTACKS } from './cloudwatch';
import { CONFIG_ATTACKS } from './config';
import { EVENTBRIDGE_ATTACKS } from './eventbridge';
import { IAM_ATTACKS } from './iam';
import { KMS_ATTACKS } from './kms';
import { LAMBDA_ATTACKS } from './lambda';
import { LOGS_ATTACKS } from './logs';
import { ORGANIZATIONS_ATTACKS } from './organizations';
import { S3_ATTACKS } from './s3';
import { SNS_ATTACKS } from './sns';
import { SQS_ATTACKS } from './sqs';

export const CATALOGUE_ATTACKS: readonly CatalogueAttack[] = [
  ...CLOUDTRAIL_ATTACKS,
  ...S3_ATTACKS,
  ...KMS_ATTACKS,
  ...IAM_ATTACKS,
  ...ORGANIZATIONS_ATTACKS,
  ...EVENTBRIDGE_ATTACKS,
  ...SQS_ATTACKS,
  ...SNS_ATTACKS,
  ...LAMBDA_ATTACKS,
  ...LOGS_ATTACKS,
  ...CLOUDWATCH_ATTACKS,
  ...CONFIG_ATTACKS,
];
