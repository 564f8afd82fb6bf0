import assert from 'node:assert/strict';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { authorize } from '../../../sandbox/authorization/index';
import { Clock } from '../../../sandbox/core/clock';
import { Gate } from '../../../sandbox/core/gate';
import { State } from '../../../sandbox/core/state';
import { type Deployment, type DeploymentTarget, deployStack } from '../../../sandbox/doors/deployment';
import { foundOrganization } from '../../../sandbox/organization';
import { adapterOf, resourceTypes } from '../../../sandbox/resources/index';
import { cloudOf } from '../../../sandbox/resources/provider';
import { cloudtrail } from '../../../sandbox/services/cloudtrail/index';
import { cloudwatch } from '../../../sandbox/services/cloudwatch/index';
import { eventbridge } from '../../../sandbox/services/eventbridge/index';
import { iam } from '../../../sandbox/services/iam/index';
import { kms } from '../../../sandbox/services/kms/index';
import { LambdaRuntime, lambdaService } from '../../../sandbox/services/lambda/index';
import { logs } from '../../../sandbox/services/logs/index';
import { organizations } from '../../../sandbox/services/organizations/index';
import { s3 } from '../../../sandbox/services/s3/index';
import { sns } from '../../../sandbox/services/sns/index';
import { sqs } from '../../../sandbox/services/sqs/index';
import { sts } from '../../../sandbox/services/sts/index';
import { deploymentSessionOf, sessionOf } from '../../../sandbox/services/sts/state';

const ACCOUNT = '111111111111';
const DEFAULT_TAGS = { team: 'security' };

const allow = (action: string, resource: pulumi.Input<string>, principal?: aws.iam.PolicyStatement['Principal']) =>
  ({
    Version: '2012-10-17' as const,
    Statement: [
      { Effect: 'Allow' as const, Action: action, Resource: resource, ...(principal ? { Principal: principal } : {}) },
    ],
  }) satisfies aws.iam.PolicyDocument;
const trust = (service: string): aws.iam.PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
});
const service = (name: string) => ({ Service: `${name}.amazonaws.com` });

type Options = pulumi.CustomResourceOptions;

function storage(opts: Options, key: aws.kms.Key): aws.s3.BucketPolicy {
  const { bucket, arn } = new aws.s3.Bucket('logs', { bucket: 'logs-111111111111', objectLockEnabled: true }, opts);
  const access = new aws.s3.BucketPublicAccessBlock('logs', { bucket, blockPublicAcls: true }, opts);
  new aws.s3.BucketOwnershipControls('logs', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } }, opts);
  const versioning = new aws.s3.BucketVersioning('v', { bucket, versioningConfiguration: { status: 'Enabled' } }, opts);
  const byDefault = { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn };
  new aws.s3.BucketServerSideEncryptionConfiguration(
    'logs',
    { bucket, rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: true }] },
    opts,
  );
  new aws.s3.BucketLifecycleConfiguration(
    'logs',
    { bucket, rules: [{ id: 'expire', status: 'Enabled', filter: { prefix: 'a/' }, expiration: { days: 9 } }] },
    { ...opts, dependsOn: versioning },
  );
  new aws.s3.BucketObjectLockConfiguration(
    'logs',
    { bucket, rule: { defaultRetention: { mode: 'GOVERNANCE', days: 3 } } },
    { ...opts, dependsOn: versioning },
  );
  const target = new aws.s3.Bucket('access', { bucket: 'access-111111111111' }, opts);
  const written = new aws.s3.BucketPolicy(
    'access',
    {
      bucket: target.bucket,
      policy: allow('s3:PutObject', pulumi.interpolate`${target.arn}/*`, service('logging.s3')),
    },
    opts,
  );
  new aws.s3.BucketLogging('logs', { bucket, targetBucket: written.bucket, targetPrefix: 'a/' }, opts);
  const statements = [
    ...allow('s3:GetBucketAcl', arn, service('cloudtrail')).Statement,
    ...allow('s3:PutObject', pulumi.interpolate`${arn}/AWSLogs/*`, service('cloudtrail')).Statement,
  ];
  const policy = { Version: '2012-10-17' as const, Statement: statements };
  return new aws.s3.BucketPolicy('logs', { bucket, policy }, { ...opts, dependsOn: access });
}

function events(opts: Options, role: aws.iam.Role, queue: aws.sqs.Queue, permission: pulumi.Resource): void {
  const bus = new aws.cloudwatch.EventBus('central', { name: 'central', description: 'reports' }, opts);
  new aws.cloudwatch.EventBusPolicy(
    'central',
    {
      eventBusName: bus.name,
      policy: pulumi.jsonStringify(allow('events:PutEvents', bus.arn, { AWS: '222222222222' })),
    },
    opts,
  );
  new aws.cloudwatch.EventArchive('central', { eventSourceArn: bus.arn, retentionDays: 9 }, opts);
  const pattern = { eventPattern: '{"source":["aws.cloudtrail"]}' };
  const { name: forward } = new aws.cloudwatch.EventRule('forward', { ...pattern, region: 'eu-west-1' }, opts);
  new aws.cloudwatch.EventTarget(
    'forward',
    {
      rule: forward,
      region: 'eu-west-1',
      arn: bus.arn,
      roleArn: role.arn,
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
    },
    { ...opts, dependsOn: permission },
  );
  const { name: central } = new aws.cloudwatch.EventRule('central', { ...pattern, eventBusName: bus.name }, opts);
  new aws.cloudwatch.EventTarget('central', { rule: central, eventBusName: bus.name, arn: queue.arn }, opts);
}

function functions(opts: Options, role: aws.iam.Role, group: aws.cloudwatch.LogGroup, failures: aws.sqs.Queue): void {
  const { name } = new aws.lambda.Function(
    'responder',
    {
      role: role.arn,
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      architectures: ['arm64'],
      code: new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset('exports.handler = () => 1;') }),
      environment: { variables: { MODE: 'enforce' } },
      loggingConfig: { logFormat: 'Text', logGroup: group.name },
      memorySize: 512,
      timeout: 60,
      reservedConcurrentExecutions: 5,
    },
    opts,
  );
  new aws.lambda.Permission(
    'rule',
    { function: name, action: 'lambda:InvokeFunction', principal: 'events.amazonaws.com', sourceAccount: ACCOUNT },
    opts,
  );
  new aws.lambda.FunctionEventInvokeConfig(
    'responder',
    { functionName: name, maximumRetryAttempts: 1, destinationConfig: { onFailure: { destination: failures.arn } } },
    opts,
  );
}

/** One of everything. */
async function everything(): Promise<object> {
  const provider = new aws.Provider('account', { region: 'us-east-1', defaultTags: { tags: DEFAULT_TAGS } });
  const opts = { provider };
  const key = new aws.kms.Key('logs', { description: 'logs', enableKeyRotation: true, tags: { a: 'b' } }, opts);
  new aws.kms.Alias('logs', { name: 'alias/logs', targetKeyId: key.keyId }, opts);

  const role = new aws.iam.Role('forwarder', { assumeRolePolicy: trust('events.amazonaws.com'), path: '/a/' }, opts);
  const runs = new aws.iam.Role(
    'responder',
    { assumeRolePolicy: trust('lambda.amazonaws.com'), tags: { a: 'b' } },
    opts,
  );
  const send = new aws.iam.RolePolicy('send', { role: role.name, policy: allow('events:PutEvents', '*') }, opts);
  const failure = new aws.iam.RolePolicy('fail', { role: runs.name, policy: allow('sqs:SendMessage', '*') }, opts);
  const managed = new aws.iam.Policy('write', { policy: allow('logs:PutLogEvents', '*'), description: 'logs' }, opts);
  new aws.iam.RolePolicyAttachment('write', { role: runs.name, policyArn: managed.arn }, opts);

  const queue = new aws.sqs.Queue('dead', { messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true }, opts);
  new aws.sqs.QueuePolicy(
    'dead',
    { queueUrl: queue.url, policy: allow('sqs:SendMessage', '*', service('events')) },
    opts,
  );
  const topic = new aws.sns.Topic('alerts', { displayName: 'Alerts', kmsMasterKeyId: key.arn }, opts);
  new aws.sns.TopicPolicy('a', { arn: topic.arn, policy: allow('sns:Publish', topic.arn, service('events')) }, opts);
  new aws.sns.TopicSubscription('mail', { topic: topic.arn, protocol: 'email', endpoint: 'a@example.com' }, opts);

  const group = new aws.cloudwatch.LogGroup('audit', { name: '/audit', retentionInDays: 30 }, opts);
  const metricTransformation = { name: 'Stops', namespace: 'Audit', value: '1', defaultValue: '0' };
  const pattern = '{ $.eventName = "StopLogging" }';
  new aws.cloudwatch.LogMetricFilter('stops', { logGroupName: group.name, pattern, metricTransformation }, opts);
  new aws.cloudwatch.MetricAlarm(
    'stops',
    {
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      evaluationPeriods: 1,
      metricName: 'Stops',
      namespace: 'Audit',
      period: 300,
      statistic: 'Sum',
      threshold: 1,
      dimensions: { Trail: 'audit' },
      alarmActions: [topic.arn],
    },
    opts,
  );
  new aws.cloudwatch.Dashboard('audit', { dashboardName: 'audit', dashboardBody: '{"widgets":[]}' }, opts);

  events(opts, role, queue, send);
  functions({ ...opts, dependsOn: failure }, runs, group, queue);
  new aws.cloudtrail.Trail(
    'audit',
    {
      s3BucketName: storage(opts, key).bucket,
      enableLogFileValidation: true,
      isMultiRegionTrail: true,
      eventSelectors: [{ readWriteType: 'WriteOnly', includeManagementEvents: true }],
      insightSelectors: [{ insightType: 'ApiCallRateInsight' }],
    },
    opts,
  );

  new aws.organizations.AwsServiceAccess('cloudtrail', { servicePrincipal: 'cloudtrail.amazonaws.com' }, opts);
  const content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  const guard = new aws.organizations.Policy('guard', { content, tags: { a: 'b' } }, opts);
  new aws.organizations.PolicyAttachment('guard', { policyId: guard.id, targetId: '222222222222' }, opts);
  return { queueUrl: queue.url };
}

describe('every resource type, in the real services of the sandbox', () => {
  const runtime = new LambdaRuntime();
  let target: DeploymentTarget;
  let deployment: Deployment;

  before(async () => {
    const state = new State();
    const clock = new Clock('virtual', new Date('2026-01-01T00:00:00Z'));
    const accounts = [ACCOUNT, '222222222222'].map((id) => ({ id, name: `account-${id}` }));
    foundOrganization(state, clock, { id: 'o-exampleorg1', managementAccount: ACCOUNT, accounts });
    const others = [cloudtrail, cloudwatch, eventbridge, iam, kms, logs, organizations, s3, sns, sqs, sts];
    const services = [lambdaService(runtime), ...others];
    const gate = new Gate({ state, clock, services, authorize, record: () => undefined });
    target = {
      gate,
      sessionOf: (accessKeyId) => sessionOf(state, accessKeyId),
      deployer: async (account) => deploymentSessionOf(state, account) as never,
    };
    const stack = { organization: 'organization', project: 'probe', stack: 'all', config: {}, account: ACCOUNT };
    deployment = await deployStack(target, { ...stack, program: everything });
  });
  after(() => runtime.close());

  it('is deployed', () => {
    const deployed = new Set(deployment.resources.map(({ type }) => type));
    assert.deepEqual(
      resourceTypes.filter((type) => !deployed.has(type)),
      [],
    );
  });

  it('reads back every input that it was given', async () => {
    const principal = await target.deployer(ACCOUNT);
    const provider = { gate: target.gate, principal, region: 'us-east-1', defaultTags: DEFAULT_TAGS };
    let compared = 0;
    for (const { type, id = '', inputs, urn } of deployment.resources) {
      if (!resourceTypes.includes(type)) continue;
      const state = await adapterOf(type).read(cloudOf(provider, inputs.region), id, inputs as never);
      for (const [input, given] of Object.entries(inputs)) {
        if (input === 'code') continue;
        compared += 1;
        assert.deepEqual(comparable((state as Record<string, unknown>)[input]), comparable(given), `${urn} ${input}`);
      }
    }
    assert.ok(compared > 100, `${compared} inputs were compared`);
  });

  it('carries the tags of its provider, where it carries tags at all', () => {
    const tagged = deployment.resources.filter(({ type, outputs }) => type.startsWith('aws:') && 'tagsAll' in outputs);
    assert.ok(tagged.length >= 14, `${tagged.length} resources are tagged`);
    for (const { urn, inputs, outputs } of tagged)
      assert.deepEqual(
        [outputs.tagsAll, outputs.tags],
        [{ ...DEFAULT_TAGS, ...(inputs.tags as object) }, inputs.tags ?? {}],
        urn,
      );
  });
});

/** A value with every JSON text in it parsed, because a document may come back with its members in another order. */
function comparable(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
