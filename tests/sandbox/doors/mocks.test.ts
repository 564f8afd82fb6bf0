import assert from 'node:assert/strict';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { AwsError } from '../../../sandbox/core/aws-error';
import type { RoleSession } from '../../../sandbox/core/principal';
import { type Deployment, deployStack, type StackProgram, stackName } from '../../../sandbox/doors/deployment';
import { DeploymentError } from '../../../sandbox/doors/mocks';
import { type Answers, DEPLOYER, recordedGate } from '../resources/recorded-cloud';

const ACCOUNT = '444444444444';
const PIPELINE = `arn:aws:iam::${ACCOUNT}:role/pipeline`;

/** SNS and SQS as far as these programs go, and STS for the account of the deployment. */
const ANSWERS: Answers = {
  'sts:GetCallerIdentity': {
    Account: ACCOUNT,
    Arn: 'arn:aws:sts::444444444444:assumed-role/d/deployment',
    UserId: 'A:d',
  },
  'sns:CreateTopic': ({ Name }: { Name: string }, { region }: { region: string }) => ({
    TopicArn: `arn:aws:sns:${region}:${ACCOUNT}:${Name}`,
  }),
  'sns:Subscribe': { SubscriptionArn: 'arn:aws:sns:eu-west-1:444444444444:alerts:1' },
  'sqs:CreateQueue': ({ QueueName }: { QueueName: string }) => ({ QueueUrl: `http://sqs/${ACCOUNT}/${QueueName}` }),
  'sqs:GetQueueAttributes': ({ QueueUrl }: { QueueUrl: string }) => ({
    Attributes: { QueueArn: `arn:aws:sqs:eu-west-1:${QueueUrl.split('/').slice(3).join(':')}` },
  }),
};

function target(answers: Answers = {}) {
  const { gate, calls } = recordedGate({ ...ANSWERS, ...answers });
  return { gate, calls, sessionOf: (id: string) => (id === ASSUMED.accessKeyId ? ASSUMED : undefined), deployer };
}

const deployer = async (account: string): Promise<RoleSession> => ({ ...DEPLOYER, account });
const ASSUMED: RoleSession = { ...DEPLOYER, roleName: 'pipeline', accessKeyId: 'ASIAASSUMED' };

function stack(program: StackProgram['program'], of: Partial<StackProgram> = {}): StackProgram {
  return { organization: 'organization', project: 'probe', stack: 'one', config: {}, account: ACCOUNT, program, ...of };
}

const provider = (args: Partial<aws.ProviderArgs> = {}): aws.Provider =>
  new aws.Provider('account', { region: 'eu-west-1', allowedAccountIds: [ACCOUNT], ...args });

class Desk extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('trailwarden:components:Desk', name, {}, opts);
    this.queue = new aws.sqs.Queue(`${name}-queue`, { name }, { parent: this });
    this.registerOutputs();
  }
}

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

describe('a deployment that fails', () => {
  const denied = (): never => {
    throw new AwsError('AccessDenied', 'User: d is not authorized to perform: sns:CreateTopic');
  };

  it("is rejected with the URN of the first failing resource and AWS's own error", async () => {
    const failing = stack(async () => {
      const opts = { provider: provider() };
      const topic = new aws.sns.Topic('alerts', {}, opts);
      new aws.sqs.Queue('after', { name: topic.name }, opts);
      return { arn: topic.arn };
    });
    await assert.rejects(deployStack(target({ 'sns:CreateTopic': denied }), failing), (error) => {
      assert.ok(error instanceof DeploymentError);
      assert.equal(error.urn, 'urn:pulumi:one::probe::aws:sns/topic:Topic::alerts');
      assert.match(error.message, /AccessDenied: User: d is not authorized to perform: sns:CreateTopic$/);
      assert.ok(error.cause instanceof AwsError);
      return true;
    });
  });

  it('attempts nothing more, not even what does not depend on the resource that failed', async () => {
    const { calls, ...sandbox } = target({
      'sns:CreateTopic': denied,
      'sqs:CreateQueue': async ({ QueueName }: { QueueName: string }) => {
        for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
        return { QueueUrl: `http://sqs/${ACCOUNT}/${QueueName}` };
      },
    });
    const failing = stack(async () => {
      const opts = { provider: provider() };
      const slow = new aws.sqs.Queue('slow', { name: 'slow' }, opts);
      new aws.sqs.Queue('next', { name: 'next' }, { ...opts, dependsOn: slow });
      new aws.sns.Topic('alerts', {}, opts);
    });
    await assert.rejects(deployStack(sandbox, failing), /Topic::alerts could not be deployed/);
    const queues = calls.filter(({ operation }) => operation === 'CreateQueue');
    assert.deepEqual(
      queues.map(({ input }) => input),
      [{ QueueName: 'slow', Attributes: {} }],
    );
  });

  it('is rejected for a failing resource that nothing else waits for', async () => {
    const failing = stack(async () => {
      new aws.sns.Topic('alerts', {}, { provider: provider() });
    });
    await assert.rejects(deployStack(target({ 'sns:CreateTopic': denied }), failing), DeploymentError);
  });

  it('is rejected with the exception that an apply throws', async () => {
    const failing = stack(async () => {
      const topic = new aws.sns.Topic('alerts', {}, { provider: provider() });
      topic.arn.apply(() => {
        throw new RangeError('no such thing');
      });
    });
    await assert.rejects(deployStack(target(), failing), /no such thing/);
  });

  it('is rejected with what the program throws', async () => {
    const failing = stack(async () => {
      throw new RangeError('the configuration is wrong');
    });
    await assert.rejects(deployStack(target(), failing), new RangeError('the configuration is wrong'));
  });

  it('is one that lands in an account which the provider does not allow', async () => {
    const failing = stack(async () => void provider({ allowedAccountIds: ['111111111111'] }));
    await assert.rejects(deployStack(target(), failing), /AWS account ID not allowed: 444444444444$/);
  });

  it('is one whose provider may not assume its role', async () => {
    const failing = stack(async () => void provider({ assumeRoles: [{ roleArn: PIPELINE }] }));
    await assert.rejects(
      deployStack(target({ 'sts:AssumeRole': denied }), failing),
      /IAM Role \(arn:aws:iam::444444444444:role\/pipeline\) cannot be assumed: AccessDenied: /,
    );
  });

  it('is one with a resource that has no explicit provider', async () => {
    const failing = stack(async () => void new aws.sns.Topic('alerts'));
    await assert.rejects(deployStack(target(), failing), /'aws:sns\/topic:Topic' must use an explicit provider/);
  });

  it('is one with two resources of one URN', async () => {
    const failing = stack(async () => {
      const opts = { provider: provider() };
      new aws.sns.Topic('alerts', { name: 'a' }, opts);
      new aws.sns.Topic('alerts', { name: 'b' }, opts);
    });
    await assert.rejects(deployStack(target(), failing), /Duplicate resource URN/);
  });

  it('is not one with two resources of one name under different parents', async () => {
    class Office extends pulumi.ComponentResource {
      constructor(name: string, kind: string, opts: pulumi.ComponentResourceOptions) {
        super(`trailwarden:components:${kind}`, name, {}, opts);
        new Desk('desk', { parent: this });
      }
    }
    const deployment = await deployStack(
      target(),
      stack(async () => {
        const providers = [provider()];
        new Office('east', 'East', { providers });
        new Office('west', 'West', { providers });
      }),
    );
    assert.equal(deployment.resources.filter(({ type }) => type === 'aws:sqs/queue:Queue').length, 2);
  });

  it('is one with a type, or an input, that no adapter acts on', async () => {
    const instance = stack(async () => void new aws.ec2.Eip('ip', {}, { provider: provider() }));
    await assert.rejects(deployStack(target(), instance), /cannot deploy "aws:ec2\/eip:Eip"/);
    const prefixed = stack(async () => void new aws.sns.Topic('t', { namePrefix: 'a' }, { provider: provider() }));
    await assert.rejects(deployStack(target(), prefixed), /does not act on "namePrefix"/);
  });

  it('leaves nothing behind that a later one could trip over', async () => {
    const listener = (): void => undefined;
    process.on('unhandledRejection', listener);
    const listeners = process.listeners('unhandledRejection');
    const failing = stack(async () => void new aws.sns.Topic('alerts', {}, { provider: provider() }));
    await assert.rejects(deployStack(target({ 'sns:CreateTopic': denied }), failing), DeploymentError);
    assert.deepEqual(process.listeners('unhandledRejection'), listeners);
    process.removeListener('unhandledRejection', listener);
    const sound = stack(async () => ({ project: pulumi.getProject(), value: new pulumi.Config().get('key') }), {
      project: 'other',
      config: { 'other:key': 'value' },
    });
    assert.deepEqual((await deployStack(target(), sound)).outputs, { project: 'other', value: 'value' });
    assert.equal(pulumi.runtime.allConfig()['other:key'], undefined);
    assert.equal(pulumi.runtime.hasMonitor(), false);
  });
});

describe('stacks that are deployed one after another', () => {
  const giving = stack(async () => ({ keyArn: pulumi.output('arn:of:the:key') }), { stack: 'first' });
  const taking = stack(
    async () => ({ given: new pulumi.StackReference('organization/probe/first').requireOutput('keyArn') }),
    { stack: 'second' },
  );

  it('take the outputs of those before them', async () => {
    const { outputs } = await deployStack(target(), giving);
    const deployed = new Map([[stackName(giving), outputs]]);
    assert.deepEqual((await deployStack(target(), taking, deployed)).outputs, { given: 'arn:of:the:key' });
  });

  it('fail by name when the one that they refer to has not been deployed', async () => {
    await assert.rejects(deployStack(target(), taking), /unknown stack "organization\/probe\/first"/);
  });

  it('do not mix, even when they are started at once', async () => {
    const program = (name: string): StackProgram =>
      stack(
        async () => {
          new aws.sns.Topic(name, { name }, { provider: provider() });
          return { stack: pulumi.getStack() };
        },
        { stack: name },
      );
    const sandbox = target();
    const both = await Promise.all(['a', 'b'].map((name) => deployStack(sandbox, program(name))));
    assert.deepEqual(
      both.map(({ outputs, resources }) => [outputs.stack, resources.map(({ name }) => name)]),
      [
        ['a', ['probe-a', 'account', 'a']],
        ['b', ['probe-b', 'account', 'b']],
      ],
    );
  });

  it('answer each for its own exceptions, even when they are started at once', async () => {
    const sound = stack(async () => {
      const topic = new aws.sns.Topic('alerts', {}, { provider: provider() });
      return { arn: topic.arn };
    });
    const failing = stack(async () => {
      pulumi.output('x').apply(() => {
        throw new RangeError('no such thing');
      });
      return undefined;
    });
    const settled = await Promise.allSettled([failing, sound].map((program) => deployStack(target(), program)));
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
  });
});
