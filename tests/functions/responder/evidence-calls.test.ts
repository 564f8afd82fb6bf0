import assert from 'node:assert/strict';
import type { Alert } from '../../../functions/responder/alert';
import { Damping } from '../../../functions/responder/damping';
import { Folding } from '../../../functions/responder/folding';
import { respond } from '../../../functions/responder/respond';
import { stopLoggingEvent } from './events';
import { DECLARED, World } from './world';

const LOG_ARCHIVE = '222222222222';
const SECURITY = '333333333333';
const TRAIL_BUCKET = 'trailwarden-trail-222222222222-us-east-1';
const NOW = Date.parse('2026-03-02T12:00:00Z');

/** What people are told of a call to S3 or KMS, in the world as it is. */
async function told(
  world: World,
  service: 's3' | 'kms',
  eventName: string,
  requestParameters: object,
  { account = LOG_ARCHIVE, region = 'us-east-1' } = {},
): Promise<Alert[]> {
  const alerts: Alert[] = [];
  const record = { eventSource: `${service}.amazonaws.com`, eventName, awsRegion: region, requestParameters };
  await respond(stopLoggingEvent(record, { source: `aws.${service}`, account, region }), {
    declared: DECLARED,
    aws: world.aws,
    publish: async (alert) => void alerts.push(alert),
    folding: new Folding(() => NOW),
    damping: new Damping(() => NOW),
    log: () => undefined,
    now: () => NOW,
  });
  return alerts;
}

const outcomes = (alerts: readonly Alert[]): string[] => alerts.map(({ outcome }) => outcome);

describe('the response to a call about a key', () => {
  let world: World;
  const keyId = async (account: string, alias: string): Promise<string> => {
    const { KeyMetadata } = await world.as(account, 'kms', 'DescribeKey', { KeyId: alias });
    return (KeyMetadata as { KeyId: string }).KeyId;
  };
  const another = async (account: string): Promise<string> => {
    const { KeyMetadata } = await world.as(account, 'kms', 'CreateKey', {});
    return (KeyMetadata as { KeyId: string }).KeyId;
  };
  beforeEach(async () => {
    world = await World.deployed();
  });

  it('is a repair, whether the record has its id, its ARN or its alias', async () => {
    const id = await keyId(SECURITY, 'alias/trailwarden-alerts');
    for (const name of [id, `arn:aws:kms:us-east-1:${SECURITY}:key/${id}`]) {
      await world.as(SECURITY, 'kms', 'DisableKey', { KeyId: id });
      assert.deepEqual(outcomes(await told(world, 'kms', 'DisableKey', { keyId: name }, { account: SECURITY })), [
        'repaired',
      ]);
    }
    await world.as(SECURITY, 'kms', 'DeleteAlias', { AliasName: 'alias/trailwarden-alerts' });
    const parameters = { aliasName: 'alias/trailwarden-alerts' };
    assert.deepEqual(outcomes(await told(world, 'kms', 'DeleteAlias', parameters, { account: SECURITY })), [
      'repaired',
    ]);
  });

  it('is told even if somebody else has repaired it', async () => {
    const id = await keyId(SECURITY, 'alias/trailwarden-alerts');
    assert.deepEqual(outcomes(await told(world, 'kms', 'DisableKey', { keyId: id }, { account: SECURITY })), [
      'intact',
    ]);
  });

  it('is silence about keys of other people in the security account, wherever they are', async () => {
    const id = await another(SECURITY);
    await world.as(SECURITY, 'kms', 'DisableKey', { KeyId: id });
    for (const region of ['us-east-1', 'eu-west-1'])
      assert.deepEqual(await told(world, 'kms', 'DisableKey', { keyId: id }, { account: SECURITY, region }), []);
    const { KeyMetadata } = await world.as(SECURITY, 'kms', 'DescribeKey', { KeyId: id });
    assert.equal((KeyMetadata as { KeyState: string }).KeyState, 'Disabled');
  });

  it('is told about any key of the log-archive account, which may have encrypted the log files before', async () => {
    const id = await another(LOG_ARCHIVE);
    assert.deepEqual(outcomes(await told(world, 'kms', 'ScheduleKeyDeletion', { keyId: id })), ['intact']);
    const elsewhere = { region: 'eu-west-1' };
    assert.deepEqual(outcomes(await told(world, 'kms', 'ScheduleKeyDeletion', { keyId: id }, elsewhere)), [
      'undeclared',
    ]);
  });
});

describe('the response to a new lifecycle', () => {
  const rule = { ID: 'tidy', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } };

  for (const [form, Rule] of [
    ['one rule as an object', rule],
    ['several rules as a list', [rule, { ...rule, ID: 'more' }]],
    ['none that it can read', 'tidy'],
    ['nothing', undefined],
  ] as const)
    it(`goes by what the bucket has, when the record shows ${form}`, async () => {
      const world = await World.deployed();
      await world.as(LOG_ARCHIVE, 's3', 'PutBucketLifecycleConfiguration', {
        Bucket: TRAIL_BUCKET,
        LifecycleConfiguration: { Rules: [rule] },
      });
      const parameters = { bucketName: TRAIL_BUCKET, LifecycleConfiguration: { Rule } };
      assert.deepEqual(outcomes(await told(world, 's3', 'PutBucketLifecycle', parameters)), ['repaired']);
      const { Rules } = await world.as(LOG_ARCHIVE, 's3', 'GetBucketLifecycleConfiguration', { Bucket: TRAIL_BUCKET });
      assert.deepEqual(
        (Rules as { ID: string }[]).map(({ ID }) => ID),
        ['expire'],
      );
    });
});
