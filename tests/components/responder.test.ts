import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { AlertTopic } from '../../components/alert-topic';
import { CentralBus } from '../../components/central-bus';
import { Responder } from '../../components/responder';
import { centralRules } from '../../infra/event-rules';
import { responderPolicy, responderTrust } from '../../infra/specifications/repair';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { all, assertWaits, keptBy, lineOf, madeBy, the } from '../support/resources';

const FUNCTION = 'arn:aws:lambda:us-east-1:333333333333:function:trailwarden-responder';
const RULES = 'arn:aws:events:us-east-1:333333333333:rule/';

/** What every rule that wakes it is allowed, and what it does. */
const WAKING = {
  action: 'lambda:InvokeFunction',
  function: 'trailwarden-responder',
  principal: 'events.amazonaws.com',
  sourceAccount: '333333333333',
};
const TARGET = {
  targetId: 'responder',
  arn: FUNCTION,
  retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
  deadLetterConfig: { arn: 'arn:aws:sqs:us-east-1:333333333333:trailwarden-central-dead-letters' },
};

describe('Responder', () => {
  let deployed: DeployedStack;
  before(async () => {
    deployed = await deployedComponent({ stack: 'security' }, (provider, configuration) => {
      const bus = new CentralBus('central', { configuration }, { provider });
      const topic = new AlertTopic('alerts', { configuration }, { provider });
      const source = 'export async function handler() {}';
      const archive = new pulumi.asset.AssetArchive({ 'index.mjs': new pulumi.asset.StringAsset(source) });
      const code = { archive, sha256: 'the hash of the package' };
      const responder = new Responder('responder', { configuration, code, bus, topic }, { provider });
      return { functionName: responder.functionName, failureQueueName: responder.failureQueueName };
    });
  });

  it('is a function with its role, log group, failure queue and retries, and for each rule a target and a permission', () => {
    const { urn } = the(deployed, 'Responder', 'responder');
    const children = madeBy(deployed).filter(({ parent }) => parent === urn);
    const groups = [...centralRules().map(({ group }) => group), 'sweep'];
    const expected = [
      ...groups.flatMap((group) => [
        `aws.cloudwatch.EventRule responder-${group}`,
        `aws.cloudwatch.EventTarget responder-${group}-target`,
        `aws.lambda.Permission responder-${group}-permission`,
      ]),
      'aws.cloudwatch.LogGroup responder-log-group',
      'aws.cloudwatch.LogMetricFilter responder-sweeps',
      'aws.iam.Role responder-role',
      'aws.iam.RolePolicy responder-permission',
      'aws.lambda.Function responder',
      'aws.lambda.FunctionEventInvokeConfig responder-retries',
      'aws.sqs.Queue responder-failures',
    ];
    assert.deepEqual(children.map(lineOf).sort(), expected.sort());
  });

  it('runs by a role that Lambda alone takes on, with the permissions of a response', () => {
    assert.deepEqual(the(deployed, 'aws.iam.Role', 'responder-role').inputs, {
      name: 'trailwarden-responder',
      description: 'Runs the responder.',
      assumeRolePolicy: responderTrust(),
    });
    assert.deepEqual(the(deployed, 'aws.iam.RolePolicy', 'responder-permission').inputs, {
      name: 'respond',
      role: 'trailwarden-responder',
      policy: responderPolicy(deployed.configuration),
    });
  });

  it('is a bundle without an environment, for five minutes at most', () => {
    const { code, ...inputs } = the(deployed, 'aws.lambda.Function', 'responder').inputs;
    assert.ok(pulumi.asset.AssetArchive.isInstance(code));
    assert.deepEqual(inputs, {
      name: 'trailwarden-responder',
      description: 'Puts back what was tampered with, and tells people.',
      role: 'arn:aws:iam::333333333333:role/trailwarden-responder',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      codeSha256: 'the hash of the package',
      memorySize: 512,
      timeout: 300,
      loggingConfig: { logFormat: 'Text', logGroup: '/aws/lambda/trailwarden-responder' },
    });
  });

  it('is there only once it may act, log, and tell people', () => {
    assertWaits(
      the(deployed, 'aws.lambda.Function', 'responder'),
      the(deployed, 'aws.iam.RolePolicy', 'responder-permission'),
      the(deployed, 'aws.cloudwatch.LogGroup', 'responder-log-group'),
      the(deployed, 'aws.sns.TopicPolicy', 'alerts-policy'),
    );
  });

  it('tries a report three times, and leaves it in its failure queue, which keeps it for 14 days', () => {
    assert.deepEqual(the(deployed, 'aws.lambda.FunctionEventInvokeConfig', 'responder-retries').inputs, {
      functionName: 'trailwarden-responder',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 6 * 3600,
      destinationConfig: {
        onFailure: { destination: 'arn:aws:sqs:us-east-1:333333333333:trailwarden-responder-failures' },
      },
    });
    assert.deepEqual(the(deployed, 'aws.sqs.Queue', 'responder-failures').inputs, {
      name: 'trailwarden-responder-failures',
      messageRetentionSeconds: 14 * 24 * 3600,
      maxMessageSize: 256 * 1024,
      delaySeconds: 0,
      visibilityTimeoutSeconds: 30,
      sqsManagedSseEnabled: true,
    });
  });

  it('has a failure queue only once it may write to it', () => {
    assertWaits(
      the(deployed, 'aws.lambda.FunctionEventInvokeConfig', 'responder-retries'),
      the(deployed, 'aws.iam.RolePolicy', 'responder-permission'),
    );
  });

  for (const { group, pattern } of centralRules())
    it(`is woken by the rule ${group} of the central bus, enabled, which it lets invoke it, and keeps what is lost`, () => {
      const rule = the(deployed, 'aws.cloudwatch.EventRule', `responder-${group}`);
      assert.deepEqual(rule.inputs, {
        name: `trailwarden-respond-${group}`,
        description: 'Hands reports of tampering to the responder.',
        eventBusName: 'trailwarden-central',
        eventPattern: JSON.stringify(pattern),
        state: 'ENABLED',
      });
      assert.deepEqual(the(deployed, 'aws.lambda.Permission', `responder-${group}-permission`).inputs, {
        ...WAKING,
        statementId: `rule-${group}`,
        sourceArn: `${RULES}trailwarden-central/trailwarden-respond-${group}`,
      });
      assert.deepEqual(the(deployed, 'aws.cloudwatch.EventTarget', `responder-${group}-target`).inputs, {
        ...TARGET,
        rule: `trailwarden-respond-${group}`,
        eventBusName: 'trailwarden-central',
      });
    });

  it('is woken every five minutes, by a rule of the default bus that says what it is to do', () => {
    assert.deepEqual(the(deployed, 'aws.cloudwatch.EventRule', 'responder-sweep').inputs, {
      name: 'trailwarden-sweep',
      description: 'Has the responder compare everything with its declaration.',
      scheduleExpression: 'rate(5 minutes)',
      state: 'ENABLED',
    });
    assert.deepEqual(the(deployed, 'aws.lambda.Permission', 'responder-sweep-permission').inputs, {
      ...WAKING,
      statementId: 'rule-sweep',
      sourceArn: `${RULES}trailwarden-sweep`,
    });
    assert.deepEqual(the(deployed, 'aws.cloudwatch.EventTarget', 'responder-sweep-target').inputs, {
      ...TARGET,
      rule: 'trailwarden-sweep',
      input: '{"request":"sweep"}',
    });
  });

  it('may be invoked by its rules, and by nobody else', () => {
    const permissions = all(deployed, 'aws.lambda.Permission');
    assert.equal(permissions.length, centralRules().length + 1);
    for (const { inputs } of permissions) {
      assert.equal(inputs.principal, 'events.amazonaws.com');
      assert.equal(inputs.sourceAccount, '333333333333');
      const rules = all(deployed, 'aws.cloudwatch.EventRule').filter(({ outputs }) => outputs.arn === inputs.sourceArn);
      assert.equal(rules.length, 1, String(inputs.sourceArn));
    }
  });

  it('is woken only by a rule that may invoke it, and once the queue can take what is lost', () => {
    for (const target of all(deployed, 'aws.cloudwatch.EventTarget'))
      assertWaits(
        target,
        the(deployed, 'aws.lambda.Permission', target.name.replace(/-target$/, '-permission')),
        the(deployed, 'aws.sqs.QueuePolicy', 'central-dead-letters-policy'),
      );
  });

  it('counts the sweeps that came to their end', () => {
    assert.deepEqual(the(deployed, 'aws.cloudwatch.LogMetricFilter', 'responder-sweeps').inputs, {
      name: 'sweeps',
      logGroupName: '/aws/lambda/trailwarden-responder',
      pattern: '{ $.type = "sweep" }',
      metricTransformation: { namespace: 'Trailwarden/trailwarden', name: 'Sweeps', value: '1' },
    });
  });

  it('keeps its log when its stack goes, and lets nobody delete it', () => {
    const log = 'aws.cloudwatch.LogGroup responder-log-group';
    const { protect, retainOnDelete } = keptBy(deployed);
    assert.deepEqual(the(deployed, 'aws.cloudwatch.LogGroup', 'responder-log-group').inputs, {
      name: '/aws/lambda/trailwarden-responder',
      retentionInDays: 365,
      deletionProtectionEnabled: true,
    });
    assert.ok(protect.includes(log) && retainOnDelete.includes(log));
  });

  it('says its name, and where it leaves what it failed at', () => {
    assert.deepEqual(deployed.outputs, {
      functionName: 'trailwarden-responder',
      failureQueueName: 'trailwarden-responder-failures',
    });
  });
});
