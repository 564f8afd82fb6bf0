import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import type { AwsCall, Fields } from '../../../../functions/responder/aws';
import { functionKeeper } from '../../../../functions/responder/keepers/function';
import type { FunctionResource } from '../../../../infra/specifications/resources/function';
import { World } from '../world';
import { assertPutBack, type Tampering } from './tampering';

const SECURITY = '333333333333';
const FunctionName = 'trailwarden-responder';
const ARN = `arn:aws:lambda:us-east-1:333333333333:function:${FunctionName}`;

describe('the keeper of functions', () => {
  let world: World;
  let responder: FunctionResource;
  beforeEach(async () => {
    world = await World.deployed();
    [responder] = world.resources(SECURITY, 'function') as [FunctionResource];
  });

  it('finds the responder as it is declared', async () => {
    assert.deepEqual(await world.differing(responder), []);
  });

  const RETRIES = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 };
  const TAMPERINGS: Readonly<Record<string, Tampering>> = {
    'another runtime': configured({ Runtime: 'nodejs22.x' }, 'Runtime'),
    'another handler': configured({ Handler: 'index.nothing' }, 'Handler'),
    'a second to run': configured({ Timeout: 1 }, 'Timeout'),
    'the least of memory': configured({ MemorySize: 128 }, 'MemorySize'),
    'variables in its environment': configured(
      { Environment: { Variables: { NODE_OPTIONS: '--require /tmp/x' } } },
      'Environment',
    ),
    'a log group where nobody looks': configured(
      { LoggingConfig: { LogFormat: 'Text', LogGroup: '/elsewhere' } },
      'LoggingConfig',
    ),
    'several settings at once': configured({ Timeout: 1, MemorySize: 128 }, 'Timeout', 'MemorySize'),
    'no concurrency': {
      by: [['lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 }]],
      differing: ['ReservedConcurrentExecutions'],
      repairs: ['DeleteFunctionConcurrency'],
    },
    'one report at a time': {
      by: [['lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 1 }]],
      differing: ['ReservedConcurrentExecutions'],
      repairs: ['DeleteFunctionConcurrency'],
    },
    'loops that go on': {
      by: [['lambda', 'PutFunctionRecursionConfig', { FunctionName, RecursiveLoop: 'Allow' }]],
      differing: ['RecursiveLoop'],
      repairs: ['PutFunctionRecursionConfig'],
    },
    'a runtime of old': {
      by: [
        [
          'lambda',
          'PutRuntimeManagementConfig',
          { FunctionName, UpdateRuntimeOn: 'Manual', RuntimeVersionArn: 'arn:aws:lambda:us-east-1::runtime:0a1b' },
        ],
      ],
      differing: ['RuntimeManagementConfig'],
      repairs: ['PutRuntimeManagementConfig'],
    },
    'fewer attempts': retried({ ...RETRIES, MaximumRetryAttempts: 0 }),
    'less time to try again': retried({ ...RETRIES, MaximumEventAgeInSeconds: 60 }),
    'no queue for what it gives up on': retried({ DestinationConfig: { OnFailure: {} } }),
    'a copy of every event for somebody': retried({
      DestinationConfig: {
        OnFailure: { Destination: 'arn:aws:sqs:us-east-1:333333333333:trailwarden-responder-failures' },
        OnSuccess: { Destination: 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts' },
      },
    }),
    'no word about attempts': {
      by: [['lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName }]],
      differing: ['EventInvokeConfig'],
      repairs: ['PutFunctionEventInvokeConfig'],
    },
    'a permission too few': permitted([remove('rule-cloudtrail')], ['AddPermission']),
    'a permission for everybody': permitted([add('open', { Principal: '*' })], ['RemovePermission']),
    'a permission for another account': permitted(
      [add('friends', { Principal: '444444444444', SourceAccount: '444444444444' })],
      ['RemovePermission'],
    ),
    'a permission for a role of this organization': permitted(
      [
        add('role', {
          Principal: 'arn:aws:iam::444444444444:role/trailwarden-forwarder',
          PrincipalOrgID: 'o-exampleorg1',
        }),
      ],
      ['RemovePermission'],
    ),
    'a permission for another rule in the place of its own': permitted(
      [
        remove('rule-cloudtrail'),
        add('rule-cloudtrail', {
          Principal: 'events.amazonaws.com',
          SourceArn: 'arn:aws:events:us-east-1:333333333333:rule/theirs',
        }),
      ],
      ['RemovePermission', 'AddPermission'],
    ),
  };
  for (const [what, tampering] of Object.entries(TAMPERINGS))
    it(`puts back a responder with ${what}`, () => assertPutBack(world, responder, tampering));

  it('puts back a responder with another role', async () => {
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    await world.as(SECURITY, 'iam', 'CreateRole', {
      RoleName: 'harmless',
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    await assertPutBack(world, responder, configured({ Role: 'arn:aws:iam::333333333333:role/harmless' }, 'Role'));
  });

  it('lets packages be deployed again that nobody has signed', async () => {
    const { CodeSigningConfig } = await world.as(SECURITY, 'lambda', 'CreateCodeSigningConfig', {
      AllowedPublishers: {
        SigningProfileVersionArns: ['arn:aws:signer:us-east-1:333333333333:/signing-profiles/theirs/a1B2c3'],
      },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    });
    const { CodeSigningConfigArn } = CodeSigningConfig as { CodeSigningConfigArn: string };
    await assertPutBack(world, responder, {
      by: [['lambda', 'PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn }]],
      differing: ['CodeSigningConfigArn'],
      repairs: ['DeleteFunctionCodeSigningConfig'],
    });
  });

  it('puts back a function that nobody may invoke', async () => {
    const { Policy } = await world.as(SECURITY, 'lambda', 'GetPolicy', { FunctionName });
    const sids = (JSON.parse(String(Policy)) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
    await assertPutBack(
      world,
      responder,
      permitted(
        sids.map(remove),
        sids.map(() => 'AddPermission'),
      ),
    );
  });

  /** Layers, networks and keys are no part of the sandbox's functions, so that AWS's answers are written out here. */
  const ELSEWHERE: readonly (readonly [setting: string, answered: unknown, input: unknown, undone: unknown])[] = [
    [
      'Layers',
      [{ Arn: 'arn:aws:lambda:us-east-1:444444444444:layer:tap:1', CodeSize: 1 }],
      [],
      ['arn:aws:lambda:us-east-1:444444444444:layer:tap:1'],
    ],
    [
      'VpcConfig',
      { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1' },
      { SubnetIds: [], SecurityGroupIds: [] },
      { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    ],
    ['KMSKeyArn', 'arn:aws:kms:us-east-1:444444444444:key/1', '', 'arn:aws:kms:us-east-1:444444444444:key/1'],
  ];
  for (const [setting, answered, input, undone] of ELSEWHERE)
    it(`takes ${setting} away`, async () => {
      const aws = async (call: AwsCall): Promise<Fields> => {
        const answer = await world.aws(call);
        return call.operation === 'GetFunctionConfiguration' ? { ...answer, [setting]: answered } : answer;
      };
      const found = await functionKeeper.read(responder, aws);
      const repairs = functionKeeper.repairs(responder, found, new Set([setting]));
      assert.deepEqual(
        repairs.map(({ call, undo }) => [call.operation, call.input, undo?.operation, undo?.input]),
        [
          [
            'UpdateFunctionConfiguration',
            { FunctionName, [setting]: input },
            'UpdateFunctionConfiguration',
            { FunctionName, [setting]: undone },
          ],
        ],
      );
    });

  it('does not say how to undo what no call could make', async () => {
    const odd = {
      Sid: 'odd',
      Effect: 'Allow',
      Principal: '*',
      Action: 'lambda:InvokeFunction',
      Resource: ARN,
      Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    };
    const actual = { ...responder.settings, Policy: { Statement: [...responder.settings.Policy.Statement, odd] } };
    const repairs = functionKeeper.repairs(responder, actual, new Set(['Policy']));
    assert.deepEqual(
      repairs.map(({ call, undo }) => [call.operation, call.input, undo]),
      [['RemovePermission', { FunctionName, StatementId: 'odd' }, undefined]],
    );
  });

  it('says that it failed where the function is gone, and makes nothing in its place', async () => {
    await world.as(SECURITY, 'lambda', 'DeleteFunction', { FunctionName });
    const { outcome, gone, calls } = await world.reconcile(responder);
    assert.deepEqual([outcome, gone, calls], ['failed', true, []]);
  });

  it('has no permission to rewrite, delete or stop the function', async () => {
    const forbidden: readonly (readonly [string, object])[] = [
      ['UpdateFunctionCode', { ZipFile: new Uint8Array() }],
      ['DeleteFunction', {}],
      ['PutFunctionConcurrency', { ReservedConcurrentExecutions: 0 }],
    ];
    for (const [operation, input] of forbidden)
      await assert.rejects(
        world.aws({
          service: 'lambda',
          operation,
          account: SECURITY,
          region: 'us-east-1',
          input: { FunctionName, ...input },
        }),
        { name: 'AccessDenied' },
        operation,
      );
  });

  it('leaves the code to people, who are told of it without the function', async () => {
    const ZipFile = zipSync({ 'index.mjs': new TextEncoder().encode('export const handler = () => {};') });
    await world.as(SECURITY, 'lambda', 'UpdateFunctionCode', { FunctionName, ZipFile });
    assert.deepEqual(await world.differing(responder), []);
  });
});

function configured(input: object, ...differing: string[]): Tampering {
  return {
    by: [['lambda', 'UpdateFunctionConfiguration', { FunctionName, ...input }]],
    differing,
    repairs: ['UpdateFunctionConfiguration'],
  };
}

function retried(input: object): Tampering {
  return {
    by: [['lambda', 'PutFunctionEventInvokeConfig', { FunctionName, ...input }]],
    differing: ['EventInvokeConfig'],
    repairs: ['PutFunctionEventInvokeConfig'],
  };
}

function permitted(by: Tampering['by'], repairs: readonly string[]): Tampering {
  return { by, differing: ['Policy'], repairs };
}

function add(StatementId: string, input: object): Tampering['by'][number] {
  return ['lambda', 'AddPermission', { FunctionName, StatementId, Action: 'lambda:InvokeFunction', ...input }];
}

function remove(StatementId: string): Tampering['by'][number] {
  return ['lambda', 'RemovePermission', { FunctionName, StatementId }];
}
