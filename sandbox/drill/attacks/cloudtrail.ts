/** Attacks on the trail itself. */
import type { CatalogueAttack } from './attack';

type TrailAttack = Pick<CatalogueAttack, 'title' | 'expected' | 'input'> & Partial<CatalogueAttack>;

/** The trail is in the management account, and so is the attacker who can change it. */
function trailAttack(event: string, attack: TrailAttack): CatalogueAttack {
  return { event, service: 'cloudtrail', operation: event, from: 'management', ...attack };
}

const ELSEWHERE = 'holiday-photos-111111111111';

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
const OPEN_TO_CLOUDTRAIL = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['s3:GetBucketAcl', 's3:PutObject'],
      Resource: [`arn:aws:s3:::${ELSEWHERE}`, `arn:aws:s3:::${ELSEWHERE}/*`],
    },
  ],
};

export const CLOUDTRAIL_ATTACKS: readonly CatalogueAttack[] = [
  trailAttack('StopLogging', {
    title: 'Stop the trail',
    input: ({ arns }) => ({ Name: arns.trail }),
    expected: 'repaired',
  }),
  trailAttack('StartLogging', {
    title: 'Start the trail, as if it had been off',
    input: ({ arns }) => ({ Name: arns.trail }),
    expected: 'alerted',
  }),
  trailAttack('UpdateTrail', {
    title: 'Send the log files without a key, without validation, from one Region',
    input: ({ arns }) => ({
      Name: arns.trail,
      KmsKeyId: '',
      EnableLogFileValidation: false,
      IncludeGlobalServiceEvents: false,
      IsMultiRegionTrail: false,
      IsOrganizationTrail: false,
    }),
    expected: 'repaired',
  }),
  trailAttack('DeleteTrail', {
    title: 'Delete the trail',
    input: ({ names }) => ({ Name: names.trail }),
    expected: 'repaired',
    lost: ['trailwarden:account-name'],
  }),
  trailAttack('CreateTrail', {
    title: 'Add a trail that copies the records elsewhere',
    prepare: [
      { service: 's3', operation: 'CreateBucket', from: 'management', input: () => ({ Bucket: ELSEWHERE }) },
      {
        service: 's3',
        operation: 'PutBucketPolicy',
        from: 'management',
        input: () => ({ Bucket: ELSEWHERE, Policy: JSON.stringify(OPEN_TO_CLOUDTRAIL) }),
      },
    ],
    input: () => ({ Name: 'holiday-photos', S3BucketName: ELSEWHERE }),
    expected: 'alerted',
  }),
  trailAttack('AddTags', {
    title: 'Change a tag of the trail',
    input: ({ arns }) => ({
      ResourceId: arns.trail,
      TagsList: [{ Key: 'trailwarden:account-kind', Value: 'nobody' }],
    }),
    expected: 'repaired',
  }),
  trailAttack('RemoveTags', {
    title: 'Take a tag from the trail',
    input: ({ arns }) => ({ ResourceId: arns.trail, TagsList: [{ Key: 'trailwarden:prefix' }] }),
    expected: 'repaired',
  }),
  trailAttack('PutEventSelectors', {
    title: 'Leave reads and the events of AWS KMS out of the trail',
    input: ({ names }) => ({
      TrailName: names.trail,
      EventSelectors: [
        {
          ReadWriteType: 'WriteOnly',
          IncludeManagementEvents: true,
          ExcludeManagementEventSources: ['kms.amazonaws.com'],
        },
      ],
    }),
    expected: 'repaired',
  }),
  trailAttack('PutInsightSelectors', {
    title: 'Have the trail look for unusual rates',
    input: ({ arns }) => ({ TrailName: arns.trail, InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }),
    expected: 'repaired',
  }),
  trailAttack('RegisterOrganizationDelegatedAdmin', {
    title: 'Have a member administer the trail',
    input: ({ member }) => ({ MemberAccountId: member }),
    expected: 'alerted',
  }),
  trailAttack('DeregisterOrganizationDelegatedAdmin', {
    title: 'Take the administration of the trail from a member',
    input: ({ member }) => ({ DelegatedAdminAccountId: member }),
    prepare: [
      {
        service: 'cloudtrail',
        operation: 'RegisterOrganizationDelegatedAdmin',
        from: 'management',
        input: ({ member }) => ({ MemberAccountId: member }),
      },
    ],
    expected: 'alerted',
  }),
];
