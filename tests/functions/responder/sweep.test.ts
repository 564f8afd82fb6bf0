import assert from 'node:assert/strict';
import { type Aws, NotLetIn } from '../../../functions/responder/aws';
import { sweep } from '../../../functions/responder/sweep';
import { closedAlert, notedAlert, sweepAlert } from '../../../functions/responder/sweep-alert';
import { DECLARED, World } from './world';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const ENFORCE = { enforce: true };
const LOG_ARCHIVE = '222222222222';
const PAYMENTS = '444444444444';
const MEMBERS = [PAYMENTS, '555555555555'];
const BUCKET = 'trailwarden-trail-222222222222-us-east-1';

describe('the sweep', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.deployed();
  });

  const swept = (aws: Aws = world.aws, permitted = ENFORCE) => sweep(DECLARED, aws, permitted, () => NOW);

  it('finds everything that was deployed as it is declared, in every account', async () => {
    const { different, closed, left, noted, error, compared } = await swept();
    assert.deepEqual(
      different.map(({ resource, found }) => [resource.account, resource.type, resource.name, found]),
      [],
    );
    assert.deepEqual({ closed, left, noted, error }, { closed: [], left: [], noted: [], error: undefined });
    const declared = [...Object.keys(DECLARED.accounts), ...MEMBERS].flatMap((account) => world.resources(account));
    assert.equal(compared, declared.length);
  });

  it('puts back what no event reported, and tells of it in one alert', async () => {
    await world.as(LOG_ARCHIVE, 's3', 'DeleteBucketPolicy', { Bucket: BUCKET });
    await world.as(PAYMENTS, 'events', 'DisableRule', { Name: 'trailwarden-forward-cloudtrail' }, 'eu-west-1');
    const result = await swept();
    const alert = sweepAlert(result, '2026-03-02T12:00:00.000Z', undefined);
    assert.equal(alert?.subject, '[critical] Sweep repaired: 2 resources');
    assert.match(alert?.body ?? '', new RegExp(`^Resource {3}bucket ${BUCKET}, ${LOG_ARCHIVE}, us-east-1$`, 'm'));
    assert.match(alert?.body ?? '', /^Found {6}State: declared "ENABLED", found "DISABLED"$/m);
    assert.deepEqual((await swept()).different, []);
    assert.equal(sweepAlert(await swept(), '', undefined), undefined);
  });

  it('changes nothing while repairs are off, and says why', async () => {
    await world.as(LOG_ARCHIVE, 's3', 'DeleteBucketPolicy', { Bucket: BUCKET });
    const result = await swept(world.aws, { enforce: false });
    const alert = sweepAlert(result, '', 'the mode is observe');
    assert.equal(alert?.outcome, 'observed');
    assert.match(alert?.body ?? '', /and did NOT repair it, because the mode is observe:/);
    assert.equal((await swept(world.aws, { enforce: false })).different.length, 1);
  });

  it('tells of an account that does not let it in, asks it once, and goes on with the others', async () => {
    await world.as(LOG_ARCHIVE, 's3', 'DeleteBucketPolicy', { Bucket: BUCKET });
    let asked = 0;
    const result = await swept((call) => {
      if (call.account !== PAYMENTS) return world.aws(call);
      asked += 1;
      return Promise.reject(new NotLetIn(PAYMENTS, new Error('no role')));
    });
    assert.deepEqual(
      result.closed.map(({ account }) => account),
      [PAYMENTS],
    );
    assert.ok(asked < 5);
    assert.equal(result.different.length, 1);
    const alert = closedAlert(result, Object.keys(DECLARED.accounts));
    assert.equal(alert?.subject, '[high] No way into 444444444444');
    assert.equal(
      closedAlert({ ...result, closed: [new NotLetIn(LOG_ARCHIVE, '')] }, [LOG_ARCHIVE])?.severity,
      'critical',
    );
  });

  it('keeps the fixed accounts when the members cannot be listed, and fails for them', async () => {
    const result = await swept((call) =>
      call.operation === 'ListAccounts' ? Promise.reject(new Error('Rate exceeded')) : world.aws(call),
    );
    const declared = Object.keys(DECLARED.accounts).flatMap((account) => world.resources(account));
    assert.equal(result.compared, declared.length);
    assert.match(
      sweepAlert(result, '', undefined)?.body ?? '',
      /^Why {8}The accounts could not be listed: Error: Rate exceeded$/m,
    );
  });

  it('begins with other members each time, and leaves for the next time those that it has no time for', async () => {
    const first: string[] = [];
    for (const minutes of [0, 5, 10, 15]) {
      let passed = 0;
      const began = NOW + minutes * 60_000;
      const { left } = await sweep(
        { ...DECLARED, resources: [] },
        (call) => {
          if (call.operation === 'ListAccounts')
            return Promise.resolve({ Accounts: manyMembers.map((Id) => ({ Id, Status: 'ACTIVE' })) });
          if (!first.includes(`${minutes} ${call.account}`)) first.push(`${minutes} ${call.account}`);
          passed = 300_000;
          return Promise.reject(new NotLetIn(call.account, ''));
        },
        ENFORCE,
        () => began + passed,
      );
      assert.ok(left.length > 0 && left.length < manyMembers.length);
    }
    const reached = new Set(first.map((line) => line.split(' ')[1]));
    assert.equal(reached.size, manyMembers.length);
  });

  it('tells of reports that wait where nobody looks', async () => {
    await world.as(PAYMENTS, 'sqs', 'SendMessage', {
      QueueUrl: `https://sqs.us-east-1.amazonaws.com/${PAYMENTS}/trailwarden-forwarder-dead-letters`,
      MessageBody: '{}',
    });
    const result = await swept();
    assert.deepEqual(result.different, []);
    const alert = notedAlert(result);
    assert.equal(alert?.subject, '[high] Reports wait in trailwarden-forwarder-dead-letters in 444444444444');
    assert.match(alert?.body ?? '', /^Found {6}1 reports wait in it: /m);
  });
});

const manyMembers = Array.from({ length: 30 }, (_, index) => String(600_000_000_000 + index));
