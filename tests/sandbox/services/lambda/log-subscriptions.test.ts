import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { caller, refuses, START } from '../../support';
import { FUNCTION_ARN, type FunctionWorld, functionWorld, OTHER, OWNER } from './function-world';

type Logs = typeof import('@aws-sdk/client-cloudwatch-logs');

const logGroupName = '/app';
const stream = { logGroupName, logStreamName: 'one' };
const ADMIT = {
  FunctionName: 'responder',
  StatementId: 'logs',
  Action: 'lambda:InvokeFunction',
  Principal: 'logs.amazonaws.com',
  SourceArn: `arn:aws:logs:us-east-1:${OWNER}:log-group:/app:*`,
  SourceAccount: OWNER,
};

describe('Subscription filters of CloudWatch Logs', () => {
  let world: FunctionWorld;
  beforeEach(async () => {
    world = await functionWorld();
    await world.make('export const handler = async () => {};');
    await logs()('CreateLogGroup', { logGroupName });
    await logs()('CreateLogStream', stream);
  });
  afterEach(() => world.runtime.close());
  const logs = (account = OWNER) => caller<Logs>(world.cloud, 'logs', world.cloud.administrator(account));
  const subscribe = (filterName = 'copy', filterPattern = '') =>
    logs()('PutSubscriptionFilter', { logGroupName, filterName, filterPattern, destinationArn: FUNCTION_ARN });
  const log = (...messages: string[]) =>
    logs()('PutLogEvents', {
      ...stream,
      logEvents: messages.map((message) => ({ timestamp: START.getTime(), message })),
    });

  /** What the function got, once everything has happened. */
  async function received(): Promise<{ logEvents: { message: string }[] }[]> {
    await world.cloud.clock.settle();
    return world.cloud.answered
      .filter(({ call, error }) => call.operation === 'Invoke' && error === undefined)
      .map(({ call }) => {
        const { Payload } = call.input as { Payload: Uint8Array };
        const { awslogs } = JSON.parse(Buffer.from(Payload).toString()) as { awslogs: { data: string } };
        return JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()) as {
          logEvents: { message: string }[];
        };
      });
  }

  it('send a function the events that match, compressed, with where they come from', async () => {
    await world.call('AddPermission', ADMIT);
    await subscribe('stops', '{ $.eventName = "StopLogging" }');
    await log('{"eventName":"StopLogging"}', '{"eventName":"GetTrail"}');
    await log('{"eventName":"GetTrail"}');
    assert.deepEqual(await received(), [
      {
        messageType: 'DATA_MESSAGE',
        owner: OWNER,
        logGroup: '/app',
        logStream: 'one',
        subscriptionFilters: ['stops'],
        logEvents: [{ id: '1'.padStart(56, '0'), timestamp: START.getTime(), message: '{"eventName":"StopLogging"}' }],
      },
    ]);
  });

  it('are refused where the function does not admit CloudWatch Logs for this log group, or is not there', async () => {
    await refuses(subscribe(), 'InvalidParameterException', /Could not execute the lambda function/);
    await world.call('AddPermission', { ...ADMIT, SourceArn: `arn:aws:logs:us-east-1:${OWNER}:log-group:/other:*` });
    await refuses(subscribe(), 'InvalidParameterException', /Could not execute the lambda function/);
    await world.call('DeleteFunction', { FunctionName: 'responder' });
    await refuses(subscribe(), 'InvalidParameterException', /Could not execute the lambda function/);
  });

  it('are described, replaced by their name, and deleted, after which nothing comes any more', async () => {
    await world.call('AddPermission', ADMIT);
    await subscribe('copy', 'ERROR');
    await subscribe('copy', '');
    const { subscriptionFilters } = await logs()('DescribeSubscriptionFilters', { logGroupName });
    assert.deepEqual(subscriptionFilters, [
      {
        filterName: 'copy',
        logGroupName,
        filterPattern: '',
        destinationArn: FUNCTION_ARN,
        distribution: 'ByLogStream',
        creationTime: START.getTime(),
      },
    ]);
    await logs()('DeleteSubscriptionFilter', { logGroupName, filterName: 'copy' });
    await log('hello');
    assert.deepEqual(await received(), []);
    await refuses(
      logs()('DeleteSubscriptionFilter', { logGroupName, filterName: 'copy' }),
      'ResourceNotFoundException',
    );
  });

  it('are two at most, of one’s own log groups', async () => {
    await world.call('AddPermission', ADMIT);
    await subscribe('one');
    await subscribe('two');
    await refuses(subscribe('three'), 'LimitExceededException');
    await refuses(logs(OTHER)('DescribeSubscriptionFilters', { logGroupName }), 'ResourceNotFoundException');
  });

  it('lose what a function no longer takes', async () => {
    await world.call('AddPermission', ADMIT);
    await subscribe();
    await world.call('RemovePermission', { FunctionName: 'responder', StatementId: 'logs' });
    await log('hello');
    assert.deepEqual(await received(), []);
  });
});
