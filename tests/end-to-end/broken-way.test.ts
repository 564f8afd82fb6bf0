import assert from 'node:assert/strict';
import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteRolePolicyCommand, GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { LambdaClient, RemovePermissionCommand as RemoveLambdaPermissionCommand } from '@aws-sdk/client-lambda';
import { cloudTrail } from '../../sandbox/drill/attacker';
import type { ReceivedAlert } from '../../sandbox/drill/drill-run';
import { type DeployedOrganization, deployedOrganization } from './deployed-organization';

const MANAGEMENT = '111111111111';
const SECURITY = '333333333333';

/** What the envelope of a report holds, as far as these tests look. */
interface Report {
  readonly detail: { readonly eventName: string };
}

/**
 * The alarms that went off, each once: the responder's errors come a minute apart, and its alarm recovers in between. The one
 * about the sweep's silence is on until the first sweep.
 */
function alarmsIn(alerts: readonly ReceivedAlert[]): string[] {
  const names = alerts.flatMap(({ subject }) => /^ALARM: "([^"]+)"/.exec(subject)?.[1] ?? []);
  return [...new Set(names)].filter((name) => name !== 'trailwarden-sweep-silent').sort();
}

describe('a way that is broken somewhere', () => {
  let organization: DeployedOrganization;

  before(async () => {
    organization = await deployedOrganization();
  });

  after(async () => {
    await organization.close();
  });

  /** Stops the trail as its account's administrator, and lets everything that follows happen. */
  async function stopTrail(): Promise<void> {
    await send(new StopLoggingCommand({ Name: organization.range.context.trailArn }));
  }

  /** Starts the trail by hand, so that the next test finds it as declared. */
  async function startTrail(): Promise<void> {
    await send(new StartLoggingCommand({ Name: organization.range.context.trailArn }));
    await organization.range.listener.take();
  }

  async function send(command: StopLoggingCommand | StartLoggingCommand): Promise<void> {
    const client = cloudTrail(organization.as(MANAGEMENT));
    await client.send(command as StartLoggingCommand);
    client.destroy();
    await organization.sandbox.clock.settle();
  }

  /** What people heard: the outcomes of the responder's alerts, and the names of the alarms. */
  async function heard(): Promise<{ outcomes: string[]; alarms: string[] }> {
    const alerts = await organization.range.listener.take();
    return {
      outcomes: alerts.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'alarm'),
      alarms: alarmsIn(alerts),
    };
  }

  it('leaves the event in the failure queue when the repair is denied three times, and tells people at once', async () => {
    const iam = new IAMClient(organization.as(MANAGEMENT));
    const policy = { RoleName: 'trailwarden-repair', PolicyName: 'repair' };
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
    await iam.send(new DeleteRolePolicyCommand(policy));
    await stopTrail();
    const alerts = await organization.range.listener.take();
    // Each process of the function tells it once.
    const told = alerts.filter(({ subject }) => subject.includes('StopLogging'));
    const [alert] = told;
    assert.ok(told.length > 0 && told.length <= 3 && told.every(({ outcome }) => outcome === 'failed'));
    // The one about the role itself: nothing can be looked at without it.
    assert.ok(alerts.some(({ subject, outcome }) => subject.includes('DeleteRolePolicy') && outcome === 'failed'));
    assert.match(alert?.body ?? '', /not authorized to perform: cloudtrail:StartLogging/);
    assert.deepEqual(alarmsIn(alerts), ['trailwarden-failed-responses', 'trailwarden-responder-errors']);
    const failures = await organization.messagesOf(SECURITY, 'trailwarden-responder-failures');
    const given = failures.map(({ body }) => (body as { requestPayload: Report }).requestPayload.detail.eventName);
    assert.deepEqual(given.sort(), ['DeleteRolePolicy', 'StopLogging']);
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: decodeURIComponent(PolicyDocument) }));
    iam.destroy();
    await startTrail();
  });

  it('leaves the event in the dead-letter queue of the account when its forwarder may not send', async () => {
    const iam = new IAMClient(organization.as(MANAGEMENT));
    const policy = { RoleName: 'trailwarden-forwarder', PolicyName: 'send-to-the-central-bus' };
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
    await iam.send(new DeleteRolePolicyCommand(policy));
    await stopTrail();
    const letters = await organization.messagesOf(MANAGEMENT, 'trailwarden-forwarder-dead-letters');
    const left = letters.map(({ body, attributes }) => [(body as Report).detail.eventName, attributes.RULE_ARN]);
    const rule = `arn:aws:events:us-east-1:${MANAGEMENT}:rule/trailwarden-forward`;
    assert.deepEqual(left.sort(), [
      ['DeleteRolePolicy', `${rule}-own-iam`],
      ['StopLogging', `${rule}-cloudtrail`],
    ]);
    assert.deepEqual(await heard(), { outcomes: [], alarms: [] });
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: decodeURIComponent(PolicyDocument) }));
    iam.destroy();
    await startTrail();
  });

  it('leaves the event in the dead-letter queue of the bus when the responder may not be woken', async () => {
    const lambda = new LambdaClient(organization.as(SECURITY));
    // Without the first, the responder would put the second back.
    for (const StatementId of ['rule-own-lambda', 'rule-cloudtrail'])
      await lambda.send(new RemoveLambdaPermissionCommand({ FunctionName: 'trailwarden-responder', StatementId }));
    lambda.destroy();
    await stopTrail();
    const letters = await organization.messagesOf(SECURITY, 'trailwarden-central-dead-letters');
    const left = letters.map(({ body }) => (body as Report).detail.eventName);
    assert.deepEqual(left.sort(), ['RemovePermission20150331v2', 'RemovePermission20150331v2', 'StopLogging']);
    assert.deepEqual(await heard(), { outcomes: ['direct', 'direct'], alarms: ['trailwarden-undelivered-reports'] });
  });
});
