import assert from 'node:assert/strict';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { AwsError } from '../../../sandbox/core/aws-error';
import { type Deployment, deployStack } from '../../../sandbox/doors/deployment';
import { DEPLOYER } from '../resources/recorded-cloud';
import { ACCOUNT, ASSUMED, Desk, PIPELINE, provider, stack, target } from './probe-stack';

const urns = (deployment: Deployment): string[] => deployment.resources.map(({ urn }) => urn);

describe('a stack program that deploys through the mocks door', () => {
  it('makes the real calls as the deployment role of its account, in the Region of each resource', async () => {
    const { calls, ...sandbox } = target();
    const { outputs } = await deployStack(
      sandbox,
      stack(async () => {
        const opts = { provider: provider({ defaultTags: { tags: { team: 'security' } } }) };
        const here = new aws.sns.Topic('here', { name: 'here' }, opts);
        const there = new aws.sns.Topic('there', { name: 'there', region: 'us-east-1' }, opts);
        return { arns: [here.arn, there.arn], tags: here.tagsAll, secret: pulumi.secret('hush') };
      }),
    );
    const topics = calls.filter(({ operation }) => operation === 'CreateTopic');
    assert.deepEqual(
      topics.map(({ principal, region, input }) => ({
        principal: 'roleName' in principal && principal.roleName,
        region,
        input,
      })),
      ['here', 'there'].map((name, index) => ({
        principal: 'trailwarden-deployment',
        region: ['eu-west-1', 'us-east-1'][index],
        input: { Name: name, Tags: [{ Key: 'team', Value: 'security' }] },
      })),
    );
    assert.deepEqual(outputs, {
      arns: ['arn:aws:sns:eu-west-1:444444444444:here', 'arn:aws:sns:us-east-1:444444444444:there'],
      tags: {},
      secret: 'hush',
    });
  });

  it('goes on as the role that its provider assumes', async () => {
    const { calls, ...sandbox } = target({ 'sts:AssumeRole': { Credentials: { AccessKeyId: ASSUMED.accessKeyId } } });
    await deployStack(
      sandbox,
      stack(async () => {
        const account = provider({ assumeRoles: [{ roleArn: PIPELINE, sessionName: 'deploy', externalId: 'x' }] });
        new aws.sns.Topic('alerts', {}, { provider: account });
      }),
    );
    assert.deepEqual(calls[0]?.input, { RoleArn: PIPELINE, RoleSessionName: 'deploy', ExternalId: 'x' });
    assert.deepEqual(
      calls.map(({ principal }) => principal),
      [{ ...DEPLOYER, account: ACCOUNT }, ...calls.slice(1).map(() => ASSUMED)],
    );
  });

  it('leaves a list of everything it registered, with the URNs of the real engine', async () => {
    const deployment = await deployStack(
      target(),
      stack(async () => {
        const account = provider();
        const desk = new Desk('desk', { providers: [account] });
        new aws.sns.Topic(
          'alerts',
          { displayName: pulumi.secret('A') },
          { provider: account, protect: true, dependsOn: desk },
        );
      }),
    );
    assert.deepEqual(urns(deployment).sort(), [
      'urn:pulumi:one::probe::aws:sns/topic:Topic::alerts',
      'urn:pulumi:one::probe::pulumi:providers:aws::account',
      'urn:pulumi:one::probe::pulumi:pulumi:Stack::probe-one',
      'urn:pulumi:one::probe::trailwarden:components:Desk$aws:sqs/queue:Queue::desk-queue',
      'urn:pulumi:one::probe::trailwarden:components:Desk::desk',
    ]);
    const [queue] = deployment.resources.filter(({ type }) => type === 'aws:sqs/queue:Queue');
    assert.equal(queue?.parent, 'urn:pulumi:one::probe::trailwarden:components:Desk::desk');
    assert.match(queue?.provider ?? '', /^urn:pulumi:one::probe::pulumi:providers:aws::account::account-[0-9a-f]{7}$/);
    const [topic] = deployment.resources.filter(({ type }) => type === 'aws:sns/topic:Topic');
    assert.equal(topic?.protect, true);
    assert.deepEqual(topic?.inputs, { displayName: 'A' });
    assert.deepEqual(topic?.dependencies, [queue?.urn]);
  });

  it('waits with a resource until all that it depends on is there', async () => {
    const { calls, ...sandbox } = target({
      'sns:CreateTopic': async ({ Name }: { Name: string }) => {
        if (Name === 'first') for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
        return { TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${Name}` };
      },
    });
    await deployStack(
      sandbox,
      stack(async () => {
        const opts = { provider: provider() };
        const first = new aws.sns.Topic('first', { name: 'first' }, opts);
        new aws.sns.Topic('second', { name: 'second' }, { ...opts, dependsOn: first });
      }),
    );
    const order = calls.map(({ operation, input }) => `${operation} ${(input as { Name?: string }).Name ?? ''}`);
    assert.ok(order.indexOf('GetTopicAttributes ') < order.indexOf('CreateTopic second'));
  });

  it('hands an adapter the id where the program passes a resource', async () => {
    const { calls, ...sandbox } = target();
    await deployStack(
      sandbox,
      stack(async () => {
        const opts = { provider: provider() };
        const topic = new aws.sns.Topic('alerts', { name: 'alerts' }, opts);
        new aws.sns.TopicSubscription('mail', { topic, protocol: 'email', endpoint: 'a@example.com' }, opts);
      }),
    );
    const subscribed = calls.find(({ operation }) => operation === 'Subscribe')?.input as { TopicArn: string };
    assert.equal(subscribed.TopicArn, 'arn:aws:sns:eu-west-1:444444444444:alerts');
  });

  it('is answered who it is and where, and nothing that the sandbox does not know', async () => {
    const { outputs } = await deployStack(
      target(),
      stack(async () => {
        const opts = { provider: provider() };
        return {
          account: aws.getCallerIdentityOutput({}, opts).accountId,
          region: aws.getRegionOutput({}, opts).region,
          partition: aws.getPartitionOutput({}, opts).partition,
        };
      }),
    );
    assert.deepEqual(outputs, { account: ACCOUNT, region: 'eu-west-1', partition: 'aws' });
    const asking = stack(async () => ({
      json: aws.iam.getPolicyDocumentOutput({ statements: [] }, { provider: provider() }).json,
    }));
    await assert.rejects(
      deployStack(target(), asking),
      /does not answer "aws:iam\/getPolicyDocument:getPolicyDocument"/,
    );
  });

  it('reads a resource that is there already, and fails for one that is not', async () => {
    const found = stack(async () => {
      const topic = aws.sns.Topic.get(
        'alerts',
        `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`,
        {},
        { provider: provider() },
      );
      return { name: topic.name };
    });
    const { calls, ...sandbox } = target();
    assert.deepEqual((await deployStack(sandbox, found)).outputs, { name: 'alerts' });
    assert.ok(!calls.some(({ operation }) => operation === 'CreateTopic'));
    const gone = (): never => {
      throw new AwsError('NotFoundException', 'Topic does not exist');
    };
    await assert.rejects(
      deployStack(target({ 'sns:GetTopicAttributes': gone }), found),
      /resource 'arn:aws:sns:eu-west-1:444444444444:alerts' does not exist/,
    );
  });
});
