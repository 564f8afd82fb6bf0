/** CloudWatch Logs: groups, streams, events, filter patterns, and metric filters. */
import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { parseFilterPattern } from '../../../sandbox/services/logs/filter-pattern';
import { refuses, START } from '../support';
import { HOME, PAYMENTS, policy, TrailWorld } from './trail-world';

describe('CloudWatch Logs', () => {
  let world: TrailWorld;
  beforeEach(() => {
    world = new TrailWorld();
  });
  const call = () => world.as(PAYMENTS, 'logs');
  const group = { logGroupName: '/app/one' };
  const stream = { ...group, logStreamName: 'a' };
  const arn = `arn:aws:logs:${HOME}:${PAYMENTS}:log-group:/app/one`;

  it('makes, describes and deletes log groups', async () => {
    await call()('CreateLogGroup', { ...group, tags: { team: 'payments' } });
    await refuses(call()('CreateLogGroup', group), 'ResourceAlreadyExistsException');
    await refuses(call()('CreateLogGroup', { logGroupName: 'a b' }), 'InvalidParameterException');
    await call()('PutRetentionPolicy', { ...group, retentionInDays: 365 });
    await refuses(call()('PutRetentionPolicy', { ...group, retentionInDays: 2 }), 'InvalidParameterException');
    const { logGroups } = await call()('DescribeLogGroups', { logGroupNamePrefix: '/app' });
    assert.deepEqual(logGroups, [
      {
        logGroupName: '/app/one',
        creationTime: START.getTime(),
        retentionInDays: 365,
        metricFilterCount: 0,
        arn: `${arn}:*`,
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        logGroupArn: arn,
        deletionProtectionEnabled: false,
      },
    ]);
    await call()('DeleteRetentionPolicy', group);
    assert.equal((await call()('DescribeLogGroups', {})).logGroups?.[0]?.retentionInDays, undefined);
    await call()('TagResource', { resourceArn: arn, tags: { cost: '1' } });
    await call()('UntagResource', { resourceArn: arn, tagKeys: ['team'] });
    assert.deepEqual((await call()('ListTagsForResource', { resourceArn: arn })).tags, { cost: '1' });
    await call()('DeleteLogGroup', group);
    await refuses(call()('DeleteLogGroup', group), 'ResourceNotFoundException');
  });

  it('deletes nothing in a protected group until the protection is off', async () => {
    await call()('CreateLogGroup', { ...group, deletionProtectionEnabled: true });
    await call()('CreateLogStream', stream);
    await refuses(call()('DeleteLogGroup', group), 'ValidationException', /deletion protection/);
    await refuses(call()('DeleteLogStream', stream), 'ValidationException');
    await call()('PutLogGroupDeletionProtection', { logGroupIdentifier: arn, deletionProtectionEnabled: false });
    await call()('DeleteLogStream', stream);
    await call()('DeleteLogGroup', group);
  });

  it('asks about streams by their own ARN, and about groups by an ARN that ends like a stream’s', async () => {
    await call()('CreateLogGroup', group);
    await call()('CreateLogStream', stream);
    const put = { ...stream, logEvents: [{ timestamp: START.getTime(), message: 'hello' }] };
    const as = (name: string, Resource: string) =>
      world.as(world.test.role(PAYMENTS, name, [{ Effect: 'Allow', Action: 'logs:*', Resource }]), 'logs');
    await as('stream-writer', `${arn}:log-stream:a*`)('PutLogEvents', put);
    await refuses(as('other-stream', `${arn}:log-stream:b*`)('PutLogEvents', put), 'AccessDenied');
    await as('group-writer', `${arn}:*`)('PutRetentionPolicy', { ...group, retentionInDays: 7 });
    await refuses(as('bare-arn', arn)('PutRetentionPolicy', { ...group, retentionInDays: 7 }), 'AccessDenied');
  });

  it('takes a key only when the key admits the service for this very group', async () => {
    const admits = (name: string) => ({
      Effect: 'Allow',
      Principal: { Service: `logs.${HOME}.amazonaws.com` },
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${HOME}:${PAYMENTS}:log-group:${name}` },
      },
    });
    const root = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${PAYMENTS}:root` },
      Action: 'kms:*',
      Resource: '*',
    };
    const key = await world.as(PAYMENTS, 'kms')('CreateKey', { Policy: policy(root, admits('/app/one')) });
    const kmsKeyId = key.KeyMetadata?.Arn ?? '';
    await call()('CreateLogGroup', { ...group, kmsKeyId });
    await refuses(call()('CreateLogGroup', { logGroupName: 'two', kmsKeyId }), 'AccessDenied', /The specified KMS key/);
    await call()('DisassociateKmsKey', group);
    assert.equal((await call()('DescribeLogGroups', {})).logGroups?.[0]?.kmsKeyId, undefined);
    await call()('AssociateKmsKey', { ...group, kmsKeyId });
    assert.equal((await call()('DescribeLogGroups', {})).logGroups?.[0]?.kmsKeyId, kmsKeyId);
  });

  it('gives events back by stream, in both directions', async () => {
    await call()('CreateLogGroup', group);
    await refuses(call()('PutLogEvents', { ...stream, logEvents: [] }), 'ResourceNotFoundException');
    await call()('CreateLogStream', stream);
    const logEvents = [0, 1, 2, 3].map((index) => ({ timestamp: START.getTime() + index, message: `m${index}` }));
    await refuses(
      call()('PutLogEvents', { ...stream, logEvents: [...logEvents].reverse() }),
      'InvalidParameterException',
    );
    await call()('PutLogEvents', { ...stream, logEvents });
    const messages = async (input: object) => {
      const page = await call()('GetLogEvents', { ...stream, ...input });
      return { ...page, messages: page.events?.map((event) => event.message) };
    };
    const head = await messages({ startFromHead: true, limit: 3 });
    assert.deepEqual(head.messages, ['m0', 'm1', 'm2']);
    assert.deepEqual((await messages({ nextToken: head.nextForwardToken, limit: 3 })).messages, ['m3']);
    const tail = await messages({ limit: 1 });
    assert.deepEqual(tail.messages, ['m3']);
    assert.deepEqual((await messages({ nextToken: tail.nextBackwardToken, limit: 2 })).messages, ['m1', 'm2']);
    assert.deepEqual((await messages({ startTime: START.getTime() + 1, endTime: START.getTime() + 3 })).messages, [
      'm1',
      'm2',
    ]);
  });

  it('rejects events that are too old or too new, and takes the others', async () => {
    await call()('CreateLogGroup', group);
    await call()('CreateLogStream', stream);
    const at = (days: number) => [{ timestamp: START.getTime() + days * 86_400_000, message: 'm' }];
    const old = await call()('PutLogEvents', { ...stream, logEvents: at(-15) });
    assert.deepEqual(old.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1 });
    const soon = await call()('PutLogEvents', { ...stream, logEvents: at(1) });
    assert.deepEqual(soon.rejectedLogEventsInfo, { tooNewLogEventStartIndex: 0 });
    assert.deepEqual((await call()('GetLogEvents', stream)).events, []);
  });

  it('finds events by pattern over all streams', async () => {
    await call()('CreateLogGroup', group);
    for (const [logStreamName, message] of [
      ['a', '{"eventName":"StopLogging"}'],
      ['b', '{"eventName":"StartLogging"}'],
    ] as const) {
      await call()('CreateLogStream', { ...group, logStreamName });
      const logEvents = [{ timestamp: START.getTime(), message }];
      await call()('PutLogEvents', { ...group, logStreamName, logEvents });
    }
    const found = await call()('FilterLogEvents', { ...group, filterPattern: '{ $.eventName = "Stop*" }' });
    assert.deepEqual(
      found.events?.map((event) => [event.logStreamName, event.message]),
      [['a', '{"eventName":"StopLogging"}']],
    );
    const all = await call()('FilterLogEvents', group);
    assert.equal(new Set(all.events?.map((event) => event.eventId)).size, 2);
  });

  it('makes metrics of what a metric filter matches', async () => {
    await call()('CreateLogGroup', group);
    await call()('CreateLogStream', stream);
    const transformation = { metricName: 'Stops', metricNamespace: 'Trail', metricValue: '1', defaultValue: 0 };
    await call()('PutMetricFilter', {
      ...group,
      filterName: 'stops',
      filterPattern: '{ $.eventName = "StopLogging" }',
      metricTransformations: [transformation],
    });
    const put = (...names: string[]) =>
      call()('PutLogEvents', {
        ...stream,
        logEvents: names.map((eventName) => ({ timestamp: START.getTime(), message: JSON.stringify({ eventName }) })),
      });
    await put('StopLogging', 'StartLogging', 'StopLogging');
    await put('StartLogging');
    const sum = await world.as(PAYMENTS, 'monitoring')('GetMetricData', {
      MetricDataQueries: [
        {
          Id: 'stops',
          MetricStat: { Metric: { Namespace: 'Trail', MetricName: 'Stops' }, Period: 300, Stat: 'Sum' },
        },
      ],
      StartTime: START,
      EndTime: new Date(START.getTime() + 300_000),
    });
    assert.deepEqual(sum.MetricDataResults?.[0]?.Values, [2]);
    const { metricFilters } = await call()('DescribeMetricFilters', group);
    assert.deepEqual(
      metricFilters?.map((filter) => [filter.filterName, filter.metricTransformations]),
      [['stops', [transformation]]],
    );
    await call()('DeleteMetricFilter', { ...group, filterName: 'stops' });
    await refuses(call()('DeleteMetricFilter', { ...group, filterName: 'stops' }), 'ResourceNotFoundException');
  });
});

describe('Filter patterns', () => {
  const record = JSON.stringify({
    eventName: 'StopLogging',
    readOnly: false,
    errorCode: null,
    count: 5,
    userIdentity: { type: 'Root', 'a.key': 'x' },
    resources: [{ ARN: 'arn:one' }, { ARN: 'arn:two' }],
  });
  const CASES: [pattern: string, message: string, matches: boolean][] = [
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['ERROR WARN', 'ERROR only', false],
    ['ERROR WARN', 'WARN and ERROR', true],
    ['"two words"', 'here are two words', true],
    ['"two words"', 'two other words', false],
    ['ERROR -EXITING', 'ERROR EXITING', false],
    ['ERROR -EXITING', 'ERROR STAYING', true],
    ['?ERROR ?WARN', 'a WARN', true],
    ['?ERROR ?WARN', 'an INFO', false],
    ['%ERR[0-9]+%', 'ERR42', true],
    ['%ERR[0-9]+%', 'ERROR', false],
    ['{ $.eventName = "StopLogging" }', record, true],
    ['{ $.eventName = StopLogging }', record, true],
    ['{ $.eventName = "Stop*" }', record, true],
    ['{ $.eventName = "stop*" }', record, false],
    ['{ $.eventName != "StopLogging" }', record, false],
    ['{ $.missing != "anything" }', record, false],
    ['{ $.eventName = %^Stop% }', record, true],
    ['{ $.count = 5 }', record, true],
    ['{ $.count >= 5 && $.count < 6 }', record, true],
    ['{ $.count > 5 }', record, false],
    ['{ ($.eventName = "DeleteTrail") || ($.eventName = "StopLogging") }', record, true],
    ['{ $.eventName = "DeleteTrail" || $.eventName = "StopLogging" && $.count = 6 }', record, false],
    ['{ $.errorCode IS NULL }', record, true],
    ['{ $.readOnly IS FALSE }', record, true],
    ['{ $.readOnly IS TRUE }', record, false],
    ['{ $.missing NOT EXISTS }', record, true],
    ['{ $.eventName NOT EXISTS }', record, false],
    ['{ $.eventName = "*" }', record, true],
    ['{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS }', record, true],
    ["{ $.userIdentity.['a.key'] = x }", record, true],
    ['{ $.resources[1].ARN = "arn:two" }', record, true],
    ['{ $.resources[0].ARN = "arn:two" }', record, false],
    ['{ $.resources[*].ARN = "arn:two" }', record, true],
    ['{ $.eventName = "StopLogging" }', 'no JSON', false],
  ];
  for (const [pattern, message, matches] of CASES)
    it(`${pattern || '(empty)'} ${matches ? 'takes' : 'leaves'} ${message === record ? 'the record' : message}`, () => {
      assert.equal(parseFilterPattern(pattern)(message), matches);
    });

  for (const pattern of [
    '[ip, user, ...]',
    '{ $.eventName = "StopLogging"',
    '{ eventName = "StopLogging" }',
    '{ $.eventName }',
    '{ $.eventName LIKE "x" }',
    '{ ($.eventName = "x" }',
    '{ $.count > "many" }',
    '"never closed',
    '%(a|b)%',
  ])
    it(`refuses ${pattern}`, () => {
      assert.throws(
        () => parseFilterPattern(pattern),
        (error) => error instanceof AwsError && error.code === 'InvalidParameterException',
      );
    });
});
