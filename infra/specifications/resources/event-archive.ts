/** The archive of the central bus as declared, and what keeping it takes. */
import { arn } from '../../arn';
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { arnsOf } from '../../names';
import { centralArchive } from '../forwarding';
import type { Permission, Resource } from './resource';

/** In the words of `DescribeArchive`; where a value is `null`, the archive must not have one. */
export interface EventArchiveSettings {
  readonly EventSourceArn: string;
  readonly Description: string;
  /** Everything is kept. */
  readonly EventPattern: null;
  readonly KmsKeyIdentifier: null;
  readonly RetentionDays: number;
}

export type EventArchiveResource = Resource<'event-archive', EventArchiveSettings>;

export function eventArchives(configuration: OrganizationConfiguration, kind: AccountKind): EventArchiveResource[] {
  if (kind !== 'security') return [];
  const { partition, securityAccountId: account, homeRegion: region } = configuration;
  const { name, description, retentionDays } = centralArchive(configuration);
  return [
    {
      type: 'event-archive',
      account,
      region,
      name,
      arn: arn({ partition, service: 'events', region, account, resource: `archive/${name}` }),
      settings: {
        EventSourceArn: arnsOf(configuration).centralBus,
        Description: description,
        EventPattern: null,
        KmsKeyIdentifier: null,
        RetentionDays: retentionDays,
      },
    },
  ];
}

/**
 * Deleting is for an archive of another bus that took the name. It destroys no more than a shorter retention would.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function eventArchivePermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  const archives = eventArchives(configuration, kind).map((archive) => archive.arn);
  if (archives.length === 0) return [];
  return [
    {
      actions: ['events:DescribeArchive', 'events:UpdateArchive', 'events:DeleteArchive'],
      resources: archives,
    },
    { actions: ['events:CreateArchive'], resources: [...archives, arnsOf(configuration).centralBus] },
  ];
}
