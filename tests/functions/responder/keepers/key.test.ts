import assert from 'node:assert/strict';
import type { Aws, Fields } from '../../../../functions/responder/aws';
import { keyKeeper } from '../../../../functions/responder/keepers/key';
import { type Reconciliation, reconcile } from '../../../../functions/responder/reconcile';
import type { KeyResource } from '../../../../infra/specifications/resources/key';
import { DECLARED, World } from '../world';

const MANAGEMENT = '111111111111';
const LOG_ARCHIVE = '222222222222';
const SECURITY = '333333333333';
const TRAIL_BUCKET = 'trailwarden-trail-222222222222-us-east-1';
const TRAIL = 'trailwarden-organization';
const OUTSIDER = 'arn:aws:iam::444444444444:root';
const REPAIR_ROLE = `arn:aws:iam::${LOG_ARCHIVE}:role/${DECLARED.repairRoleName}`;

type Call = readonly [operation: string, input?: object];

interface Tampering {
  readonly title: string;
  readonly calls: readonly Call[];
  readonly differing: readonly string[];
  readonly repairs: readonly string[];
}

const administeredBy = (account: string, ...more: object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
      ...more,
    ],
  });

const TAMPERINGS: readonly Tampering[] = [
  {
    title: 'a key that is disabled',
    calls: [['DisableKey']],
    differing: ['KeyState'],
    repairs: ['EnableKey'],
  },
  {
    title: 'a key that waits for its deletion',
    calls: [['ScheduleKeyDeletion', { PendingWindowInDays: 7 }]],
    differing: ['KeyRotationEnabled', 'KeyState', 'RotationPeriodInDays'],
    repairs: ['CancelKeyDeletion', 'EnableKey', 'EnableKeyRotation'],
  },
  {
    title: 'rotation that is off',
    calls: [['DisableKeyRotation']],
    differing: ['KeyRotationEnabled', 'RotationPeriodInDays'],
    repairs: ['EnableKeyRotation'],
  },
  {
    title: 'rotation every seven years',
    calls: [['EnableKeyRotation', { RotationPeriodInDays: 2560 }]],
    differing: ['RotationPeriodInDays'],
    repairs: ['EnableKeyRotation'],
  },
  {
    title: 'another description',
    calls: [['UpdateKeyDescription', { Description: 'Not in use.' }]],
    differing: ['Description'],
    repairs: ['UpdateKeyDescription'],
  },
  {
    title: 'two grants',
    calls: [
      ['CreateGrant', { GranteePrincipal: OUTSIDER, Operations: ['Decrypt'], Name: 'reading' }],
      ['CreateGrant', { GranteePrincipal: OUTSIDER, Operations: ['CreateGrant', 'Decrypt'] }],
    ],
    differing: ['Grants'],
    repairs: ['RevokeGrant', 'RevokeGrant'],
  },
  {
    title: 'a missing tag',
    calls: [['UntagResource', { TagKeys: ['trailwarden:prefix'] }]],
    differing: ['Tags'],
    repairs: ['TagResource'],
  },
  {
    title: 'a tag that is missing and another one that lies',
    calls: [
      ['UntagResource', { TagKeys: ['trailwarden:prefix'] }],
      ['TagResource', { Tags: [{ TagKey: 'trailwarden:account-kind', TagValue: 'nobody' }] }],
    ],
    differing: ['Tags'],
    repairs: ['TagResource', 'TagResource'],
  },
  {
    title: 'a disabled key without rotation whose deletion comes next',
    calls: [['DisableKeyRotation'], ['DisableKey'], ['ScheduleKeyDeletion']],
    differing: ['KeyRotationEnabled', 'KeyState', 'RotationPeriodInDays'],
    repairs: ['CancelKeyDeletion', 'EnableKey', 'EnableKeyRotation'],
  },
];

describe('the keeper of keys', () => {
  let world: World;
  const key = (account = LOG_ARCHIVE): KeyResource => {
    const [found, ...more] = world.resources(account, 'key');
    assert.ok(found?.type === 'key' && more.length === 0);
    return found;
  };
  const kms = (operation: string, input: object = {}, account = LOG_ARCHIVE): Promise<Fields> =>
    world.as(account, 'kms', operation, input);
  const arnOf = async (KeyId: string, account = LOG_ARCHIVE): Promise<string> => {
    const { KeyMetadata } = await kms('DescribeKey', { KeyId }, account);
    return (KeyMetadata as { Arn: string }).Arn;
  };
  /** The ARN of a key that an attacker brings. */
  const anotherKey = async (input: object = {}, account = LOG_ARCHIVE): Promise<string> => {
    const { KeyMetadata } = await kms('CreateKey', input, account);
    return (KeyMetadata as { Arn: string }).Arn;
  };
  const operations = ({ calls }: Reconciliation): string[] => calls.map(({ call }) => call.operation);
  const undo = async ({ calls }: Reconciliation): Promise<void> => {
    for (const { undo: call } of [...calls].reverse())
      if (call !== undefined) await world.as(call.account, call.service, call.operation, call.input, call.region);
  };
  beforeEach(async () => {
    world = await World.deployed();
  });

  for (const [name, account] of [
    ['the log files', LOG_ARCHIVE],
    ['the alerts', SECURITY],
  ] as const)
    describe(`for the key of ${name}`, () => {
      it('finds it as it is declared once it is deployed', async () => {
        assert.deepEqual(await world.differing(key(account)), []);
      });

      for (const { title, calls, differing, repairs } of TAMPERINGS)
        it(`puts back ${title}, by calls that can be undone`, async () => {
          const KeyId = await arnOf(key(account).name, account);
          for (const [operation, input] of calls) await kms(operation, { KeyId, ...input }, account);
          const reconciliation = await world.reconcile(key(account));
          assert.deepEqual(reconciliation.found.map(({ setting }) => setting).sort(), differing);
          assert.equal(reconciliation.outcome, 'repaired', String(reconciliation.error));
          assert.deepEqual(operations(reconciliation), repairs);
          await undo(reconciliation);
          assert.deepEqual((await world.differing(key(account))).sort(), differing);
        });

      it('puts back another policy, by a call that can be undone', async () => {
        const KeyId = await arnOf(key(account).name, account);
        const Policy = administeredBy(account, {
          Effect: 'Allow',
          Principal: { AWS: OUTSIDER },
          Action: 'kms:Decrypt',
          Resource: '*',
        });
        await kms('PutKeyPolicy', { KeyId, Policy }, account);
        const reconciliation = await world.reconcile(key(account));
        assert.deepEqual([reconciliation.outcome, operations(reconciliation)], ['repaired', ['PutKeyPolicy']]);
        await undo(reconciliation);
        assert.deepEqual(
          JSON.parse(String((await kms('GetKeyPolicy', { KeyId }, account)).Policy)),
          JSON.parse(Policy),
        );
      });

      it('puts the alias back when it is gone, and when it means another key', async () => {
        const ours = await arnOf(key(account).name, account);
        const AliasName = key(account).name;
        await kms('DeleteAlias', { AliasName }, account);
        const created = await world.reconcile(key(account));
        assert.deepEqual([created.outcome, operations(created)], ['repaired', ['CreateAlias']]);
        assert.equal(await arnOf(AliasName, account), ours);
        await undo(created);
        assert.deepEqual(await world.differing(key(account)), ['TargetKeyId']);
        await world.reconcile(key(account));

        const theirs = await anotherKey({}, account);
        await kms('UpdateAlias', { AliasName, TargetKeyId: theirs }, account);
        const updated = await world.reconcile(key(account));
        assert.deepEqual([updated.outcome, operations(updated)], ['repaired', ['UpdateAlias']]);
        assert.equal(updated.identity, ours);
        assert.equal(await arnOf(AliasName, account), ours);
        await undo(updated);
        assert.equal(await arnOf(AliasName, account), theirs);
      });
    });

  it('is tried with every declared setting', () => {
    const tried = new Set([...TAMPERINGS.flatMap(({ differing }) => differing), 'Policy', 'TargetKeyId']);
    assert.deepEqual([...tried].sort(), Object.keys(key().settings).sort());
  });

  it('puts back everything at once', async () => {
    const KeyId = await arnOf(key().name);
    await kms('PutKeyPolicy', { KeyId, Policy: administeredBy(LOG_ARCHIVE) });
    const calls = TAMPERINGS.flatMap((tampering) => tampering.calls);
    const last = ['DisableKey', 'ScheduleKeyDeletion'];
    for (const [operation, input] of calls.filter(([name]) => !last.includes(name)))
      await kms(operation, { KeyId, ...input });
    await kms('DeleteAlias', { AliasName: key().name });
    await kms('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    const { outcome, error } = await world.reconcile(key());
    assert.equal(outcome, 'repaired', String(error));
    assert.deepEqual(await world.differing(key()), []);
    assert.equal(await arnOf(key().name), KeyId);
  });

  it('changes nothing when repairs are off, and names the calls', async () => {
    const KeyId = await arnOf(key().name);
    await kms('ScheduleKeyDeletion', { KeyId });
    const reconciliation = await world.reconcile(key(), false);
    assert.equal(reconciliation.outcome, 'observed');
    assert.deepEqual(operations(reconciliation), ['CancelKeyDeletion', 'EnableKey', 'EnableKeyRotation']);
    const { KeyMetadata } = await kms('DescribeKey', { KeyId });
    assert.equal((KeyMetadata as { KeyState: string }).KeyState, 'PendingDeletion');
  });

  it('waits for a key that is in a state which no call ends', async () => {
    const { calls, outcome } = await reconcile(
      keyKeeper as never,
      key(),
      answering('DescribeKey', ({ KeyMetadata }) => ({
        KeyMetadata: { ...(KeyMetadata as object), KeyState: 'Unavailable' },
      })),
      { enforce: true },
    );
    assert.deepEqual([outcome, calls], ['failed', []]);
  });

  describe('when the policy of the key turns against the repair', () => {
    const deny = (...actions: string[]): object => ({
      Effect: 'Deny',
      Principal: '*',
      Action: actions,
      Resource: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': REPAIR_ROLE } },
    });

    it('replaces a policy that denies being read', async () => {
      const KeyId = await arnOf(key().name);
      await kms('PutKeyPolicy', { KeyId, Policy: administeredBy(LOG_ARCHIVE, deny('kms:GetKeyPolicy')) });
      const reconciliation = await world.reconcile(key());
      assert.deepEqual([reconciliation.outcome, operations(reconciliation)], ['repaired', ['PutKeyPolicy']]);
      assert.deepEqual(await world.differing(key()), []);
    });

    it('fails, with the reason, where it denies everything', async () => {
      const KeyId = await arnOf(key().name);
      await kms('PutKeyPolicy', { KeyId, Policy: administeredBy(LOG_ARCHIVE, deny('kms:*')) });
      const { outcome, error } = await world.reconcile(key());
      assert.equal(outcome, 'failed');
      assert.match(String(error), /kms:PutKeyPolicy .* with an explicit deny in a resource-based policy/);
    });

    it('takes the alias from a key that may not be looked at', async () => {
      const ours = await arnOf(key().name);
      const theirs = await anotherKey({ Policy: administeredBy(LOG_ARCHIVE, deny('kms:DescribeKey')) });
      await kms('UpdateAlias', { AliasName: key().name, TargetKeyId: theirs });
      const reconciliation = await world.reconcile(key());
      assert.deepEqual([reconciliation.outcome, operations(reconciliation)], ['repaired', ['UpdateAlias']]);
      assert.equal(await arnOf(key().name), ours);
    });
  });

  describe('with the log files and the alias redirected to another key', () => {
    it('keeps to the key that two of alias, bucket and trail name', async () => {
      const ours = await arnOf(key().name);
      const theirs = await anotherKey();
      await kms('UpdateAlias', { AliasName: key().name, TargetKeyId: theirs });
      const reconciliation = await world.reconcile(key());
      assert.equal(reconciliation.identity, ours);
      const about = world.repairCalls.filter(({ input }) => input.KeyId === theirs);
      assert.ok(about.every(({ operation }) => operation === 'DescribeKey'));
    });

    it('finds the key by what it is for when nothing names it any more', async () => {
      const ours = await arnOf(key().name);
      await anotherKey({ Description: 'Something else.' });
      await kms('DeleteAlias', { AliasName: key().name });
      await kms('ScheduleKeyDeletion', { KeyId: ours });
      await world.as(LOG_ARCHIVE, 's3', 'DeleteBucketEncryption', { Bucket: TRAIL_BUCKET });
      await world.as(MANAGEMENT, 'cloudtrail', 'DeleteTrail', { Name: TRAIL });
      const { outcome, identity, error } = await world.reconcile(key());
      assert.equal(outcome, 'repaired', String(error));
      assert.equal(identity, ours);
    });

    it('makes no key, and says what to do, when none can be found', async () => {
      const { outcome, error, calls } = await reconcile(keyKeeper as never, key(), nothing, { enforce: true });
      assert.deepEqual([outcome, calls], ['failed', []]);
      assert.match(
        String(error),
        /"alias\/trailwarden-trail" of 222222222222 .* Run "pulumi up --refresh" of its stack/,
      );
    });
  });

  function answering(operation: string, answer: (real: Fields) => Fields): Aws {
    return async (call) => (call.operation === operation ? answer(await world.aws(call)) : await world.aws(call));
  }
});

/** An account in which there is nothing. */
const nothing: Aws = async ({ operation }) => {
  if (operation === 'ListKeys') return { Keys: [] };
  throw Object.assign(new Error(operation), { name: 'NotFoundException' });
};
