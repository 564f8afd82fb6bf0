import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { DeploymentError } from '../../sandbox/doors/mocks';
import { administratorOf } from '../../sandbox/services/sts/state';
import { type ConfigurationChanges, observed, StackDeployments } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { the } from '../support/resources';

/** The operations that a deployment asked for, and what ended it. */
async function attempt(deployments: StackDeployments, stack: string, account?: string) {
  const { calls, error } = await observed(deployments.organization, () =>
    deployments.deploy(stack, account === undefined ? {} : { account }),
  );
  return { operations: calls.map(({ call }) => `${call.service}:${call.operation}`), error };
}

function assertFailedAt(error: unknown, urn: RegExp, reason: RegExp): asserts error is DeploymentError {
  assert.ok(error instanceof DeploymentError, String(error));
  assert.match(error.urn, urn);
  assert.match(error.message, reason);
}

describe('a deployment with the credentials of another account', () => {
  for (const { name, account } of SAMPLE.stacks) {
    const other = account === '555555555555' ? '444444444444' : '555555555555';
    it(`of the ${name} stack fails before anything else is asked of AWS`, async () => {
      const deployments = new StackDeployments();
      // A stack that refers to another one can only be tried once that one is there.
      if (name !== 'security') await deployments.stack(name === 'management' ? 'log-archive' : 'security');
      const { operations, error } = await attempt(deployments, name, other);
      assertFailedAt(error, /::pulumi:providers:aws::account$/, new RegExp(`AWS account ID not allowed: ${other}$`));
      assert.deepEqual(operations, ['sts:GetCallerIdentity']);
    });
  }
});

describe('a deployment by a role of the account', () => {
  const changes: ConfigurationChanges = { deploymentRoleName: 'trailwarden-deployment' };

  it('is done as a session of that role, which says who it is', async () => {
    const deployments = new StackDeployments(changes);
    const stack = await deployments.stack('security');
    const [first, ...others] = stack.organization.answered;
    assert.deepEqual(first?.call.input, {
      RoleArn: 'arn:aws:iam::333333333333:role/trailwarden-deployment',
      RoleSessionName: 'trailwarden-deployment',
    });
    const sessions = new Set(
      others.flatMap(({ call: { principal } }) => (principal.kind === 'role' ? [principal.sessionName] : [])),
    );
    assert.deepEqual([...sessions], ['trailwarden-deployment']);
    assert.ok(the(stack, 'aws.iam.Role', 'repair'));
  });

  it('fails before anything else, where the role trusts somebody else', async () => {
    const { operations, error } = await attempt(new StackDeployments(changes), 'security', '111111111111');
    assertFailedAt(error, /::pulumi:providers:aws::account$/, /cannot be assumed: AccessDenied: /);
    assert.deepEqual(operations, ['sts:AssumeRole']);
  });
});

describe('a deployment with a configuration that is not valid', () => {
  it('asks nothing of AWS, and lists all that is wrong in one error', async () => {
    const changes = {
      mode: 'watch',
      alertSubscriptions: '["nobody"]',
      logRetentionInDays: '366',
      homeregion: 'us-east-1',
    };
    const { operations, error } = await attempt(new StackDeployments(changes), 'payments');
    assert.ok(pulumi.RunError.isInstance(error), String(error));
    const [headline, ...issues] = error.message.split('\n');
    assert.equal(headline, 'The configuration of the stack "payments" has 4 issues:');
    assert.deepEqual(
      issues.map((issue) => /^ {2}- "(\w+)" is /.exec(issue)?.[1]),
      ['homeregion', 'alertSubscriptions', 'mode', 'logRetentionInDays'],
    );
    assert.deepEqual(operations, []);
  });

  it('says that there is one issue where there is one', async () => {
    const { error } = await attempt(new StackDeployments({ mode: 'watch' }), 'payments');
    assert.equal(
      (error as Error).message,
      'The configuration of the stack "payments" has 1 issue:\n  - "mode" is "watch". Allowed: enforce, observe.',
    );
  });
});

describe('a deployment out of order', () => {
  for (const name of ['payments', 'log-archive', 'management'])
    it(`of the ${name} stack before the security stack asks nothing of AWS`, async () => {
      const { operations, error } = await attempt(new StackDeployments(), name);
      assertFailedAt(error, /StackReference::organization\/trailwarden\/security$/, /has not been deployed yet/);
      assert.deepEqual(operations, []);
    });

  it('of the management stack before the log-archive stack asks nothing of AWS', async () => {
    const deployments = new StackDeployments();
    await deployments.stack('security');
    const { operations, error } = await attempt(deployments, 'management');
    assertFailedAt(error, /StackReference::organization\/trailwarden\/log-archive$/, /has not been deployed yet/);
    assert.deepEqual(
      operations.filter((operation) => operation !== 'sts:GetCallerIdentity'),
      [],
    );
  });

  it('of the management stack after a log-archive stack without its key says what to deploy', async () => {
    const deployments = new StackDeployments();
    await deployments.stack('security');
    await deployments.deploy('log-archive', { program: async () => ({}) });
    const { operations, error } = await attempt(deployments, 'management');
    assert.ok(pulumi.RunError.isInstance(error), String(error));
    assert.match(
      error.message,
      /The stack "organization\/trailwarden\/log-archive" has no output "trailKeyArn"\. Deploy it first: pulumi up -s log-archive$/,
    );
    assert.ok(!operations.includes('cloudtrail:CreateTrail'));
  });
});

describe('the trails', () => {
  it('are refused by CloudTrail while the bucket does not admit them', async () => {
    const deployments = new StackDeployments();
    await deployments.stack('log-archive');
    const { gate, state } = deployments.organization;
    const ask = async (account: string, service: string, operation: string, input: object): Promise<unknown> => {
      const principal = administratorOf(state, account);
      assert.ok(principal);
      return await gate.call({ principal, region: 'us-east-1', service, operation, input });
    };
    await ask('222222222222', 's3', 'DeleteBucketPolicy', { Bucket: 'trailwarden-trail-222222222222-us-east-1' });
    const { error } = await attempt(deployments, 'management');
    assertFailedAt(error, /aws:cloudtrail\/trail:Trail::(organization|second)$/, /InsufficientS3BucketPolicyException/);
    assert.deepEqual(await ask('111111111111', 'cloudtrail', 'ListTrails', {}), { Trails: [] });
  });
});
