import assert from 'node:assert/strict';
import { dashboard } from '../../../sandbox/resources/dashboard';
import { logGroup } from '../../../sandbox/resources/log-group';
import { logMetricFilter } from '../../../sandbox/resources/log-metric-filter';
import { metricAlarm } from '../../../sandbox/resources/metric-alarm';
import { cloudwatch } from '../../../sandbox/services/cloudwatch/index';
import { kms } from '../../../sandbox/services/kms/index';
import { logs } from '../../../sandbox/services/logs/index';
import { refuses } from '../support';
import { ACCOUNT, REGION, ResourceWorld } from './resource-world';

describe('the life of monitoring resources', () => {
  let world: ResourceWorld;
  beforeEach(() => {
    world = new ResourceWorld([cloudwatch, kms, logs]);
  });

  describe('aws.cloudwatch.LogGroup', () => {
    async function key(): Promise<string> {
      const Statement = [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Allow', Principal: { Service: `logs.${REGION}.amazonaws.com` }, Action: 'kms:*', Resource: '*' },
      ];
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
      return (await world.cloud.call('kms', 'CreateKey', { Policy })).KeyMetadata?.Arn ?? '';
    }

    it('changes in place, and ends', async () => {
      const made = await world.make(logGroup, { name: '/audit', retentionInDays: 30, tags: { a: '1' } });
      await made.update({ retentionInDays: 90 }, ['PutRetentionPolicy']);
      await made.update({ retentionInDays: 0 }, ['DeleteRetentionPolicy']);
      await made.update({ kmsKeyId: await key() }, ['AssociateKmsKey']);
      await made.update({ kmsKeyId: undefined }, ['DisassociateKmsKey']);
      await made.update({ tags: { b: '2' } }, ['UntagResource', 'TagResource']);
      await made.delete(['DeleteLogGroup']);
      assert.deepEqual(logGroup.replacedBy, ['logGroupClass', 'name', 'region']);
    });

    it('stays where the program says so', async () => {
      const made = await world.make(logGroup, { name: '/audit' });
      await made.update({ skipDestroy: true }, []);
      await made.remove([]);
      assert.ok(await made.read());
    });

    it('stays while it is protected, until the program says that it is not', async () => {
      const made = await world.make(logGroup, { name: '/audit', deletionProtectionEnabled: true });
      await made.update({ deletionProtectionEnabled: undefined }, []);
      await refuses(made.remove(), 'ValidationException', /deletion protection/);
      made.inputs = { ...made.inputs, deletionProtectionEnabled: true };
      await made.update({ deletionProtectionEnabled: false }, ['PutLogGroupDeletionProtection']);
      await made.delete(['DeleteLogGroup']);
    });

    it('shows that somebody shortened its memory', async () => {
      const made = await world.make(logGroup, { name: '/audit', retentionInDays: 365 });
      await world.cloud.call('logs', 'PutRetentionPolicy', { logGroupName: '/audit', retentionInDays: 1 });
      assert.equal((await made.read())?.retentionInDays, 1);
    });
  });

  describe('aws.cloudwatch.LogMetricFilter', () => {
    const INPUTS = {
      name: 'stops',
      logGroupName: '/audit',
      pattern: '{ $.eventName = "StopLogging" }',
      metricTransformation: { name: 'Stops', namespace: 'Audit', value: '1', defaultValue: '0' },
    };

    it('is imported by group and name, changes in place, and ends', async () => {
      const group = await world.make(logGroup, { name: '/audit' });
      const made = await world.make(logMetricFilter, INPUTS, '/audit:stops');
      assert.equal(made.id, 'stops');
      await made.update({ pattern: ' { $.eventName = "DeleteTrail" } ' }, ['PutMetricFilter']);
      const metricTransformation = { ...INPUTS.metricTransformation, namespace: 'Other' };
      await made.update({ metricTransformation }, ['PutMetricFilter']);
      await made.update({ applyOnTransformedLogs: true }, ['PutMetricFilter']);
      await assert.rejects(made.read({}), /unexpected format for ID \(stops\), expected log-group-name:filter-name/);
      await made.delete(['DeleteMetricFilter']);
      await group.remove();
      assert.equal(await made.read(), undefined);
      assert.deepEqual(logMetricFilter.replacedBy, ['logGroupName', 'name', 'region']);
    });
  });

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
      tags: { a: '1' },
    };

    it('is put again as a whole when one thing changes, and ends', async () => {
      const made = await world.make(metricAlarm, INPUTS);
      const topic = [`arn:aws:sns:${REGION}:${ACCOUNT}:alerts`];
      for (const change of [
        { alarmDescription: 'silence' },
        { actionsEnabled: false },
        { alarmActions: topic },
        { okActions: topic },
        { insufficientDataActions: topic },
        { comparisonOperator: 'GreaterThanThreshold' },
        { evaluationPeriods: 3 },
        { datapointsToAlarm: 2 },
        { metricName: 'Errors' },
        { namespace: 'Own' },
        { dimensions: { Rule: 'r' } },
        { period: 60 },
        { statistic: 'Maximum' },
        { threshold: 5 },
        { treatMissingData: 'breaching' },
        { unit: 'Count' },
        { datapointsToAlarm: undefined },
        { actionsEnabled: undefined, alarmActions: undefined, treatMissingData: undefined },
      ])
        await made.update(change, ['PutMetricAlarm']);
      const state = await made.read();
      assert.deepEqual(
        [state?.actionsEnabled, state?.alarmActions, state?.datapointsToAlarm],
        [true, undefined, undefined],
      );
      await made.update({ tags: { a: '2' } }, ['TagResource']);
      await made.delete(['DeleteAlarms']);
      assert.deepEqual(metricAlarm.replacedBy, ['name', 'region']);
    });

    it('may be about a metric that a query names', async () => {
      const metric = { metricName: 'Errors', namespace: 'AWS/Lambda', period: 60, stat: 'Sum' };
      const made = await world.make(metricAlarm, {
        name: 'errors',
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 1,
        threshold: 0,
        metricQueries: [{ id: 'e', metric, returnData: true }],
      });
      assert.equal((await made.read())?.metricName, undefined);
    });

    it('shows that somebody silenced it', async () => {
      const made = await world.make(metricAlarm, INPUTS);
      await world.cloud.call('monitoring', 'DisableAlarmActions', { AlarmNames: ['silent'] });
      assert.equal((await made.read())?.actionsEnabled, false);
    });
  });

  describe('aws.cloudwatch.Dashboard', () => {
    it('changes in place, and ends', async () => {
      const made = await world.make(dashboard, { dashboardName: 'audit', dashboardBody: '{"widgets":[]}' });
      await made.update({ dashboardBody: '{ "widgets": [] }' }, []);
      await made.update({ dashboardBody: '{"start":"-PT6H","widgets":[]}' }, ['PutDashboard']);
      await made.delete(['DeleteDashboards']);
      assert.deepEqual(dashboard.replacedBy, ['dashboardName', 'region']);
    });
  });
});
