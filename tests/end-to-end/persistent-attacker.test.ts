import assert from 'node:assert/strict';
import {
  CloudTrailClient,
  GetTrailStatusCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { type DeployedOrganization, deployedOrganization } from './deployed-organization';

const MANAGEMENT = '111111111111';
const TRAIL = 'trailwarden-organization';
const SECOND = 1_000;
const MINUTE = 60_000;

describe('an attacker who does it again every second for a minute', () => {
  let organization: DeployedOrganization;
  let client: CloudTrailClient;
  before(async () => {
    organization = await deployedOrganization();
    client = new CloudTrailClient(organization.as(MANAGEMENT));
  });
  after(async () => {
    client.destroy();
    await organization.close();
  });

  const subjects = async (): Promise<string[]> =>
    (await organization.range.listener.take()).map(({ subject }) => subject);

  it('never wins, is told of in a few alerts that count, and hides nothing new behind them', async () => {
    const { clock } = organization.sandbox;
    for (let second = 1; second <= 60; second += 1) {
      await client.send(new StopLoggingCommand({ Name: TRAIL }));
      if (second === 30) await client.send(new UpdateTrailCommand({ Name: TRAIL, EnableLogFileValidation: false }));
      await clock.advance(SECOND);
    }
    await clock.settle();
    const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: TRAIL }));
    assert.equal(IsLogging, true);
    const told = await subjects();
    await clock.advance(6 * MINUTE);
    await clock.settle();
    const all = [...told, ...(await subjects())].filter((subject) => subject.includes('StopLogging'));
    // Each process of the function counts for itself, and there are a few of them at most.
    assert.ok(all.length < 20, all.join('\n'));
    for (const subject of all)
      assert.match(subject, /^(\(\d+ times\) )?\[critical\] StopLogging in 111111111111 repaired: administrator$/);
    assert.equal(all[0], '[critical] StopLogging in 111111111111 repaired: administrator');
    assert.ok(all.some((subject) => subject.startsWith('(')));
    assert.ok(told.some((subject) => subject.includes('UpdateTrail')));
  });
});
