/** The keys that more than one resource has to name. */
import type { OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf } from '../../names';
import { alertKeySpecification, trailKeySpecification } from '../keys';
import type { KeyReference } from './resource';

/** The key of the log files. */
export function trailKeyReference(configuration: OrganizationConfiguration): KeyReference {
  const { managementAccountId, logArchiveAccountId, homeRegion } = configuration;
  const { alias, description } = trailKeySpecification(configuration);
  return {
    alias,
    description,
    account: logArchiveAccountId,
    region: homeRegion,
    bucket: namesOf(configuration).trailBucket,
    trail: { arn: arnsOf(configuration).trail, account: managementAccountId, region: homeRegion },
  };
}

/** The key of the alerts. */
export function alertKeyReference(configuration: OrganizationConfiguration): KeyReference {
  const { alias, description } = alertKeySpecification(configuration);
  return {
    alias,
    description,
    account: configuration.securityAccountId,
    region: configuration.homeRegion,
    topic: arnsOf(configuration).alertTopic,
  };
}
