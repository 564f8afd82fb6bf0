import assert from 'node:assert/strict';
import * as aws from '@pulumi/aws';
import { checkInputs } from '../../../sandbox/resources/adapter';
import { autoName } from '../../../sandbox/resources/auto-name';
import { adapterOf, resourceTypes } from '../../../sandbox/resources/index';

/** The type tokens of the provider's own classes. */
const TOKENS = [
  aws.cloudtrail.Trail,
  aws.cloudwatch.Dashboard,
  aws.cloudwatch.EventArchive,
  aws.cloudwatch.EventBus,
  aws.cloudwatch.EventBusPolicy,
  aws.cloudwatch.EventRule,
  aws.cloudwatch.EventTarget,
  aws.cloudwatch.LogGroup,
  aws.cloudwatch.LogMetricFilter,
  aws.cloudwatch.MetricAlarm,
  aws.iam.Policy,
  aws.iam.Role,
  aws.iam.RolePolicy,
  aws.iam.RolePolicyAttachment,
  aws.kms.Alias,
  aws.kms.Key,
  aws.lambda.Function,
  aws.lambda.FunctionEventInvokeConfig,
  aws.lambda.Permission,
  aws.organizations.AwsServiceAccess,
  aws.organizations.Policy,
  aws.organizations.PolicyAttachment,
  aws.s3.Bucket,
  aws.s3.BucketLifecycleConfiguration,
  aws.s3.BucketLogging,
  aws.s3.BucketObjectLockConfiguration,
  aws.s3.BucketOwnershipControls,
  aws.s3.BucketPolicy,
  aws.s3.BucketPublicAccessBlock,
  aws.s3.BucketServerSideEncryptionConfiguration,
  aws.s3.BucketVersioning,
  aws.sns.Topic,
  aws.sns.TopicPolicy,
  aws.sns.TopicSubscription,
  aws.sqs.Queue,
  aws.sqs.QueuePolicy,
].map((type) => (type as unknown as { __pulumiType: string }).__pulumiType);

describe('resource types', () => {
  it("have exactly the tokens of the provider's classes", () => {
    assert.deepEqual([...resourceTypes].sort(), TOKENS.sort());
  });

  it('take a Region wherever the provider takes one, and nowhere else', () => {
    const global = resourceTypes.filter((type) => !adapterOf(type).inputs.includes('region'));
    assert.deepEqual([...new Set(global.map((type) => type.split('/')[0]))].sort(), ['aws:iam', 'aws:organizations']);
  });

  it('are replaced when their Region changes', () => {
    for (const type of resourceTypes) {
      const { inputs, replacedBy = [] } = adapterOf(type);
      assert.equal(replacedBy.includes('region'), inputs.includes('region'), type);
    }
  });

  it('say of their own inputs alone what is required, replaces, is assumed, left to AWS, or hidden', () => {
    for (const type of resourceTypes) {
      const { inputs, required = [], replacedBy = [], defaults = {}, computed = [], unread = [] } = adapterOf(type);
      const named = [...required, ...replacedBy, ...Object.keys(defaults), ...computed, ...unread];
      assert.deepEqual(
        named.filter((name) => !inputs.includes(name)),
        [],
        type,
      );
    }
  });

  it('can be deleted, and updated wherever an input does not replace', () => {
    for (const type of resourceTypes) {
      const { inputs, replacedBy = [], update, delete: remove } = adapterOf(type);
      assert.ok(remove, type);
      assert.equal(
        update === undefined,
        inputs.every((input) => replacedBy.includes(input)),
        type,
      );
    }
  });

  it('fail loudly when one is asked for that nobody has written', () => {
    assert.throws(() => adapterOf('aws:ec2/instance:Instance'), /cannot deploy "aws:ec2\/instance:Instance".*adapter/s);
  });

  it('refuse an input that they would have to ignore', () => {
    const { type, inputs } = adapterOf('aws:sns/topic:Topic');
    checkInputs(type, inputs, { displayName: 'Alerts' });
    assert.throws(
      () => checkInputs(type, inputs, { displayName: 'Alerts', namePrefix: 'a', archivePolicy: '{}' }),
      /aws:sns\/topic:Topic does not act on "namePrefix", "archivePolicy"/,
    );
  });
});

describe('a physical name that stands in for one left out', () => {
  it('is the logical name with seven hexadecimal digits', () => {
    assert.match(autoName('urn:pulumi:s::p::aws:sns/topic:Topic::alerts', 'alerts'), /^alerts-[0-9a-f]{7}$/);
  });

  it('follows from the URN alone', () => {
    const of = (stack: string): string => autoName(`urn:pulumi:${stack}::p::aws:sns/topic:Topic::alerts`, 'alerts');
    assert.equal(of('one'), of('one'));
    assert.notEqual(of('one'), of('two'));
  });
});
