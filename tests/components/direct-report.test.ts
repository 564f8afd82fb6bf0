import assert from 'node:assert/strict';
import { AlertTopic } from '../../components/alert-topic';
import { CentralBus } from '../../components/central-bus';
import { DirectReport } from '../../components/direct-report';
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import { GLOBAL_SOURCES } from '../../infra/catalogue/entry';
import { directRules, type TamperRule } from '../../infra/event-rules';
import { directReportPolicy, directReportTrust } from '../../infra/specifications/direct-report';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { all, assertWaits, lineOf, madeBy, the } from '../support/resources';

const ROLE = 'arn:aws:iam::333333333333:role/trailwarden-direct-report';
const TOPIC = 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts';

describe('DirectReport', () => {
  let deployed: DeployedStack;
  let rules: { readonly here: TamperRule[]; readonly elsewhere: TamperRule[] };
  before(async () => {
    deployed = await directReport({});
    rules = directRules(deployed.configuration, deployed.configuration.homeRegion);
  });

  async function directReport(changes: Record<string, string>): Promise<DeployedStack> {
    return await deployedComponent({ stack: 'security', changes }, (provider, configuration) => {
      const bus = new CentralBus('central', { configuration }, { provider });
      const topic = new AlertTopic('alerts', { configuration }, { provider });
      new DirectReport('direct', { configuration, bus, topic }, { provider });
      return undefined;
    });
  }

  it('is a role, and rules with their targets, and nothing else: no function has to run', () => {
    const { urn } = the(deployed, 'DirectReport', 'direct');
    const children = madeBy(deployed).filter(({ parent }) => parent === urn);
    assert.deepEqual(
      children.map(lineOf).sort(),
      [
        ...[...rules.here, ...rules.elsewhere].flatMap(({ group }) => [
          `aws.cloudwatch.EventRule direct-${group}`,
          `aws.cloudwatch.EventTarget direct-${group}-target`,
        ]),
        'aws.iam.Role direct-role',
        'aws.iam.RolePolicy direct-permission',
      ].sort(),
    );
  });

  it('reports every call that may silence the responder', () => {
    const reported = [...rules.here, ...rules.elsewhere].flatMap(({ pattern }) => pattern.detail.eventName);
    const direct = TAMPER_CATALOGUE.filter((entry) => entry.direct).map(({ eventName }) => eventName);
    assert.deepEqual(reported.sort(), direct.sort());
    for (const each of [
      'DeleteFunction20150331',
      'PutFunctionConcurrency20171031',
      'DeleteTopic',
      'PutRule',
      'DeleteRole',
    ])
      assert.ok(direct.includes(each), each);
  });

  it('takes what happens in the account from its default bus, where nobody but AWS is in between', () => {
    for (const { group, pattern } of rules.here)
      assert.deepEqual(the(deployed, 'aws.cloudwatch.EventRule', `direct-${group}`).inputs, {
        name: `trailwarden-direct-${group}`,
        description: 'Tells people of what may silence the responder.',
        eventPattern: JSON.stringify(pattern),
        state: 'ENABLED',
      });
  });

  it('takes what global services record in another Region from the central bus, and only of its own account', async () => {
    const elsewhere = await directReport({ homeRegion: 'eu-west-1' });
    const onTheBus = directRules(elsewhere.configuration, 'eu-west-1').elsewhere;
    assert.deepEqual(
      onTheBus.flatMap(({ pattern }) => pattern.source).filter((source) => !GLOBAL_SOURCES.includes(source)),
      [],
    );
    assert.ok(onTheBus.length > 0);
    for (const { group, pattern } of onTheBus) {
      assert.deepEqual(the(elsewhere, 'aws.cloudwatch.EventRule', `direct-${group}`).inputs, {
        name: `trailwarden-direct-${group}`,
        description: 'Tells people of what may silence the responder.',
        eventBusName: 'trailwarden-central',
        eventPattern: JSON.stringify({ account: ['333333333333'], ...pattern }),
        state: 'ENABLED',
      });
      const { inputs } = the(elsewhere, 'aws.cloudwatch.EventTarget', `direct-${group}-target`);
      assert.equal(inputs.eventBusName, 'trailwarden-central');
    }
    assert.deepEqual(rules.elsewhere, []);
  });

  it('tells people through the alert topic, by its role, retried, with a dead-letter queue', () => {
    const targets = all(deployed, 'aws.cloudwatch.EventTarget');
    assert.equal(targets.length, rules.here.length);
    for (const { inputs } of targets) {
      const { inputTransformer, rule, ...rest } = inputs;
      assert.match(String(rule), /^trailwarden-direct-/);
      assert.deepEqual(rest, {
        targetId: 'alert-topic',
        arn: TOPIC,
        roleArn: ROLE,
        retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        deadLetterConfig: { arn: 'arn:aws:sqs:us-east-1:333333333333:trailwarden-central-dead-letters' },
      });
      assertReadable(inputTransformer);
    }
  });

  /** A text in quotes, with every value that it names. */
  function assertReadable(transformer: unknown): void {
    const { inputPaths, inputTemplate } = transformer as {
      inputPaths: Record<string, string>;
      inputTemplate: string;
    };
    const named = [...inputTemplate.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    assert.deepEqual(named.sort(), Object.keys(inputPaths).sort());
    assert.match(inputTemplate, /^"[^"\n]+"$/);
    assert.ok(inputTemplate.includes('does not come from it'));
    for (const path of Object.values(inputPaths)) assert.match(path, /^\$\.[\w.]+$/);
  }

  it('tells by a role that only its own rules take on, and that reaches nothing but the topic', () => {
    const { configuration } = deployed;
    assert.deepEqual(the(deployed, 'aws.iam.Role', 'direct-role').inputs, {
      name: 'trailwarden-direct-report',
      description: 'Carries reports of what may silence the responder to the alert topic.',
      assumeRolePolicy: directReportTrust(configuration),
    });
    assert.deepEqual(the(deployed, 'aws.iam.RolePolicy', 'direct-permission').inputs, {
      name: 'tell-people',
      role: 'trailwarden-direct-report',
      policy: directReportPolicy(configuration),
    });
  });

  it('tells only once the role may publish, and the queue can take what is lost', () => {
    for (const target of all(deployed, 'aws.cloudwatch.EventTarget'))
      assertWaits(
        target,
        the(deployed, 'aws.iam.RolePolicy', 'direct-permission'),
        the(deployed, 'aws.sns.TopicPolicy', 'alerts-policy'),
        the(deployed, 'aws.sqs.QueuePolicy', 'central-dead-letters-policy'),
      );
  });
});
