import assert from 'node:assert/strict';
import { type Arns, arnsOf, type Names, namesOf } from '../../infra/names';
import type { RegisteredResource } from '../../sandbox/doors/mocks';
import { deployedStack } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { all, the } from '../support/resources';

type Place = readonly [stack: string, kind: string, name: string, property: string];

/** Which resource has each of the names by which stacks know each other. */
const NAMES: Readonly<Record<keyof Names, Place>> = {
  trail: ['management', 'aws.cloudtrail.Trail', 'organization', 'name'],
  secondTrail: ['management', 'aws.cloudtrail.Trail', 'second', 'name'],
  trailBucket: ['log-archive', 'aws.s3.Bucket', 'trail-bucket', 'bucket'],
  accessLogBucket: ['log-archive', 'aws.s3.Bucket', 'access-logs', 'bucket'],
  trailKeyAlias: ['log-archive', 'aws.kms.Alias', 'trail-key-alias', 'name'],
  trailLogGroup: ['management', 'aws.cloudwatch.LogGroup', 'organization-log-group', 'name'],
  trailLogRole: ['management', 'aws.iam.Role', 'organization-log-role', 'name'],
  centralBus: ['security', 'aws.cloudwatch.EventBus', 'central', 'name'],
  centralArchive: ['security', 'aws.cloudwatch.EventArchive', 'central-archive', 'name'],
  centralDeadLetterQueue: ['security', 'aws.sqs.Queue', 'central-dead-letters', 'name'],
  responder: ['security', 'aws.lambda.Function', 'responder', 'name'],
  responderRole: ['security', 'aws.iam.Role', 'responder-role', 'name'],
  responderLogGroup: ['security', 'aws.cloudwatch.LogGroup', 'responder-log-group', 'name'],
  responderFailureQueue: ['security', 'aws.sqs.Queue', 'responder-failures', 'name'],
  alertTopic: ['security', 'aws.sns.Topic', 'alerts', 'name'],
  forwarderRole: ['payments', 'aws.iam.Role', 'forwarder', 'name'],
  forwarderDeadLetterQueue: ['payments', 'aws.sqs.Queue', 'forwarder-us-east-1-dead-letters', 'name'],
  repairRole: ['payments', 'aws.iam.Role', 'repair', 'name'],
  directReportRole: ['security', 'aws.iam.Role', 'direct-role', 'name'],
};

/** Which resource has each of the ARNs that are written down before it exists. */
const ARNS: Readonly<Record<keyof Arns, Place>> = {
  trail: ['management', 'aws.cloudtrail.Trail', 'organization', 'arn'],
  secondTrail: ['management', 'aws.cloudtrail.Trail', 'second', 'arn'],
  trailBucket: ['log-archive', 'aws.s3.Bucket', 'trail-bucket', 'arn'],
  accessLogBucket: ['log-archive', 'aws.s3.Bucket', 'access-logs', 'arn'],
  trailLogGroup: ['management', 'aws.cloudwatch.LogGroup', 'organization-log-group', 'arn'],
  trailLogRole: ['management', 'aws.iam.Role', 'organization-log-role', 'arn'],
  centralBus: ['security', 'aws.cloudwatch.EventBus', 'central', 'arn'],
  responder: ['security', 'aws.lambda.Function', 'responder', 'arn'],
  responderRole: ['security', 'aws.iam.Role', 'responder-role', 'arn'],
  responderLogGroup: ['security', 'aws.cloudwatch.LogGroup', 'responder-log-group', 'arn'],
  responderFailureQueue: ['security', 'aws.sqs.Queue', 'responder-failures', 'arn'],
  alertTopic: ['security', 'aws.sns.Topic', 'alerts', 'arn'],
};

/** A prefix and a home Region of one's own: what follows from them must follow everywhere. */
const CHANGES = { namePrefix: 'my-warden', homeRegion: 'eu-west-1' };

async function resourceOf([stack, kind, name]: Place, changes: Record<string, string>): Promise<RegisteredResource> {
  return the(await deployedStack(stack, changes), kind, name);
}

for (const [whose, changes] of [
  ['the sample organization', {}],
  ['an organization with a prefix and a home Region of its own', CHANGES],
] as const)
  describe(`the names of ${whose}`, () => {
    const configuration = { ...SAMPLE.configuration, ...changes };

    for (const [key, place] of Object.entries(NAMES) as [keyof Names, Place][])
      it(`call the ${place[2]} of ${place[0]} what others call it (${key})`, async () => {
        const { inputs } = await resourceOf(place, changes);
        assert.equal(inputs[place[3]], namesOf(configuration)[key]);
      });

    for (const [key, place] of Object.entries(ARNS) as [keyof Arns, Place][])
      it(`know the ARN of the ${place[2]} of ${place[0]} before it exists (${key})`, async () => {
        const { outputs } = await resourceOf(place, changes);
        assert.equal(outputs[place[3]], arnsOf(configuration)[key]);
      });

    it('give the forwarder and the repair role one name in every account', async () => {
      for (const { name } of SAMPLE.stacks) {
        const stack = await deployedStack(name, changes);
        assert.equal(the(stack, 'aws.iam.Role', 'forwarder').inputs.name, namesOf(configuration).forwarderRole);
        assert.equal(the(stack, 'aws.iam.Role', 'repair').inputs.name, namesOf(configuration).repairRole);
      }
    });

    it('start with the prefix, or with a folder or an alias of it', async () => {
      for (const { name } of SAMPLE.stacks)
        for (const kind of ['aws.iam.Role', 'aws.sqs.Queue', 'aws.cloudwatch.EventRule', 'aws.cloudwatch.MetricAlarm'])
          for (const { inputs, urn } of all(await deployedStack(name, changes), kind))
            assert.ok(String(inputs.name).startsWith(`${configuration.namePrefix}-`), urn);
    });

    it('leave no alarm looking at something that is not there', async () => {
      const security = await deployedStack('security', changes);
      const existing = [...all(security, 'aws.sqs.Queue'), ...all(security, 'aws.lambda.Function')].map(
        ({ inputs }) => inputs.name,
      );
      const made = all(security, 'aws.cloudwatch.LogMetricFilter').map(({ inputs }) => {
        const { namespace, name } = inputs.metricTransformation as Record<string, string>;
        return `${namespace} ${name}`;
      });
      for (const { inputs, urn } of all(security, 'aws.cloudwatch.MetricAlarm')) {
        const dimensions = Object.values(inputs.dimensions as Record<string, string>);
        const isOfAws = String(inputs.namespace).startsWith('AWS/');
        assert.equal(dimensions.length, isOfAws ? 1 : 0, urn);
        for (const watched of dimensions) assert.ok(existing.includes(watched), `${urn} looks at ${watched}.`);
        if (!isOfAws)
          assert.ok(
            made.includes(`${String(inputs.namespace)} ${String(inputs.metricName)}`),
            `${urn} looks at nothing.`,
          );
      }
    });
  });
