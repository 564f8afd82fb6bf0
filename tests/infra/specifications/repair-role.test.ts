import type { AccountKind } from '../../../infra/configuration';
import { repairRolePolicy, repairRoleTrust, responderPolicy } from '../../../infra/specifications/repair';
import { permissionsOf } from '../../../infra/specifications/resources';
import { SAMPLE } from '../../support/organization';
import {
  administrator,
  itDecides,
  LOG_ARCHIVE,
  MANAGEMENT,
  OUTSIDER,
  PAYMENTS,
  type Question,
  role,
  SECURITY,
  service,
} from './access';

const { configuration } = SAMPLE;
const TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/trailwarden-organization`;
const RESPONDER = 'trailwarden-responder';
const ACCOUNTS: Readonly<Record<AccountKind, string>> = {
  management: MANAGEMENT,
  'log-archive': LOG_ARCHIVE,
  security: SECURITY,
  member: PAYMENTS,
};

const repairRole = (account: string) => `arn:aws:iam::${account}:role/trailwarden-repair`;
const responder = role(SECURITY, RESPONDER, { policy: responderPolicy(configuration) });
const repairing = (kind: AccountKind) =>
  role(ACCOUNTS[kind], 'trailwarden-repair', {
    policy: repairRolePolicy(permissionsOf(configuration, kind, ACCOUNTS[kind])),
  });

describe("the repair role's trust", () => {
  itDecides(
    { action: 'sts:AssumeRole', resource: repairRole(MANAGEMENT), resourcePolicy: repairRoleTrust(configuration) },
    {
      admits: [['the responder', responder]],
      refuses: [
        ['another role of the security account with all permissions', role(SECURITY, 'application')],
        ['an administrator of the security account', administrator(SECURITY)],
        ["a role whose name starts with the responder's", role(SECURITY, `${RESPONDER}-2`)],
        ["a role of the responder's name in a member", role(PAYMENTS, RESPONDER)],
        ["a role of the responder's name in the management account", role(MANAGEMENT, RESPONDER)],
        ["a role of the responder's name outside of the organization", role(OUTSIDER, RESPONDER)],
        ['an administrator of its own account', administrator(MANAGEMENT)],
        ['Lambda without the role', service('lambda', `arn:aws:lambda:us-east-1:${SECURITY}:function:${RESPONDER}`)],
        ['the responder that wants another identity', responder, { action: 'sts:SetSourceIdentity' }],
        ['the responder that tags its session', responder, { action: 'sts:TagSession' }],
        [
          'the responder of an organization that the account has left',
          responder,
          { context: { 'aws:PrincipalOrgID': 'o-exampleorg2' } },
        ],
      ],
    },
  );
});

/** What is asked for, by the action: on this resource. */
function questions(kind: AccountKind, table: readonly (readonly [what: string, action: string, resource: string])[]) {
  const actor = repairing(kind);
  return table.map(([what, action, resource]): Question => [what, actor, { action, resource }]);
}

/** What no repair role does, wherever it is: it would be an attacker's first wish. */
function neverOn(kind: AccountKind): Question[] {
  const account = ACCOUNTS[kind];
  const forwarder = `arn:aws:iam::${account}:role/trailwarden-forwarder`;
  const rule = `arn:aws:events:us-east-1:${account}:rule/`;
  const queue = `arn:aws:sqs:us-east-1:${account}:trailwarden-forwarder-dead-letters`;
  return questions(kind, [
    ['giving itself permissions', 'iam:PutRolePolicy', repairRole(account)],
    ['letting somebody else take it on', 'iam:UpdateAssumeRolePolicy', repairRole(account)],
    ['giving a role permissions that AWS manages', 'iam:AttachRolePolicy', forwarder],
    ['deleting a role of ours', 'iam:DeleteRole', forwarder],
    ["changing another team's role", 'iam:PutRolePolicy', `arn:aws:iam::${account}:role/application`],
    ['making a role of another name', 'iam:CreateRole', `arn:aws:iam::${account}:role/trailwarden-more`],
    ['making a user', 'iam:CreateUser', `arn:aws:iam::${account}:user/more`],
    ['handing over a role of another name', 'iam:PassRole', `arn:aws:iam::${account}:role/application`],
    ["changing another team's rule", 'events:PutRule', `${rule}nightly`],
    ["adding a target to another team's rule", 'events:PutTargets', `${rule}nightly`],
    ['disabling a rule', 'events:DisableRule', `${rule}trailwarden-forward-cloudtrail`],
    ['deleting a rule', 'events:DeleteRule', `${rule}trailwarden-forward-cloudtrail`],
    ['deleting a queue', 'sqs:DeleteQueue', queue],
    ['emptying a queue', 'sqs:PurgeQueue', queue],
    ['reading a queue', 'sqs:ReceiveMessage', queue],
    ["changing another team's queue", 'sqs:SetQueueAttributes', `${queue}-2`],
    ['taking on another role', 'sts:AssumeRole', `arn:aws:iam::${account}:role/application`],
  ]);
}

describe("the repair role's permissions in the management account", () => {
  const LOG_GROUP = `arn:aws:logs:us-east-1:${MANAGEMENT}:log-group:/trailwarden/organization-trail`;
  const on = (resource: string, ...rows: [string, string][]) =>
    rows.map(([what, action]) => [what, action, resource] as const);
  itDecides(
    { action: 'cloudtrail:StartLogging', resource: TRAIL },
    {
      admits: questions('management', [
        ...on(
          TRAIL,
          ['starting the trail', 'cloudtrail:StartLogging'],
          ['asking for its status', 'cloudtrail:GetTrailStatus'],
          ['setting it as declared', 'cloudtrail:UpdateTrail'],
          ['setting what it selects', 'cloudtrail:PutEventSelectors'],
          ['making it again', 'cloudtrail:CreateTrail'],
        ),
        ['starting the second trail', 'cloudtrail:StartLogging', TRAIL.replace('organization', 'second')],
        ['making the log group again', 'logs:CreateLogGroup', LOG_GROUP],
      ]),
      refuses: [
        ...questions('management', [
          ...on(
            TRAIL,
            ['stopping the trail', 'cloudtrail:StopLogging'],
            ['deleting the trail', 'cloudtrail:DeleteTrail'],
            ['taking tags from the trail', 'cloudtrail:RemoveTags'],
          ),
          ['starting another trail', 'cloudtrail:StartLogging', `${TRAIL}-2`],
          ['changing another trail', 'cloudtrail:UpdateTrail', `${TRAIL}-2`],
          ['making a further trail', 'cloudtrail:CreateTrail', `${TRAIL}-2`],
          ['the trail of another Region', 'cloudtrail:StartLogging', TRAIL.replace('us-east-1', 'eu-west-1')],
          ['listing trails', 'cloudtrail:ListTrails', '*'],
          ['deleting the log group', 'logs:DeleteLogGroup', LOG_GROUP],
          ['reading the log group', 'logs:GetLogEvents', LOG_GROUP],
          ["changing another team's log group", 'logs:PutRetentionPolicy', `${LOG_GROUP}-2`],
          ['trusting less services', 'organizations:DisableAWSServiceAccess', '*'],
          ['detaching a policy', 'organizations:DetachPolicy', '*'],
          ['taking an account out of the organization', 'organizations:RemoveAccountFromOrganization', '*'],
        ]),
        [
          'trusting another service',
          repairing('management'),
          {
            action: 'organizations:EnableAWSServiceAccess',
            resource: '*',
            context: { 'organizations:ServicePrincipal': 'config.amazonaws.com' },
          },
        ],
        [
          'handing the role of the log group to another service',
          repairing('management'),
          {
            action: 'iam:PassRole',
            resource: `arn:aws:iam::${MANAGEMENT}:role/trailwarden-trail-logs`,
            context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
          },
        ],
        ...neverOn('management'),
      ],
    },
  );
});

describe("the repair role's permissions in the log-archive account", () => {
  const BUCKET = `arn:aws:s3:::trailwarden-trail-${LOG_ARCHIVE}-us-east-1`;
  const KEY = `arn:aws:kms:us-east-1:${LOG_ARCHIVE}:key/00000000-0000-4000-8000-000000000001`;
  const keyPolicy = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${LOG_ARCHIVE}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
  const onKey = (what: string, action: string): Question => [
    what,
    repairing('log-archive'),
    { action, resource: KEY, resourcePolicy: keyPolicy },
  ];
  itDecides(
    { action: 's3:PutBucketPolicy', resource: BUCKET },
    {
      admits: [
        ...questions('log-archive', [
          ['putting the policy of the bucket', 's3:PutBucketPolicy', BUCKET],
          ['blocking public access', 's3:PutBucketPublicAccessBlock', BUCKET],
          ['setting how long log files are kept', 's3:PutLifecycleConfiguration', BUCKET],
        ]),
        onKey('enabling the key', 'kms:EnableKey'),
        onKey('cancelling its deletion', 'kms:CancelKeyDeletion'),
        onKey('putting its policy', 'kms:PutKeyPolicy'),
      ],
      refuses: [
        ...questions('log-archive', [
          ['reading a log file', 's3:GetObject', `${BUCKET}/AWSLogs/x`],
          ['listing the log files', 's3:ListBucket', BUCKET],
          ['writing a log file', 's3:PutObject', `${BUCKET}/AWSLogs/x`],
          ['deleting a log file', 's3:DeleteObject', `${BUCKET}/AWSLogs/x`],
          ['deleting a version of a log file', 's3:DeleteObjectVersion', `${BUCKET}/AWSLogs/x`],
          ['passing by the lock of a log file', 's3:BypassGovernanceRetention', `${BUCKET}/AWSLogs/x`],
          ['deleting the bucket', 's3:DeleteBucket', BUCKET],
          ['deleting its policy', 's3:DeleteBucketPolicy', BUCKET],
          ["changing another team's bucket", 's3:PutBucketPolicy', 'arn:aws:s3:::photos'],
          ["changing the account's public access block", 's3:PutAccountPublicAccessBlock', '*'],
        ]),
        onKey('disabling the key', 'kms:DisableKey'),
        onKey('deleting the key', 'kms:ScheduleKeyDeletion'),
        onKey('decrypting with the key', 'kms:Decrypt'),
        onKey('letting somebody else decrypt', 'kms:CreateGrant'),
        ...neverOn('log-archive'),
      ],
    },
  );
});

describe("the repair role's permissions in the security account", () => {
  const at = (name: string, resource: string) => `arn:aws:${name}:us-east-1:${SECURITY}:${resource}`;
  const FUNCTION = at('lambda', `function:${RESPONDER}`);
  const BUS = at('events', 'event-bus/trailwarden-central');
  const TOPIC = at('sns', 'trailwarden-alerts');
  const ALARM = at('cloudwatch', 'alarm:trailwarden-sweep-silent');
  itDecides(
    { action: 'lambda:UpdateFunctionConfiguration', resource: FUNCTION },
    {
      admits: questions('security', [
        ['configuring the responder', 'lambda:UpdateFunctionConfiguration', FUNCTION],
        ['taking a limit from it', 'lambda:DeleteFunctionConcurrency', FUNCTION],
        ['making the central bus again', 'events:CreateEventBus', BUS],
        [
          'making a rule of it again',
          'events:PutRule',
          at('events', 'rule/trailwarden-central/trailwarden-respond-s3'),
        ],
        ['making the topic again', 'sns:CreateTopic', TOPIC],
        ['making an alarm again', 'cloudwatch:PutMetricAlarm', ALARM],
      ]),
      refuses: [
        ...questions('security', [
          ['giving the responder other code', 'lambda:UpdateFunctionCode', FUNCTION],
          ['limiting the responder', 'lambda:PutFunctionConcurrency', FUNCTION],
          ['deleting the responder', 'lambda:DeleteFunction', FUNCTION],
          ['running the responder', 'lambda:InvokeFunction', FUNCTION],
          ["configuring another team's function", 'lambda:UpdateFunctionConfiguration', `${FUNCTION}-2`],
          ['deleting the central bus', 'events:DeleteEventBus', BUS],
          ['sending reports', 'events:PutEvents', BUS],
          ["changing another team's bus", 'events:UpdateEventBus', `${BUS}-2`],
          ['replaying reports', 'events:StartReplay', at('events', 'archive/trailwarden-central')],
          ['publishing alerts', 'sns:Publish', TOPIC],
          ['deleting the topic', 'sns:DeleteTopic', TOPIC],
          ["changing another team's topic", 'sns:SetTopicAttributes', `${TOPIC}-2`],
          ['deleting an alarm', 'cloudwatch:DeleteAlarms', ALARM],
          ['silencing an alarm', 'cloudwatch:DisableAlarmActions', ALARM],
          ["changing another team's alarm", 'cloudwatch:PutMetricAlarm', at('cloudwatch', 'alarm:nightly')],
        ]),
        ...neverOn('security'),
      ],
    },
  );
});

describe("the repair role's permissions in a member account", () => {
  const rule = (region: string) => `arn:aws:events:${region}:${PAYMENTS}:rule/trailwarden-forward-cloudtrail`;
  itDecides(
    { action: 'events:PutRule', resource: rule('us-east-1') },
    {
      admits: questions('member', [
        ['making a rule again', 'events:PutRule', rule('us-east-1')],
        ['making a rule of another Region again', 'events:PutRule', rule('eu-west-1')],
        ['giving a rule its target', 'events:PutTargets', rule('eu-west-1')],
        ['making the forwarder role again', 'iam:CreateRole', `arn:aws:iam::${PAYMENTS}:role/trailwarden-forwarder`],
      ]),
      refuses: [
        ...questions('member', [
          ['anything about trails', 'cloudtrail:StartLogging', TRAIL.replace(MANAGEMENT, PAYMENTS)],
          ['anything about buckets', 's3:PutBucketPolicy', 'arn:aws:s3:::photos'],
          ['anything about keys', 'kms:PutKeyPolicy', `arn:aws:kms:us-east-1:${PAYMENTS}:key/x`],
          ['anything about functions', 'lambda:UpdateFunctionConfiguration', '*'],
        ]),
        ...neverOn('member'),
      ],
    },
  );
});
