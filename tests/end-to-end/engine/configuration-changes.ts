/** What another value of each configuration key changes in a deployed organization: the whole list, stack by stack. */

/** Both members are alike. */
export const STACKS = ['security', 'log-archive', 'management', 'payments'] as const;
export type Stack = (typeof STACKS)[number];

/** What a preview says of each stack; one that is not named does not change. */
export type Changes = Readonly<Partial<Record<Stack, readonly string[]>>>;

export interface ChangedValue {
  readonly value: string;
  readonly changes: Changes;
  /** Stacks that refuse the value, because it says that they are something else. */
  readonly refusedBy?: readonly Stack[];
}

const RESPONDER = 'update Function responder: code, codeSha256';
const REPAIR_TRUST = 'update Role repair: assumeRolePolicy';
const OTHER_CREDENTIALS = ['update aws account: assumeRoles'];

/** What goes, or comes, with a Region. */
const inRegion = (operation: string, region: string): string[] => [
  `${operation} EventRule forwarder-${region}-cloudtrail`,
  `${operation} EventTarget forwarder-${region}-cloudtrail-target`,
  `${operation} Queue forwarder-${region}-dead-letters`,
  `${operation} QueuePolicy forwarder-${region}-dead-letters-policy`,
];

/** Another bus, and another responder. */
const OTHER_SECURITY_ACCOUNT = [
  'update EventTarget forwarder-eu-west-1-cloudtrail-target: arn',
  'update EventTarget forwarder-us-east-1-cloudtrail-target: arn',
  REPAIR_TRUST,
  'update RolePolicy forwarder-permission: policy',
];

/** The tags of what every account has, and of what is there besides. */
const tagsOf = (...others: readonly string[]): string[] =>
  [
    ...['EventRule', 'Queue'].flatMap((type) =>
      ['eu-west-1', 'us-east-1'].map(
        (region) => `${type} forwarder-${region}-${type === 'Queue' ? 'dead-letters' : 'cloudtrail'}`,
      ),
    ),
    'Role forwarder',
    'Role repair',
    ...others,
  ]
    .map((resource) => `update ${resource}: tagsAll`)
    .concat('update aws account: defaultTags');

const FEWER_REGIONS = inRegion('delete', 'eu-west-1');
const MORE_REGIONS = inRegion('create', 'eu-central-1');

/** Values that a deployed organization takes. */
export const TAKEN: readonly (ChangedValue & { readonly key: string })[] = [
  {
    key: 'organizationId',
    value: 'o-anotherorg1',
    changes: {
      security: [RESPONDER, REPAIR_TRUST, 'update EventBusPolicy central-policy: policy'],
      'log-archive': [REPAIR_TRUST, 'update BucketPolicy trail-bucket-policy: policy'],
      management: [REPAIR_TRUST, 'update RolePolicy organization-log-permission: policy'],
      payments: [REPAIR_TRUST],
    },
  },
  {
    key: 'managementAccountId',
    value: '666666666666',
    changes: {
      security: [RESPONDER],
      'log-archive': ['update BucketPolicy trail-bucket-policy: policy', 'update Key trail-key: policy'],
    },
    refusedBy: ['management'],
  },
  {
    key: 'logArchiveAccountId',
    value: '666666666666',
    changes: { security: [RESPONDER], management: ['update Trail organization: s3BucketName'] },
    refusedBy: ['log-archive'],
  },
  {
    key: 'securityAccountId',
    value: '666666666666',
    changes: {
      'log-archive': OTHER_SECURITY_ACCOUNT,
      management: OTHER_SECURITY_ACCOUNT,
      payments: OTHER_SECURITY_ACCOUNT,
    },
    refusedBy: ['security'],
  },
  {
    key: 'governedRegions',
    value: '["us-east-1"]',
    changes: {
      security: [RESPONDER, ...FEWER_REGIONS],
      'log-archive': FEWER_REGIONS,
      management: FEWER_REGIONS,
      payments: FEWER_REGIONS,
    },
  },
  {
    key: 'governedRegions',
    value: '["us-east-1","eu-west-1","eu-central-1"]',
    changes: {
      security: [RESPONDER, ...MORE_REGIONS],
      'log-archive': MORE_REGIONS,
      management: MORE_REGIONS,
      payments: MORE_REGIONS,
    },
  },
  {
    key: 'alertSubscriptions',
    value: '["ada@example.com"]',
    changes: {
      security: [
        'create TopicSubscription alerts-ada@example.com',
        'delete TopicSubscription alerts-security@example.com',
      ],
    },
  },
  { key: 'mode', value: 'observe', changes: { security: [RESPONDER] } },
  {
    key: 'trailRetentionInDays',
    value: '3000',
    changes: { 'log-archive': ['update BucketLifecycleConfiguration trail-bucket-lifecycle: rules'] },
  },
  {
    key: 'objectLockMode',
    value: 'COMPLIANCE',
    changes: { 'log-archive': ['update BucketObjectLockConfiguration trail-bucket-object-lock: rule'] },
  },
  {
    key: 'objectLockRetentionInDays',
    value: '400',
    changes: { 'log-archive': ['update BucketObjectLockConfiguration trail-bucket-object-lock: rule'] },
  },
  {
    key: 'logRetentionInDays',
    value: '400',
    changes: {
      security: ['update LogGroup responder-log-group: retentionInDays'],
      'log-archive': ['update BucketLifecycleConfiguration access-logs-lifecycle: rules'],
      management: ['update LogGroup organization-log-group: retentionInDays'],
    },
  },
  {
    key: 'eventArchiveRetentionInDays',
    value: '30',
    changes: { security: ['update EventArchive central-archive: retentionDays'] },
  },
  {
    key: 'deploymentRoleName',
    value: 'trailwarden-deployment',
    changes: {
      security: OTHER_CREDENTIALS,
      'log-archive': OTHER_CREDENTIALS,
      management: OTHER_CREDENTIALS,
      payments: OTHER_CREDENTIALS,
    },
  },
  {
    key: 'accountName',
    value: 'other',
    changes: {
      security: tagsOf(
        'EventBus central',
        'EventRule responder-cloudtrail',
        'Function responder',
        'Key alerts-key',
        'LogGroup responder-log-group',
        'MetricAlarm delivery-failed-responses',
        'MetricAlarm delivery-responder-errors',
        'MetricAlarm delivery-undelivered-reports',
        'Queue central-dead-letters',
        'Queue responder-failures',
        'Role responder-role',
        'Topic alerts',
      ),
      'log-archive': tagsOf('Bucket access-logs', 'Bucket trail-bucket', 'Key trail-key'),
      management: tagsOf('LogGroup organization-log-group', 'Role organization-log-role', 'Trail organization'),
      payments: tagsOf(),
    },
  },
];

/** Values that a deployed stack does not take, and what it answers. */
export const REFUSED: readonly { readonly key: string; readonly value: string; readonly reason: RegExp }[] = [
  {
    key: 'partition',
    value: 'aws-cn',
    reason: /"homeRegion" is "us-east-1". Allowed: a Region of the partition "aws-cn"/,
  },
  {
    key: 'homeRegion',
    value: 'eu-west-1',
    reason: /"homeRegion" is "eu-west-1". Allowed: "us-east-1", with which the stack was deployed/,
  },
  {
    key: 'namePrefix',
    value: 'acme',
    reason: /"namePrefix" is "acme". Allowed: "trailwarden", with which the stack was deployed/,
  },
  {
    key: 'accountId',
    value: '666666666666',
    reason: /"accountId" is "666666666666". Allowed(: "444444444444", with which the stack was deployed| for the kind)/,
  },
  {
    key: 'guardrailTargets',
    value: '["r-ab12"]',
    reason: /"deploymentRoleName" is missing\. Allowed with "guardrailTargets"/,
  },
  { key: 'accountKind', value: 'member', reason: /"accountKind" is "member" in the stack/ },
];
