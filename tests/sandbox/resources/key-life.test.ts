import assert from 'node:assert/strict';
import { alias, key } from '../../../sandbox/resources/key';
import { kms } from '../../../sandbox/services/kms/index';
import { refuses } from '../support';
import { ACCOUNT, REGION, ResourceWorld } from './resource-world';

const policy = (principal = `arn:aws:iam::${ACCOUNT}:root`) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' }],
});

describe('the life of an aws.kms.Key', () => {
  let world: ResourceWorld;
  beforeEach(() => {
    world = new ResourceWorld([kms]);
  });

  it('changes by the calls for what differs', async () => {
    const made = await world.make(key, { description: 'logs', deletionWindowInDays: 7, tags: { a: '1', b: '2' } });
    await made.update({ description: 'log files' }, ['UpdateKeyDescription']);
    await made.update({ enableKeyRotation: true }, ['EnableKeyRotation']);
    await made.update({ rotationPeriodInDays: 90 }, ['EnableKeyRotation']);
    await made.update({ rotationPeriodInDays: undefined }, []);
    await made.update({ enableKeyRotation: undefined }, ['DisableKeyRotation']);
    await made.update({ policy: JSON.stringify(policy()) }, ['PutKeyPolicy']);
    await made.update({ policy: policy() }, []);
    await made.update({ tags: { a: '1', c: '3' } }, ['UntagResource', 'TagResource']);
    await made.update({ tags: undefined }, ['UntagResource']);
    await made.update({ deletionWindowInDays: 30, isEnabled: true, keyUsage: 'ENCRYPT_DECRYPT' }, []);
  });

  it('is disabled after everything else, and enabled before', async () => {
    const made = await world.make(key, {});
    await made.update({ isEnabled: false, enableKeyRotation: true }, ['EnableKeyRotation', 'DisableKey']);
    await refuses(made.update({ enableKeyRotation: false }, []), 'DisabledException');
    await made.update({ isEnabled: undefined, enableKeyRotation: false }, ['EnableKey', 'DisableKeyRotation']);
  });

  it('keeps what AWS made of an input that is no longer said, where the provider does', async () => {
    const inputs = { description: 'logs', policy: policy(), multiRegion: true };
    const made = await world.make(key, inputs);
    await made.update({ description: undefined, policy: undefined, multiRegion: undefined }, []);
    await made.shows(inputs);
  });

  it('refuses a policy that locks its maker out, unless the program insists', async () => {
    const made = await world.make(key, {});
    const lockout = {
      ...policy(),
      Statement: [{ ...policy().Statement[0], Principal: { Service: 'sns.amazonaws.com' } }],
    };
    await refuses(made.update({ policy: lockout }, []), 'MalformedPolicyDocumentException', /not allow you to update/);
    await made.adapter.update?.(
      world.cloud,
      made.id,
      { policy: lockout, bypassPolicyLockoutSafetyCheck: true } as never,
      {} as never,
    );
  });

  it('gets the default tags of its provider when they change', async () => {
    const made = await world.make(key, { tags: { a: '1' } });
    const olds = await made.read();
    const cloud = world.provider({ owner: 'soc' });
    const retag = () => key.update?.(cloud, made.id, made.inputs as never, olds as never);
    assert.deepEqual(await world.writes(async () => retag()), ['UntagResource', 'TagResource']);
    assert.deepEqual((await made.read())?.tagsAll, { a: '1', owner: 'soc' });
  });

  it('is scheduled to go after the time that the program says, and counts as gone from then on', async () => {
    const made = await world.make(key, { deletionWindowInDays: 7 });
    await made.delete(['ScheduleKeyDeletion']);
    const { KeyMetadata } = await world.cloud.call('kms', 'DescribeKey', { KeyId: made.id });
    const days = (Number(KeyMetadata?.DeletionDate) - world.test.clock.now().getTime()) / 86_400_000;
    assert.deepEqual([KeyMetadata?.KeyState, days], ['PendingDeletion', 7]);
    await world.test.clock.advance(8 * 86_400_000);
    await made.remove(['ScheduleKeyDeletion']);
  });

  it('is replaced for what KMS cannot change', () => {
    assert.deepEqual(key.replacedBy, ['customerMasterKeySpec', 'keyUsage', 'multiRegion', 'region']);
  });
});

describe('the life of an aws.kms.Alias', () => {
  it('moves to another key, however the program names it', async () => {
    const world = new ResourceWorld([kms]);
    const [one, two] = [await world.make(key, {}), await world.make(key, {})];
    const made = await world.make(alias, { name: 'alias/logs', targetKeyId: one.id });
    await made.update({ targetKeyId: two.id }, ['UpdateAlias']);
    await made.update({ targetKeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${two.id}` }, []);
    await refuses(alias.create(world.cloud, made.inputs as never, ''), 'AlreadyExistsException');
    assert.deepEqual(alias.replacedBy, ['name', 'region']);
    await made.delete(['DeleteAlias']);
  });
});
