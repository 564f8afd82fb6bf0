import assert from 'node:assert/strict';
import { RuleDeadLetterQueue } from '../../components/rule-dead-letter-queue';
import { deadLetterQueuePolicy } from '../../infra/specifications/forwarding';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { outline, the } from '../support/resources';

const QUEUE = 'arn:aws:sqs:eu-west-1:444444444444:undelivered';
const RULES = ['arn:aws:events:eu-west-1:444444444444:rule/one', 'arn:aws:events:eu-west-1:444444444444:rule/two'];

describe('RuleDeadLetterQueue', () => {
  let deployed: DeployedStack;
  before(async () => {
    deployed = await deployedComponent({ stack: 'payments' }, (provider, { accountId }) => {
      const declared = {
        account: accountId,
        region: 'eu-west-1',
        name: 'undelivered',
        arn: QUEUE,
        policy: deadLetterQueuePolicy(QUEUE, RULES),
      };
      const { queueName } = new RuleDeadLetterQueue('dead-letters', { queue: declared }, { provider });
      return { queueName };
    });
  });

  it('is a queue and its policy, and nothing else', () => {
    assert.deepEqual(outline(deployed), [
      'RuleDeadLetterQueue dead-letters',
      '  aws.sqs.Queue dead-letters',
      '  aws.sqs.QueuePolicy dead-letters-policy',
    ]);
  });

  it("keeps what it gets for SQS's longest, 14 days, up to 256 KiB each, encrypted, in the Region of the rules", () => {
    assert.deepEqual(the(deployed, 'aws.sqs.Queue', 'dead-letters').inputs, {
      name: 'undelivered',
      region: 'eu-west-1',
      messageRetentionSeconds: 14 * 24 * 3600,
      maxMessageSize: 256 * 1024,
      delaySeconds: 0,
      visibilityTimeoutSeconds: 30,
      sqsManagedSseEnabled: true,
    });
  });

  it('lets the given rules write to it', () => {
    assert.deepEqual(the(deployed, 'aws.sqs.QueuePolicy', 'dead-letters-policy').inputs, {
      queueUrl: the(deployed, 'aws.sqs.Queue', 'dead-letters').outputs.url,
      region: 'eu-west-1',
      policy: deadLetterQueuePolicy(QUEUE, RULES),
    });
  });

  it('is the queue that its policy is about, and says its name', () => {
    assert.equal(the(deployed, 'aws.sqs.Queue', 'dead-letters').outputs.arn, QUEUE);
    assert.deepEqual(deployed.outputs, { queueName: 'undelivered' });
  });
});
