/** Regions, as far as a rule of this project depends on them. */

/**
 * The Regions that every account has enabled from the start. All others are opt-in: an organization trail whose home Region
 * is one of those records nothing in accounts that have not opted in.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 */
export const DEFAULT_ENABLED_REGIONS: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
];

/** Where IAM, Organizations and the global endpoints leave their records in the partition `aws`. */
export const GLOBAL_SERVICES_REGION = 'us-east-1';

/** The partitions of AWS, and what the names of their Regions start with. */
export const PARTITIONS: Readonly<Record<string, readonly string[]>> = {
  aws: ['af-', 'ap-', 'ca-', 'eu-', 'il-', 'me-', 'mx-', 'sa-', 'us-'],
  'aws-cn': ['cn-'],
  'aws-us-gov': ['us-gov-'],
};
