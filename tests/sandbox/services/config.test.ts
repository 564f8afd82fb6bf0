/** AWS Config: the recorder, its delivery channel, rules, and the order in which they need each other. */
import assert from 'node:assert/strict';
import type { ConfigurationRecorder } from '@aws-sdk/client-config-service';
import { recordOf } from '../../../sandbox/records/record';
import { config } from '../../../sandbox/services/config/index';
import { iam } from '../../../sandbox/services/iam/index';
import { s3 } from '../../../sandbox/services/s3/index';
import { sts } from '../../../sandbox/services/sts/index';
import { caller, refuses, type TestCloud, testGate } from '../support';

type Config = typeof import('@aws-sdk/client-config-service');

const ACCOUNT = '444444444444';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/recorder`;
const BUCKET = 'what-config-delivers';
const NAMED = { ConfigurationRecorderName: 'default' };

describe('AWS Config', () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = testGate([config, iam, s3, sts]);
    await as<typeof import('@aws-sdk/client-iam')>('iam')('CreateRole', {
      RoleName: 'recorder',
      AssumeRolePolicyDocument: policy({
        Principal: { Service: 'config.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    });
    await as<typeof import('@aws-sdk/client-s3')>('s3')('CreateBucket', { Bucket: BUCKET });
  });
  const as = <Sdk>(service: string) => caller<Sdk>(cloud, service, cloud.administrator(ACCOUNT));
  const call = () => as<Config>('config');

  const record = (settings: ConfigurationRecorder = {}) =>
    call()('PutConfigurationRecorder', { ConfigurationRecorder: { name: 'default', roleARN: ROLE, ...settings } });
  const deliver = () => call()('PutDeliveryChannel', { DeliveryChannel: { name: 'default', s3BucketName: BUCKET } });
  /** The recorder's role may write what AWS Config delivers. */
  const letIn = () =>
    as<typeof import('@aws-sdk/client-iam')>('iam')('PutRolePolicy', {
      RoleName: 'recorder',
      PolicyName: 'deliver',
      PolicyDocument: policy({ Action: 's3:PutObject', Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/${ACCOUNT}/*` }),
    });
  const isRecording = async () => {
    const { ConfigurationRecordersStatus } = await call()('DescribeConfigurationRecorderStatus', {});
    return ConfigurationRecordersStatus?.[0]?.recording;
  };

  it('starts and stops its recorder, once there is where to deliver', async () => {
    await record();
    await refuses(call()('StartConfigurationRecorder', NAMED), 'NoAvailableDeliveryChannelException');
    await letIn();
    await deliver();
    assert.equal(await isRecording(), false);
    await call()('StartConfigurationRecorder', NAMED);
    assert.equal(await isRecording(), true);
    await call()('StopConfigurationRecorder', NAMED);
    assert.equal(await isRecording(), false);
  });

  it('records everything but the types of IAM, unless somebody says otherwise', async () => {
    await record();
    const { ConfigurationRecorders } = await call()('DescribeConfigurationRecorders', {});
    const [recorder] = ConfigurationRecorders ?? [];
    assert.match(recorder?.arn ?? '', /^arn:aws:config:us-east-1:444444444444:configuration-recorder\/default\/\w+$/);
    assert.deepEqual(recorder?.recordingGroup, {
      allSupported: true,
      includeGlobalResourceTypes: false,
      resourceTypes: [],
      recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
    });
    await record({ recordingGroup: { resourceTypes: ['AWS::S3::Bucket'] } });
    const changed = await call()('DescribeConfigurationRecorders', { ConfigurationRecorderNames: ['default'] });
    assert.deepEqual(changed.ConfigurationRecorders?.[0]?.recordingGroup?.resourceTypes, ['AWS::S3::Bucket']);
  });

  for (const recordingGroup of [
    {},
    { allSupported: true, resourceTypes: ['AWS::S3::Bucket' as const] },
    { includeGlobalResourceTypes: true, resourceTypes: ['AWS::S3::Bucket' as const] },
  ])
    it(`refuses to record ${JSON.stringify(recordingGroup)}`, () =>
      refuses(record({ recordingGroup }), 'InvalidRecordingGroupException'));

  it('has one recorder and one delivery channel in a Region', async () => {
    await record();
    await letIn();
    await deliver();
    await refuses(record({ name: 'second' }), 'MaxNumberOfConfigurationRecordersExceededException');
    await refuses(
      call()('PutDeliveryChannel', { DeliveryChannel: { name: 'second', s3BucketName: BUCKET } }),
      'MaxNumberOfDeliveryChannelsExceededException',
    );
  });

  it('takes only a role that is there, from who may pass it', async () => {
    await refuses(record({ roleARN: `arn:aws:iam::${ACCOUNT}:role/nobody` }), 'InvalidRoleException');
    const clerk = cloud.role(ACCOUNT, 'clerk', [{ Effect: 'Allow', Action: 'config:*', Resource: '*' }]);
    const ConfigurationRecorder = { name: 'default', roleARN: ROLE };
    await refuses(
      caller<Config>(cloud, 'config', clerk)('PutConfigurationRecorder', { ConfigurationRecorder }),
      'AccessDenied',
      /iam:PassRole/,
    );
  });

  it('delivers only into a bucket that lets the role, or AWS Config, write', async () => {
    await refuses(deliver(), 'NoAvailableConfigurationRecorderException');
    await record();
    await refuses(
      call()('PutDeliveryChannel', { DeliveryChannel: { name: 'default', s3BucketName: 'nowhere' } }),
      'NoSuchBucketException',
    );
    await refuses(deliver(), 'InsufficientDeliveryPolicyException', /unable to write to bucket/);
    await as<typeof import('@aws-sdk/client-s3')>('s3')('PutBucketPolicy', {
      Bucket: BUCKET,
      Policy: policy({
        Principal: { Service: 'config.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/${ACCOUNT}/Config/*`,
        Condition: { StringEquals: { 'AWS:SourceAccount': ACCOUNT } },
      }),
    });
    await deliver();
    const { DeliveryChannels } = await call()('DescribeDeliveryChannels', {});
    assert.deepEqual(DeliveryChannels, [{ name: 'default', s3BucketName: BUCKET }]);
  });

  it('keeps its delivery channel while it records, and its recorder not at all', async () => {
    await record();
    await letIn();
    await deliver();
    await call()('StartConfigurationRecorder', NAMED);
    await refuses(
      call()('DeleteDeliveryChannel', { DeliveryChannelName: 'default' }),
      'LastDeliveryChannelDeleteFailedException',
    );
    await call()('DeleteConfigurationRecorder', NAMED);
    await refuses(call()('StopConfigurationRecorder', NAMED), 'NoSuchConfigurationRecorderException', /'default'/);
    await call()('DeleteDeliveryChannel', { DeliveryChannelName: 'default' });
    await refuses(
      call()('DeleteDeliveryChannel', { DeliveryChannelName: 'default' }),
      'NoSuchDeliveryChannelException',
    );
  });

  it('has rules once it has a recorder', async () => {
    const ConfigRule = {
      ConfigRuleName: 'encrypted',
      Source: { Owner: 'AWS' as const, SourceIdentifier: 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED' },
    };
    await refuses(call()('PutConfigRule', { ConfigRule }), 'NoAvailableConfigurationRecorderException');
    await record();
    await call()('PutConfigRule', { ConfigRule });
    const { ConfigRules } = await call()('DescribeConfigRules', {});
    assert.deepEqual(
      ConfigRules?.map(({ ConfigRuleName, ConfigRuleState }) => [ConfigRuleName, ConfigRuleState]),
      [['encrypted', 'ACTIVE']],
    );
    await call()('DeleteConfigRule', { ConfigRuleName: 'encrypted' });
    await refuses(call()('DeleteConfigRule', { ConfigRuleName: 'encrypted' }), 'NoSuchConfigRuleException');
  });

  it('is asked for the ARN of its recorder, and recorded under its own name', async () => {
    await record();
    const clerk = cloud.role(ACCOUNT, 'clerk', [
      {
        Effect: 'Allow',
        Action: 'config:StopConfigurationRecorder',
        Resource: 'arn:aws:config:*:*:configuration-recorder/*',
      },
    ]);
    await caller<Config>(cloud, 'config', clerk)('StopConfigurationRecorder', NAMED);
    const answered = cloud.answered.at(-1);
    assert.ok(answered);
    const { eventSource, eventName, requestParameters, readOnly } = recordOf(answered);
    assert.deepEqual(
      { eventSource, eventName, requestParameters, readOnly },
      {
        eventSource: 'config.amazonaws.com',
        eventName: 'StopConfigurationRecorder',
        requestParameters: { configurationRecorderName: 'default' },
        readOnly: false,
      },
    );
    await refuses(
      caller<Config>(cloud, 'config', clerk)('DeleteConfigurationRecorder', NAMED),
      'AccessDenied',
      /config:DeleteConfigurationRecorder/,
    );
  });
});

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}
