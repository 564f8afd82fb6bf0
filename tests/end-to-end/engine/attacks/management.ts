/** Attacks on the management account: the trail, its log group, and the access that the organization gives. */
import type { Attack } from './intruder';

const TRAIL = { Name: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization' };
const LOG_GROUP = { logGroupName: '/trailwarden/organization-trail' };

export const CHANGES: readonly Attack[] = [
  {
    name: 'the trail stops, validates nothing, and leaves management events out',
    by: async ({ ask }) => {
      await ask('cloudtrail', 'StopLogging', TRAIL);
      await ask('cloudtrail', 'UpdateTrail', { ...TRAIL, EnableLogFileValidation: false });
      await ask('cloudtrail', 'PutEventSelectors', {
        TrailName: TRAIL.Name,
        EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }],
      });
    },
    shows: ['update Trail organization: enableLogFileValidation, enableLogging, eventSelectors'],
  },
  {
    name: 'a log group forgets after a day',
    by: ({ ask }) => ask('logs', 'PutRetentionPolicy', { ...LOG_GROUP, retentionInDays: 1 }),
    shows: ['update LogGroup organization-log-group: retentionInDays'],
  },
];

export const DELETIONS: readonly Attack[] = [
  {
    name: 'the trail',
    by: ({ ask }) => ask('cloudtrail', 'DeleteTrail', TRAIL),
    shows: ['delete Trail organization'],
  },
  {
    name: 'trusted access',
    by: ({ ask }) => ask('organizations', 'DisableAWSServiceAccess', { ServicePrincipal: 'cloudtrail.amazonaws.com' }),
    shows: ['delete AwsServiceAccess organization-trusted-access'],
  },
  {
    name: 'a log group',
    by: async ({ ask }) => {
      const logGroupIdentifier = LOG_GROUP.logGroupName;
      await ask('logs', 'PutLogGroupDeletionProtection', { logGroupIdentifier, deletionProtectionEnabled: false });
      await ask('logs', 'DeleteLogGroup', LOG_GROUP);
    },
    shows: ['delete LogGroup organization-log-group'],
  },
];
