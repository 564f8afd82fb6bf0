import assert from 'node:assert/strict';
import type * as Kms from '@aws-sdk/client-kms';
import type { ServicePrincipal } from '../../../../sandbox/core/principal';
import type { Cloud } from '../../../../sandbox/core/service';
import { recordsOf } from '../../../../sandbox/records/record';
import { kms } from '../../../../sandbox/services/kms/index';
import { useKey } from '../../../../sandbox/services/kms/state';
import { caller, refuses, START, type TestCloud, testGate } from '../../support';

const ACCOUNT = '222222222222';
const OTHER = '111111111111';
const DAY = 24 * 3_600_000;
const TRAIL = `arn:aws:cloudtrail:us-east-1:${OTHER}:trail/trail`;

const root = (account: string) => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
});
const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const bytes = (text: string): Uint8Array => Buffer.from(text);

/** The cloud as handlers see it, for what other services call directly. */
function inside(cloud: TestCloud): Cloud {
  const seen = cloud.answered.at(-1);
  assert.ok(seen);
  return seen.context;
}

describe('KMS', () => {
  let cloud: TestCloud;
  let call: ReturnType<typeof caller<typeof Kms>>;
  let keyId: string;
  let arn: string;

  beforeEach(async () => {
    cloud = testGate([kms]);
    call = caller<typeof Kms>(cloud, 'kms', cloud.administrator(ACCOUNT));
    const { KeyMetadata } = await call('CreateKey', { Description: 'logs' });
    keyId = KeyMetadata?.KeyId ?? '';
    arn = KeyMetadata?.Arn ?? '';
  });

  describe('keys', () => {
    it('makes a key whose policy leaves all to IAM of the account', async () => {
      assert.equal(arn, `arn:aws:kms:us-east-1:${ACCOUNT}:key/${keyId}`);
      assert.match(keyId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      const { Policy } = await call('GetKeyPolicy', { KeyId: keyId });
      assert.deepEqual(JSON.parse(Policy ?? '').Statement, [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ]);
    });

    it('finds a key by id, ARN, alias name and alias ARN', async () => {
      await call('CreateAlias', { AliasName: 'alias/logs', TargetKeyId: arn });
      for (const KeyId of [keyId, arn, 'alias/logs', `arn:aws:kms:us-east-1:${ACCOUNT}:alias/logs`])
        assert.equal((await call('DescribeKey', { KeyId })).KeyMetadata?.Arn, arn);
    });

    it('does not find a key of another Region, nor an alias that is not there', async () => {
      const elsewhere = caller<typeof Kms>(cloud, 'kms', cloud.administrator(ACCOUNT), 'eu-west-1');
      await refuses(elsewhere('DescribeKey', { KeyId: keyId }), 'NotFoundException', /does not exist/);
      await refuses(elsewhere('DescribeKey', { KeyId: arn }), 'NotFoundException', /Invalid arn us-east-1/);
      await refuses(call('DescribeKey', { KeyId: 'alias/none' }), 'NotFoundException', /is not found/);
    });

    it('lists keys in pages', async () => {
      await call('CreateKey', {});
      const first = await call('ListKeys', { Limit: 1 });
      assert.equal(first.Truncated, true);
      const second = await call('ListKeys', { Limit: 1, Marker: first.NextMarker });
      assert.equal(second.Truncated, false);
      assert.equal(new Set([first, second].map(({ Keys }) => Keys?.[0]?.KeyArn)).size, 2);
      await refuses(call('ListKeys', { Marker: 'made-up' }), 'InvalidMarkerException');
    });

    it('refuses the use of a disabled key, and takes it back when it is enabled', async () => {
      await call('DisableKey', { KeyId: keyId });
      await refuses(call('Encrypt', { KeyId: keyId, Plaintext: bytes('x') }), 'DisabledException', /is disabled/);
      await call('EnableKey', { KeyId: keyId });
      await call('Encrypt', { KeyId: keyId, Plaintext: bytes('x') });
    });

    it('deletes a key when its window has passed, with its aliases', async () => {
      await call('CreateAlias', { AliasName: 'alias/logs', TargetKeyId: keyId });
      const answer = await call('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 });
      assert.deepEqual(answer, {
        KeyId: arn,
        KeyState: 'PendingDeletion',
        PendingWindowInDays: 7,
        DeletionDate: new Date(START.getTime() + 7 * DAY),
      });
      await refuses(call('Encrypt', { KeyId: keyId, Plaintext: bytes('x') }), 'KMSInvalidStateException');
      await refuses(call('EnableKey', { KeyId: keyId }), 'KMSInvalidStateException');
      await cloud.clock.advance(7 * DAY - 1);
      assert.equal((await call('DescribeKey', { KeyId: keyId })).KeyMetadata?.KeyState, 'PendingDeletion');
      await cloud.clock.advance(1);
      await refuses(call('DescribeKey', { KeyId: keyId }), 'NotFoundException');
      assert.deepEqual((await call('ListAliases', {})).Aliases, []);
    });

    it('keeps a key whose deletion was cancelled, disabled', async () => {
      await call('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays: 7 });
      assert.deepEqual(await call('CancelKeyDeletion', { KeyId: keyId }), { KeyId: arn });
      await cloud.clock.advance(31 * DAY);
      assert.equal((await call('DescribeKey', { KeyId: keyId })).KeyMetadata?.KeyState, 'Disabled');
      await refuses(call('CancelKeyDeletion', { KeyId: keyId }), 'KMSInvalidStateException', /is not pending deletion/);
    });

    it('refuses a window that is shorter than 7 or longer than 30 days', async () => {
      for (const PendingWindowInDays of [6, 31])
        await refuses(call('ScheduleKeyDeletion', { KeyId: keyId, PendingWindowInDays }), 'ValidationException');
    });

    it('deletes no material that was not imported', async () => {
      await refuses(call('DeleteImportedKeyMaterial', { KeyId: keyId }), 'UnsupportedOperationException', /AWS_KMS/);
      assert.equal((await call('DescribeKey', { KeyId: keyId })).KeyMetadata?.KeyState, 'Enabled');
    });

    it('says when the material rotates next', async () => {
      await call('EnableKeyRotation', { KeyId: keyId, RotationPeriodInDays: 90 });
      await cloud.clock.advance(100 * DAY);
      const status = await call('GetKeyRotationStatus', { KeyId: keyId });
      assert.deepEqual(status.NextRotationDate, new Date(START.getTime() + 180 * DAY));
      await call('DisableKeyRotation', { KeyId: keyId });
      assert.equal((await call('GetKeyRotationStatus', { KeyId: keyId })).KeyRotationEnabled, false);
    });

    it('keeps tags, and refuses two of one name', async () => {
      await call('TagResource', { KeyId: keyId, Tags: [{ TagKey: 'team', TagValue: 'audit' }] });
      assert.deepEqual((await call('ListResourceTags', { KeyId: keyId })).Tags, [
        { TagKey: 'team', TagValue: 'audit' },
      ]);
      await call('UntagResource', { KeyId: keyId, TagKeys: ['team'] });
      assert.deepEqual((await call('ListResourceTags', { KeyId: keyId })).Tags, []);
      const twice = [
        { TagKey: 'a', TagValue: '1' },
        { TagKey: 'a', TagValue: '2' },
      ];
      await refuses(call('TagResource', { KeyId: keyId, Tags: twice }), 'TagException');
    });
  });

  describe('aliases', () => {
    it('moves an alias to another key', async () => {
      const { KeyMetadata } = await call('CreateKey', {});
      await call('CreateAlias', { AliasName: 'alias/logs', TargetKeyId: keyId });
      await refuses(call('CreateAlias', { AliasName: 'alias/logs', TargetKeyId: keyId }), 'AlreadyExistsException');
      await call('UpdateAlias', { AliasName: 'alias/logs', TargetKeyId: KeyMetadata?.KeyId });
      assert.equal((await call('DescribeKey', { KeyId: 'alias/logs' })).KeyMetadata?.KeyId, KeyMetadata?.KeyId);
      await call('DeleteAlias', { AliasName: 'alias/logs' });
      await refuses(call('DeleteAlias', { AliasName: 'alias/logs' }), 'NotFoundException');
    });

    it('does not take an alias where KMS wants the key itself', async () => {
      await call('CreateAlias', { AliasName: 'alias/logs', TargetKeyId: keyId });
      await refuses(call('DisableKey', { KeyId: 'alias/logs' }), 'NotFoundException', /Invalid keyId/);
    });
  });

  describe('key policies', () => {
    const put = (Policy: string, more: Partial<Kms.PutKeyPolicyCommandInput> = {}) =>
      call('PutKeyPolicy', { KeyId: keyId, Policy, ...more });

    it('shuts out the account itself where the policy does not leave it to IAM', async () => {
      const keeper = cloud.role(ACCOUNT, 'keeper');
      const { roleName } = cloud.administrator(ACCOUNT);
      await put(
        policy({
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/${keeper.roleName}` },
          Action: ['kms:PutKeyPolicy', 'kms:DescribeKey'],
          Resource: '*',
        }),
        { BypassPolicyLockoutSafetyCheck: true },
      );
      await refuses(call('DescribeKey', { KeyId: keyId }), 'AccessDenied', new RegExp(roleName));
      const byKeeper = caller<typeof Kms>(cloud, 'kms', keeper);
      assert.equal((await byKeeper('DescribeKey', { KeyId: keyId })).KeyMetadata?.Arn, arn);
      await refuses(byKeeper('DisableKey', { KeyId: keyId }), 'AccessDenied');
    });

    it('refuses a policy that would lock its author out, unless told not to check', async () => {
      const keeper = cloud.role(ACCOUNT, 'keeper');
      const foreign = policy({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/${keeper.roleName}` },
        Action: 'kms:*',
        Resource: '*',
      });
      await refuses(put(foreign), 'MalformedPolicyDocumentException', /update the key policy in the future/);
      await refuses(call('CreateKey', { Policy: foreign }), 'MalformedPolicyDocumentException', /in the future/);
      assert.equal((await call('ListKeys', {})).Keys?.length, 1);
      await put(foreign, { BypassPolicyLockoutSafetyCheck: true });
    });

    it('refuses what is no policy, and principals that do not exist', async () => {
      await refuses(put('{'), 'MalformedPolicyDocumentException');
      await refuses(
        put(policy({ ...root(ACCOUNT), Principal: undefined })),
        'MalformedPolicyDocumentException',
        /Principal/,
      );
      const nobody = { ...root(ACCOUNT), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/nobody` } };
      await refuses(put(policy(root(ACCOUNT), nobody)), 'MalformedPolicyDocumentException', /invalid principals/);
      await refuses(put(policy(root(ACCOUNT)), { PolicyName: 'other' }), 'NotFoundException');
    });

    it('lets another account use a key, but never manage it', async () => {
      const foreigner = cloud.administrator(OTHER);
      const theirs = caller<typeof Kms>(cloud, 'kms', foreigner);
      await refuses(theirs('Encrypt', { KeyId: arn, Plaintext: bytes('x') }), 'AccessDenied');
      await put(policy(root(ACCOUNT), root(OTHER)));
      await theirs('Encrypt', { KeyId: arn, Plaintext: bytes('x') });
      await refuses(theirs('DisableKey', { KeyId: arn }), 'AccessDenied', /across accounts/);
    });

    it('grants a permission beside the policy, until it is revoked', async () => {
      const reader = cloud.role(OTHER, 'reader', [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }]);
      const read = caller<typeof Kms>(cloud, 'kms', reader);
      const { CiphertextBlob } = await call('Encrypt', { KeyId: keyId, Plaintext: bytes('log') });
      await refuses(read('Decrypt', { CiphertextBlob }), 'AccessDenied');
      const { GrantId } = await call('CreateGrant', {
        KeyId: keyId,
        GranteePrincipal: `arn:aws:iam::${OTHER}:role/reader`,
        Operations: ['Decrypt'],
      });
      assert.equal((await call('ListGrants', { KeyId: keyId })).Grants?.length, 1);
      assert.equal(Buffer.from((await read('Decrypt', { CiphertextBlob })).Plaintext ?? []).toString(), 'log');
      await call('RevokeGrant', { KeyId: keyId, GrantId });
      await refuses(read('Decrypt', { CiphertextBlob }), 'AccessDenied');
    });
  });

  describe('encryption', () => {
    const EncryptionContext = { purpose: 'test', 'aws:x': 'y' };

    it('gives back what was encrypted, whatever the order of the context', async () => {
      const { CiphertextBlob } = await call('Encrypt', { KeyId: keyId, Plaintext: bytes('secret'), EncryptionContext });
      assert.ok(!Buffer.from(CiphertextBlob ?? []).includes('secret'));
      const turned = { 'aws:x': 'y', purpose: 'test' };
      const { Plaintext, KeyId } = await call('Decrypt', { CiphertextBlob, EncryptionContext: turned });
      assert.equal(Buffer.from(Plaintext ?? []).toString(), 'secret');
      assert.equal(KeyId, arn);
    });

    it('gives nothing back for another context, a changed text or another key', async () => {
      const { CiphertextBlob } = await call('Encrypt', { KeyId: keyId, Plaintext: bytes('secret'), EncryptionContext });
      await refuses(call('Decrypt', { CiphertextBlob }), 'InvalidCiphertextException');
      const changed = Buffer.from(CiphertextBlob ?? []);
      changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
      await refuses(call('Decrypt', { CiphertextBlob: changed, EncryptionContext }), 'InvalidCiphertextException');
      await refuses(call('Decrypt', { CiphertextBlob: bytes('rubbish') }), 'InvalidCiphertextException');
      const { KeyMetadata } = await call('CreateKey', {});
      await refuses(
        call('Decrypt', { CiphertextBlob, EncryptionContext, KeyId: KeyMetadata?.KeyId }),
        'IncorrectKeyException',
      );
    });

    it('makes data keys that only the key opens', async () => {
      const made = await call('GenerateDataKey', { KeyId: keyId, KeySpec: 'AES_256' });
      assert.equal(made.Plaintext?.length, 32);
      const { Plaintext } = await call('Decrypt', { CiphertextBlob: made.CiphertextBlob });
      assert.deepEqual(Plaintext, made.Plaintext);
      const sealed = await call('GenerateDataKeyWithoutPlaintext', { KeyId: keyId, KeySpec: 'AES_128' });
      assert.deepEqual(Object.keys(sealed).sort(), ['CiphertextBlob', 'KeyId']);
      await refuses(call('GenerateDataKey', { KeyId: keyId }), 'ValidationException');
    });
  });

  describe('use by other services', () => {
    const cloudtrail: ServicePrincipal = {
      kind: 'service',
      service: 'cloudtrail.amazonaws.com',
      sourceArn: TRAIL,
      sourceAccount: OTHER,
    };
    const use = (context: Record<string, string>, principal = cloudtrail) =>
      useKey(inside(cloud), principal, 'us-east-1', arn, ['kms:GenerateDataKey'], context);

    beforeEach(() =>
      call('PutKeyPolicy', {
        KeyId: keyId,
        Policy: policy(root(ACCOUNT), {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 'kms:GenerateDataKey*',
          Resource: '*',
          Condition: {
            StringEquals: { 'aws:SourceArn': TRAIL },
            StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${OTHER}:trail/*` },
          },
        }),
      }),
    );

    it('admits the trail that the key policy names, in its encryption context', async () => {
      assert.equal((await use({ 'aws:cloudtrail:arn': TRAIL })).arn, arn);
    });

    it('refuses another trail, another context and another service', async () => {
      const context = { 'aws:cloudtrail:arn': TRAIL };
      await refuses(use(context, { ...cloudtrail, sourceArn: TRAIL.replace(OTHER, '444444444444') }), 'AccessDenied');
      await refuses(use({}), 'AccessDenied');
      await refuses(use({ 'aws:cloudtrail:arn': TRAIL.replace(OTHER, '444444444444') }), 'AccessDenied');
      await refuses(use(context, { ...cloudtrail, service: 'config.amazonaws.com' }), 'AccessDenied');
    });

    it('refuses a disabled key to those whom its policy admits', async () => {
      await call('DisableKey', { KeyId: keyId });
      await refuses(use({ 'aws:cloudtrail:arn': TRAIL }), 'DisabledException');
    });

    it("keeps a service's own key from service principals, and from callers that do not come through the service", async () => {
      const events: ServicePrincipal = { kind: 'service', service: 'events.amazonaws.com', sourceAccount: ACCOUNT };
      const own = (principal: Parameters<typeof useKey>[1], via?: string) =>
        useKey(inside(cloud), principal, 'us-east-1', 'alias/aws/sns', ['kms:GenerateDataKey'], {}, via);
      await refuses(own(events, 'sns.us-east-1.amazonaws.com'), 'AccessDenied');
      await refuses(own(cloud.administrator(ACCOUNT)), 'AccessDenied');
      const key = await own(cloud.administrator(ACCOUNT), 'sns.us-east-1.amazonaws.com');
      assert.equal(key.manager, 'AWS');
      assert.equal((await call('DescribeKey', { KeyId: 'alias/aws/sns' })).KeyMetadata?.KeyManager, 'AWS');
      await refuses(call('DisableKey', { KeyId: key.id }), 'AccessDenied');
    });
  });

  describe('records', () => {
    it('names the key of a call by its ARN, however the caller named it', async () => {
      await call('DisableKey', { KeyId: keyId });
      const [record] = recordsOf(cloud.answered.at(-1) ?? assert.fail());
      assert.equal(record?.eventName, 'DisableKey');
      assert.deepEqual(record?.requestParameters, { keyId });
      assert.deepEqual(record?.resources, [{ ARN: arn, accountId: ACCOUNT, type: 'AWS::KMS::Key' }]);
    });

    it('records uses of a key as reads, without what was encrypted', async () => {
      const EncryptionContext = { 'aws:x': 'y' };
      await call('Encrypt', { KeyId: arn, Plaintext: bytes('secret'), EncryptionContext });
      const [record] = recordsOf(cloud.answered.at(-1) ?? assert.fail());
      assert.equal(record?.readOnly, true);
      assert.equal(record?.managementEvent, true);
      assert.deepEqual(record?.requestParameters, {
        keyId: arn,
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        encryptionContext: EncryptionContext,
      });
      assert.equal(record?.responseElements, null);
    });

    it('leaves a record with the owner of a key that another account used', async () => {
      await call('PutKeyPolicy', { KeyId: keyId, Policy: policy(root(ACCOUNT), root(OTHER)) });
      const theirs = caller<typeof Kms>(cloud, 'kms', cloud.administrator(OTHER));
      await theirs('GenerateDataKey', { KeyId: arn, KeySpec: 'AES_256' });
      const records = recordsOf(cloud.answered.at(-1) ?? assert.fail());
      assert.deepEqual(
        records.map(({ recipientAccountId }) => recipientAccountId),
        [OTHER, ACCOUNT],
      );
    });
  });
});
