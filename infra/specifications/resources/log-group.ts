/** The log groups of the trail and of the responder as declared, and what keeping them takes. */
import { arn } from '../../arn';
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf } from '../../names';
import { type MetricFilterSpecification, metricFiltersOf } from '../monitoring';
import type { Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** In the words of `DescribeMetricFilters`. */
export interface MetricFilterSettings {
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly {
    readonly metricName: string;
    readonly metricNamespace: string;
    readonly metricValue: string;
  }[];
}

/** In the words of `DescribeLogGroups`. */
export interface LogGroupSettings {
  readonly retentionInDays: number;
  readonly deletionProtectionEnabled: true;
  /** A key of somebody's would decide who reads the log, and whether it takes events. */
  readonly kmsKeyId: null;
  /** These, and no other that writes to a metric of theirs. */
  readonly metricFilters: readonly MetricFilterSettings[];
  readonly tags: Tags;
}

export type LogGroupResource = Resource<'log-group', LogGroupSettings>;

export function logGroups(configuration: OrganizationConfiguration, kind: AccountKind): LogGroupResource[] {
  const place = placeOf(configuration, kind);
  if (place === undefined) return [];
  return [
    {
      type: 'log-group',
      ...place,
      region: configuration.homeRegion,
      settings: {
        retentionInDays: configuration.logRetentionInDays,
        deletionProtectionEnabled: true,
        kmsKeyId: null,
        metricFilters: metricFiltersOf(configuration, kind).map(filterSettings),
        tags: declaredTags(configuration, kind),
      },
    },
  ];
}

function placeOf(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
): Pick<LogGroupResource, 'account' | 'name' | 'arn'> | undefined {
  const { managementAccountId, securityAccountId } = configuration;
  const { trailLogGroup, responderLogGroup } = namesOf(configuration);
  const arns = arnsOf(configuration);
  if (kind === 'management') return { account: managementAccountId, name: trailLogGroup, arn: arns.trailLogGroup };
  if (kind === 'security') return { account: securityAccountId, name: responderLogGroup, arn: arns.responderLogGroup };
  return undefined;
}

function filterSettings({
  name,
  pattern,
  namespace,
  metricName,
  value,
}: MetricFilterSpecification): MetricFilterSettings {
  return {
    filterName: name,
    filterPattern: pattern,
    metricTransformations: [{ metricName, metricNamespace: namespace, metricValue: value }],
  };
}

/**
 * The ARN of a log group ends in `:*` wherever it stands in a policy, but not where tags are meant. Describing one is asked for
 * as describing all of them.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function logGroupPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  const place = placeOf(configuration, kind);
  if (place === undefined) return [];
  const { partition, homeRegion: region } = configuration;
  const hasFilters = metricFiltersOf(configuration, kind).length > 0;
  return [
    {
      actions: ['logs:DescribeLogGroups'],
      resources: [arn({ partition, service: 'logs', region, account: place.account, resource: 'log-group:*' })],
    },
    {
      actions: [
        'logs:DescribeMetricFilters',
        'logs:ListTagsForResource',
        'logs:CreateLogGroup',
        'logs:PutRetentionPolicy',
        'logs:PutLogGroupDeletionProtection',
        'logs:DisassociateKmsKey',
        'logs:TagResource',
        ...(hasFilters ? ['logs:PutMetricFilter', 'logs:DeleteMetricFilter'] : []),
      ],
      resources: [place.arn, `${place.arn}:*`],
    },
  ];
}
