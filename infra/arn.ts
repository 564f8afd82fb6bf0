/** ARNs, written in one place, so that no partition is ever assumed. */

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  /** Empty for services whose ARNs carry no Region (IAM, S3). */
  readonly region?: string;
  /** Empty for S3. */
  readonly account?: string;
  readonly resource: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function arn({ partition, service, region = '', account = '', resource }: ArnParts): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
