import assert from 'node:assert/strict';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { AwsError } from '../../../sandbox/core/aws-error';
import { deployStack, type StackProgram, stackName } from '../../../sandbox/doors/deployment';
import { DeploymentError } from '../../../sandbox/doors/mocks';
import { ACCOUNT, Desk, PIPELINE, provider, stack, target } from './probe-stack';

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
      queues.map(({ input }) => (input as { QueueName: string }).QueueName),
      ['slow'],
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
