/** The keys that more than one resource has to name. */
import type { OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf } from '../../names';
import type { KeyReference } from './resource';

/** The key of the log files. */
export function trailKeyReference(configuration: OrganizationConfiguration): KeyReference {
  const { managementAccountId, logArchiveAccountId, homeRegion } = configuration;
  const names = namesOf(configuration);
  return {
    alias: names.trailKeyAlias,
    account: logArchiveAccountId,
    region: homeRegion,
    bucket: names.trailBucket,
    trail: { arn: arnsOf(configuration).trail, account: managementAccountId, region: homeRegion },
  };
}

/** The key of the alerts. */
export function alertKeyReference(configuration: OrganizationConfiguration): KeyReference {
  return {
    alias: `alias/${namesOf(configuration).alertTopic}`,
    account: configuration.securityAccountId,
    region: configuration.homeRegion,
    topic: arnsOf(configuration).alertTopic,
  };
}
