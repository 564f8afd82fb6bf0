/** The keys as declared: what they are for, who uses them, how often they rotate. */
import type { OrganizationConfiguration } from '../configuration';
import { namesOf } from '../names';
import type { PolicyDocument } from '../policy-document';
import { alertKeyPolicy } from './repair';
import { trailKeyPolicy } from './trail';

export interface KeySpecification {
  /** What it is for. It tells the key from others when nothing names it any more. */
  readonly description: string;
  /** The alias, `alias/` included. */
  readonly alias: string;
  readonly policy: PolicyDocument;
}

/** The key of the log files. */
export function trailKeySpecification(configuration: OrganizationConfiguration): KeySpecification {
  return {
    description: 'Encrypts the log files of the organization trail.',
    alias: namesOf(configuration).trailKeyAlias,
    policy: trailKeyPolicy(configuration),
  };
}

/** The key of the alerts. */
export function alertKeySpecification(configuration: OrganizationConfiguration): KeySpecification {
  return {
    description: 'Encrypts the alerts about tampering with the audit trail.',
    alias: `alias/${namesOf(configuration).alertTopic}`,
    policy: alertKeyPolicy(configuration),
  };
}

/** A year, which is KMS's own default. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const ROTATION_PERIOD_IN_DAYS = 365;

/** How long a key waits before it is deleted: KMS's longest. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const DELETION_WINDOW_IN_DAYS = 30;
