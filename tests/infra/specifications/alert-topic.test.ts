import { directReportPolicy } from '../../../infra/specifications/direct-report';
import { alertTopicPolicy, responderPolicy } from '../../../infra/specifications/repair';
import { SAMPLE } from '../../support/organization';
import {
  administrator,
  BYSTANDER,
  itDecides,
  MANAGEMENT,
  OUTSIDER,
  PAYMENTS,
  type Question,
  role,
  SECURITY,
  service,
} from './access';

const { configuration } = SAMPLE;
const TOPIC = `arn:aws:sns:us-east-1:${SECURITY}:trailwarden-alerts`;
const ALARM = `arn:aws:cloudwatch:us-east-1:${SECURITY}:alarm:trailwarden-failed-responses`;
const topic = { resource: TOPIC, resourcePolicy: alertTopicPolicy(configuration) };

describe('the alert topic policy, when something is published,', () => {
  itDecides(
    { action: 'sns:Publish', ...topic },
    {
      admits: [
        ['the responder', role(SECURITY, 'trailwarden-responder', { policy: responderPolicy(configuration) })],
        [
          'the role of direct reports',
          role(SECURITY, 'trailwarden-direct-report', { policy: directReportPolicy(configuration) }),
        ],
        ['alarms of the security account', service('cloudwatch', ALARM)],
      ],
      refuses: [
        ["a role of the direct reports' name in a member", role(PAYMENTS, 'trailwarden-direct-report')],
        ["a role whose name starts with the direct reports'", role(SECURITY, 'trailwarden-direct-report-2')],
        ['an administrator of the security account', administrator(SECURITY)],
        ['another role of the security account with all permissions', role(SECURITY, 'application')],
        ["a role of the responder's name in a member", role(PAYMENTS, 'trailwarden-responder')],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an administrator of a member', administrator(PAYMENTS)],
        ['an outsider', administrator(OUTSIDER)],
        ['alarms of a member', service('cloudwatch', ALARM.replace(SECURITY, PAYMENTS))],
        ["an outsider's alarms", service('cloudwatch', ALARM.replace(SECURITY, OUTSIDER))],
        ['CloudWatch when it does not say for whom', service('cloudwatch')],
        ['another service of the security account', service('events', `arn:aws:events:us-east-1:${SECURITY}:rule/x`)],
        ['S3 of the security account', service('s3', 'arn:aws:s3:::bucket', SECURITY)],
      ],
    },
  );
});

describe('the alert topic policy, when the topic is managed,', () => {
  const everybodyElse: readonly [string, string][] = [
    ['the management account', MANAGEMENT],
    ['a member', PAYMENTS],
    ['an outsider', OUTSIDER],
  ];
  const changes = ['sns:Subscribe', 'sns:SetTopicAttributes', 'sns:DeleteTopic', 'sns:AddPermission'];
  itDecides(
    { action: 'sns:Subscribe', ...topic },
    {
      admits: [
        ['an administrator of the security account', administrator(SECURITY)],
        [
          'an administrator of the security account who changes its policy',
          administrator(SECURITY),
          { action: 'sns:SetTopicAttributes' },
        ],
      ],
      refuses: [
        ...everybodyElse.flatMap(([who, account]) =>
          changes.map((action): Question => [`${action} to ${who}`, administrator(account), { action }]),
        ),
        ['a bystander of the security account', role(SECURITY, 'bystander', BYSTANDER)],
        ['alarms', service('cloudwatch', ALARM)],
      ],
    },
  );
});
