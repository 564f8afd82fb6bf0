import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import type { AnsweredCall } from '../../../sandbox/core/gate';
import { Reading } from '../../../sandbox/drill/reading';

function reading(...calls: readonly [service: string, operation: string, answer?: object | string][]): string {
  const read = new Reading();
  for (const [service, operation, answer] of calls)
    read.add({
      call: { service, operation } as AnsweredCall['call'],
      ...(typeof answer === 'string' ? { error: new AwsError(answer, '') } : { output: answer }),
    });
  return String(read);
}

describe('what the responder read', () => {
  it('is counted, with the services that were asked', () => {
    assert.equal(reading(['kms', 'DescribeKey']), '1 call to kms');
    assert.equal(
      reading(['kms', 'DescribeKey'], ['s3', 'GetBucketPolicy'], ['kms', 'GetKeyPolicy']),
      '3 calls to kms, s3',
    );
  });

  it('says of a trail whether it is logging', () => {
    assert.equal(
      reading(['cloudtrail', 'GetTrailStatus', { IsLogging: false }]),
      'the trail is not logging; 1 call to cloudtrail',
    );
    assert.equal(
      reading(['cloudtrail', 'GetTrailStatus', { IsLogging: true }], ['kms', 'DescribeKey']),
      'the trail is logging; 2 calls to cloudtrail, kms',
    );
  });

  it('names what the responder may not read, and does not take "not there" for a failure', () => {
    assert.equal(
      reading(['s3', 'GetBucketPolicy', 'NoSuchBucketPolicy'], ['iam', 'GetRole', 'AccessDenied']),
      '2 calls to s3, iam: iam:GetRole → AccessDenied',
    );
  });
});
