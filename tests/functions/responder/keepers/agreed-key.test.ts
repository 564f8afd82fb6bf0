import assert from 'node:assert/strict';
import type { Aws } from '../../../../functions/responder/aws';
import { agreedKey } from '../../../../functions/responder/keepers/agreed-key';
import type { KeyReference } from '../../../../infra/specifications/resources/resource';

const REFERENCE: KeyReference = {
  alias: 'alias/logs',
  description: 'Log files.',
  account: '222222222222',
  region: 'us-east-1',
  bucket: 'logs',
  trail: { arn: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/t', account: '111111111111', region: 'us-east-1' },
};
const TOPIC: KeyReference = {
  alias: 'alias/alerts',
  description: 'Alerts.',
  account: '222222222222',
  region: 'us-east-1',
  topic: 'arn:aws:sns:us-east-1:222222222222:alerts',
};
const keyArn = (id: string, account = '222222222222', region = 'us-east-1'): string =>
  `arn:aws:kms:${region}:${account}:key/${id}`;
const [OURS, THEIRS] = [keyArn('ours'), keyArn('theirs')];

type Metadata = Readonly<Record<string, unknown>>;
type Answer = string | undefined | Error;

/** What a name points to, by who names it, and the keys that can be looked at. */
interface Account {
  readonly alias?: Answer;
  readonly bucket?: Answer;
  readonly trail?: Answer;
  readonly topic?: Answer;
  readonly keys?: Readonly<Record<string, Metadata | Error>>;
}

const made = (day: number, more: Metadata = {}): Metadata => ({
  CreationDate: new Date(Date.UTC(2026, 0, day)),
  Origin: 'AWS_KMS',
  KeyManager: 'CUSTOMER',
  ...more,
});
const error = (name: string): Error => Object.assign(new Error(name), { name });
const BOTH = { [OURS]: made(1), [THEIRS]: made(2) };

/** Calls to such an account; `asked` takes down which. */
function calls({ alias, bucket, trail, topic, keys = BOTH }: Account, asked: string[] = []): Aws {
  const answer = <Value>(value: Value | undefined | Error, missing: string): Value => {
    if (value === undefined) throw error(missing);
    if (value instanceof Error) throw value;
    return value;
  };
  const encryption = (key: string): object => ({
    Rules: [{ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: key } }],
  });
  return async ({ operation, input }) => {
    asked.push(operation);
    switch (operation) {
      case 'GetBucketEncryption':
        return { ServerSideEncryptionConfiguration: encryption(answer(bucket, 'NoSuchBucket')) };
      case 'GetTrail':
        return { Trail: { KmsKeyId: answer(trail, 'TrailNotFoundException') } };
      case 'GetTopicAttributes':
        return { Attributes: { KmsMasterKeyId: answer(topic, 'NotFoundException') } };
      case 'ListKeys':
        return { Keys: Object.keys(keys).map((KeyArn) => ({ KeyArn })) };
      default: {
        const isAlias = String(input.KeyId).startsWith('alias/');
        const arn = isAlias ? answer(alias, 'NotFoundException') : String(input.KeyId);
        if (isAlias) return { KeyMetadata: { Arn: arn } };
        return { KeyMetadata: { Arn: arn, ...answer(keys[arn], 'NotFoundException') } };
      }
    }
  };
}

const agreed = (account: Account, reference = REFERENCE): Promise<string | undefined> =>
  agreedKey(reference, calls(account));

describe('the agreed key', () => {
  it('is the one that everything names, and is not looked at', async () => {
    const asked: string[] = [];
    assert.equal(await agreedKey(REFERENCE, calls({ alias: OURS, bucket: OURS, trail: OURS }, asked)), OURS);
    assert.deepEqual(asked.sort(), ['DescribeKey', 'GetBucketEncryption', 'GetTrail']);
  });

  for (const redirected of ['alias', 'bucket', 'trail'])
    it(`is the one that two name when the ${redirected} is redirected`, async () => {
      const account = { alias: OURS, bucket: OURS, trail: OURS, [redirected]: THEIRS };
      assert.equal(await agreed({ ...account, keys: { [OURS]: made(2), [THEIRS]: made(1) } }), OURS);
    });

  it('is the older one where they are even', async () => {
    assert.equal(await agreed({ alias: THEIRS, topic: OURS }, TOPIC), OURS);
    assert.equal(await agreed({ alias: OURS, topic: THEIRS }, TOPIC), OURS);
    assert.equal(await agreed({ alias: THEIRS, bucket: OURS }), OURS);
  });

  it('is none that AWS has deleted, whatever still names it', async () => {
    assert.equal(await agreed({ alias: THEIRS, bucket: OURS, trail: OURS, keys: { [THEIRS]: made(2) } }), THEIRS);
  });

  it('is none whose material was brought along', async () => {
    const keys = { [OURS]: made(2), [THEIRS]: made(1, { Origin: 'EXTERNAL' }) };
    assert.equal(await agreed({ alias: THEIRS, bucket: THEIRS, trail: OURS, keys }), OURS);
  });

  it('is none of another account or Region', async () => {
    const elsewhere = [keyArn('theirs', '999999999999'), keyArn('theirs', '222222222222', 'eu-west-1')];
    for (const other of elsewhere) assert.equal(await agreed({ alias: OURS, bucket: other, trail: other }), OURS);
  });

  it('does not depend on what cannot be read', async () => {
    assert.equal(await agreed({ alias: error('AccessDenied'), bucket: OURS, trail: error('Throttling') }), OURS);
  });

  it('is no key that hides its age, where they are even', async () => {
    const keys = { [OURS]: made(9), [THEIRS]: error('AccessDenied') };
    assert.equal(await agreed({ alias: THEIRS, topic: OURS, keys }, TOPIC), OURS);
  });

  it('is the one of the majority even if it may not be looked at', async () => {
    const keys = { [OURS]: error('AccessDenied'), [THEIRS]: made(1) };
    assert.equal(await agreed({ alias: THEIRS, bucket: OURS, trail: OURS, keys }), OURS);
  });

  describe('where nothing names one', () => {
    const Description = REFERENCE.description;

    it('is the oldest with the description', async () => {
      const keys = {
        [keyArn('other')]: made(1, { Description: 'Something else.' }),
        [THEIRS]: made(3, { Description }),
        [OURS]: made(2, { Description }),
        [keyArn('closed')]: error('AccessDenied'),
      };
      assert.equal(await agreed({ keys }), OURS);
    });

    it("is none of AWS's own, and none whose material was brought along", async () => {
      const keys = {
        [keyArn('aws')]: made(1, { Description, KeyManager: 'AWS' }),
        [THEIRS]: made(2, { Description, Origin: 'EXTERNAL' }),
      };
      assert.equal(await agreed({ keys }), undefined);
    });

    it('is unknown where the keys cannot be listed', async () => {
      const aws = calls({});
      const closed: Aws = async (call) => {
        if (call.operation === 'ListKeys') throw error('AccessDenied');
        return await aws(call);
      };
      await assert.rejects(agreedKey(REFERENCE, closed), { name: 'AccessDenied' });
    });
  });
});
