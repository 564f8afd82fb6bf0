import assert from 'node:assert/strict';
import { type Aws, fields, unless } from '../../../../functions/responder/aws';
import { keeperOf } from '../../../../functions/responder/keepers';
import { type Reconciliation, reconcile } from '../../../../functions/responder/reconcile';
import type { DeclaredResource } from '../../../../infra/specifications/resources';
import { World } from '../world';

const MANAGEMENT = '111111111111';
const LOG_ARCHIVE = '222222222222';
const SECURITY = '333333333333';
const MEMBER = '444444444444';
const FORWARDER = 'trailwarden-forwarder';
const PERMISSION = 'send-to-the-central-bus';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

const DENY = document({ Effect: 'Deny', Action: '*', Resource: '*' });
const ANYBODY = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } });

type Call = readonly [operation: string, input?: object];

interface Tampering {
  readonly title: string;
  readonly calls: readonly Call[];
  readonly differing: readonly string[];
  readonly repairs: readonly string[];
}

const TAMPERINGS: readonly Tampering[] = [
  {
    title: 'another trust policy',
    calls: [['UpdateAssumeRolePolicy', { PolicyDocument: ANYBODY }]],
    differing: ['AssumeRolePolicyDocument'],
    repairs: ['UpdateAssumeRolePolicy'],
  },
  {
    title: 'another text of the inline policy',
    calls: [['PutRolePolicy', { PolicyName: PERMISSION, PolicyDocument: DENY }]],
    differing: ['InlinePolicies'],
    repairs: ['PutRolePolicy'],
  },
  {
    title: 'a missing inline policy',
    calls: [['DeleteRolePolicy', { PolicyName: PERMISSION }]],
    differing: ['InlinePolicies'],
    repairs: ['PutRolePolicy'],
  },
  {
    title: 'a further inline policy',
    calls: [['PutRolePolicy', { PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: DENY }]],
    differing: ['InlinePolicies'],
    repairs: ['DeleteRolePolicy'],
  },
  {
    title: 'an inline policy called like something that every object has',
    calls: [['PutRolePolicy', { PolicyName: 'constructor', PolicyDocument: DENY }]],
    differing: ['InlinePolicies'],
    repairs: ['DeleteRolePolicy'],
  },
  {
    title: 'inline policies that leave no room for the declared one',
    calls: [
      ['DeleteRolePolicy', { PolicyName: PERMISSION }],
      ['PutRolePolicy', { PolicyName: 'room', PolicyDocument: long(10_240) }],
    ],
    differing: ['InlinePolicies'],
    repairs: ['DeleteRolePolicy', 'PutRolePolicy'],
  },
  {
    title: 'a managed policy',
    calls: [['AttachRolePolicy', { PolicyArn: ADMINISTRATOR }]],
    differing: ['AttachedPolicies'],
    repairs: ['DetachRolePolicy'],
  },
  {
    title: 'a permissions boundary',
    calls: [['PutRolePermissionsBoundary', { PermissionsBoundary: ADMINISTRATOR }]],
    differing: ['PermissionsBoundary'],
    repairs: ['DeleteRolePermissionsBoundary'],
  },
  {
    title: 'another description',
    calls: [['UpdateRole', { Description: 'Not needed any more.' }]],
    differing: ['Description'],
    repairs: ['UpdateRole'],
  },
  {
    title: 'longer sessions',
    calls: [['UpdateRole', { MaxSessionDuration: 43_200 }]],
    differing: ['MaxSessionDuration'],
    repairs: ['UpdateRole'],
  },
  {
    title: 'another tag and a missing one',
    calls: [
      ['TagRole', { Tags: [{ Key: 'trailwarden:prefix', Value: 'nobody' }] }],
      ['UntagRole', { TagKeys: ['trailwarden:account-kind'] }],
    ],
    differing: ['Tags'],
    repairs: ['TagRole', 'TagRole'],
  },
  {
    title: 'a deletion',
    calls: [['DeleteRolePolicy', { PolicyName: PERMISSION }], ['DeleteRole']],
    differing: [
      'AssumeRolePolicyDocument',
      'AttachedPolicies',
      'Description',
      'InlinePolicies',
      'MaxSessionDuration',
      'Path',
      'PermissionsBoundary',
      'Tags',
    ],
    repairs: ['CreateRole', 'PutRolePolicy'],
  },
  {
    title: 'another role in its place, elsewhere',
    calls: [
      ['DeleteRolePolicy', { PolicyName: PERMISSION }],
      ['DeleteRole'],
      [
        'CreateRole',
        {
          Path: '/elsewhere/',
          AssumeRolePolicyDocument: ANYBODY,
          Description: 'Ours',
          PermissionsBoundary: ADMINISTRATOR,
        },
      ],
      ['AttachRolePolicy', { PolicyArn: ADMINISTRATOR }],
      ['PutRolePolicy', { PolicyName: PERMISSION, PolicyDocument: DENY }],
    ],
    differing: [
      'AssumeRolePolicyDocument',
      'AttachedPolicies',
      'Description',
      'InlinePolicies',
      'Path',
      'PermissionsBoundary',
      'Tags',
    ],
    repairs: ['DetachRolePolicy', 'DeleteRolePolicy', 'DeleteRole', 'CreateRole', 'PutRolePolicy'],
  },
];

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** A policy of as many characters. */
function long(characters: number): string {
  const policy = (filling: string): string => document({ Effect: 'Deny', Action: filling, Resource: '*' });
  return policy(`s3:${'x'.repeat(characters - policy('s3:').length)}`);
}

function operations({ calls }: Reconciliation): string[] {
  return calls.map(({ call }) => call.operation);
}

describe('the keeper of roles', () => {
  let world: World;
  let forwarder: DeclaredResource;
  const act = async (account: string, name: string, calls: readonly Call[]): Promise<void> => {
    for (const [operation, input] of calls) await world.as(account, 'iam', operation, { RoleName: name, ...input });
  };
  const role = (account: string, name: string): DeclaredResource => {
    const found = world.resources(account, 'role').find((each) => each.name === name);
    assert.ok(found !== undefined, `${account} declares no role ${name}.`);
    return found;
  };
  /** Everything that IAM knows of the forwarder's role, but its id and its date; nothing, when it is not there. */
  const state = async (): Promise<unknown> => {
    const ask = async (operation: string, input: object = {}) =>
      await world.as(MEMBER, 'iam', operation, { RoleName: FORWARDER, ...input });
    const found = await unless(['NoSuchEntityException'], ask('GetRole'));
    if (found === undefined) return undefined;
    const { RoleId, CreateDate, ...rest } = fields(found.Role);
    const { PolicyNames } = await ask('ListRolePolicies');
    const policies = (PolicyNames as string[]).map((PolicyName) => ask('GetRolePolicy', { PolicyName }));
    return [rest, await ask('ListAttachedRolePolicies'), await Promise.all(policies)];
  };

  beforeEach(async () => {
    world = await World.deployed();
    forwarder = role(MEMBER, FORWARDER);
  });

  it('finds every role that was deployed as it is declared, and none was deployed that is not', async () => {
    const everywhere = [FORWARDER, 'trailwarden-repair'];
    const expected: Readonly<Record<string, readonly string[]>> = {
      [MANAGEMENT]: [...everywhere, 'trailwarden-trail-logs'],
      [LOG_ARCHIVE]: everywhere,
      [SECURITY]: [...everywhere, 'trailwarden-responder', 'trailwarden-direct-report'],
      [MEMBER]: everywhere,
    };
    for (const [account, names] of Object.entries(expected)) {
      const declared = world.resources(account, 'role');
      for (const resource of declared) assert.deepEqual(await world.differing(resource), [], resource.arn);
      assert.deepEqual(declared.map(({ name }) => name).sort(), [...names].sort());
      const { Roles } = await world.as(account, 'iam', 'ListRoles', { PathPrefix: '/' });
      const deployed = (Roles as { RoleName: string }[]).map(({ RoleName }) => RoleName);
      const ours = deployed.filter((name) => name.startsWith('trailwarden-') && name !== 'trailwarden-deployment');
      assert.deepEqual(ours.sort(), [...names].sort());
    }
  });

  for (const { title, calls, differing, repairs } of TAMPERINGS)
    it(`puts back ${title} once it may, and says what would undo that`, async () => {
      await act(MEMBER, FORWARDER, calls);
      const tampered = await state();
      const observed = await world.reconcile(forwarder, false);
      assert.equal(observed.outcome, 'observed');
      assert.deepEqual(operations(observed), repairs);
      assert.ok(world.repairCalls.every(({ operation }) => /^(Get|List)/.test(operation)));
      assert.deepEqual((await world.differing(forwarder)).sort(), differing);

      const repaired = await world.reconcile(forwarder);
      assert.equal(repaired.outcome, 'repaired');
      assert.deepEqual(operations(repaired), repairs);
      assert.deepEqual(await world.differing(forwarder), []);

      for (const { undo } of [...repaired.calls].reverse()) {
        assert.ok(undo !== undefined);
        await world.as(undo.account, undo.service, undo.operation, undo.input);
      }
      assert.deepEqual(await state(), tampered);
    });

  for (const [account, name, permission] of [
    [MANAGEMENT, 'trailwarden-trail-logs', 'fill-the-log-group'],
    [SECURITY, 'trailwarden-responder', 'respond'],
    [LOG_ARCHIVE, FORWARDER, PERMISSION],
  ] as const)
    it(`recreates ${name} of ${account} with everything, and says what is lost`, async () => {
      await act(account, name, [['DeleteRolePolicy', { PolicyName: permission }], ['DeleteRole']]);
      const reconciliation = await world.reconcile(role(account, name));
      assert.equal(reconciliation.outcome, 'repaired');
      assert.equal(reconciliation.gone, true);
      assert.deepEqual(reconciliation.losses, ['The role was recreated. Tags that only its stack knows are gone.']);
    });

  it('leaves tags alone that nobody declared', async () => {
    await act(MEMBER, FORWARDER, [['TagRole', { Tags: [{ Key: 'constructor', Value: 'somebody' }] }]]);
    assert.equal((await world.reconcile(forwarder)).outcome, 'intact');
  });

  it('sees a policy behind the first page of them', async () => {
    for (let index = 0; index < 3; index += 1)
      await act(MEMBER, FORWARDER, [['PutRolePolicy', { PolicyName: `p${index}`, PolicyDocument: DENY }]]);
    const onePerPage: Aws = (call) => {
      const { MaxItems, ...input } = call.input;
      return world.aws({ ...call, input: MaxItems === undefined ? input : { ...input, MaxItems: 1 } });
    };
    const reconciliation = await reconcile(await keeperOf(forwarder), forwarder, onePerPage, { enforce: true });
    assert.deepEqual(operations(reconciliation), ['DeleteRolePolicy', 'DeleteRolePolicy', 'DeleteRolePolicy']);
    assert.equal(reconciliation.outcome, 'repaired');
  });

  it('tells of the repair role, and never repairs it with itself', async () => {
    const repair = role(MEMBER, 'trailwarden-repair');
    await act(MEMBER, repair.name, [['AttachRolePolicy', { PolicyArn: ADMINISTRATOR }]]);
    const { outcome, calls, found } = await world.reconcile(repair);
    assert.equal(outcome, 'watched');
    assert.deepEqual(calls, []);
    assert.deepEqual(
      found.map(({ setting }) => setting),
      ['AttachedPolicies'],
    );
    assert.match(repair.watchedOnly ?? '', /^a role is never repaired with itself; run "pulumi up"/);
  });

  it("lets no repair role change itself, nor delete a role of ours, nor touch anybody else's", async () => {
    const call = (operation: string, RoleName: string, input: object = {}) =>
      world.aws({ service: 'iam', operation, account: MEMBER, region: 'us-east-1', input: { RoleName, ...input } });
    const denied = { name: 'AccessDenied' };
    await act(MEMBER, FORWARDER, [['DeleteRolePolicy', { PolicyName: PERMISSION }]]);
    await assert.rejects(call('DeleteRole', FORWARDER), denied);
    for (const name of ['trailwarden-repair', 'trailwarden-deployment']) {
      await assert.rejects(call('PutRolePolicy', name, { PolicyName: 'more', PolicyDocument: DENY }), denied);
      await assert.rejects(call('UpdateAssumeRolePolicy', name, { PolicyDocument: ANYBODY }), denied);
    }
    await assert.rejects(call('AttachRolePolicy', FORWARDER, { PolicyArn: ADMINISTRATOR }), denied);
  });
});
