/** What another value of each configuration key changes in a deployed organization: the whole list, stack by stack. */
import type { AccountKind } from '../../../infra/configuration';
import { centralRules, directRules, forwardingRules } from '../../../infra/event-rules';
import { alarmsOf } from '../../../infra/specifications/monitoring';
import { SAMPLE } from '../../support/organization';

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

const { configuration } = SAMPLE;
const REGIONS = configuration.governedRegions;
const KINDS: Readonly<Record<Stack, AccountKind>> = {
  security: 'security',
  'log-archive': 'log-archive',
  management: 'management',
  payments: 'member',
};

const RESPONDER = 'update Function responder: code, codeSha256';
const REPAIR_TRUST = 'update Role repair: assumeRolePolicy';
const OTHER_CREDENTIALS = ['update aws account: assumeRoles'];

/** The groups of rules by which a stack forwards from a Region. */
const groupsOf = (stack: Stack, region: string): string[] =>
  forwardingRules(configuration, KINDS[stack], region).map(({ group }) => group);

/** What goes, or comes, with a Region. */
const inRegion = (operation: string, stack: Stack, region: string): string[] => [
  ...groupsOf(stack, region).flatMap((group) => [
    `${operation} EventRule forwarder-${region}-${group}`,
    `${operation} EventTarget forwarder-${region}-${group}-target`,
  ]),
  `${operation} Queue forwarder-${region}-dead-letters`,
  `${operation} QueuePolicy forwarder-${region}-dead-letters-policy`,
];

/** Another bus, and another responder. */
const otherSecurityAccount = (stack: Stack): string[] => [
  ...REGIONS.flatMap((region) =>
    groupsOf(stack, region).map((group) => `update EventTarget forwarder-${region}-${group}-target: arn`),
  ),
  REPAIR_TRUST,
  'update RolePolicy forwarder-permission: policy',
];

/** The tags of what every account has, and of what is there besides. */
const tagsOf = (stack: Stack, ...others: readonly string[]): string[] =>
  [
    ...REGIONS.flatMap((region) => [
      ...groupsOf(stack, region).map((group) => `EventRule forwarder-${region}-${group}`),
      `Queue forwarder-${region}-dead-letters`,
    ]),
    'Role forwarder',
    'Role repair',
    ...others,
  ]
    .map((resource) => `update ${resource}: tagsAll`)
    .concat('update aws account: defaultTags');

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
    changes: {
      security: [RESPONDER],
      management: ['update Trail organization: s3BucketName', 'update Trail second: s3BucketName'],
    },
    refusedBy: ['log-archive'],
  },
  {
    key: 'securityAccountId',
    value: '666666666666',
    changes: {
      'log-archive': otherSecurityAccount('log-archive'),
      management: otherSecurityAccount('management'),
      payments: otherSecurityAccount('payments'),
    },
    refusedBy: ['security'],
  },
  {
    key: 'governedRegions',
    value: '["us-east-1"]',
    changes: {
      security: [RESPONDER, ...inRegion('delete', 'security', 'eu-west-1')],
      'log-archive': inRegion('delete', 'log-archive', 'eu-west-1'),
      management: inRegion('delete', 'management', 'eu-west-1'),
      payments: inRegion('delete', 'payments', 'eu-west-1'),
    },
  },
  {
    key: 'governedRegions',
    value: '["us-east-1","eu-west-1","eu-central-1"]',
    changes: {
      security: [RESPONDER, ...inRegion('create', 'security', 'eu-central-1')],
      'log-archive': inRegion('create', 'log-archive', 'eu-central-1'),
      management: inRegion('create', 'management', 'eu-central-1'),
      payments: inRegion('create', 'payments', 'eu-central-1'),
    },
  },
  {
    key: 'alertSubscriptions',
    value: '["ada@example.com"]',
    changes: {
      security: [
        RESPONDER,
        'create TopicSubscription alerts-ada@example.com',
        'delete TopicSubscription alerts-security@example.com',
      ],
    },
  },
  { key: 'mode', value: 'observe', changes: { security: [RESPONDER] } },
  // One that has closed is as good as any: whether a window is open is looked at when something happens.
  { key: 'maintenanceUntil', value: '2026-03-02T15:00:00Z', changes: { security: [RESPONDER] } },
  {
    key: 'trailRetentionInDays',
    value: '3000',
    changes: {
      security: [RESPONDER],
      'log-archive': ['update BucketLifecycleConfiguration trail-bucket-lifecycle: rules'],
    },
  },
  {
    key: 'objectLockMode',
    value: 'COMPLIANCE',
    changes: {
      security: [RESPONDER],
      'log-archive': ['update BucketObjectLockConfiguration trail-bucket-object-lock: rule'],
    },
  },
  {
    key: 'objectLockRetentionInDays',
    value: '400',
    changes: {
      security: [RESPONDER],
      'log-archive': ['update BucketObjectLockConfiguration trail-bucket-object-lock: rule'],
    },
  },
  {
    key: 'logRetentionInDays',
    value: '400',
    changes: {
      security: [RESPONDER, 'update LogGroup responder-log-group: retentionInDays'],
      'log-archive': ['update BucketLifecycleConfiguration access-logs-lifecycle: rules'],
      management: ['update LogGroup organization-log-group: retentionInDays'],
    },
  },
  {
    key: 'eventArchiveRetentionInDays',
    value: '30',
    changes: { security: [RESPONDER, 'update EventArchive central-archive: retentionDays'] },
  },
  {
    key: 'deploymentRoleName',
    value: 'trailwarden-deployment',
    changes: {
      security: [RESPONDER, ...OTHER_CREDENTIALS],
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
        'security',
        'EventBus central',
        ...centralRules().map(({ group }) => `EventRule responder-${group}`),
        'EventRule responder-sweep',
        ...directRules(configuration, 'us-east-1').here.map(({ group }) => `EventRule direct-${group}`),
        'Function responder',
        'Key alerts-key',
        'LogGroup responder-log-group',
        ...alarmsOf(configuration, 'security').map(({ name }) => `MetricAlarm delivery-${name}`),
        'Queue central-dead-letters',
        'Queue responder-failures',
        'Role direct-role',
        'Role responder-role',
        'Topic alerts',
      ),
      'log-archive': tagsOf('log-archive', 'Bucket access-logs', 'Bucket trail-bucket', 'Key trail-key'),
      management: tagsOf(
        'management',
        'LogGroup organization-log-group',
        'Role organization-log-role',
        'Trail organization',
        'Trail second',
      ),
      payments: tagsOf('payments'),
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
  {
    key: 'maintenanceUntil',
    value: '9999-12-31T00:00:00Z',
    reason: /"maintenanceUntil" is "9999-12-31T00:00:00Z". Allowed: at most 4 hours from now/,
  },
  { key: 'accountKind', value: 'member', reason: /"accountKind" is "member" in the stack/ },
];
