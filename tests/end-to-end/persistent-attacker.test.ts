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
    assert.deepEqual(
      told.filter((subject) => subject.includes('StopLogging')),
      [
        '[critical] StopLogging in 111111111111 repaired: administrator',
        '(10 times) [critical] StopLogging in 111111111111 repaired: administrator',
      ],
    );
    assert.equal(told.filter((subject) => subject.startsWith('[critical] UpdateTrail')).length, 1);
    await clock.advance(6 * MINUTE);
    await clock.settle();
    const rest = (await subjects()).filter((subject) => subject.includes('StopLogging'));
    assert.deepEqual(rest, ['(60 times) [critical] StopLogging in 111111111111 repaired: administrator']);
  });
});
