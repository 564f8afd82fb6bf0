import assert from 'node:assert/strict';
import { ACCOUNT_KINDS } from '../../../infra/configuration';
import { REPAIRS } from '../../../infra/repairs';
import {
  repairRolePolicy,
  repairRoleTrust,
  responderPolicy,
  responderTrust,
} from '../../../infra/specifications/repair';
import { TAMPER_CATALOGUE } from '../../../infra/tamper-catalogue';
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

describe("the repair role's permissions in the management account", () => {
  const policy = repairRolePolicy(configuration, 'management');
  assert.ok(policy);
  const repair = role(MANAGEMENT, 'trailwarden-repair', { policy });
  itDecides(
    { action: 'cloudtrail:StartLogging', resource: TRAIL },
    {
      admits: [
        ['starting the trail', repair],
        ['asking for its status', repair, { action: 'cloudtrail:GetTrailStatus' }],
      ],
      refuses: [
        ['stopping the trail', repair, { action: 'cloudtrail:StopLogging' }],
        ['deleting the trail', repair, { action: 'cloudtrail:DeleteTrail' }],
        ['changing the trail', repair, { action: 'cloudtrail:UpdateTrail' }],
        ['changing what it selects', repair, { action: 'cloudtrail:PutEventSelectors' }],
        ['starting another trail', repair, { resource: `${TRAIL}-2` }],
        ['starting the trail of another Region', repair, { resource: TRAIL.replace('us-east-1', 'eu-west-1') }],
        ['listing trails', repair, { action: 'cloudtrail:ListTrails', resource: '*' }],
        ['anything about roles', repair, { action: 'iam:PutRolePolicy', resource: repairRole(MANAGEMENT) }],
      ],
    },
  );
});

describe("the repair role's permissions", () => {
  for (const kind of ACCOUNT_KINDS.filter((each) => each !== 'management'))
    it(`are none in a ${kind} account, which owns nothing that is repaired`, () => {
      assert.equal(repairRolePolicy(configuration, kind), undefined);
    });

  it('are none where the catalogue uses no repair', () => {
    const reportedOnly = TAMPER_CATALOGUE.map(({ repair: _, ...entry }) => entry);
    assert.equal(repairRolePolicy(configuration, 'management', reportedOnly), undefined);
  });

  it('are the actions of the repairs that the catalogue uses, each once', () => {
    const actions = repairRolePolicy(configuration, 'management')?.Statement.flatMap(({ Action }) => Action);
    assert.deepEqual(actions, REPAIRS['start-logging'].actions);
  });
});

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
