import assert from 'node:assert/strict';
import type { AlarmResource } from '../../../../infra/specifications/resources/alarm';
import { World } from '../world';
import { assertPutBack, type Tampering } from './tampering';

const SECURITY = '333333333333';
const NAME = 'trailwarden-failed-responses';
const ELSEWHERE = 'arn:aws:sns:us-east-1:333333333333:nobody-reads-this';

describe('the keeper of alarms', () => {
  let world: World;
  let alarm: AlarmResource;
  beforeEach(async () => {
    world = await World.deployed();
    alarm = world.resources(SECURITY, 'alarm').find(({ name }) => name === NAME) as AlarmResource;
  });

  /** PutMetricAlarm says everything anew, so that what is tampered with goes in among the rest. */
  function put(changes: object): Tampering['by'] {
    const { Tags: _, ...settings } = alarm.settings;
    const stated = Object.entries(settings).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && !value[0]),
    );
    return [['cloudwatch', 'PutMetricAlarm', { AlarmName: NAME, ...Object.fromEntries(stated), ...changes }]];
  }

  it('finds every alarm that was deployed as it is declared', async () => {
    const names = [];
    for (const each of world.resources(SECURITY, 'alarm')) {
      assert.deepEqual(await world.differing(each), [], each.name);
      names.push(each.name);
    }
    assert.deepEqual(names, [
      'trailwarden-undelivered-reports',
      'trailwarden-failed-responses',
      'trailwarden-responder-errors',
      'trailwarden-sweep-silent',
    ]);
  });

  const CHANGES: readonly (readonly [what: object, differing: readonly string[]])[] = [
    [{ AlarmDescription: 'Never mind.' }, ['AlarmDescription']],
    [{ ActionsEnabled: false }, ['ActionsEnabled']],
    [{ AlarmActions: [ELSEWHERE] }, ['AlarmActions']],
    [{ OKActions: [ELSEWHERE] }, ['OKActions']],
    [{ InsufficientDataActions: [ELSEWHERE] }, ['InsufficientDataActions']],
    [{ MetricName: 'NumberOfMessagesDeleted' }, ['MetricName']],
    [{ Namespace: 'AWS/Nothing' }, ['Namespace']],
    [{ Dimensions: [{ Name: 'QueueName', Value: 'always-empty' }] }, ['Dimensions']],
    [{ Statistic: 'Minimum' }, ['Statistic']],
    [{ Unit: 'Bytes' }, ['Unit']],
    [{ Period: 86_400 }, ['Period']],
    [{ EvaluationPeriods: 3 }, ['EvaluationPeriods']],
    [{ EvaluationPeriods: 3, DatapointsToAlarm: 2 }, ['EvaluationPeriods', 'DatapointsToAlarm']],
    [{ Threshold: 1_000_000 }, ['Threshold']],
    [{ ComparisonOperator: 'LessThanThreshold' }, ['ComparisonOperator']],
    [{ TreatMissingData: 'ignore' }, ['TreatMissingData']],
  ];
  for (const [what, differing] of CHANGES)
    it(`puts back an alarm that was put with ${JSON.stringify(what)}`, () =>
      assertPutBack(world, alarm, { by: put(what), differing, repairs: ['PutMetricAlarm'] }));

  it('puts back an alarm that was turned into one on a query', () => {
    const Metric = { Namespace: 'AWS/SQS', MetricName: 'NumberOfMessagesDeleted' };
    const own = { MetricName: undefined, Namespace: undefined, Dimensions: undefined, Statistic: undefined };
    const Metrics = [{ Id: 'm1', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }];
    return assertPutBack(world, alarm, {
      by: put({ ...own, Period: undefined, Metrics }),
      differing: ['MetricName', 'Namespace', 'Dimensions', 'Statistic', 'Period', 'Metrics'],
      repairs: ['PutMetricAlarm'],
    });
  });

  it('puts back a tag that was taken away, and one that was changed', () =>
    assertPutBack(world, alarm, {
      by: [
        ['cloudwatch', 'UntagResource', { ResourceARN: alarm.arn, TagKeys: ['trailwarden:prefix'] }],
        [
          'cloudwatch',
          'TagResource',
          { ResourceARN: alarm.arn, Tags: [{ Key: 'trailwarden:account-kind', Value: 'nobody' }] },
        ],
      ],
      differing: ['Tags'],
      repairs: ['TagResource', 'TagResource'],
    }));

  it('switches the actions on again', () =>
    assertPutBack(world, alarm, {
      by: [['cloudwatch', 'DisableAlarmActions', { AlarmNames: [NAME] }]],
      differing: ['ActionsEnabled'],
      repairs: ['PutMetricAlarm'],
    }));

  it('leaves a state that somebody set to the next evaluation', async () => {
    await world.as(SECURITY, 'cloudwatch', 'SetAlarmState', { AlarmName: NAME, StateValue: 'OK', StateReason: 'no' });
    assert.deepEqual(await world.differing(alarm), []);
  });

  it('makes an alarm again that was deleted, with everything', async () => {
    await assertPutBack(world, alarm, {
      by: [['cloudwatch', 'DeleteAlarms', { AlarmNames: [NAME] }]],
      differing: Object.keys(alarm.settings),
      repairs: ['PutMetricAlarm'],
    });
    const { losses } = await world.reconcile(alarm);
    assert.deepEqual(losses, [
      'The alarm was recreated. Tags that only its stack knows are gone, and its state begins anew.',
    ]);
  });

  it('leaves the other alarms of the account alone', async () => {
    await world.as(SECURITY, 'cloudwatch', 'DisableAlarmActions', { AlarmNames: [NAME] });
    await world.reconcile(alarm);
    for (const { input } of world.repairCalls) assert.ok(JSON.stringify(input).includes(NAME), JSON.stringify(input));
  });
});
