/** Evidence stays as long as somebody may need to look back. */
import { at, isBelow, itemsOf, type Properties } from './property';
import type { ResourceRule } from './rule';
import type { Settings } from './settings';

export const retention: ResourceRule = {
  name: 'retention',
  description: 'Log files, log groups and event archives are kept for at least the configured days.',
  level: 'mandatory',
  severity: 'high',
  settings: [
    'minimumBucketRetentionInDays',
    'minimumObjectLockInDays',
    'minimumLogRetentionInDays',
    'minimumArchiveRetentionInDays',
  ],
  kinds: [
    'aws.cloudwatch.EventArchive',
    'aws.cloudwatch.LogGroup',
    'aws.s3.BucketLifecycleConfiguration',
    'aws.s3.BucketObjectLockConfiguration',
  ],
  check: ({ kind, properties }, settings) =>
    (PERIODS[kind]?.(properties, settings) ?? []).flatMap(({ property, days, least }) =>
      isBelow(days, least)
        ? `"${property}" is ${days}: what happened longer ago could no longer be looked up. ` +
          `Set it to ${least} or more days.`
        : [],
    ),
};

interface Period {
  readonly property: string;
  readonly days: unknown;
  readonly least: number;
}

const PERIODS: Readonly<Record<string, (properties: Properties, settings: Settings) => readonly Period[]>> = {
  'aws.s3.BucketLifecycleConfiguration': ({ rules }, { minimumBucketRetentionInDays: least }) =>
    itemsOf(rules)
      .filter((rule) => at(rule, 'status') !== 'Disabled')
      .flatMap((rule) => [
        { property: 'expiration.days', days: at(rule, 'expiration', 'days'), least },
        {
          property: 'noncurrentVersionExpiration.noncurrentDays',
          days: at(rule, 'noncurrentVersionExpiration', 'noncurrentDays'),
          least,
        },
      ]),

  'aws.s3.BucketObjectLockConfiguration': ({ rule }, { minimumObjectLockInDays: least }) => {
    const years = at(rule, 'defaultRetention', 'years');
    return [
      typeof years === 'number'
        ? { property: 'defaultRetention.years', days: years * 365, least }
        : { property: 'defaultRetention.days', days: at(rule, 'defaultRetention', 'days'), least },
    ];
  },

  // CloudWatch Logs keeps events for ever where no days are set; 0 is the provider's word for that.
  'aws.cloudwatch.LogGroup': ({ retentionInDays }, { minimumLogRetentionInDays: least }) =>
    retentionInDays === 0 ? [] : [{ property: 'retentionInDays', days: retentionInDays, least }],

  'aws.cloudwatch.EventArchive': ({ retentionDays }, { minimumArchiveRetentionInDays: least }) =>
    retentionDays === 0 ? [] : [{ property: 'retentionDays', days: retentionDays, least }],
};
