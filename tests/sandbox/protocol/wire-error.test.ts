import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import type { Dialect } from '../../../sandbox/protocol/common-errors';
import { serviceModel } from '../../../sandbox/protocol/service-model';
import { wireError } from '../../../sandbox/protocol/wire-error';

function model(name: string, sdk: () => object) {
  return serviceModel({ name, actionPrefix: name, eventSource: `${name}.amazonaws.com`, sdk, operations: {} });
}

const cloudtrail = model('cloudtrail', () => require('@aws-sdk/client-cloudtrail'));
const kms = model('kms', () => require('@aws-sdk/client-kms'));
const sqs = model('sqs', () => require('@aws-sdk/client-sqs'));
const lambda = model('lambda', () => require('@aws-sdk/client-lambda'));
const s3 = model('s3', () => require('@aws-sdk/client-s3'));
const sns = model('sns', () => require('@aws-sdk/client-sns'));
const iam = model('iam', () => require('@aws-sdk/client-iam'));

const spelled: [code: string, typeof kms | undefined, Dialect, wire: string, status: number][] = [
  ['AccessDenied', cloudtrail, 'json', 'AccessDeniedException', 403],
  ['AccessDenied', kms, 'json', 'AccessDeniedException', 403],
  ['AccessDenied', iam, 'query', 'AccessDenied', 403],
  ['AccessDenied', sns, 'query', 'AuthorizationError', 403],
  ['AccessDenied', s3, 's3', 'AccessDenied', 403],
  ['ThrottlingException', kms, 'json', 'ThrottlingException', 400],
  ['ThrottlingException', cloudtrail, 'json', 'ThrottlingException', 429],
  ['ThrottlingException', lambda, 'json', 'TooManyRequestsException', 429],
  ['ThrottlingException', iam, 'query', 'Throttling', 400],
  ['ThrottlingException', s3, 's3', 'SlowDown', 503],
  ['UnrecognizedClientException', iam, 'query', 'InvalidClientTokenId', 403],
  ['UnrecognizedClientException', s3, 's3', 'InvalidAccessKeyId', 403],
  ['MissingAuthenticationToken', undefined, 'json', 'MissingAuthenticationTokenException', 403],
  ['IncompleteSignature', undefined, 'query', 'IncompleteSignature', 400],
  ['NotImplemented', undefined, 'json', 'NotImplemented', 501],
  ['InternalFailure', s3, 's3', 'InternalError', 500],
  ['NoSuchEntityException', iam, 'query', 'NoSuchEntity', 404],
  ['NoSuchEntity', iam, 'query', 'NoSuchEntity', 404],
  ['QueueDoesNotExist', sqs, 'json', 'QueueDoesNotExist', 400],
  ['QueueDoesNotExist', sqs, 'query', 'AWS.SimpleQueueService.NonExistentQueue', 400],
  ['AWS.SimpleQueueService.NonExistentQueue', sqs, 'json', 'QueueDoesNotExist', 400],
  ['ResourceNotFoundException', lambda, 'json', 'ResourceNotFoundException', 404],
  ['KMSInternalException', kms, 'json', 'KMSInternalException', 500],
  ['NoSuchBucket', s3, 's3', 'NoSuchBucket', 404],
  ['NotFound', s3, 's3', 'NotFound', 404],
  ['NoSuchBucketPolicy', s3, 's3', 'NoSuchBucketPolicy', 404],
  ['BucketNotEmpty', s3, 's3', 'BucketNotEmpty', 409],
  ['SomethingElse', kms, 'json', 'SomethingElse', 400],
];

describe('an error on the wire', () => {
  for (const [code, service, dialect, name, status] of spelled) {
    it(`${code} of ${service?.service ?? 'nobody'} is ${name}, ${status}, in ${dialect}`, () => {
      const wire = wireError(new AwsError(code, 'm'), service, dialect);
      assert.deepEqual([wire.code, wire.status], [name, status]);
    });
  }

  it('tells former query clients its former code', () => {
    const { queryError } = wireError(new AwsError('QueueDoesNotExist', 'm'), sqs, 'json');
    assert.equal(queryError, 'AWS.SimpleQueueService.NonExistentQueue;Sender');
  });

  it('carries the members of its shape and those that only the sandbox knows', () => {
    const error = new AwsError('NoSuchBucketPolicy', 'm', { BucketName: 'b' });
    assert.deepEqual(wireError(error, s3, 's3').members, [['BucketName', 0, 'b']]);
  });

  it('says in a Lambda error whose fault it is', () => {
    const { members } = wireError(new AwsError('ResourceNotFoundException', 'm'), lambda, 'json');
    assert.deepEqual(
      members.map(([name, , value]) => [name, value]),
      [['Type', 'User']],
    );
  });
});
