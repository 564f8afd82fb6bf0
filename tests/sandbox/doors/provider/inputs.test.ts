/** Check: what the provider fills in, and what it refuses before AWS hears of it. */
import assert from 'node:assert/strict';
import { completedInputs } from '../../../../sandbox/doors/provider/resource-inputs';
import { adapterOf } from '../../../../sandbox/resources/index';
import { Engine, refusal, type ServedCloud, serveCloud, type Values } from './engine';

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const TOPIC = 'aws:sns/topic:Topic';

describe('what a program says of a resource', () => {
  let cloud: ServedCloud;
  let engine: Engine;
  const checked = async (type: string, news: Values, olds?: Values, seed?: string): Promise<Values> => {
    const { inputs, failures } = await engine.check(type, 'audit', news, olds, seed);
    assert.deepEqual(failures, []);
    return inputs;
  };

  before(async () => {
    cloud = await serveCloud();
    engine = await Engine.open(cloud.provider.port);
  });

  after(async () => {
    engine.close();
    await cloud.provider.close();
    assert.deepEqual(cloud.reported, []);
  });

  it("is completed with a name, the provider's Region and its tags", async () => {
    const { name, ...rest } = await checked(TOPIC, { displayName: 'Audit', tags: { team: 'audit', cost: '7' } });
    assert.match(String(name), /^audit-[0-9a-f]{7}$/);
    assert.deepEqual(rest, {
      displayName: 'Audit',
      region: 'us-east-1',
      tags: { team: 'audit', cost: '7' },
      tagsAll: { team: 'audit', cost: '7' },
    });
  });

  it('carries the tags of the provider where it has none of its own', async () => {
    assert.deepEqual((await checked(TOPIC, {})).tagsAll, { team: 'security' });
  });

  it('has no Region and no tags where the type has none', async () => {
    const inputs = await checked('aws:iam/rolePolicyAttachment:RolePolicyAttachment', { role: 'a', policyArn: 'b' });
    assert.deepEqual(inputs, { role: 'a', policyArn: 'b' });
  });

  it('is left as it is where it says more than the provider would', async () => {
    const said = { name: 'alerts', region: 'eu-west-1', tags: { team: 'audit' } };
    assert.deepEqual(await checked(TOPIC, said), { ...said, tagsAll: { team: 'audit' } });
  });

  for (const [type, said, property, pattern] of [
    ['aws:s3/bucket:Bucket', {}, 'bucket', /^audit-[0-9a-f]{7}$/],
    ['aws:kms/alias:Alias', { targetKeyId: 'k' }, 'name', /^alias\/audit-[0-9a-f]{7}$/],
    [TOPIC, { fifoTopic: true }, 'name', /^audit-[0-9a-f]{7}\.fifo$/],
    ['aws:sqs/queue:Queue', { fifoQueue: true }, 'name', /^audit-[0-9a-f]{7}\.fifo$/],
  ] as const)
    it(`spells a name for ${type} as AWS takes it`, async () => {
      const name = (await checked(type, said))[property];
      assert.match(String(name), pattern);
      assert.equal((await checked(type, said, { [property]: name }, 'another'))[property], name);
    });

  it('keeps a name that was made up before, and makes up another one for a replacement', async () => {
    const { name } = await checked(TOPIC, {});
    assert.equal((await checked(TOPIC, {}, { name }, 'another')).name, name);
    assert.notEqual((await checked(TOPIC, {}, {}, 'another')).name, name);
  });

  it('gets a made up name once the program no longer names it', async () => {
    assert.match(String((await checked(TOPIC, {}, { name: 'alerts' })).name), /^audit-[0-9a-f]{7}$/);
  });

  it('keeps what is not known yet unknown', async () => {
    const inputs = await checked(TOPIC, { name: UNKNOWN, kmsMasterKeyId: UNKNOWN, tags: { owner: UNKNOWN } });
    assert.deepEqual(inputs, {
      name: UNKNOWN,
      kmsMasterKeyId: UNKNOWN,
      region: 'us-east-1',
      tags: { owner: UNKNOWN },
      tagsAll: UNKNOWN,
    });
  });

  it('takes every marker of the unknown for the one', async () => {
    assert.equal((await checked(TOPIC, { displayName: 'dd056dcd-154b-4c76-9bd3-c8f88648b5ff' })).displayName, UNKNOWN);
  });

  it('has documents as text, unknown as long as a part of them is', async () => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
    const known = { Version: '2012-10-17', Statement: [statement] };
    const role = async (assumeRolePolicy: unknown) =>
      (await checked('aws:iam/role:Role', { assumeRolePolicy })).assumeRolePolicy;
    assert.equal(
      await role(known),
      '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"}}],' +
        '"Version":"2012-10-17"}',
    );
    assert.equal(await role({ ...known, Statement: [{ ...statement, Principal: { AWS: UNKNOWN } }] }), UNKNOWN);
  });

  it('has a document in one order, in whichever it arrives', () => {
    const provider = { region: 'us-east-1', defaultTags: {} };
    const named = { urn: 'urn', name: 'audit', seed: '' };
    const text = (policy: Values): unknown =>
      completedInputs(adapterOf('aws:sns/topicPolicy:TopicPolicy'), provider, { policy }, {}, named).policy;
    assert.equal(text({ Version: '2012-10-17', Id: 'a' }), '{"Id":"a","Version":"2012-10-17"}');
  });

  it('counts a property that is null as left out', async () => {
    assert.equal('displayName' in (await checked(TOPIC, { displayName: null })), false);
  });

  it('is refused for a property that the type does not have, by its name', async () => {
    const { failures } = await engine.check(TOPIC, 'audit', { displayname: 'Audit' });
    assert.deepEqual(
      failures.map(([property]) => property),
      ['displayname'],
    );
    assert.match(
      String(failures[0]?.[1]),
      /^Unsupported argument\. An argument named "displayname" is not expected here/,
    );
  });

  it('is refused for a property inside of another that the type does not have, by its place', async () => {
    const rules = [
      { id: 'all', status: 'Enabled' },
      { id: 'old', filter: { prefix: 'a', size: 1 }, when: UNKNOWN },
    ];
    const lifecycle = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
    const { failures } = await engine.check(lifecycle, 'audit', { bucket: 'logs', rules });
    assert.deepEqual(
      failures.map(([property]) => property),
      ['rules[1].filter.size', 'rules[1].when'],
    );
    assert.equal(
      failures[0]?.[1],
      'Unsupported argument. An argument named "size" is not expected here: ' +
        `the sandbox's ${lifecycle} does not act on "rules.filter.size".`,
    );
  });

  for (const [type, said, place] of [
    ['aws:cloudtrail/trail:Trail', { s3BucketName: 'b', eventSelectors: [{ other: 1 }] }, 'eventSelectors[0].other'],
    ['aws:cloudwatch/eventBus:EventBus', { logConfig: { other: 1 } }, 'logConfig.other'],
    ['aws:cloudwatch/eventTarget:EventTarget', { arn: 'a', rule: 'r', retryPolicy: { other: 1 } }, 'retryPolicy.other'],
    [
      'aws:cloudwatch/logMetricFilter:LogMetricFilter',
      { logGroupName: 'g', pattern: '', metricTransformation: { other: 1 } },
      'metricTransformation.other',
    ],
    [
      'aws:cloudwatch/metricAlarm:MetricAlarm',
      { metricQueries: [{ id: 'a', metric: { namespace: 'n', stat: 'Sum', other: 1 } }] },
      'metricQueries[0].metric.other',
    ],
    ['aws:lambda/function:Function', { role: 'r', loggingConfig: { other: 1 } }, 'loggingConfig.other'],
    [
      'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
      { functionName: 'f', destinationConfig: { onFailure: { other: 1 } } },
      'destinationConfig.onFailure.other',
    ],
    [
      'aws:s3/bucketLogging:BucketLogging',
      { bucket: 'b', targetBucket: 't', targetPrefix: '', targetObjectKeyFormat: { other: 1 } },
      'targetObjectKeyFormat.other',
    ],
    [
      'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
      { bucket: 'b', rule: { other: 1 } },
      'rule.other',
    ],
    ['aws:s3/bucketOwnershipControls:BucketOwnershipControls', { bucket: 'b', rule: { other: 1 } }, 'rule.other'],
    [
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      { bucket: 'b', rules: [{ other: 1 }] },
      'rules[0].other',
    ],
    [
      'aws:s3/bucketVersioning:BucketVersioning',
      { bucket: 'b', versioningConfiguration: { other: 1 } },
      'versioningConfiguration.other',
    ],
  ] as const)
    it(`is refused for what ${type} does not have inside of an input`, async () => {
      const { failures } = await engine.check(type, 'audit', said);
      assert.deepEqual(
        failures.map(([property]) => property),
        [place],
      );
    });

  it('is not refused for a structure that is not known yet', async () => {
    await checked('aws:cloudwatch/eventBus:EventBus', { logConfig: UNKNOWN, deadLetterConfig: { arn: UNKNOWN } });
  });

  it('is refused for each property that is missing, by its name', async () => {
    const { failures } = await engine.check('aws:sns/topicPolicy:TopicPolicy', 'audit', {});
    assert.deepEqual(failures, [
      ['arn', 'Missing required argument. The argument "arn" is required, but no definition was found.'],
      ['policy', 'Missing required argument. The argument "policy" is required, but no definition was found.'],
    ]);
  });

  it('misses nothing that is only unknown', async () => {
    await checked('aws:sns/topicPolicy:TopicPolicy', { arn: UNKNOWN, policy: UNKNOWN });
  });

  it('is refused for a type that the sandbox cannot deploy, by its name', async () => {
    const { message } = await refusal(engine.check('aws:ec2/instance:Instance', 'audit', {}));
    assert.match(message, /^The sandbox cannot deploy "aws:ec2\/instance:Instance"/);
  });
});
