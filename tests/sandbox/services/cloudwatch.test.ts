/** CloudWatch: metrics, alarms and what they set in motion, dashboards. */
import assert from 'node:assert/strict';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { refuses, START } from '../support';
import { HOME, PAYMENTS, policy, TrailWorld } from './trail-world';

const TOPIC = `arn:aws:sns:${HOME}:${PAYMENTS}:alarms`;
const ALARM = `arn:aws:cloudwatch:${HOME}:${PAYMENTS}:alarm:stops`;
const MINUTE = 60_000;

describe('CloudWatch alarms', () => {
  let world: TrailWorld;
  beforeEach(() => {
    world = new TrailWorld();
  });
  const call = () => world.as(PAYMENTS, 'monitoring');
  const put = (settings: Partial<PutMetricAlarmInput> = {}) =>
    call()('PutMetricAlarm', {
      AlarmName: 'stops',
      Namespace: 'Trail',
      MetricName: 'Stops',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      ...settings,
    });
  const data = (Value: number) =>
    call()('PutMetricData', { Namespace: 'Trail', MetricData: [{ MetricName: 'Stops', Value }] });
  const state = async () => (await call()('DescribeAlarms', {})).MetricAlarms?.[0]?.StateValue;

  /** A topic that lets CloudWatch publish for the alarm, and what a subscribed queue got. */
  async function alerts(admitted = true): Promise<() => Promise<{ Subject: string; Message: string }[]>> {
    await world.as(PAYMENTS, 'sns')('CreateTopic', {
      Name: 'alarms',
      Attributes: {
        Policy: policy({
          Effect: 'Allow',
          Principal: { Service: admitted ? 'cloudwatch.amazonaws.com' : 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: TOPIC,
          Condition: { ArnLike: { 'aws:SourceArn': ALARM } },
        }),
      },
    });
    const queueArn = `arn:aws:sqs:${HOME}:${PAYMENTS}:alerts`;
    const queue = world.as(PAYMENTS, 'sqs');
    const { QueueUrl } = await queue('CreateQueue', {
      QueueName: 'alerts',
      Attributes: {
        Policy: policy({
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
        }),
      },
    });
    await world.as(PAYMENTS, 'sns')('Subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: queueArn });
    return async () => {
      await world.test.clock.settle();
      const { Messages = [] } = await queue('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      return Messages.map(({ Body }) => JSON.parse(Body ?? '{}') as { Subject: string; Message: string });
    };
  }

  it('start without data, and keep their state when they are put again', async () => {
    await put();
    assert.equal(await state(), 'INSUFFICIENT_DATA');
    await data(1);
    assert.equal(await state(), 'ALARM');
    await put({ AlarmDescription: 'again' });
    assert.equal(await state(), 'ALARM');
  });

  it('publish once when they go into ALARM, as the alarm', async () => {
    const received = await alerts();
    await put({ AlarmActions: [TOPIC] });
    await data(1);
    await data(1);
    const [alert, ...further] = await received();
    assert.deepEqual(further, []);
    assert.equal(alert?.Subject, 'ALARM: "stops" in US East (N. Virginia)');
    const message = JSON.parse(alert?.Message ?? '{}') as Record<string, unknown>;
    assert.deepEqual(
      [message.AlarmName, message.AWSAccountId, message.NewStateValue, message.OldStateValue, message.AlarmArn],
      ['stops', PAYMENTS, 'ALARM', 'INSUFFICIENT_DATA', ALARM],
    );
  });

  it('go into ALARM all the same when the topic refuses them', async () => {
    const received = await alerts(false);
    await put({ AlarmActions: [TOPIC] });
    await data(1);
    assert.deepEqual(await received(), []);
    assert.equal(await state(), 'ALARM');
  });

  it('are silent while their actions are disabled', async () => {
    const received = await alerts();
    await put({ AlarmActions: [TOPIC] });
    await call()('DisableAlarmActions', { AlarmNames: ['stops', 'unknown'] });
    await call()('SetAlarmState', { AlarmName: 'stops', StateValue: 'ALARM', StateReason: 'test' });
    assert.deepEqual(await received(), []);
    await call()('SetAlarmState', { AlarmName: 'stops', StateValue: 'OK', StateReason: 'test' });
    await call()('EnableAlarmActions', { AlarmNames: ['stops'] });
    await call()('SetAlarmState', { AlarmName: 'stops', StateValue: 'ALARM', StateReason: 'test' });
    assert.equal((await received()).length, 1);
  });

  it('tell the default bus of every change', async () => {
    const rules = world.as(PAYMENTS, 'events');
    const queueArn = `arn:aws:sqs:${HOME}:${PAYMENTS}:changes`;
    const { QueueUrl } = await world.as(PAYMENTS, 'sqs')('CreateQueue', {
      QueueName: 'changes',
      Attributes: {
        Policy: policy({
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
        }),
      },
    });
    await rules('PutRule', { Name: 'changes', EventPattern: '{"source":["aws.cloudwatch"]}' });
    await rules('PutTargets', { Rule: 'changes', Targets: [{ Id: 'queue', Arn: queueArn }] });
    await put();
    await data(1);
    await world.test.clock.settle();
    const { Messages = [] } = await world.as(PAYMENTS, 'sqs')('ReceiveMessage', { QueueUrl });
    const event = JSON.parse(Messages[0]?.Body ?? '{}') as Record<string, unknown>;
    assert.deepEqual(
      [event['detail-type'], event.resources, (event.detail as { state: { value: string } }).state.value],
      ['CloudWatch Alarm State Change', [ALARM], 'ALARM'],
    );
  });

  for (const [treatment, expected] of [
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
    ['ignore', 'INSUFFICIENT_DATA'],
    ['missing', 'INSUFFICIENT_DATA'],
  ] as const)
    it(`are ${expected} without any data when it is treated as ${treatment}`, async () => {
      await put({ TreatMissingData: treatment });
      await world.test.clock.advance(2 * MINUTE);
      assert.equal(await state(), expected);
    });

  it('notice silence, and recover when data comes back', async () => {
    await put({
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
    });
    for (const _ of [1, 2, 3]) {
      await data(1);
      await world.test.clock.advance(MINUTE);
    }
    assert.equal(await state(), 'OK');
    await world.test.clock.advance(3 * MINUTE);
    assert.equal(await state(), 'ALARM');
    await data(1);
    await world.test.clock.advance(2 * MINUTE);
    assert.equal(await state(), 'OK');
  });

  it('do not take a period that has only begun for a quiet one', async () => {
    await put({ ComparisonOperator: 'LessThanThreshold', Threshold: 2 });
    await data(1);
    assert.equal(await state(), 'INSUFFICIENT_DATA');
    await data(1);
    await world.test.clock.advance(MINUTE);
    assert.equal(await state(), 'OK');
  });

  it('need as many breaching periods as they say', async () => {
    await put({ EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
    await data(1);
    assert.equal(await state(), 'OK');
    await world.test.clock.advance(MINUTE);
    await data(1);
    assert.equal(await state(), 'ALARM');
  });

  it('are refused where the sandbox could not evaluate them', async () => {
    const metric = { Metric: { Namespace: 'Trail', MetricName: 'Stops' }, Period: 60, Stat: 'Sum' };
    await refuses(put({ Period: 45 }), 'ValidationError');
    await refuses(put({ DatapointsToAlarm: 2 }), 'ValidationError');
    await refuses(put({ AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] }), 'ValidationError');
    await refuses(put({ TreatMissingData: 'maybe' }), 'ValidationError');
    await refuses(
      put({
        Metrics: [
          { Id: 'a', MetricStat: metric },
          { Id: 'b', Expression: 'a*2' },
        ],
      }),
      'ValidationError',
    );
    await refuses(put({ ExtendedStatistic: 'p99' }), 'InvalidParameterValueException');
  });

  it('are deleted all or not at all', async () => {
    await put();
    await refuses(call()('DeleteAlarms', { AlarmNames: ['stops', 'unknown'] }), 'ResourceNotFound');
    assert.equal((await call()('DescribeAlarms', { AlarmNames: ['stops'] })).MetricAlarms?.length, 1);
    await call()('DeleteAlarms', { AlarmNames: ['stops'] });
    assert.deepEqual((await call()('DescribeAlarms', {})).MetricAlarms, []);
  });

  it('carry tags', async () => {
    await put({ Tags: [{ Key: 'team', Value: 'security' }] });
    await call()('TagResource', { ResourceARN: ALARM, Tags: [{ Key: 'cost', Value: '1' }] });
    await call()('UntagResource', { ResourceARN: ALARM, TagKeys: ['team'] });
    assert.deepEqual((await call()('ListTagsForResource', { ResourceARN: ALARM })).Tags, [{ Key: 'cost', Value: '1' }]);
  });
});

describe('CloudWatch metrics and dashboards', () => {
  it('add up values by minute and dimension', async () => {
    const world = new TrailWorld();
    const call = world.as(PAYMENTS, 'monitoring');
    const Dimensions = [{ Name: 'Account', Value: PAYMENTS }];
    await call('PutMetricData', {
      Namespace: 'App',
      MetricData: [
        { MetricName: 'Latency', Dimensions, Values: [10, 20], Counts: [1, 3] },
        { MetricName: 'Latency', Value: 999 },
      ],
    });
    const get = async (Stat: string) => {
      const { MetricDataResults } = await call('GetMetricData', {
        MetricDataQueries: [
          {
            Id: 'm',
            MetricStat: { Metric: { Namespace: 'App', MetricName: 'Latency', Dimensions }, Period: 60, Stat },
          },
        ],
        StartTime: START,
        EndTime: new Date(START.getTime() + MINUTE),
      });
      return MetricDataResults?.[0]?.Values;
    };
    assert.deepEqual(await get('Sum'), [70]);
    assert.deepEqual(await get('SampleCount'), [4]);
    assert.deepEqual(await get('Average'), [17.5]);
    assert.deepEqual([await get('Minimum'), await get('Maximum')], [[10], [20]]);
    const { Metrics } = await call('ListMetrics', { Namespace: 'App' });
    assert.deepEqual(
      Metrics?.map((metric) => metric.Dimensions),
      [Dimensions, []],
    );
    await refuses(call('PutMetricData', { Namespace: 'AWS/SQS', MetricData: [] }), 'InvalidParameterValueException');
  });

  it('keep dashboards', async () => {
    const call = new TrailWorld().as(PAYMENTS, 'monitoring');
    const DashboardBody = '{"widgets":[]}';
    await refuses(call('PutDashboard', { DashboardName: 'trail', DashboardBody: '[' }), 'DashboardInvalidInputError');
    await call('PutDashboard', { DashboardName: 'trail', DashboardBody });
    assert.equal((await call('GetDashboard', { DashboardName: 'trail' })).DashboardBody, DashboardBody);
    assert.deepEqual(
      (await call('ListDashboards', {})).DashboardEntries?.map((entry) => [entry.DashboardArn, entry.Size]),
      [[`arn:aws:cloudwatch::${PAYMENTS}:dashboard/trail`, 14]],
    );
    await call('DeleteDashboards', { DashboardNames: ['trail'] });
    await refuses(call('GetDashboard', { DashboardName: 'trail' }), 'DashboardNotFoundError');
  });
});
