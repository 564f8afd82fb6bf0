/** A sandbox that starts again with the organization that another one left: what goes on by itself, and what is given up. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputOf, OutputOf } from '../../sandbox/core/service';
import { deployOrganization } from '../../sandbox/deployment';
import { readSampleOrganization } from '../../sandbox/sample-organization';
import { openSandbox, type Sandbox } from '../../sandbox/sandbox';
import { administratorOf, sessionOf } from '../../sandbox/services/sts/state';

const ACCOUNT = '333333333333';
const START = new Date('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Sdks {
  cloudtrail: typeof import('@aws-sdk/client-cloudtrail');
  events: typeof import('@aws-sdk/client-eventbridge');
  kms: typeof import('@aws-sdk/client-kms');
  sqs: typeof import('@aws-sdk/client-sqs');
  sts: typeof import('@aws-sdk/client-sts');
}

describe('a sandbox that starts again', () => {
  const sample = readSampleOrganization();
  const opened: Sandbox[] = [];
  const folders: string[] = [];
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'trailwarden-'));
    folders.push(folder);
    return folder;
  };
  const open = async (folder: string, start = START): Promise<Sandbox> => {
    const sandbox = await openSandbox({ organization: sample.description, clock: 'virtual', start, folder });
    opened.push(sandbox);
    await sandbox.keep();
    return sandbox;
  };
  /** What is on disk when the process is killed at this moment. */
  const killed = (folder: string): string => {
    const copy = newFolder();
    cpSync(join(folder, 'organization.state'), join(copy, 'organization.state'));
    return copy;
  };
  const call = <Name extends keyof Sdks, Operation extends string>(
    sandbox: Sandbox,
    service: Name,
    operation: Operation,
    input: InputOf<Sdks[Name], Operation>,
    account = ACCOUNT,
  ): Promise<OutputOf<Sdks[Name], Operation>> => {
    const principal = administratorOf(sandbox.state, account);
    assert.ok(principal);
    const made = sandbox.doorGate.call({ principal, region: 'us-east-1', service, operation, input });
    return made as Promise<OutputOf<Sdks[Name], Operation>>;
  };

  afterEach(async () => {
    for (const sandbox of opened.splice(0)) await sandbox.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('has every change that was answered, and serves on the same port', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const { QueueUrl } = await call(first, 'sqs', 'CreateQueue', { QueueName: 'dead' });
    const after = killed(folder);
    await first.close();
    const second = await open(after);
    assert.equal(second.isRestored, true);
    assert.equal(second.url, first.url);
    assert.deepEqual(await call(second, 'sqs', 'GetQueueUrl', { QueueName: 'dead' }), { QueueUrl });
  });

  it('runs the schedules of enabled rules again', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const schedule = { ScheduleExpression: 'rate(1 minute)' };
    await call(first, 'events', 'PutRule', { Name: 'on', ...schedule });
    await call(first, 'events', 'PutRule', { Name: 'off', ...schedule, State: 'DISABLED' });
    const arn = (queue: string): string => `arn:aws:sqs:us-east-1:${ACCOUNT}:${queue}`;
    for (const name of ['on', 'off']) {
      const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn(name) };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      await call(first, 'sqs', 'CreateQueue', { QueueName: name, Attributes: { Policy } });
      await call(first, 'events', 'PutTargets', { Rule: name, Targets: [{ Id: 'queue', Arn: arn(name) }] });
    }
    const after = killed(folder);
    await first.close();
    const second = await open(after);
    await second.clock.advance(3 * MINUTE);
    await second.clock.settle();
    const messages = async (queue: string): Promise<unknown> => {
      const QueueUrl = `${second.url}/${ACCOUNT}/${queue}`;
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      return (await call(second, 'sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames })).Attributes;
    };
    assert.deepEqual(await messages('on'), { ApproximateNumberOfMessages: '3' });
    assert.deepEqual(await messages('off'), { ApproximateNumberOfMessages: '0' });
  });

  it('deletes a key when the time comes that was set before, and not before', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const { KeyMetadata } = await call(first, 'kms', 'CreateKey', {});
    const KeyId = KeyMetadata?.KeyId;
    await call(first, 'kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    const after = killed(folder);
    await first.close();
    const second = await open(after, new Date(START.getTime() + 6 * DAY));
    assert.equal((await call(second, 'kms', 'DescribeKey', { KeyId })).KeyMetadata?.KeyState, 'PendingDeletion');
    await second.clock.advance(DAY);
    await assert.rejects(call(second, 'kms', 'DescribeKey', { KeyId }), { code: 'NotFoundException' });
  });

  it('ends the sessions that are over, and the others when their time comes', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const role = 'arn:aws:iam::333333333333:role/trailwarden-deployment';
    const session = async (DurationSeconds: number): Promise<string> => {
      const assumed = await call(first, 'sts', 'AssumeRole', {
        RoleArn: role,
        RoleSessionName: 'tester',
        DurationSeconds,
      });
      return String(assumed.Credentials?.AccessKeyId);
    };
    const [short, long] = [await session(900), await session(3600)];
    const after = killed(folder);
    await first.close();
    const second = await open(after, new Date(START.getTime() + 20 * MINUTE));
    const valid = (): boolean[] => [short, long].map((key) => sessionOf(second.state, key) !== undefined);
    await second.clock.advance(1);
    assert.deepEqual(valid(), [false, true]);
    await second.clock.advance(40 * MINUTE);
    assert.deepEqual(valid(), [false, false]);
  });

  it('has the whole sample organization, and its alarms are evaluated', async () => {
    const folder = newFolder();
    const first = await openSandbox({ organization: sample.description, clock: 'virtual', start: START, folder });
    opened.push(first);
    const deployment = deployOrganization(first, sample);
    while ((await deployment.next()).done !== true);
    await first.clock.settle();
    await first.keep();
    const after = killed(folder);
    await first.close();
    const second = await open(after, new Date(START.getTime() + MINUTE));
    assert.deepEqual(second.state.entries('monitoring-evaluation/'), [['/', { running: true }]]);
    const Name = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization';
    const status = await call(second, 'cloudtrail', 'GetTrailStatus', { Name }, '111111111111');
    assert.equal(status.IsLogging, true);
  });
});
