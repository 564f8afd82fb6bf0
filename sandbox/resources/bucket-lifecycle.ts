/** `aws.s3.BucketLifecycleConfiguration`. */
import type {
  AbortIncompleteMultipartUpload,
  LifecycleExpiration,
  LifecycleRule,
  LifecycleRuleAndOperator,
  LifecycleRuleFilter,
  NoncurrentVersionExpiration,
  NoncurrentVersionTransition,
  Tag,
  Transition,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import type { s3 } from '@pulumi/aws';
import type { Plain } from './adapter';
import { bucketSetting } from './bucket-setting';
import { listOf, pairs, type Shape, structure } from './shape';

type Rule = NonNullable<Plain<s3.BucketLifecycleConfigurationArgs>['rules']>[number];
type Filter = NonNullable<Rule['filter']>;

/** Pulumi writes a day as RFC 3339 text where the SDK has a date. */
const day: Shape<string, Date> = {
  toAws: (text) => new Date(text),
  fromAws: (date) => date.toISOString(),
};

const filter = structure<Filter, LifecycleRuleFilter>({
  and: [
    'And',
    structure<NonNullable<Filter['and']>, LifecycleRuleAndOperator>({
      objectSizeGreaterThan: 'ObjectSizeGreaterThan',
      objectSizeLessThan: 'ObjectSizeLessThan',
      prefix: 'Prefix',
      tags: ['Tags', pairs('Key', 'Value')],
    }),
  ],
  objectSizeGreaterThan: 'ObjectSizeGreaterThan',
  objectSizeLessThan: 'ObjectSizeLessThan',
  prefix: 'Prefix',
  tag: ['Tag', structure<NonNullable<Filter['tag']>, Tag>({ key: 'Key', value: 'Value' })],
});

const rules = listOf(
  structure<Rule, LifecycleRule>({
    abortIncompleteMultipartUpload: [
      'AbortIncompleteMultipartUpload',
      structure<NonNullable<Rule['abortIncompleteMultipartUpload']>, AbortIncompleteMultipartUpload>({
        daysAfterInitiation: 'DaysAfterInitiation',
      }),
    ],
    expiration: [
      'Expiration',
      structure<NonNullable<Rule['expiration']>, LifecycleExpiration>({
        date: ['Date', day],
        days: 'Days',
        expiredObjectDeleteMarker: 'ExpiredObjectDeleteMarker',
      }),
    ],
    filter: ['Filter', filter],
    id: 'ID',
    noncurrentVersionExpiration: [
      'NoncurrentVersionExpiration',
      structure<NonNullable<Rule['noncurrentVersionExpiration']>, NoncurrentVersionExpiration>({
        newerNoncurrentVersions: 'NewerNoncurrentVersions',
        noncurrentDays: 'NoncurrentDays',
      }),
    ],
    noncurrentVersionTransitions: [
      'NoncurrentVersionTransitions',
      listOf(
        structure<NonNullable<Rule['noncurrentVersionTransitions']>[number], NoncurrentVersionTransition>({
          newerNoncurrentVersions: 'NewerNoncurrentVersions',
          noncurrentDays: 'NoncurrentDays',
          storageClass: 'StorageClass',
        }),
      ),
    ],
    prefix: 'Prefix',
    status: 'Status',
    transitions: [
      'Transitions',
      listOf(
        structure<NonNullable<Rule['transitions']>[number], Transition>({
          date: ['Date', day],
          days: 'Days',
          storageClass: 'StorageClass',
        }),
      ),
    ],
  }),
);

export const bucketLifecycle = bucketSetting<s3.BucketLifecycleConfigurationArgs, s3.BucketLifecycleConfigurationState>(
  {
    type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    inputs: ['bucket', 'expectedBucketOwner', 'region', 'rules', 'transitionDefaultMinimumObjectSize'],
    nested: { rules },
    defaults: { transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
    absent: ['NoSuchLifecycleConfiguration'],
    put: (cloud, of, inputs) =>
      cloud.call('s3', 'PutBucketLifecycleConfiguration', {
        ...of,
        TransitionDefaultMinimumObjectSize: inputs.transitionDefaultMinimumObjectSize as
          | TransitionDefaultMinimumObjectSize
          | undefined,
        // A rule applies to the whole bucket by an empty filter, which is what the provider sends when there is none.
        LifecycleConfiguration: {
          Rules: rules
            .toAws(inputs.rules ?? [], 'rules')
            .map((rule) => (rule.Filter === undefined && rule.Prefix === undefined ? { ...rule, Filter: {} } : rule)),
        },
      }),
    async get(cloud, of) {
      const found = await cloud.call('s3', 'GetBucketLifecycleConfiguration', of);
      return {
        rules: [...rules.fromAws(found.Rules ?? [])],
        transitionDefaultMinimumObjectSize: found.TransitionDefaultMinimumObjectSize,
      };
    },
    remove: (cloud, of) => cloud.call('s3', 'DeleteBucketLifecycle', of),
  },
);
