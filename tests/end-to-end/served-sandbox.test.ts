import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CloudTrailClient, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { administrator } from '../../sandbox/drill/attacker';

const ROOT = join(__dirname, '../..');
const REGION = 'us-east-1';
const TRAIL = 'trailwarden-organization';
const TOPIC = 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts';

interface Served {
  readonly process: ChildProcess;
  readonly url: string;
  /** The signal, or the exit code, with which the process ended, and what it wrote to standard error. */
  readonly ended: Promise<{ code: number | null; errors: string }>;
}

function start(...options: string[]): { process: ChildProcess; ended: Served['ended'] } {
  const child = spawn(process.execPath, ['-r', './sandbox/register.cjs', 'sandbox/main.ts', ...options], { cwd: ROOT });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, errors }));
  return { process: child, ended };
}

/** Starts a sandbox and waits for the line that says it is ready. */
async function serve(): Promise<Served> {
  const { process: child, ended } = start('--json');
  assert.ok(child.stdout);
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url: string };
    return { process: child, url, ended };
  }
  throw new Error(`The sandbox ended before it was ready: ${(await ended).errors}`);
}

describe('npm run sandbox', () => {
  let served: Served;

  before(async () => {
    served = await serve();
  });

  after(async () => {
    served.process.kill('SIGKILL');
    await served.ended;
  });

  it('puts a stopped trail back by itself, and tells whoever listens with a real client', async () => {
    const security = administrator(served.url, '333333333333', REGION);
    const sqs = new SQSClient(security);
    const sns = new SNSClient(security);
    const cloudTrail = new CloudTrailClient(administrator(served.url, '111111111111', REGION));
    const queueArn = 'arn:aws:sqs:us-east-1:333333333333:listener';
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: queueArn },
      ],
    });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'listener', Attributes: { Policy } }));
    await sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: queueArn }));
    await cloudTrail.send(new StopLoggingCommand({ Name: TRAIL }));
    const subjects: unknown[] = [];
    // Whoever subscribes to the alerts is told of himself first.
    for (let received = 0; received < 2; received += 1) {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
      const [message] = Messages ?? [];
      subjects.push((JSON.parse(message?.Body ?? '{}') as { Subject?: string }).Subject);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    }
    assert.deepEqual(subjects.sort(), [
      '[critical] StopLogging in 111111111111 repaired: administrator',
      '[medium] Subscribe in 333333333333 intact: administrator',
    ]);
    const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: TRAIL }));
    assert.equal(IsLogging, true);
    for (const client of [sqs, sns, cloudTrail]) client.destroy();
  });

  it('answers requests that make no sense, and goes on', async () => {
    const signed = (service: string) =>
      `AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const target = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StopLogging';
    const json = 'application/x-amz-json-1.1';
    const requests: [headers: Record<string, string>, body: string, status: number, answer: RegExp][] = [
      [{}, '', 403, /MissingAuthenticationToken/],
      [{ authorization: 'AWS4-HMAC-SHA256 nonsense' }, '', 400, /IncompleteSignature/],
      [
        { authorization: signed('cloudtrail'), 'x-amz-target': target, 'content-type': json },
        '{',
        400,
        /Serialization/,
      ],
      [
        { authorization: signed('cloudtrail'), 'x-amz-target': target, 'content-type': json },
        '{"Name":7}',
        400,
        /'name' must be a string/,
      ],
      [{ authorization: signed('athena'), 'content-type': json }, '{}', 501, /NotImplemented/],
    ];
    for (const [headers, body, status, answer] of requests) {
      const response = await fetch(served.url, { method: 'POST', headers, body });
      assert.equal(response.status, status);
      assert.match((await response.text()) + (response.headers.get('x-amzn-errortype') ?? ''), answer);
    }
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    socket.end('no HTTP at all\r\n\r\n');
    await once(socket.resume(), 'close');
    assert.equal((await fetch(served.url)).status, 403);
  });

  it('says that a port is in use, which one, and the way out', async () => {
    const { port } = new URL(served.url);
    const { code, errors } = await start('--port', port).ended;
    assert.equal(code, 1);
    assert.match(errors, new RegExp(`${port}.*in use`));
  });

  it('refuses a port that is none', async () => {
    const { code, errors } = await start('--port', 'abc').ended;
    assert.equal(code, 1);
    assert.match(errors, /--port is "abc"\. Allowed: a whole number from 0 to 65535/);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    it(`ends cleanly on ${signal}`, async () => {
      const { process: child, ended } = await serve();
      child.kill(signal);
      assert.equal((await ended).code, 0);
    });
});
