import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { differences } from '../../functions/responder/comparison';
import { keeperOf } from '../../functions/responder/keepers';
import { resourcesIn } from '../../functions/responder/target';
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import { type DeclaredState, declaredState } from '../../infra/specifications/declared-state';
import type { DeclaredResource } from '../../infra/specifications/resources';
import type { ResourceType } from '../../infra/specifications/resources/resource';
import type { RegisteredResource } from '../../sandbox/doors/mocks';
import { callsOfAdministrators } from '../support/calls';
import { type ConfigurationChanges, type DeployedStack, deployedStack } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { all, kindOf, lineOf, madeBy, the } from '../support/resources';

/** The state in the package that Lambda was given. */
function packagedState({ organization }: DeployedStack): DeclaredState {
  const [created, ...others] = organization.answered.filter(({ call }) => call.operation === 'CreateFunction');
  assert.ok(created);
  assert.deepEqual(others, []);
  const { Code } = created.call.input as { Code: { ZipFile: Uint8Array } };
  const file = unzipSync(Code.ZipFile)['declared-state.json'];
  return JSON.parse(Buffer.from(file ?? '').toString()) as DeclaredState;
}

/** By the kind of what is deployed: the type of the declared resource that it is, or is a part of, and how it names that. */
const KEPT: Readonly<Record<string, readonly [type: ResourceType, nameOf: (resource: RegisteredResource) => unknown]>> =
  {
    'aws.cloudtrail.Trail': ['trail', arn],
    'aws.cloudwatch.EventArchive': ['event-archive', arn],
    'aws.cloudwatch.EventBus': ['event-bus', arn],
    'aws.cloudwatch.EventBusPolicy': ['event-bus', ({ inputs }) => inputs.eventBusName],
    'aws.cloudwatch.EventRule': ['event-rule', arn],
    'aws.cloudwatch.EventTarget': ['event-rule', ruleOf],
    'aws.cloudwatch.LogGroup': ['log-group', arn],
    'aws.cloudwatch.LogMetricFilter': ['log-group', ({ inputs }) => inputs.logGroupName],
    'aws.cloudwatch.MetricAlarm': ['alarm', arn],
    'aws.iam.Role': ['role', arn],
    'aws.iam.RolePolicy': ['role', ({ inputs }) => inputs.role],
    'aws.kms.Alias': ['key', arn],
    'aws.kms.Key': ['key', ({ inputs }) => inputs.description],
    'aws.lambda.Function': ['function', arn],
    'aws.lambda.FunctionEventInvokeConfig': ['function', ({ inputs }) => inputs.functionName],
    'aws.lambda.Permission': ['function', ({ inputs }) => inputs.function],
    'aws.organizations.AwsServiceAccess': ['trusted-access', ({ inputs }) => inputs.servicePrincipal],
    'aws.s3.Bucket': ['bucket', bucket],
    'aws.s3.BucketLifecycleConfiguration': ['bucket', bucket],
    'aws.s3.BucketLogging': ['bucket', bucket],
    'aws.s3.BucketObjectLockConfiguration': ['bucket', bucket],
    'aws.s3.BucketOwnershipControls': ['bucket', bucket],
    'aws.s3.BucketPolicy': ['bucket', bucket],
    'aws.s3.BucketPublicAccessBlock': ['bucket', bucket],
    'aws.s3.BucketServerSideEncryptionConfiguration': ['bucket', bucket],
    'aws.s3.BucketVersioning': ['bucket', bucket],
    'aws.sns.Topic': ['topic', arn],
    'aws.sns.TopicPolicy': ['topic', ({ inputs }) => inputs.arn],
    'aws.sns.TopicSubscription': ['topic', ({ inputs }) => inputs.topic],
    'aws.sqs.Queue': ['queue', arn],
    'aws.sqs.QueuePolicy': ['queue', ({ inputs }) => queueArn(String(inputs.queueUrl))],
  };

/** What is deployed and never put back. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  'aws.cloudwatch.Dashboard': 'It is looked at, and nothing depends on it.',
  'aws.organizations.Policy':
    'It stands in the way of accounts that the responder looks after anyway; people are told.',
  'aws.organizations.PolicyAttachment': 'The same; attaching a policy could lock out whoever it is attached to.',
};

/** What the deployments of the organization differ in. */
const ORGANIZATIONS: Readonly<Record<string, ConfigurationChanges>> = {
  'the sample organization': {},
  'an organization with names, Regions, periods, addresses and guardrails of its own': {
    namePrefix: 'my-warden',
    homeRegion: 'eu-west-1',
    governedRegions: '["us-east-1","eu-west-1","ap-southeast-2"]',
    alertSubscriptions: '["a@example.com","b@example.com"]',
    mode: 'observe',
    trailRetentionInDays: '400',
    objectLockMode: 'COMPLIANCE',
    objectLockRetentionInDays: '200',
    logRetentionInDays: '90',
    eventArchiveRetentionInDays: '30',
    deploymentRoleName: 'trailwarden-deployment',
    guardrailTargets: '["444444444444"]',
  },
};

for (const [whose, changes] of Object.entries(ORGANIZATIONS))
  describe(`what is deployed, what is declared, and what the responder puts back in ${whose}`, () => {
    const stacks = new Map<string, DeployedStack>();
    let security: DeployedStack;
    let declared: DeclaredState;
    before(async () => {
      for (const { name } of SAMPLE.stacks) stacks.set(name, await deployedStack(name, changes));
      security = stackOf('security');
      declared = declaredState(security.configuration);
    });

    const stackOf = (name: string): DeployedStack => stacks.get(name) as DeployedStack;

    it('are the same state, from the declaration to the package', () => {
      assert.deepEqual(packagedState(security), declared);
      assert.deepEqual(packagedState(security).catalogue, TAMPER_CATALOGUE);
    });

    for (const { name, account } of SAMPLE.stacks) {
      it(`are the same in every setting of every resource of ${name}, from the package to AWS`, async () => {
        const aws = callsOfAdministrators(security.organization);
        const resources = resourcesIn(packagedState(security), account);
        for (const resource of resources) {
          const found = await (await keeperOf(resource)).read(resource, aws);
          assert.deepEqual(differences(resource.settings, found), [], resource.arn);
        }
        assert.ok(resources.length > 0);
      });

      it(`are the same resources of ${name}: each that is deployed is declared, or its kind is not kept for a reason`, () => {
        const resources = resourcesIn(packagedState(security), account);
        const found = new Set<DeclaredResource>();
        for (const each of madeBy(stackOf(name)).filter(({ custom }) => custom)) {
          if (kindOf(each) in NOT_KEPT) continue;
          const matching = resources.filter((resource) => isKeptAs(each, resource));
          assert.equal(matching.length, 1, `${lineOf(each)} is ${matching.length} of what is declared.`);
          for (const resource of matching) found.add(resource);
        }
        assert.deepEqual(
          resources.filter((resource) => !found.has(resource)).map((resource) => resource.arn),
          [],
        );
      });
    }

    it('are the same calls: every one of the catalogue is in one pattern that forwards and in one that responds', () => {
      const namesIn = (name: string, prefix: string): string[] =>
        all(stackOf(name), 'aws.cloudwatch.EventRule')
          .filter(({ inputs }) => String(inputs.name).startsWith(`${security.configuration.namePrefix}-${prefix}-`))
          .filter(({ inputs }) => [undefined, 'us-east-1'].includes(inputs.region as string | undefined))
          .flatMap(({ inputs }) => (JSON.parse(String(inputs.eventPattern)) as Pattern).detail.eventName)
          .sort();
      const names = (entries: typeof TAMPER_CATALOGUE): string[] => entries.map(({ eventName }) => eventName).sort();
      for (const { name, kind } of SAMPLE.stacks)
        assert.deepEqual(
          namesIn(name, 'forward'),
          names(TAMPER_CATALOGUE.filter(({ forwardedFrom }) => forwardedFrom.some((each) => each === kind))),
        );
      assert.deepEqual(namesIn('security', 'respond'), names(TAMPER_CATALOGUE));
      assert.deepEqual(namesIn('security', 'direct'), names(TAMPER_CATALOGUE.filter(({ direct }) => direct)));
    });

    it('are the same places: the topic, the repair roles and the accounts that the responder knows are there', () => {
      const { alertTopicArn, repairRoleName, accounts, homeRegion, governedRegions } = packagedState(security);
      assert.equal(the(security, 'aws.sns.Topic', 'alerts').outputs.arn, alertTopicArn);
      assert.equal(security.resources.find(({ type }) => type === 'pulumi:providers:aws')?.inputs.region, homeRegion);
      assert.deepEqual(governedRegions, security.configuration.governedRegions);
      for (const { name, account, kind } of SAMPLE.stacks) {
        const { outputs } = the(stackOf(name), 'aws.iam.Role', 'repair');
        assert.equal(outputs.arn, `arn:aws:iam::${account}:role/${repairRoleName}`);
        assert.equal(accounts[account] ?? 'member', kind);
      }
    });
  });

describe('what is deployed and not put back', () => {
  it('is there, and has a reason', async () => {
    const kinds = new Set<string>();
    for (const changes of Object.values(ORGANIZATIONS))
      for (const { name } of SAMPLE.stacks)
        for (const each of madeBy(await deployedStack(name, changes))) kinds.add(kindOf(each));
    for (const [kind, reason] of Object.entries(NOT_KEPT)) {
      assert.ok(kinds.has(kind), kind);
      assert.match(reason, /^[A-Z].{20,}\.$/);
    }
  });
});

interface Pattern {
  readonly detail: { readonly eventName: readonly string[] };
}

/** Whether a declared resource is what was deployed, or what that is a part of. */
function isKeptAs(deployed: RegisteredResource, { type, name, arn: its, settings }: DeclaredResource): boolean {
  const [kept, nameOf] = KEPT[kindOf(deployed)] ?? [];
  const named = nameOf?.(deployed);
  if (kept !== type || named === undefined) return false;
  // AWS makes up the ids of keys: a key is known by its description, and its alias by the rest.
  return [name, its, 'Description' in settings && type === 'key' ? settings.Description : its].includes(String(named));
}

function arn({ outputs }: RegisteredResource): unknown {
  return outputs.arn;
}

function bucket({ inputs }: RegisteredResource): unknown {
  return inputs.bucket;
}

/** Rules of two Regions may have one name: a target says its Region and its bus. */
function ruleOf({ inputs, urn }: RegisteredResource): string {
  const { arn: target, region, rule, eventBusName } = inputs;
  const [, , , home, security] = String(target).split(':');
  const account = region === undefined ? security : accountIn(urn);
  const path = eventBusName === undefined ? rule : `${String(eventBusName)}/${String(rule)}`;
  return `arn:aws:events:${String(region ?? home)}:${account}:rule/${String(path)}`;
}

function accountIn(urn: string): string | undefined {
  const [, , stack] = urn.split(':');
  return SAMPLE.stacks.find(({ name }) => name === stack)?.account;
}

/** `https://sqs.us-east-1.amazonaws.com/444444444444/name` */
function queueArn(url: string): string {
  const [, region, account, name] = /^https:\/\/sqs\.([\w-]+)\.amazonaws\.com\/(\d+)\/(.+)$/.exec(url) ?? [];
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
