/** Attacks on the security account: the bus, the responder, the alerts, and what watches over them. */
import {
  centralRuleSpecifications,
  directRuleSpecifications,
  sweepRuleSpecification,
} from '../../../../infra/specifications/rules';
import { zipFile } from '../../../../infra/zip-file';
import { SAMPLE } from '../../../support/organization';
import { type Attack, policy } from './intruder';

const RESPONDER = 'trailwarden-responder';
const TOPIC = { TopicArn: 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts' };
const BUS = 'trailwarden-central';
const LOG_GROUP = { logGroupName: '/aws/lambda/trailwarden-responder' };
const { configuration } = SAMPLE;
const CENTRAL = centralRuleSpecifications(configuration);
const BUS_ARN = 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central';

export const CHANGES: readonly Attack[] = [
  {
    name: "the function's code is replaced, and gets no time",
    by: async ({ ask }) => {
      const ZipFile = zipFile([['index.mjs', 'export const handler = () => {};\n']]);
      await ask('lambda', 'UpdateFunctionCode', { FunctionName: RESPONDER, ZipFile });
      await ask('lambda', 'UpdateFunctionConfiguration', { FunctionName: RESPONDER, Timeout: 1 });
    },
    shows: ['update Function responder: codeSha256, timeout'],
  },
  {
    name: 'what the function fails at goes nowhere',
    by: ({ ask }) =>
      ask('lambda', 'PutFunctionEventInvokeConfig', { FunctionName: RESPONDER, MaximumRetryAttempts: 0 }),
    shows: [
      'update FunctionEventInvokeConfig responder-retries: destinationConfig, maximumEventAgeInSeconds, maximumRetryAttempts',
    ],
  },
  {
    name: 'another account may invoke the function',
    by: async ({ ask }) => {
      const permission = { FunctionName: RESPONDER, StatementId: 'rule-cloudtrail' };
      await ask('lambda', 'RemovePermission', permission);
      const Action = 'lambda:InvokeFunction';
      await ask('lambda', 'AddPermission', { ...permission, Action, Principal: '999999999999' });
    },
    shows: ['update Permission responder-cloudtrail-permission: principal, sourceAccount, sourceArn'],
    mends: ['replace Permission responder-cloudtrail-permission: principal, sourceAccount, sourceArn'],
  },
  {
    name: 'the bus is described otherwise',
    by: ({ ask }) => ask('events', 'UpdateEventBus', { Name: BUS, Description: 'Nothing to see.' }),
    shows: ['update EventBus central: description'],
  },
  {
    name: 'the bus takes events from anyone',
    by: ({ ask }) =>
      ask('events', 'PutPermission', {
        EventBusName: BUS,
        Policy: policy({ Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: BUS_ARN }),
      }),
    shows: ['update EventBusPolicy central-policy: policy'],
  },
  {
    name: 'the archive forgets after a day',
    by: ({ ask }) => ask('events', 'UpdateArchive', { ArchiveName: BUS, RetentionDays: 1 }),
    shows: ['update EventArchive central-archive: retentionDays'],
  },
  {
    name: 'the topic is not encrypted',
    by: ({ ask }) =>
      ask('sns', 'SetTopicAttributes', { ...TOPIC, AttributeName: 'KmsMasterKeyId', AttributeValue: '' }),
    shows: ['update Topic alerts: kmsMasterKeyId'],
  },
  {
    name: 'anyone may read the alerts',
    by: ({ ask }) => {
      const AttributeValue = policy({
        Effect: 'Allow',
        Principal: '*',
        Action: ['SNS:Subscribe', 'SNS:SetTopicAttributes'],
        Resource: TOPIC.TopicArn,
      });
      return ask('sns', 'SetTopicAttributes', { ...TOPIC, AttributeName: 'Policy', AttributeValue });
    },
    shows: ['update TopicPolicy alerts-policy: policy'],
  },
  {
    name: 'people get no alerts',
    by: ({ ask, idOf }) =>
      ask('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn: idOf('TopicSubscription alerts-security@example.com'),
        AttributeName: 'FilterPolicy',
        AttributeValue: '{"severity":["none"]}',
      }),
    shows: ['update TopicSubscription alerts-security@example.com: filterPolicy'],
  },
  {
    name: 'every line of the log counts as a sweep',
    by: ({ ask }) =>
      ask('logs', 'PutMetricFilter', {
        ...LOG_GROUP,
        filterName: 'sweeps',
        filterPattern: '',
        metricTransformations: [{ metricName: 'Sweeps', metricNamespace: 'Trailwarden/trailwarden', metricValue: '1' }],
      }),
    shows: ['update LogMetricFilter responder-sweeps: pattern'],
  },
  {
    name: 'an alarm tells nobody',
    by: ({ ask }) => ask('monitoring', 'DisableAlarmActions', { AlarmNames: ['trailwarden-responder-errors'] }),
    shows: ['update MetricAlarm delivery-responder-errors: actionsEnabled'],
  },
  {
    name: 'the dashboard shows nothing',
    by: ({ ask }) =>
      ask('monitoring', 'PutDashboard', { DashboardName: 'trailwarden', DashboardBody: '{"widgets":[]}' }),
    shows: ['update Dashboard delivery: dashboardBody'],
  },
];

export const DELETIONS: readonly Attack[] = [
  {
    name: 'the function, with what belongs to it',
    by: ({ ask }) => ask('lambda', 'DeleteFunction', { FunctionName: RESPONDER }),
    shows: [
      'delete Function responder',
      'delete FunctionEventInvokeConfig responder-retries',
      ...[...CENTRAL, sweepRuleSpecification(configuration)].map(
        ({ group }) => `delete Permission responder-${group}-permission`,
      ),
    ],
  },
  {
    name: 'the bus, with all that is on it',
    by: async ({ ask }) => {
      for (const { name: Name } of CENTRAL) {
        await ask('events', 'RemoveTargets', { Rule: Name, EventBusName: BUS, Ids: ['responder'] });
        await ask('events', 'DeleteRule', { Name, EventBusName: BUS });
      }
      await ask('events', 'DeleteArchive', { ArchiveName: BUS });
      await ask('events', 'DeleteEventBus', { Name: BUS });
    },
    shows: [
      'delete EventArchive central-archive',
      'delete EventBus central',
      'delete EventBusPolicy central-policy',
      ...CENTRAL.flatMap(({ group }) => [
        `delete EventRule responder-${group}`,
        `delete EventTarget responder-${group}-target`,
      ]),
    ],
  },
  {
    name: 'the topic, with those who listen to it',
    by: ({ ask }) => ask('sns', 'DeleteTopic', TOPIC),
    shows: [
      'delete Topic alerts',
      'delete TopicPolicy alerts-policy',
      'delete TopicSubscription alerts-security@example.com',
    ],
    foresees: [
      'update MetricAlarm delivery-failed-responses: alarmActions',
      'update MetricAlarm delivery-sweep-silent: alarmActions',
      'update MetricAlarm delivery-undelivered-reports: alarmActions',
      ...directRuleSpecifications(configuration).map(({ group }) => `update EventTarget direct-${group}-target: arn`),
    ],
  },
  {
    name: 'the key, in thirty days',
    by: ({ ask, idOf }) => ask('kms', 'ScheduleKeyDeletion', { KeyId: idOf('Key alerts-key') }),
    shows: ['delete Key alerts-key'],
    mends: ['create Key alerts-key', 'update Alias alerts-key-alias: targetKeyId'],
  },
  {
    name: 'the filter that counts sweeps',
    by: ({ ask }) => ask('logs', 'DeleteMetricFilter', { ...LOG_GROUP, filterName: 'sweeps' }),
    shows: ['delete LogMetricFilter responder-sweeps'],
  },
  {
    name: 'an alarm',
    by: ({ ask }) => ask('monitoring', 'DeleteAlarms', { AlarmNames: ['trailwarden-responder-errors'] }),
    shows: ['delete MetricAlarm delivery-responder-errors'],
  },
  {
    name: 'the dashboard',
    by: ({ ask }) => ask('monitoring', 'DeleteDashboards', { DashboardNames: ['trailwarden'] }),
    shows: ['delete Dashboard delivery'],
  },
];
