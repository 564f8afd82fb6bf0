import { repairRoleTrust, responderPolicy, responderTrust } from '../../../infra/specifications/repair';
import { SAMPLE } from '../../support/organization';
import {
  administrator,
  BYSTANDER,
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
const repairRole = (account: string) => `arn:aws:iam::${account}:role/trailwarden-repair`;

const responder = role(SECURITY, RESPONDER, { policy: responderPolicy(configuration) });

describe("the responder's trust", () => {
  itDecides(
    {
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${SECURITY}:role/${RESPONDER}`,
      resourcePolicy: responderTrust(),
    },
    {
      admits: [['Lambda', service('lambda')]],
      refuses: [
        ['another service', service('events', `arn:aws:events:us-east-1:${SECURITY}:rule/x`)],
        ['an administrator of its account', administrator(SECURITY)],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an outsider', administrator(OUTSIDER)],
      ],
    },
  );
});

describe("the responder's permissions", () => {
  const KEY = `arn:aws:kms:us-east-1:${SECURITY}:key/00000000-0000-4000-8000-000000000002`;
  // A key's own policy has to name the account before the account's IAM policies count.
  const keyPolicy = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SECURITY}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
  const viaTopics = {
    resource: KEY,
    resourcePolicy: keyPolicy,
    context: { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' },
  };
  const TOPIC = `arn:aws:sns:us-east-1:${SECURITY}:trailwarden-alerts`;
  const LOG = `arn:aws:logs:us-east-1:${SECURITY}:log-group:/aws/lambda/${RESPONDER}:log-stream:2026/03/02/[$LATEST]0`;
  const FAILURES = `arn:aws:sqs:us-east-1:${SECURITY}:trailwarden-responder-failures`;
  const anyone = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
  const takingOn = (account: string): Question => [
    `taking on the repair role of ${account}`,
    responder,
    { action: 'sts:AssumeRole', resource: repairRole(account), resourcePolicy: repairRoleTrust(configuration) },
  ];
  itDecides(
    { action: 'sns:Publish', resource: TOPIC },
    {
      admits: [
        ...[MANAGEMENT, LOG_ARCHIVE, SECURITY, PAYMENTS].map(takingOn),
        ['publishing to the alert topic', responder],
        ['encrypting what it publishes', responder, { action: 'kms:GenerateDataKey', ...viaTopics }],
        ['opening the data key of what it publishes', responder, { action: 'kms:Decrypt', ...viaTopics }],
        ['writing its log', responder, { action: 'logs:PutLogEvents', resource: LOG }],
        ['leaving what it failed at', responder, { action: 'sqs:SendMessage', resource: FAILURES }],
      ],
      refuses: [
        [
          'taking on a role of another name, whoever it trusts',
          responder,
          { action: 'sts:AssumeRole', resource: `arn:aws:iam::${PAYMENTS}:role/admin`, resourcePolicy: anyone },
        ],
        ['publishing to another topic', responder, { resource: `${TOPIC}-2` }],
        ['changing the alert topic', responder, { action: 'sns:SetTopicAttributes' }],
        ['subscribing to the alert topic', responder, { action: 'sns:Subscribe' }],
        [
          'using a key by itself',
          responder,
          { action: 'kms:Decrypt', ...viaTopics, context: { 'kms:CallerAccount': SECURITY } },
        ],
        [
          'using a key through another service',
          responder,
          { action: 'kms:Decrypt', ...viaTopics, context: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } },
        ],
        ['disabling a key', responder, { action: 'kms:DisableKey', ...viaTopics }],
        [
          'deleting its log',
          responder,
          { action: 'logs:DeleteLogGroup', resource: LOG.replace(/:log-stream.*/, ':*') },
        ],
        ['writing another log', responder, { action: 'logs:PutLogEvents', resource: LOG.replace(RESPONDER, 'other') }],
        ['reading what it failed at', responder, { action: 'sqs:ReceiveMessage', resource: FAILURES }],
        ['filling another queue', responder, { action: 'sqs:SendMessage', resource: `${FAILURES}-2` }],
        ['starting the trail by itself', responder, { action: 'cloudtrail:StartLogging', resource: TRAIL }],
        [
          'changing itself',
          responder,
          {
            action: 'lambda:UpdateFunctionCode',
            resource: `arn:aws:lambda:us-east-1:${SECURITY}:function:${RESPONDER}`,
          },
        ],
        ['anything to a bystander', role(SECURITY, 'bystander', BYSTANDER)],
      ],
    },
  );
});
