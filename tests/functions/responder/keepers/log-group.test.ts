import assert from 'node:assert/strict';
import type { AwsCall, Fields } from '../../../../functions/responder/aws';
import { differences } from '../../../../functions/responder/comparison';
import { logGroupKeeper } from '../../../../functions/responder/keepers/log-group';
import type { LogGroupResource } from '../../../../infra/specifications/resources/log-group';
import { World } from '../world';
import { assertPutBack, type Tampering, tamper } from './tampering';

const SECURITY = '333333333333';
const NAME = '/aws/lambda/trailwarden-responder';
const ARN = `arn:aws:logs:us-east-1:${SECURITY}:log-group:${NAME}`;
const logGroupName = NAME;

const SWEEPS = {
  filterName: 'sweeps',
  filterPattern: '{ $.type = "sweep" }',
  metricTransformations: [{ metricName: 'Sweeps', metricNamespace: 'Trailwarden/trailwarden', metricValue: '1' }],
};

const UNPROTECTED: Tampering['by'][number] = [
  'logs',
  'PutLogGroupDeletionProtection',
  { logGroupIdentifier: NAME, deletionProtectionEnabled: false },
];

describe('the keeper of log groups', () => {
  let world: World;
  let group: LogGroupResource;
  beforeEach(async () => {
    world = await World.deployed();
    [group] = world.resources(SECURITY, 'log-group') as [LogGroupResource];
  });

  it('finds the log groups of the trail and of the responder as they are declared', async () => {
    const names = [];
    for (const account of ['111111111111', SECURITY])
      for (const each of world.resources(account, 'log-group')) {
        assert.deepEqual(await world.differing(each), [], each.name);
        names.push(each.name);
      }
    assert.deepEqual(names, ['/trailwarden/organization-trail', NAME]);
    assert.deepEqual(group.settings.metricFilters, [SWEEPS]);
  });

  const ANOTHER_PATTERN = { ...SWEEPS, filterPattern: '{ $.type = "response" }' };
  const TAMPERINGS: Readonly<Record<string, Tampering>> = {
    'a retention that was lengthened': {
      by: [['logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: 3653 }]],
      differing: ['retentionInDays'],
      repairs: ['PutRetentionPolicy'],
    },
    'a retention that was taken away': {
      by: [['logs', 'DeleteRetentionPolicy', { logGroupName }]],
      differing: ['retentionInDays'],
      repairs: ['PutRetentionPolicy'],
    },
    'a protection from deletion that was switched off': {
      by: [UNPROTECTED],
      differing: ['deletionProtectionEnabled'],
      repairs: ['PutLogGroupDeletionProtection'],
    },
    'a metric filter that was deleted': {
      by: [['logs', 'DeleteMetricFilter', { logGroupName, filterName: 'sweeps' }]],
      differing: ['metricFilters'],
      repairs: ['PutMetricFilter'],
    },
    'a metric filter whose pattern was changed': {
      by: [['logs', 'PutMetricFilter', { logGroupName, ...ANOTHER_PATTERN }]],
      differing: ['metricFilters'],
      repairs: ['PutMetricFilter'],
    },
    'a metric that a filter of somebody else falsifies': {
      by: [
        [
          'logs',
          'PutMetricFilter',
          {
            logGroupName,
            filterName: 'fewer-sweeps',
            filterPattern: '',
            metricTransformations: [{ ...SWEEPS.metricTransformations[0], metricValue: '-1' }],
          },
        ],
      ],
      differing: ['metricFilters'],
      repairs: ['DeleteMetricFilter'],
    },
    'a tag that was taken away': {
      by: [['logs', 'UntagResource', { resourceArn: ARN, tagKeys: ['trailwarden:prefix'] }]],
      differing: ['tags'],
      repairs: ['TagResource'],
    },
    'everything at once': {
      by: [
        UNPROTECTED,
        ['logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: 1 }],
        ['logs', 'PutMetricFilter', { logGroupName, ...ANOTHER_PATTERN }],
      ],
      differing: ['retentionInDays', 'deletionProtectionEnabled', 'metricFilters'],
      repairs: ['PutLogGroupDeletionProtection', 'PutRetentionPolicy', 'PutMetricFilter'],
    },
  };
  for (const [what, tampering] of Object.entries(TAMPERINGS))
    it(`puts back ${what}`, () => assertPutBack(world, group, tampering));

  it('takes the key of somebody from a log group, and says what stays encrypted with it', async () => {
    const { KeyMetadata } = await world.as(SECURITY, 'kms', 'CreateKey', { Policy: KEY_POLICY });
    const { Arn } = KeyMetadata as { Arn: string };
    await assertPutBack(world, group, {
      by: [['logs', 'AssociateKmsKey', { logGroupName, kmsKeyId: Arn }]],
      differing: ['kmsKeyId'],
      repairs: ['DisassociateKmsKey'],
    });
    const { losses } = await world.reconcile(group);
    assert.deepEqual(losses, [`Events that came meanwhile are encrypted with ${Arn}: nobody reads them without it.`]);
  });

  it('says that events may be lost where the retention was shortened', async () => {
    await world.as(SECURITY, 'logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: 1 });
    const { losses } = await world.reconcile(group);
    assert.deepEqual(losses, ['Events older than 1 days may have been deleted meanwhile.']);
  });

  /** What AWS answers of filters, beyond what the sandbox does. */
  async function differingWhere(changes: object): Promise<string[]> {
    const aws = async (call: AwsCall): Promise<Fields> => {
      const answer = await world.aws(call);
      if (call.operation !== 'DescribeMetricFilters') return answer;
      const found = (answer.metricFilters as Fields[]).filter(({ filterName }) => filterName === SWEEPS.filterName);
      return { metricFilters: found.map((filter) => ({ ...filter, ...changes })) };
    };
    const found = await logGroupKeeper.read(group, aws);
    return differences(group.settings, found).map(({ setting }) => setting);
  }

  it('makes nothing of what AWS fills in by itself', async () => {
    const metricTransformations = [{ ...SWEEPS.metricTransformations[0], unit: 'None', dimensions: {} }];
    const filledIn = { applyOnTransformedLogs: false, fieldSelectionCriteria: '', emitSystemFieldDimensions: [] };
    assert.deepEqual(await differingWhere({ ...filledIn, metricTransformations }), []);
  });

  for (const narrowed of [
    { applyOnTransformedLogs: true },
    { fieldSelectionCriteria: '@aws.account = "444444444444"' },
    { emitSystemFieldDimensions: ['@aws.account'] },
    { metricTransformations: [{ ...SWEEPS.metricTransformations[0], unit: 'Bytes' }] },
    { metricTransformations: [{ ...SWEEPS.metricTransformations[0], dimensions: { who: '$.user' } }] },
  ])
    it(`finds a filter that counts less, or under other names: ${JSON.stringify(narrowed)}`, async () => {
      assert.deepEqual(await differingWhere(narrowed), ['metricFilters']);
    });

  it('lets teams count what they like in a log group', async () => {
    const own = { metricName: 'Logins', metricNamespace: 'Theirs', metricValue: '1' };
    await world.as(SECURITY, 'logs', 'PutMetricFilter', {
      logGroupName,
      filterName: 'logins',
      filterPattern: '{ $.eventName = "ConsoleLogin" }',
      metricTransformations: [own],
    });
    assert.deepEqual(await world.differing(group), []);
  });

  it('finds its filters among more than one answer holds', async () => {
    for (let index = 0; index < 60; index += 1)
      await world.as(SECURITY, 'logs', 'PutMetricFilter', {
        logGroupName,
        filterName: `a-${index}`,
        filterPattern: '',
        metricTransformations: [{ metricName: `Of${index}`, metricNamespace: 'Theirs', metricValue: '1' }],
      });
    assert.deepEqual(await world.differing(group), []);
  });

  it('makes a log group again that was deleted, protected from the first moment, with everything', async () => {
    await assertPutBack(world, group, {
      by: [UNPROTECTED, ['logs', 'DeleteLogGroup', { logGroupName }]],
      differing: Object.keys(group.settings),
      repairs: ['CreateLogGroup', 'PutRetentionPolicy', 'PutMetricFilter'],
      without: 3,
    });
    const [creation] = world.repairCalls.filter(({ operation }) => operation === 'CreateLogGroup');
    const { tags } = group.settings;
    assert.deepEqual(creation?.input, { logGroupName, deletionProtectionEnabled: true, tags });
  });

  it('does not take a log group for another whose name begins alike', async () => {
    await tamper(world, group, [UNPROTECTED, ['logs', 'DeleteLogGroup', { logGroupName }]]);
    await world.as(SECURITY, 'logs', 'CreateLogGroup', { logGroupName: `${NAME}-2` });
    const { gone, losses } = await world.reconcile(group);
    assert.equal(gone, true);
    assert.deepEqual(losses, [
      'The log group was recreated. What was in it is gone, and so are tags that only its stack knows and what others had ' +
        'attached to it.',
    ]);
  });
});

const KEY_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SECURITY}:root` }, Action: 'kms:*', Resource: '*' },
    {
      Effect: 'Allow',
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
    },
  ],
});
