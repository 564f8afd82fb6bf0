import assert from 'node:assert/strict';
import { CentralBus } from '../../components/central-bus';
import { centralRules } from '../../infra/event-rules';
import { centralBusPolicy, deadLetterQueuePolicy } from '../../infra/specifications/forwarding';
import { ruleSpecifications } from '../../infra/specifications/rules';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { outline, the } from '../support/resources';

const ACCOUNT = '333333333333';
const BUS = 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central';
const QUEUE = 'arn:aws:sqs:us-east-1:333333333333:trailwarden-central-dead-letters';
const RULES = 'arn:aws:events:us-east-1:333333333333:rule/trailwarden-central/trailwarden-respond-';

describe('CentralBus', () => {
  let deployed: DeployedStack;
  before(async () => {
    const changes = { eventArchiveRetentionInDays: '30' };
    deployed = await deployedComponent({ stack: 'security', changes }, (provider, configuration) => {
      const bus = new CentralBus('central', { configuration }, { provider });
      return { busName: bus.busName, deadLetterQueueName: bus.deadLetterQueue.queueName };
    });
  });

  it('is a bus with its policy, an archive and a dead-letter queue, and nothing else', () => {
    assert.deepEqual(outline(deployed), [
      'CentralBus central',
      '  RuleDeadLetterQueue central-dead-letters',
      '    aws.sqs.Queue central-dead-letters',
      '    aws.sqs.QueuePolicy central-dead-letters-policy',
      '  aws.cloudwatch.EventArchive central-archive',
      '  aws.cloudwatch.EventBus central',
      '  aws.cloudwatch.EventBusPolicy central-policy',
    ]);
  });

  it('has the name that forwarders send to', () => {
    const bus = the(deployed, 'aws.cloudwatch.EventBus', 'central');
    assert.deepEqual(bus.inputs, { name: 'trailwarden-central' });
    assert.equal(bus.outputs.arn, BUS);
  });

  it('admits by its policy', () => {
    assert.deepEqual(the(deployed, 'aws.cloudwatch.EventBusPolicy', 'central-policy').inputs, {
      eventBusName: 'trailwarden-central',
      policy: JSON.stringify(centralBusPolicy(deployed.configuration)),
    });
  });

  it('archives everything that arrives, for as long as configured', () => {
    assert.deepEqual(the(deployed, 'aws.cloudwatch.EventArchive', 'central-archive').inputs, {
      name: 'trailwarden-central',
      description: 'What was forwarded, for looking back.',
      eventSourceArn: BUS,
      retentionDays: 30,
    });
  });

  it('has a queue for what the rules of its account could not deliver, but for those that forward', () => {
    const rules = ruleSpecifications(deployed.configuration, 'security', ACCOUNT).filter(
      ({ name }) => !name.startsWith('trailwarden-forward-'),
    );
    for (const { group } of centralRules()) assert.ok(rules.some(({ arn }) => arn === `${RULES}${group}`));
    assert.deepEqual(
      the(deployed, 'aws.sqs.QueuePolicy', 'central-dead-letters-policy').inputs.policy,
      deadLetterQueuePolicy(
        QUEUE,
        rules.map(({ arn }) => arn),
      ),
    );
  });

  it('says its name and its queue', () => {
    assert.deepEqual(deployed.outputs, {
      busName: 'trailwarden-central',
      deadLetterQueueName: 'trailwarden-central-dead-letters',
    });
  });
});
