import assert from 'node:assert/strict';
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import type * as Sns from '@aws-sdk/client-sns';
import { type Access, type PolicyDocument, service } from '../../../../sandbox/core/service';
import { deliveries } from '../../../../sandbox/services/eventbridge/delivery-log';
import { caller } from '../../support';
import { EventWorld, from, HOME, MANAGEMENT } from './event-world';

const GROUP = '/aws/events/tampering';
const GROUP_ARN = `arn:aws:logs:${HOME}:${MANAGEMENT}:log-group:${GROUP}`;

function outcomes(world: EventWorld): string[] {
  return deliveries(world.test.state).map(({ outcome }) => outcome);
}

describe('a topic of a rule', () => {
  it('is published to under its policy', async () => {
    const world = new EventWorld();
    const events = world.events(MANAGEMENT);
    await events('PutRule', { Name: 'rule', EventPattern: from('aws.cloudtrail') });
    const topics = caller<typeof Sns>(world.test, 'sns', world.test.administrator(MANAGEMENT));
    const { TopicArn = '' } = await topics('CreateTopic', { Name: 'alerts' });
    const admit = (Principal: object) =>
      topics('SetTopicAttributes', {
        TopicArn,
        AttributeName: 'Policy',
        AttributeValue: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal, Action: 'sns:Publish', Resource: TopicArn }],
        }),
      });
    await events('PutTargets', { Rule: 'rule', Targets: [{ Id: 'topic', Arn: TopicArn, InputPath: '$.detail' }] });
    await admit({ Service: 'cloudwatch.amazonaws.com' });
    await world.happen(MANAGEMENT, {});
    await admit({ Service: 'events.amazonaws.com' });
    const event = await world.happen(MANAGEMENT, {});
    assert.deepEqual(outcomes(world), ['NO_PERMISSIONS', 'DELIVERED']);
    const published = world.test.answered.filter(({ call, error }) => call.operation === 'Publish' && !error);
    assert.deepEqual(
      published.map(({ call }) => call.input),
      [{ TopicArn, Message: JSON.stringify(event.detail) }],
    );
  });
});

describe('a log group of a rule', () => {
  let world: EventWorld;
  let policy: PolicyDocument | undefined;
  let written: {
    readonly stream: string | undefined;
    readonly at: number | undefined;
    readonly text: string | undefined;
  }[];
  let streams: (string | undefined)[];

  beforeEach(async () => {
    policy = undefined;
    written = [];
    streams = [];
    const access = (action: string) => (): Access[] => [
      { action, resource: `${GROUP_ARN}:log-stream:any`, resourceAccount: MANAGEMENT, resourcePolicy: policy },
    ];
    const logs = service<typeof Logs>({
      name: 'logs',
      actionPrefix: 'logs',
      eventSource: 'logs.amazonaws.com',
      sdk: () => require('@aws-sdk/client-cloudwatch-logs'),
      operations: {
        CreateLogStream: {
          access: access('logs:CreateLogStream'),
          handle: ({ logStreamName }) => {
            streams.push(logStreamName);
            return {};
          },
        },
        PutLogEvents: {
          access: access('logs:PutLogEvents'),
          handle: ({ logGroupName, logStreamName, logEvents = [] }) => {
            assert.equal(logGroupName, GROUP);
            for (const { timestamp, message } of logEvents)
              written.push({ stream: logStreamName, at: timestamp, text: message });
            return {};
          },
        },
      },
    });
    world = new EventWorld([logs]);
    await world.events(MANAGEMENT)('PutRule', { Name: 'rule', EventPattern: from('aws.cloudtrail') });
    await put();
  });

  function put(transformer: { InputTransformer?: InputTransformer } = {}) {
    const Targets = [{ Id: 'log', Arn: `${GROUP_ARN}:*`, ...transformer }];
    return world.events(MANAGEMENT)('PutTargets', { Rule: 'rule', Targets });
  }

  function admit(): void {
    const Action = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const Principal = { Service: 'events.amazonaws.com' };
    policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, Resource: `${GROUP_ARN}:*` }] };
  }

  it('is not written to without a resource policy', async () => {
    await world.happen(MANAGEMENT, {});
    assert.deepEqual([outcomes(world), written], [['NO_PERMISSIONS'], []]);
  });

  it('gets each event in a stream of its own', async () => {
    admit();
    const event = await world.happen(MANAGEMENT, {});
    await world.happen(MANAGEMENT, {});
    assert.deepEqual(
      written.map(({ stream }) => stream),
      streams,
    );
    assert.equal(new Set(streams).size, 2);
    assert.deepEqual(written[0]?.text, JSON.stringify(event));
  });

  it('gets the moment and the text that a transformer names', async () => {
    admit();
    const InputPathsMap = { time: '$.time', what: '$.detail.eventName' };
    await put({ InputTransformer: { InputPathsMap, InputTemplate: '{"timestamp": <time>, "message": "did <what>"}' } });
    await world.happen(MANAGEMENT, { time: '2026-03-01T12:00:00Z' });
    assert.deepEqual(
      written.map(({ at, text }) => [at, text]),
      [[Date.parse('2026-03-01T12:00:00Z'), 'did StopLogging']],
    );
  });
});
