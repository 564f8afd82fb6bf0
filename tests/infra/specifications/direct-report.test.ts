import { directReportPolicy, directReportTrust } from '../../../infra/specifications/direct-report';
import { alertTopicPolicy } from '../../../infra/specifications/repair';
import { directRuleSpecifications } from '../../../infra/specifications/rules';
import { SAMPLE } from '../../support/organization';
import {
  administrator,
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
const ROLE = 'trailwarden-direct-report';
const TOPIC = `arn:aws:sns:us-east-1:${SECURITY}:trailwarden-alerts`;
const reporting = role(SECURITY, ROLE, { policy: directReportPolicy(configuration) });
const topic = { resource: TOPIC, resourcePolicy: alertTopicPolicy(configuration) };

describe("the direct report's trust", () => {
  const rule = (name: string, account = SECURITY, region = 'us-east-1') =>
    service('events', `arn:aws:events:${region}:${account}:rule/${name}`);
  itDecides(
    {
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${SECURITY}:role/${ROLE}`,
      resourcePolicy: directReportTrust(configuration),
    },
    {
      admits: directRuleSpecifications(configuration).map(
        ({ name, arn }): Question => [`EventBridge for ${name}`, service('events', arn)],
      ),
      refuses: [
        ['EventBridge for a rule of another name', rule('trailwarden-respond-cloudtrail')],
        ['EventBridge for a rule of another prefix', rule('my-direct-own-lambda')],
        ['EventBridge for a rule of another bus', rule('elsewhere/trailwarden-direct-own-lambda')],
        [
          'EventBridge for a rule of the name in another Region',
          rule('trailwarden-direct-own-lambda', SECURITY, 'eu-west-1'),
        ],
        ["EventBridge for a member's rule of the name", rule('trailwarden-direct-own-lambda', PAYMENTS)],
        ["EventBridge for an outsider's rule of the name", rule('trailwarden-direct-own-lambda', OUTSIDER)],
        ['EventBridge when it does not say for which rule', service('events', undefined, SECURITY)],
        [
          'another service',
          service('lambda', `arn:aws:events:us-east-1:${SECURITY}:rule/trailwarden-direct-own-lambda`),
        ],
        ['an administrator of its account', administrator(SECURITY)],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an outsider', administrator(OUTSIDER)],
      ],
    },
  );
});

describe("the direct report's permissions", () => {
  const KEY = `arn:aws:kms:us-east-1:${SECURITY}:key/00000000-0000-4000-8000-000000000002`;
  // A key's own policy has to name the account before the account's IAM policies count.
  const resourcePolicy = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SECURITY}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  };
  const encrypting = { action: 'kms:GenerateDataKey', resource: KEY, resourcePolicy };
  const viaTopics = { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' };
  itDecides(
    { action: 'sns:Publish', ...topic },
    {
      admits: [
        ['telling people', reporting],
        ['encrypting what it tells', reporting, { ...encrypting, context: viaTopics }],
      ],
      refuses: [
        ['telling somebody else', reporting, { resource: `${TOPIC}-2`, resourcePolicy: undefined }],
        ['subscribing to the alerts', reporting, { action: 'sns:Subscribe' }],
        ['changing the topic', reporting, { action: 'sns:SetTopicAttributes' }],
        ['using a key by itself', reporting, { ...encrypting, context: {} }],
        [
          'taking on another role',
          reporting,
          { action: 'sts:AssumeRole', resource: `arn:aws:iam::${SECURITY}:role/x`, resourcePolicy: undefined },
        ],
      ],
    },
  );
});
