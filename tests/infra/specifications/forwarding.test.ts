import assert from 'node:assert/strict';
import {
  centralBusPolicy,
  deadLetterQueuePolicy,
  forwarderPolicy,
  forwarderTrust,
  RETRY_POLICY,
} from '../../../infra/specifications/forwarding';
import { SAMPLE } from '../../support/organization';
import {
  administrator,
  BYSTANDER,
  DATA,
  itDecides,
  MANAGEMENT,
  OUTSIDER,
  PAYMENTS,
  role,
  SECURITY,
  service,
} from './access';

const { configuration } = SAMPLE;
const BUS = `arn:aws:events:us-east-1:${SECURITY}:event-bus/trailwarden-central`;
const FORWARDER = 'trailwarden-forwarder';

const from = (...sources: string[]) => ({ context: { 'events:source': sources } });
const asForwarder = (account: string) => role(account, FORWARDER, { policy: forwarderPolicy(configuration) });

describe('the central bus policy', () => {
  itDecides(
    {
      action: 'events:PutEvents',
      resource: BUS,
      resourcePolicy: centralBusPolicy(configuration),
      ...from('aws.cloudtrail'),
    },
    {
      admits: [
        ['the forwarder of a member with an event of an AWS service', asForwarder(PAYMENTS)],
        ['the forwarder of the management account', asForwarder(MANAGEMENT)],
        ['the forwarder of the security account itself', asForwarder(SECURITY)],
        ['a forwarder with events of several AWS services', asForwarder(PAYMENTS), from('aws.cloudtrail', 'aws.s3')],
      ],
      refuses: [
        ['an administrator of a member', administrator(PAYMENTS)],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an administrator of the security account', administrator(SECURITY)],
        ['another role of the security account', role(SECURITY, 'application')],
        ['another role of a member', role(PAYMENTS, 'application')],
        ["a role of the forwarder's name outside of the organization", role(OUTSIDER, FORWARDER)],
        ['any other outsider', administrator(OUTSIDER)],
        ["a role whose name ends with the forwarder's", role(PAYMENTS, `my-${FORWARDER}`)],
        ["a role whose name starts with the forwarder's", role(PAYMENTS, `${FORWARDER}-2`)],
        ["a role of the forwarder's name under a path", role(DATA, FORWARDER, { path: '/team/' })],
        ["a role whose path ends like the forwarder's ARN", role(DATA, 'x', { path: `/role/${FORWARDER}/` })],
        ['a forwarder with a custom event', asForwarder(PAYMENTS), from('com.example.payments')],
        ['a forwarder with a source that only starts similarly', asForwarder(PAYMENTS), from('awsome')],
        ['a forwarder with a source that holds an AWS one', asForwarder(PAYMENTS), from('my.aws.cloudtrail')],
        ['a forwarder that hides a custom event among others', asForwarder(PAYMENTS), from('aws.cloudtrail', 'custom')],
        ['a forwarder whose events have no source', asForwarder(PAYMENTS), { context: {} }],
        ['an AWS service without a role', service('events', `arn:aws:events:us-east-1:${PAYMENTS}:rule/x`)],
        ['a forwarder that changes the rules', asForwarder(PAYMENTS), { action: 'events:PutRule' }],
      ],
    },
  );
});

describe('what the central bus policy allows, should its denial be taken away,', () => {
  const { Version, Statement } = centralBusPolicy(configuration);
  const resourcePolicy = { Version, Statement: Statement.filter(({ Effect }) => Effect === 'Allow') };
  itDecides(
    { action: 'events:PutEvents', resource: BUS, resourcePolicy, ...from('aws.cloudtrail') },
    {
      admits: [['forwarders', asForwarder(PAYMENTS)]],
      refuses: [
        ['an administrator of a member', administrator(PAYMENTS)],
        ['another role of a member', role(PAYMENTS, 'application')],
        ["a role whose name starts with the forwarder's", role(PAYMENTS, `${FORWARDER}-2`)],
        ["a role of the forwarder's name outside of the organization", role(OUTSIDER, FORWARDER)],
      ],
    },
  );
});

describe("the forwarder's permissions", () => {
  itDecides(
    { action: 'events:PutEvents', resource: BUS, resourcePolicy: centralBusPolicy(configuration), ...from('aws.s3') },
    {
      admits: [['events for the central bus', asForwarder(PAYMENTS)]],
      refuses: [
        [
          'events for another bus of the security account, whoever it admits',
          asForwarder(PAYMENTS),
          {
            resource: `${BUS}-2`,
            resourcePolicy: {
              Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
            },
          },
        ],
        [
          "events for its own account's default bus",
          asForwarder(PAYMENTS),
          { resource: `arn:aws:events:us-east-1:${PAYMENTS}:event-bus/default`, resourcePolicy: undefined },
        ],
        ['the rules of its own account', asForwarder(PAYMENTS), { action: 'events:DisableRule', resource: '*' }],
        ['anything else', asForwarder(PAYMENTS), { action: 's3:ListAllMyBuckets', resource: '*' }],
      ],
    },
  );
});

describe("the forwarder's trust", () => {
  const rule = (name: string, account = PAYMENTS, region = 'us-east-1') =>
    service('events', `arn:aws:events:${region}:${account}:rule/${name}`);
  itDecides(
    {
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${PAYMENTS}:role/${FORWARDER}`,
      resourcePolicy: forwarderTrust(configuration, PAYMENTS),
    },
    {
      admits: [
        ['EventBridge for a forwarding rule of its account', rule('trailwarden-forward-cloudtrail')],
        ['EventBridge for one in another Region', rule('trailwarden-forward-cloudtrail', PAYMENTS, 'eu-west-1')],
      ],
      refuses: [
        ["EventBridge for another account's forwarding rule", rule('trailwarden-forward-cloudtrail', DATA)],
        ["EventBridge for an outsider's forwarding rule", rule('trailwarden-forward-cloudtrail', OUTSIDER)],
        ['EventBridge for a rule of another prefix', rule('my-forward-cloudtrail')],
        ['EventBridge for a rule of the prefix that does not forward', rule('trailwarden-something-else')],
        ['EventBridge for a rule whose prefix only starts alike', rule('trailwarden-2-forward-cloudtrail')],
        [
          "EventBridge for a rule of its account in another account's name",
          service('events', `arn:aws:events:us-east-1:${PAYMENTS}:rule/trailwarden-forward-cloudtrail`, DATA),
        ],
        ['EventBridge when it does not say for which rule', service('events', undefined, PAYMENTS)],
        [
          'another service that claims to act for the rule',
          service('lambda', `arn:aws:events:us-east-1:${PAYMENTS}:rule/trailwarden-forward-cloudtrail`),
        ],
        ['an administrator of its account', administrator(PAYMENTS)],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an outsider', administrator(OUTSIDER)],
      ],
    },
  );
});

describe('the policy of a dead-letter queue', () => {
  const QUEUE = `arn:aws:sqs:us-east-1:${PAYMENTS}:trailwarden-forwarder-dead-letters`;
  const RULE = `arn:aws:events:us-east-1:${PAYMENTS}:rule/trailwarden-forward-cloudtrail`;
  const OTHER = `arn:aws:events:us-east-1:${PAYMENTS}:rule/trailwarden-forward-s3`;
  itDecides(
    { action: 'sqs:SendMessage', resource: QUEUE, resourcePolicy: deadLetterQueuePolicy(QUEUE, [RULE, OTHER]) },
    {
      admits: [
        ['EventBridge for the rule', service('events', RULE)],
        ['EventBridge for the other rule that it names', service('events', OTHER)],
        ['whom IAM lets in, of its own account', administrator(PAYMENTS)],
      ],
      refuses: [
        ['EventBridge for a rule that it does not name', service('events', `${RULE}-2`)],
        ["EventBridge for another account's rule of the same name", service('events', RULE.replace(PAYMENTS, DATA))],
        ['EventBridge for the rule of another Region', service('events', RULE.replace('us-east-1', 'eu-west-1'))],
        ['EventBridge when it does not say for which rule', service('events', undefined, PAYMENTS)],
        // A queue open to any topic can be filled with forged reports.
        ['a topic', service('sns', `arn:aws:sns:us-east-1:${PAYMENTS}:anything`)],
        ['another service that claims to act for the rule', service('lambda', RULE)],
        ['EventBridge that wants to read', service('events', RULE), { action: 'sqs:ReceiveMessage' }],
        ['EventBridge for another queue', service('events', RULE), { resource: `${QUEUE}-2` }],
        ['a bystander of its own account', role(PAYMENTS, 'bystander', BYSTANDER)],
        ['an administrator of another account', administrator(DATA)],
        ['an outsider', administrator(OUTSIDER)],
      ],
    },
  );
});

describe('the retry policy of rules', () => {
  it("is EventBridge's longest: a day, and as many attempts as fit in it", () => {
    assert.deepEqual(RETRY_POLICY, { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 });
  });
});
