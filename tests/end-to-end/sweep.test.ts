import assert from 'node:assert/strict';
import { CloudTrailClient, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { type DeployedOrganization, deployedOrganization } from './deployed-organization';

const MANAGEMENT = '111111111111';
const SECURITY = '333333333333';
const TRAIL = 'trailwarden-organization';
const MINUTE = 60_000;

/** One organization, in which the tests happen one after the other. */
describe('the sweep, on its schedule', () => {
  let organization: DeployedOrganization;
  before(async () => {
    organization = await deployedOrganization();
  });
  after(async () => {
    await organization.close();
  });

  const alertsAfter = async (minutes: number) => {
    await organization.sandbox.clock.advance(minutes * MINUTE);
    await organization.sandbox.clock.settle();
    return await organization.range.listener.take();
  };
  const subjectsAfter = async (minutes: number): Promise<string[]> =>
    (await alertsAfter(minutes)).map(({ subject }) => subject);

  it('says nothing while all is well, once it has run for the first time', async () => {
    assert.deepEqual(await subjectsAfter(5), ['ALARM: "trailwarden-sweep-silent" in US East (N. Virginia)']);
    assert.deepEqual(await subjectsAfter(5), []);
  });

  it('puts back what no event could report, and says that none did', async () => {
    const events = new EventBridgeClient(organization.as(MANAGEMENT));
    const trails = new CloudTrailClient(organization.as(MANAGEMENT));
    // The rule that would report it is off before anything of it arrives.
    const end = organization.sandbox.gate.injectFaults(({ service, operation, principal }) => {
      const isDelivery = service === 'sts' && operation === 'AssumeRole' && principal.kind === 'service';
      if (isDelivery && principal.service === 'events.amazonaws.com') throw new Error('no report gets through');
    });
    await events.send(new DisableRuleCommand({ Name: 'trailwarden-forward-own-events' })).catch(() => {});
    await events.send(new DisableRuleCommand({ Name: 'trailwarden-forward-cloudtrail' })).catch(() => {});
    await trails.send(new StopLoggingCommand({ Name: TRAIL }));
    await organization.sandbox.clock.settle();
    end();
    await organization.range.listener.take();
    const [alert, ...others] = await alertsAfter(5);
    assert.deepEqual(others, []);
    assert.match(alert?.subject ?? '', /^\[critical\] Sweep repaired: /);
    assert.match(alert?.body ?? '', /^The sweep found what no event had reported: /);
    assert.match(alert?.body ?? '', /^Found {6}IsLogging: declared true, found false$/m);
    const { IsLogging } = await trails.send(new GetTrailStatusCommand({ Name: TRAIL }));
    assert.equal(IsLogging, true);
    events.destroy();
    trails.destroy();
  });

  it('raises an alarm by its silence, which needs no function, and people hear at once of what silenced it', async () => {
    const lambda = new LambdaClient(organization.as(SECURITY));
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'trailwarden-responder', ReservedConcurrentExecutions: 0 }),
    );
    const direct = (await alertsAfter(0)).find(({ outcome }) => outcome === 'direct');
    assert.match(
      direct?.body ?? '',
      /^PutFunctionConcurrency20171031 \(lambda\.amazonaws\.com\) in 333333333333, us-east-1,/,
    );
    assert.match(direct?.body ?? '', /this message does not come from it/);
    assert.ok((await subjectsAfter(20)).includes('ALARM: "trailwarden-sweep-silent" in US East (N. Virginia)'));
    lambda.destroy();
  });
});
