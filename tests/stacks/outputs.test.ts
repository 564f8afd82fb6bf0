import assert from 'node:assert/strict';
import { logArchive } from '../../stacks/log-archive';
import { configurationOf, deployedStack, StackDeployments } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { inputsOf, the } from '../support/resources';

describe('the outputs of the stacks', () => {
  it('are the key of the log files, for the management stack', async () => {
    const stack = await deployedStack('log-archive');
    assert.equal(stack.outputs.trailKeyArn, the(stack, 'aws.kms.Key', 'trail-key').outputs.arn);
    const trail = the(await deployedStack('management'), 'aws.cloudtrail.Trail', 'organization');
    assert.equal(trail.inputs.kmsKeyId, stack.outputs.trailKeyArn);
  });

  it('are the trail, the topic that people subscribe to, and the bus that the others forward to', async () => {
    const { trailArn } = (await deployedStack('management')).outputs;
    assert.equal(trailArn, 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization');
    const { alertTopicArn, centralBusArn } = (await deployedStack('security')).outputs;
    assert.equal(alertTopicArn, 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts');
    assert.equal(centralBusArn, 'arn:aws:events:us-east-1:333333333333:event-bus/trailwarden-central');
  });

  for (const { name, account } of SAMPLE.stacks)
    it(`say what ${name} was deployed as`, async () => {
      assert.deepEqual((await deployedStack(name)).outputs.identity, {
        partition: 'aws',
        accountId: account,
        homeRegion: 'us-east-1',
        namePrefix: 'trailwarden',
      });
    });

  it('tell the key only once CloudTrail may write to the bucket', async () => {
    const deployments = new StackDeployments();
    await deployments.stack('security');
    const order: string[] = [];
    deployments.organization.gate.observe(({ call }) => {
      const { Bucket } = call.input as { Bucket?: string };
      if (call.operation === 'PutBucketPolicy' && Bucket?.includes('-trail-')) order.push('the policy of the bucket');
    });
    await deployments.deploy('log-archive', {
      program: async () => {
        const outputs = logArchive(configurationOf('log-archive'));
        outputs.trailKeyArn.apply(() => order.push('the key'));
        return outputs;
      },
    });
    assert.deepEqual(order, ['the policy of the bucket', 'the key']);
  });
});

describe('the log-archive stack', () => {
  it('locks, keeps, encrypts and logs the access to the trail bucket as configured', async () => {
    const changes = {
      trailRetentionInDays: '400',
      objectLockMode: 'COMPLIANCE',
      objectLockRetentionInDays: '200',
      logRetentionInDays: '90',
    };
    const stack = await deployedStack('log-archive', changes);
    const bucket = 'trailwarden-trail-222222222222-us-east-1';
    assert.deepEqual(inputsOf(stack, 'aws.s3.BucketObjectLockConfiguration'), {
      'trail-bucket-object-lock': { bucket, rule: { defaultRetention: { mode: 'COMPLIANCE', days: 200 } } },
    });
    assert.deepEqual(inputsOf(stack, 'aws.s3.BucketLogging'), {
      'trail-bucket-logging': {
        bucket,
        targetBucket: 'trailwarden-access-222222222222-us-east-1',
        targetPrefix: `${bucket}/`,
      },
    });
    const expiry = (name: string) =>
      (the(stack, 'aws.s3.BucketLifecycleConfiguration', name).inputs.rules as { expiration: object }[]).map(
        ({ expiration }) => expiration,
      );
    assert.deepEqual(expiry('trail-bucket-lifecycle'), [{ days: 400 }]);
    assert.deepEqual(expiry('access-logs-lifecycle'), [{ days: 90 }]);
    assert.deepEqual(
      the(stack, 'aws.s3.BucketServerSideEncryptionConfiguration', 'trail-bucket-encryption').inputs.rules,
      [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: stack.outputs.trailKeyArn },
          bucketKeyEnabled: true,
        },
      ],
    );
  });
});

describe('the security stack', () => {
  it('tells everybody who is configured, by e-mail, and nobody else', async () => {
    const people = ['ada@example.com', 'grace@example.com'];
    const stack = await deployedStack('security', { alertSubscriptions: JSON.stringify(people) });
    assert.deepEqual(
      Object.values(inputsOf(stack, 'aws.sns.TopicSubscription')),
      people.map((endpoint) => ({ topic: stack.outputs.alertTopicArn, protocol: 'email', endpoint })),
    );
  });
});
