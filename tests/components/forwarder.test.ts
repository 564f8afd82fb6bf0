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

  const groupsOf = (region: string): string[] =>
    forwardingRules(deployed.configuration, 'member', region).map(({ group }) => group);
  const named = (kind: string, suffix: string): string[] =>
    REGIONS.flatMap((region) =>
      groupsOf(region).map((group) => `  aws.cloudwatch.${kind} forwarder-${region}-${group}${suffix}`),
    ).sort();

  it('is a role, and in every governed Region rules with their targets and a dead-letter queue, named by the Region', () => {
    assert.deepEqual(outline(deployed), [
      'Forwarder forwarder',
      ...[...REGIONS]
        .sort()
        .flatMap((region) => [
          `  RuleDeadLetterQueue forwarder-${region}-dead-letters`,
          `    aws.sqs.Queue forwarder-${region}-dead-letters`,
          `    aws.sqs.QueuePolicy forwarder-${region}-dead-letters-policy`,
        ]),
      ...named('EventRule', ''),
      ...named('EventTarget', '-target'),
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
      for (const { group, pattern } of forwardingRules(deployed.configuration, 'member', region))
        assert.deepEqual(the(deployed, 'aws.cloudwatch.EventRule', `forwarder-${region}-${group}`).inputs, {
          name: `trailwarden-forward-${group}`,
          description: 'Reports tampering with the audit trail to the central bus.',
          region,
          eventPattern: JSON.stringify(pattern),
          state: 'ENABLED',
        });
    });

    it(`sends from ${region} to the central bus, for a day, and leaves what is lost in a queue of the Region`, () => {
      for (const group of groupsOf(region))
        assert.deepEqual(the(deployed, 'aws.cloudwatch.EventTarget', `forwarder-${region}-${group}-target`).inputs, {
          rule: `trailwarden-forward-${group}`,
          targetId: 'central-bus',
          region,
          arn: 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central',
          roleArn: `arn:aws:iam::${ACCOUNT}:role/trailwarden-forwarder`,
          retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
          deadLetterConfig: { arn: `arn:aws:sqs:${region}:${ACCOUNT}:trailwarden-forwarder-dead-letters` },
        });
    });

    it(`lets the rules of ${region} write to that queue, and no other rules`, () => {
      const rules = groupsOf(region).map(
        (group) => `arn:aws:events:${region}:${ACCOUNT}:rule/trailwarden-forward-${group}`,
      );
      assert.ok(rules.length > 0);
      assert.deepEqual(
        the(deployed, 'aws.sqs.QueuePolicy', `forwarder-${region}-dead-letters-policy`).inputs.policy,
        deadLetterQueuePolicy(`arn:aws:sqs:${region}:${ACCOUNT}:trailwarden-forwarder-dead-letters`, rules),
      );
    });

    it(`sends from ${region} only once the role may, and the queue can take what is lost`, () => {
      for (const group of groupsOf(region))
        assertWaits(
          the(deployed, 'aws.cloudwatch.EventTarget', `forwarder-${region}-${group}-target`),
          the(deployed, 'aws.iam.RolePolicy', 'forwarder-permission'),
          the(deployed, 'aws.sqs.QueuePolicy', `forwarder-${region}-dead-letters-policy`),
        );
    });
  }
});
