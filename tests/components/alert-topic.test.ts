import assert from 'node:assert/strict';
import { AlertTopic } from '../../components/alert-topic';
import { alertKeyPolicy, alertTopicPolicy } from '../../infra/specifications/repair';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { inputsOf, outline, the } from '../support/resources';

const ARN = 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts';

describe('AlertTopic', () => {
  let deployed: DeployedStack;
  before(async () => {
    const changes = { alertSubscriptions: '["security@example.com","on-call@example.com"]' };
    deployed = await deployedComponent({ stack: 'security', changes }, (provider, configuration) => {
      const { arn } = new AlertTopic('alerts', { configuration }, { provider });
      return { arn };
    });
  });

  it('is a topic with its policy, a key, and one subscription for each address, named by it', () => {
    assert.deepEqual(outline(deployed), [
      'AlertTopic alerts',
      '  EncryptionKey alerts-key',
      '    aws.kms.Alias alerts-key-alias',
      '    aws.kms.Key alerts-key',
      '  aws.sns.Topic alerts',
      '  aws.sns.TopicPolicy alerts-policy',
      '  aws.sns.TopicSubscription alerts-on-call@example.com',
      '  aws.sns.TopicSubscription alerts-security@example.com',
    ]);
  });

  it('is encrypted with a key of its own, which alarms may use', () => {
    const key = the(deployed, 'aws.kms.Key', 'alerts-key');
    assert.deepEqual(the(deployed, 'aws.sns.Topic', 'alerts').inputs, {
      name: 'trailwarden-alerts',
      kmsMasterKeyId: key.outputs.arn,
    });
    assert.deepEqual(key.inputs.policy, JSON.stringify(alertKeyPolicy(deployed.configuration)));
    assert.equal(the(deployed, 'aws.kms.Alias', 'alerts-key-alias').inputs.name, 'alias/trailwarden-alerts');
  });

  it('has its policy', () => {
    assert.deepEqual(the(deployed, 'aws.sns.TopicPolicy', 'alerts-policy').inputs, {
      arn: ARN,
      policy: alertTopicPolicy(deployed.configuration),
    });
  });

  it('subscribes every address that is configured, by e-mail', () => {
    assert.deepEqual(inputsOf(deployed, 'aws.sns.TopicSubscription'), {
      'alerts-on-call@example.com': { topic: ARN, protocol: 'email', endpoint: 'on-call@example.com' },
      'alerts-security@example.com': { topic: ARN, protocol: 'email', endpoint: 'security@example.com' },
    });
  });

  it('says its ARN', () => {
    assert.deepEqual(deployed.outputs, { arn: ARN });
  });
});
