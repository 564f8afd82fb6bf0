import assert from 'node:assert/strict';
import { Forwarder } from '../../components/forwarder';
import { forwardingRules } from '../../infra/event-rules';
import { deadLetterQueuePolicy, forwarderPolicy, forwarderTrust } from '../../infra/specifications/forwarding';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { assertWaits, outline, the } from '../support/resources';

const ACCOUNT = '444444444444';
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'];

describe('Forwarder', () => {
  let deployed: DeployedStack;
  before(async () => {
    const changes = { governedRegions: JSON.stringify(REGIONS) };
    deployed = await deployedComponent(
      { stack: 'payments', after: ['security'], changes },
      (provider, configuration) => {
        const args = { configuration, accountId: ACCOUNT, accountKind: 'member' } as const;
        const { roleArn } = new Forwarder('forwarder', args, { provider });
        return { roleArn };
      },
    );
  });

  it('is a role, and in every governed Region a rule with its target and a dead-letter queue, named by the Region', () => {
    assert.deepEqual(outline(deployed), [
      'Forwarder forwarder',
      ...[...REGIONS]
        .sort()
        .flatMap((region) => [
          `  RuleDeadLetterQueue forwarder-${region}-dead-letters`,
          `    aws.sqs.Queue forwarder-${region}-dead-letters`,
          `    aws.sqs.QueuePolicy forwarder-${region}-dead-letters-policy`,
        ]),
      ...[...REGIONS].sort().map((region) => `  aws.cloudwatch.EventRule forwarder-${region}-cloudtrail`),
      ...[...REGIONS].sort().map((region) => `  aws.cloudwatch.EventTarget forwarder-${region}-cloudtrail-target`),
      '  aws.iam.Role forwarder',
      '  aws.iam.RolePolicy forwarder-permission',
    ]);
  });

  it('carries events by a role that only the rules of this account take on, for the central bus alone', () => {
    assert.deepEqual(the(deployed, 'aws.iam.Role', 'forwarder').inputs, {
      name: 'trailwarden-forwarder',
      description: 'Carries reports of tampering to the central bus.',
      assumeRolePolicy: forwarderTrust(deployed.configuration, ACCOUNT),
    });
    assert.deepEqual(the(deployed, 'aws.iam.RolePolicy', 'forwarder-permission').inputs, {
      name: 'send-to-the-central-bus',
      role: 'trailwarden-forwarder',
      policy: forwarderPolicy(deployed.configuration),
    });
    assert.deepEqual(deployed.outputs, { roleArn: `arn:aws:iam::${ACCOUNT}:role/trailwarden-forwarder` });
  });

  for (const region of REGIONS) {
    it(`matches tampering on the default bus of ${region}, enabled`, () => {
      const [rule] = forwardingRules('member');
      assert.deepEqual(the(deployed, 'aws.cloudwatch.EventRule', `forwarder-${region}-cloudtrail`).inputs, {
        name: 'trailwarden-forward-cloudtrail',
        description: 'Reports tampering with the audit trail to the central bus.',
        region,
        eventPattern: JSON.stringify(rule?.pattern),
        state: 'ENABLED',
      });
    });

    it(`sends from ${region} to the central bus, for a day, and leaves what is lost in a queue of the Region`, () => {
      assert.deepEqual(the(deployed, 'aws.cloudwatch.EventTarget', `forwarder-${region}-cloudtrail-target`).inputs, {
        rule: 'trailwarden-forward-cloudtrail',
        targetId: 'central-bus',
        region,
        arn: 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central',
        roleArn: `arn:aws:iam::${ACCOUNT}:role/trailwarden-forwarder`,
        retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        deadLetterConfig: { arn: `arn:aws:sqs:${region}:${ACCOUNT}:trailwarden-forwarder-dead-letters` },
      });
    });

    it(`lets the rule of ${region} write to that queue, and no other rule`, () => {
      assert.deepEqual(
        the(deployed, 'aws.sqs.QueuePolicy', `forwarder-${region}-dead-letters-policy`).inputs.policy,
        deadLetterQueuePolicy(`arn:aws:sqs:${region}:${ACCOUNT}:trailwarden-forwarder-dead-letters`, [
          `arn:aws:events:${region}:${ACCOUNT}:rule/trailwarden-forward-cloudtrail`,
        ]),
      );
    });

    it(`sends from ${region} only once the role may, and the queue can take what is lost`, () => {
      assertWaits(
        the(deployed, 'aws.cloudwatch.EventTarget', `forwarder-${region}-cloudtrail-target`),
        the(deployed, 'aws.iam.RolePolicy', 'forwarder-permission'),
        the(deployed, 'aws.sqs.QueuePolicy', `forwarder-${region}-dead-letters-policy`),
      );
    });
  }
});
