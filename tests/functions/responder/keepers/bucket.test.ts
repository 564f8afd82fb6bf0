import assert from 'node:assert/strict';
import { type Aws, type AwsCall, type Fields, fields, list } from '../../../../functions/responder/aws';
import { differences } from '../../../../functions/responder/comparison';
import { bucketKeeper } from '../../../../functions/responder/keepers/bucket';
import { type Reconciliation, reconcile } from '../../../../functions/responder/reconcile';
import type { BucketResource } from '../../../../infra/specifications/resources/bucket';
import { DECLARED, World } from '../world';
import { ACCESS_LOGS, BUCKET_TAMPERINGS, LOG_ARCHIVE, TRAIL_BUCKET } from './bucket-tamperings';

const OTHER = '444444444444';
const REPAIR_ROLE = `arn:aws:iam::${LOG_ARCHIVE}:role/${DECLARED.repairRoleName}`;

const operations = (calls: readonly { readonly call: AwsCall }[]): string[] => calls.map(({ call }) => call.operation);
const policyOf = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const deny = (...actions: string[]): string =>
  policyOf({
    Effect: 'Deny',
    Principal: '*',
    Action: actions,
    Resource: `arn:aws:s3:::${TRAIL_BUCKET}`,
    Condition: { ArnEquals: { 'aws:PrincipalArn': REPAIR_ROLE } },
  });

describe('the keeper of buckets', () => {
  let world: World;
  const bucket = (name = TRAIL_BUCKET): BucketResource => {
    const found = world.resources(LOG_ARCHIVE, 'bucket').find((each) => each.name === name);
    assert.ok(found?.type === 'bucket');
    return found;
  };
  const s3 = (operation: string, input: object = {}, account = LOG_ARCHIVE): Promise<Fields> =>
    world.as(account, 's3', operation, { Bucket: TRAIL_BUCKET, ...input });
  const undo = async ({ calls }: Reconciliation): Promise<void> => {
    for (const { undo: call } of [...calls].reverse())
      if (call !== undefined) await world.as(call.account, call.service, call.operation, call.input, call.region);
  };
  beforeEach(async () => {
    world = await World.deployed();
  });

  it('finds both buckets as they are declared once they are deployed', async () => {
    assert.deepEqual(await world.differing(bucket()), []);
    assert.deepEqual(await world.differing(bucket(ACCESS_LOGS)), []);
  });

  for (const { title, name, tamper, differing, repairs } of BUCKET_TAMPERINGS)
    it(`puts back ${title}, by calls that can be undone`, async () => {
      await tamper(world);
      const reconciliation = await world.reconcile(bucket(name));
      assert.deepEqual(reconciliation.found.map(({ setting }) => setting).sort(), [...differing].sort());
      assert.equal(reconciliation.outcome, 'repaired', String(reconciliation.error));
      assert.deepEqual(operations(reconciliation.calls), repairs);
      await undo(reconciliation);
      assert.deepEqual((await world.differing(bucket(name))).sort(), [...differing].sort());
    });

  it('puts back everything at once', async () => {
    for (const name of [TRAIL_BUCKET, ACCESS_LOGS]) {
      for (const { tamper } of BUCKET_TAMPERINGS.filter((each) => each.name === name)) await tamper(world);
      assert.equal((await world.reconcile(bucket(name))).outcome, 'repaired');
      assert.deepEqual(await world.differing(bucket(name)), []);
    }
  });

  it('is tried with every declared setting', () => {
    const tried = new Set(BUCKET_TAMPERINGS.flatMap(({ differing }) => differing));
    assert.deepEqual([...tried].sort(), Object.keys(bucket().settings).sort());
  });

  it('changes nothing when repairs are off, and names the calls', async () => {
    await s3('DeleteBucketPolicy');
    const { outcome, calls } = await world.reconcile(bucket(), false);
    assert.equal(outcome, 'observed');
    assert.deepEqual(operations(calls), ['PutBucketPolicy']);
    assert.deepEqual(await world.differing(bucket()), ['Policy']);
  });

  describe('when a bucket is gone', () => {
    for (const name of [TRAIL_BUCKET, ACCESS_LOGS])
      it(`makes ${name} anew with everything, and says what is lost`, async () => {
        await s3('DeleteBucket', { Bucket: name });
        const { outcome, gone, losses, calls, error } = await world.reconcile(bucket(name));
        assert.equal(outcome, 'repaired', String(error));
        assert.equal(gone, true);
        assert.equal(losses.length, 1);
        assert.equal(calls[0]?.call.operation, 'CreateBucket');
        assert.deepEqual(await world.differing(bucket(name)), []);
      });

    it('makes it without a key of S3 where nothing says which key is meant', async () => {
      const calls = bucketKeeper.repairs(bucket(), { gone: true }, new Set());
      assert.ok(!operations(calls).includes('PutBucketEncryption'));
    });

    it('names the Region where S3 wants it named', () => {
      const [creation] = bucketKeeper.repairs({ ...bucket(), region: 'eu-west-1' }, { gone: true }, new Set());
      assert.deepEqual(creation?.call.input.CreateBucketConfiguration, { LocationConstraint: 'eu-west-1' });
    });
  });

  describe('when somebody else has taken the name', () => {
    const theirs = policyOf({
      Effect: 'Allow',
      Principal: { AWS: REPAIR_ROLE },
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${TRAIL_BUCKET}`, `arn:aws:s3:::${TRAIL_BUCKET}/*`],
    });
    beforeEach(async () => {
      await s3('DeleteBucket');
      await s3('CreateBucket', {}, OTHER);
      await s3('PutBucketPolicy', { Policy: theirs }, OTHER);
    });

    it('neither takes the bucket for ours nor changes it, even if invited', async () => {
      assert.equal((await world.reconcile(bucket())).outcome, 'failed');
      assert.equal((await s3('GetBucketPolicy', {}, OTHER)).Policy, theirs);
      assert.deepEqual(
        operations(world.repairCalls.map((call) => ({ call }))).filter((each) => !/^(Get|Describe)/.test(each)),
        [],
      );
    });

    it('does not count the key that this bucket names', async () => {
      await world.reconcile(bucket());
      const asked = world.repairCalls.filter(({ service }) => service === 's3');
      assert.ok(asked.length > 0 && asked.every(({ input }) => input.ExpectedBucketOwner === LOG_ARCHIVE));
    });
  });

  describe('when the policy of the bucket turns against the repair', () => {
    it('replaces a policy that denies being read', async () => {
      await s3('PutBucketPolicy', { Policy: deny('s3:GetBucketPolicy') });
      const { outcome, calls } = await world.reconcile(bucket());
      assert.equal(outcome, 'repaired');
      assert.deepEqual(operations(calls), ['PutBucketPolicy']);
      assert.equal(calls[0]?.undo, undefined);
      assert.deepEqual(await world.differing(bucket()), []);
    });

    it('sees again, once the policy is replaced, what it kept from being read', async () => {
      await s3('PutBucketRequestPayment', { RequestPaymentConfiguration: { Payer: 'Requester' } });
      await s3('PutBucketPolicy', { Policy: deny('s3:GetBucket*', 's3:Get*Configuration') });
      assert.equal((await world.reconcile(bucket())).outcome, 'failed');
      assert.equal((await world.reconcile(bucket())).outcome, 'repaired');
      assert.deepEqual(await world.differing(bucket()), []);
    });

    it('fails, with the reason, where the policy denies being replaced as well', async () => {
      await s3('PutBucketPolicy', { Policy: deny('s3:*') });
      const { outcome, error } = await world.reconcile(bucket());
      assert.equal(outcome, 'failed');
      assert.match(String(error), /s3:PutBucketPolicy .* with an explicit deny in a resource-based policy/);
    });

    it('does not put a policy that it may not read for another reason', async () => {
      const aws = answering('GetBucketPolicy', () => {
        throw Object.assign(new Error('with an explicit deny in a service control policy'), { name: 'AccessDenied' });
      });
      const { outcome, calls } = await reconcile(bucketKeeper as never, bucket(), aws, { enforce: true });
      assert.equal(outcome, 'failed');
      assert.deepEqual(calls, []);
    });
  });

  describe('when Object Lock is on where access logs go', () => {
    const lock = { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 100 } } };
    beforeEach(async () => {
      await s3('PutObjectLockConfiguration', { Bucket: ACCESS_LOGS, ObjectLockConfiguration: lock });
    });

    it('takes the retention away, and says that the lock stays', async () => {
      const { outcome, calls, losses, left } = await world.reconcile(bucket(ACCESS_LOGS));
      assert.equal(outcome, 'failed');
      assert.deepEqual(operations(calls), ['PutObjectLockConfiguration']);
      assert.match(losses.join(), /cannot be switched off again/);
      assert.deepEqual(
        left.map(({ found }) => found),
        ['{"ObjectLockEnabled":"Enabled"}'],
      );
    });

    it('does not try for ever', async () => {
      await world.reconcile(bucket(ACCESS_LOGS));
      const { outcome, calls } = await world.reconcile(bucket(ACCESS_LOGS));
      assert.equal(outcome, 'failed');
      assert.deepEqual(calls, []);
    });
  });

  describe('takes for equal what is equal to S3:', () => {
    const same = async (operation: string, answer: (real: Fields) => Fields): Promise<void> => {
      const found = await bucketKeeper.read(bucket(), answering(operation, answer));
      assert.deepEqual(differences(bucket().settings, found), []);
    };
    for (const [what, filter] of [
      ['an empty filter', { Filter: {} }],
      ['a filter that the parser left empty', { Filter: '' }],
      ['the older form without a filter', { Filter: undefined, Prefix: '' }],
    ] as const)
      it(`a lifecycle rule with ${what}`, () =>
        same('GetBucketLifecycleConfiguration', ({ Rules }) => ({
          Rules: (Rules as object[]).map((each) => ({ ...each, ...filter })),
        })));

    it('logging whose keys have the form that S3 chooses anyway', () =>
      same('GetBucketLogging', ({ LoggingEnabled }) => ({
        LoggingEnabled: { ...(LoggingEnabled as object), TargetObjectKeyFormat: { SimplePrefix: {} } },
      })));
  });

  it('takes for different a lifecycle rule that leaves something out', async () => {
    const aws = answering('GetBucketLifecycleConfiguration', ({ Rules }) => ({
      Rules: (Rules as object[]).map((each) => ({ ...each, Filter: { Prefix: 'AWSLogs/' } })),
    }));
    const found = await bucketKeeper.read(bucket(), aws);
    assert.deepEqual(
      differences(bucket().settings, found).map(({ setting }) => setting),
      ['LifecycleRules'],
    );
  });

  it('leaves alone which kinds of encryption S3 refuses', async () => {
    const BlockedEncryptionTypes = { EncryptionType: ['SSE-C'] };
    const aws = answering('GetBucketEncryption', () => ({
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BlockedEncryptionTypes }],
      },
    }));
    const found = await bucketKeeper.read(bucket(), aws);
    const [repair] = bucketKeeper.repairs(bucket(), found, new Set(['ServerSideEncryption']));
    const { Rules } = fields(repair?.call.input.ServerSideEncryptionConfiguration);
    assert.deepEqual(fields(list(Rules)[0]).BlockedEncryptionTypes, BlockedEncryptionTypes);
  });

  /** As the world answers, but for one operation. */
  function answering(operation: string, answer: (real: Fields) => Fields): Aws {
    return async (call) => (call.operation === operation ? answer(await world.aws(call)) : await world.aws(call));
  }
});
