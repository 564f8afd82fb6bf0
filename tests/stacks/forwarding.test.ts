import assert from 'node:assert/strict';
import type { ListTargetsByRuleResponse } from '@aws-sdk/client-eventbridge';
import { forwardingRules } from '../../infra/event-rules';
import { ruleName } from '../../infra/names';
import type { RegisteredResource } from '../../sandbox/doors/mocks';
import { administratorOf } from '../../sandbox/services/sts/state';
import { type DeployedStack, deployedStack } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { policiesOf } from '../support/policies';
import { all, assertWaits, lineOf, the } from '../support/resources';

const BUS = 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central';

/** With a third Region, so that nothing holds by the sample's two alone. */
const CHANGES = { governedRegions: '["us-east-1","eu-west-1","ap-southeast-2"]' };

const ofRegion = (region: string) => (resource: RegisteredResource) => resource.inputs.region === region;

for (const { name, account } of SAMPLE.stacks)
  describe(`the forwarding of the ${name} stack`, () => {
    let stack: DeployedStack;
    before(async () => {
      stack = await deployedStack(name, CHANGES);
    });

    const forwarding = (kind: string): RegisteredResource[] =>
      all(stack, kind).filter(({ name: logical }) => logical.startsWith('forwarder-'));
    const expected = (region: string) => {
      const { accountKind, namePrefix } = stack.configuration;
      return forwardingRules(stack.configuration, accountKind, region).map(({ group, pattern }) => ({
        name: ruleName(namePrefix, `forward-${group}`),
        pattern,
      }));
    };

    it('has every rule in every governed Region, on the default bus, enabled, and no rule anywhere else', () => {
      assert.deepEqual(
        forwarding('aws.cloudwatch.EventRule')
          .map(({ inputs: { region, name: rule, eventPattern, state, eventBusName } }) =>
            JSON.stringify([region, rule, eventPattern, state, eventBusName]),
          )
          .sort(),
        stack.configuration.governedRegions
          .flatMap((region) =>
            expected(region).map((rule) =>
              JSON.stringify([region, rule.name, JSON.stringify(rule.pattern), 'ENABLED', undefined]),
            ),
          )
          .sort(),
      );
    });

    it('has one target on each rule: the central bus, by the role of this account, retried, with a dead-letter queue', () => {
      for (const region of stack.configuration.governedRegions) {
        const targets = forwarding('aws.cloudwatch.EventTarget').filter(ofRegion(region));
        assert.deepEqual(
          targets.map(({ inputs }) => inputs.rule).sort(),
          expected(region)
            .map((rule) => rule.name)
            .sort(),
        );
        for (const { inputs } of targets)
          assert.deepEqual(inputs, {
            rule: inputs.rule,
            targetId: 'central-bus',
            region,
            arn: BUS,
            roleArn: `arn:aws:iam::${account}:role/trailwarden-forwarder`,
            retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
            deadLetterConfig: { arn: `arn:aws:sqs:${region}:${account}:trailwarden-forwarder-dead-letters` },
          });
      }
    });

    it('has a queue in every governed Region that takes what exactly these rules could not deliver', () => {
      const policies = policiesOf(stack);
      for (const region of stack.configuration.governedRegions) {
        const [queue, ...others] = forwarding('aws.sqs.Queue').filter(ofRegion(region));
        assert.deepEqual(others, []);
        assert.equal(queue?.outputs.arn, `arn:aws:sqs:${region}:${account}:trailwarden-forwarder-dead-letters`);
        const { Statement = [] } = policies[`aws.sqs.QueuePolicy forwarder-${region}-dead-letters-policy`] ?? {};
        assert.deepEqual(
          Statement.map(({ Resource, Condition }) => [Resource, Condition]),
          [
            [
              queue?.outputs.arn,
              {
                ArnEquals: {
                  'aws:SourceArn': expected(region).map(
                    (rule) => `arn:aws:events:${region}:${account}:rule/${rule.name}`,
                  ),
                },
              },
            ],
          ],
        );
      }
    });

    it('is there in AWS as it was declared', async () => {
      const principal = administratorOf(stack.organization.state, account);
      assert.ok(principal);
      for (const region of stack.configuration.governedRegions)
        for (const { name: Rule } of expected(region)) {
          const call = { principal, region, service: 'events', operation: 'ListTargetsByRule', input: { Rule } };
          const { Targets } = (await stack.organization.gate.call(call)) as ListTargetsByRuleResponse;
          assert.deepEqual(Targets, [
            {
              Id: 'central-bus',
              Arn: BUS,
              RoleArn: `arn:aws:iam::${account}:role/trailwarden-forwarder`,
              RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
              DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:${account}:trailwarden-forwarder-dead-letters` },
            },
          ]);
        }
    });

    it('sends only once the role may, and the queue can take what is lost', () => {
      for (const target of forwarding('aws.cloudwatch.EventTarget'))
        assertWaits(
          target,
          the(stack, 'aws.iam.RolePolicy', 'forwarder-permission'),
          the(stack, 'aws.sqs.QueuePolicy', `forwarder-${String(target.inputs.region)}-dead-letters-policy`),
        );
    });
  });

describe('the forwarder of the security account', () => {
  it('is made only once the central bus admits it', async () => {
    const stack = await deployedStack('security');
    const policy = the(stack, 'aws.cloudwatch.EventBusPolicy', 'central-policy');
    const forwarder = the(stack, 'Forwarder', 'forwarder');
    assertWaits(forwarder, policy);
    const after = stack.resources.slice(stack.resources.indexOf(policy));
    for (const part of stack.resources.filter(({ parent }) => parent === forwarder.urn))
      assert.ok(after.includes(part), `${lineOf(part)} was made before the policy of the central bus.`);
  });
});
