import assert from 'node:assert/strict';
import { DeliveryMonitor } from '../../components/delivery-monitor';
import { arnsOf } from '../../infra/names';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { inputsOf, outline, the } from '../support/resources';

const TOPIC = 'arn:aws:sns:us-east-1:333333333333:trailwarden-alerts';

/** What the alarms about losses do: one message, or one error, is one too many. */
const AT_ONCE = {
  statistic: 'Maximum',
  period: 60,
  evaluationPeriods: 1,
  threshold: 0,
  comparisonOperator: 'GreaterThanThreshold',
  treatMissingData: 'notBreaching',
  alarmActions: [TOPIC],
};

interface DashboardBody {
  readonly widgets: readonly {
    readonly type: string;
    readonly properties: { readonly title: string; readonly region: string; readonly metrics: readonly unknown[][] };
  }[];
}

describe('DeliveryMonitor', () => {
  let deployed: DeployedStack;
  before(async () => {
    deployed = await deployedComponent({ stack: 'security' }, (provider, configuration) => {
      new DeliveryMonitor('delivery', { configuration, alertTopicArn: arnsOf(configuration).alertTopic }, { provider });
      return undefined;
    });
  });

  it('is an alarm for each loss, one for the silence of the sweep, and a dashboard, and nothing else', () => {
    assert.deepEqual(outline(deployed), [
      'DeliveryMonitor delivery',
      '  aws.cloudwatch.Dashboard delivery',
      '  aws.cloudwatch.MetricAlarm delivery-failed-responses',
      '  aws.cloudwatch.MetricAlarm delivery-responder-errors',
      '  aws.cloudwatch.MetricAlarm delivery-sweep-silent',
      '  aws.cloudwatch.MetricAlarm delivery-undelivered-reports',
    ]);
  });

  it('tells people at once of every report that got lost, and of three sweeps that did not come', () => {
    const described = Object.values(inputsOf(deployed, 'aws.cloudwatch.MetricAlarm')).map(
      ({ alarmDescription, ...rest }) => {
        assert.match(String(alarmDescription), /^[A-Z].{20,}\.$/);
        return rest;
      },
    );
    const waiting = { namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible' };
    const expected = [
      {
        ...AT_ONCE,
        ...waiting,
        name: 'trailwarden-undelivered-reports',
        dimensions: { QueueName: 'trailwarden-central-dead-letters' },
      },
      {
        ...AT_ONCE,
        ...waiting,
        name: 'trailwarden-failed-responses',
        dimensions: { QueueName: 'trailwarden-responder-failures' },
      },
      {
        ...AT_ONCE,
        name: 'trailwarden-responder-errors',
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions: { FunctionName: 'trailwarden-responder' },
      },
      {
        name: 'trailwarden-sweep-silent',
        namespace: 'Trailwarden/trailwarden',
        metricName: 'Sweeps',
        dimensions: {},
        statistic: 'Sum',
        period: 300,
        evaluationPeriods: 3,
        threshold: 1,
        comparisonOperator: 'LessThanThreshold',
        treatMissingData: 'breaching',
        alarmActions: [TOPIC],
      },
    ];
    const byName = (left: { name?: unknown }, right: { name?: unknown }): number =>
      String(left.name).localeCompare(String(right.name));
    assert.deepEqual(described.sort(byName), expected.sort(byName));
  });

  it('shows the way of a report on one page, in the home Region', () => {
    const { inputs } = the(deployed, 'aws.cloudwatch.Dashboard', 'delivery');
    const { widgets } = JSON.parse(String(inputs.dashboardBody)) as DashboardBody;
    assert.equal(inputs.dashboardName, 'trailwarden');
    assert.deepEqual(
      widgets.map(({ type, properties: { title, region, metrics } }) => ({
        type,
        title,
        region,
        metrics: metrics.map((metric) => metric.slice(0, 4)),
      })),
      [
        {
          type: 'metric',
          title: 'Reports handed to the responder',
          region: 'us-east-1',
          metrics: ['Invocations', 'Errors', 'Duration'].map((metric) => [
            'AWS/Lambda',
            metric,
            'FunctionName',
            'trailwarden-responder',
          ]),
        },
        {
          type: 'metric',
          title: 'Losses (must stay at zero)',
          region: 'us-east-1',
          metrics: [
            ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'trailwarden-central-dead-letters'],
            ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'trailwarden-responder-failures'],
            ['AWS/Lambda', 'Errors', 'FunctionName', 'trailwarden-responder'],
          ],
        },
      ],
    );
  });
});
