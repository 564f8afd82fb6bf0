import assert from 'node:assert/strict';
import { logGroup } from '../../../sandbox/resources/log-group';
import { logMetricFilter } from '../../../sandbox/resources/log-metric-filter';
import { metricAlarm } from '../../../sandbox/resources/metric-alarm';
import { created, inputAt, read } from './recorded-cloud';

describe('aws.cloudwatch.MetricAlarm', () => {
  const INPUTS = {
    name: 'silent',
    comparisonOperator: 'LessThanThreshold',
    evaluationPeriods: 1,
    metricName: 'Invocations',
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: 'sweep' },
    period: 300,
    statistic: 'Sum',
    threshold: 1,
    alarmActions: ['arn:aws:sns:eu-west-1:444444444444:alerts'],
  };
  const SENT = {
    AlarmName: 'silent',
    ActionsEnabled: true,
    AlarmActions: INPUTS.alarmActions,
    ComparisonOperator: 'LessThanThreshold',
    Dimensions: [{ Name: 'FunctionName', Value: 'sweep' }],
    EvaluationPeriods: 1,
    MetricName: 'Invocations',
    Namespace: 'AWS/Lambda',
    Period: 300,
    Statistic: 'Sum',
    Threshold: 1,
    TreatMissingData: 'missing',
  };

  it('is put in one call, ready to act', async () => {
    const { id, calls } = await created(metricAlarm, INPUTS);
    assert.equal(id, 'silent');
    assert.deepEqual(calls, [['monitoring:PutMetricAlarm', { ...SENT, Tags: [{ Key: 'team', Value: 'security' }] }]]);
  });

  it('is read back as it was written', async () => {
    const arn = 'arn:aws:cloudwatch:eu-west-1:444444444444:alarm:silent';
    const answers = { 'monitoring:DescribeAlarms': { MetricAlarms: [{ ...SENT, AlarmArn: arn, StateValue: 'OK' }] } };
    assert.deepEqual(await read(metricAlarm, 'silent', answers), {
      ...INPUTS,
      actionsEnabled: true,
      arn,
      region: 'eu-west-1',
      tags: {},
      tagsAll: {},
      treatMissingData: 'missing',
    });
  });

  it('nests the metrics of a query', async () => {
    const metric = { metricName: 'Errors', namespace: 'AWS/Lambda', period: 60, stat: 'Sum', dimensions: { F: 'a' } };
    const metricQueries = [
      { id: 'e', metric },
      { id: 'rate', expression: 'e / 60', returnData: true },
    ];
    const { calls } = await created(metricAlarm, { comparisonOperator: 'x', evaluationPeriods: 1, metricQueries });
    assert.deepEqual(inputAt(calls, 0).Metrics, [
      {
        Id: 'e',
        MetricStat: {
          Metric: { MetricName: 'Errors', Namespace: 'AWS/Lambda', Dimensions: [{ Name: 'F', Value: 'a' }] },
          Period: 60,
          Stat: 'Sum',
        },
      },
      { Id: 'rate', Expression: 'e / 60', ReturnData: true },
    ]);
  });
});

describe('aws.cloudwatch.LogGroup', () => {
  it('keeps events forever unless the program says how long', async () => {
    const { calls } = await created(logGroup, { name: '/a' });
    assert.deepEqual(calls, [['logs:CreateLogGroup', { logGroupName: '/a', tags: { team: 'security' } }]]);
    const kept = await created(logGroup, { name: '/a', retentionInDays: 30 });
    assert.deepEqual(kept.calls[1], ['logs:PutRetentionPolicy', { logGroupName: '/a', retentionInDays: 30 }]);
  });

  it('is not taken for another one whose name begins alike', async () => {
    const answers = { 'logs:DescribeLogGroups': { logGroups: [{ logGroupName: '/a/b' }] } };
    assert.equal(await read(logGroup, '/a', answers), undefined);
  });

  it('is found on a later page, under an ARN without the asterisk', async () => {
    const pages = [{ logGroups: [{ logGroupName: '/a-' }], nextToken: 't' }, { logGroups: [{ logGroupName: '/a' }] }];
    const state = await read(logGroup, '/a', { 'logs:DescribeLogGroups': () => pages.shift() });
    assert.equal(state?.arn, 'arn:aws:logs:eu-west-1:444444444444:log-group:/a');
  });
});

describe('aws.cloudwatch.LogMetricFilter', () => {
  it('turns the default into the number that the API takes, and back', async () => {
    const metricTransformation = { name: 'Stops', namespace: 'T', value: '1', defaultValue: '0' };
    const inputs = { name: 'f', logGroupName: '/a', pattern: '{ $.eventName = "StopLogging" }', metricTransformation };
    const { id, calls } = await created(logMetricFilter, inputs);
    assert.equal(id, 'f');
    const sent = { metricName: 'Stops', metricNamespace: 'T', metricValue: '1', defaultValue: 0 };
    assert.deepEqual(calls, [
      [
        'logs:PutMetricFilter',
        { filterName: 'f', filterPattern: inputs.pattern, logGroupName: '/a', metricTransformations: [sent] },
      ],
    ]);
    const answers = {
      'logs:DescribeMetricFilters': {
        metricFilters: [
          { filterName: 'f', logGroupName: '/a', filterPattern: inputs.pattern, metricTransformations: [sent] },
        ],
      },
    };
    const state = await read(logMetricFilter, 'f', answers, inputs);
    assert.deepEqual(state?.metricTransformation, metricTransformation);
  });
});
