import assert from 'node:assert/strict';
import { CloudTrailClient, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { type DeployedOrganization, deployedOrganization } from './deployed-organization';

const MANAGEMENT = '111111111111';
const SECURITY = '333333333333';
const TRAIL = 'trailwarden-organization';
const MINUTE = 60_000;

describe('the sweep, on its schedule', () => {
  let organization: DeployedOrganization;
  beforeEach(async () => {
    organization = await deployedOrganization();
  });
  afterEach(async () => {
    await organization.close();
  });

  const subjects = async (): Promise<string[]> => {
    await organization.sandbox.clock.settle();
    return (await organization.range.listener.take()).map(({ subject }) => subject);
  };
  const isLogging = async (): Promise<boolean> => {
    const client = new CloudTrailClient(organization.as(MANAGEMENT));
    const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: TRAIL }));
    client.destroy();
    return IsLogging === true;
  };

  it('says nothing while all is well', async () => {
    await organization.sandbox.clock.advance(20 * MINUTE);
    assert.deepEqual(await subjects(), []);
  });

  it('puts back what no event could report, and says that none did', async () => {
    const events = new EventBridgeClient(organization.as(MANAGEMENT));
    await events.send(new DisableRuleCommand({ Name: 'trailwarden-forward-cloudtrail' }));
    const trails = new CloudTrailClient(organization.as(MANAGEMENT));
    await trails.send(new StopLoggingCommand({ Name: TRAIL }));
    await subjects();
    await organization.sandbox.clock.advance(5 * MINUTE);
    console.log(await subjects());
    assert.equal(await isLogging(), true);
    events.destroy();
    trails.destroy();
  });

  it('raises an alarm by its silence, without the function', async () => {
    const lambda = new LambdaClient(organization.as(SECURITY));
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'trailwarden-responder', ReservedConcurrentExecutions: 0 }),
    );
    console.log(await subjects());
    await organization.sandbox.clock.advance(21 * MINUTE);
    console.log(await subjects());
    lambda.destroy();
  });
});
