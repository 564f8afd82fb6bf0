import assert from 'node:assert/strict';
import { at, isGiven, isOneOf, readable, shown, UNKNOWN } from '../../policies/property';
import { kindOf } from '../../policies/resource';

/** What a policy pack is handed: reading what is not known yet throws. */
function guarded<Held extends object>(held: Held, unknown: string): Held {
  return new Proxy(held, {
    get: (target, key) => {
      if (key === unknown) throw new Error(`${unknown} can't be known during preview`);
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'object' && value !== null ? guarded(value, unknown) : value;
    },
  });
}

describe('the properties of a resource', () => {
  it('are copied, with a mark in place of what is not known yet', () => {
    const given = { name: 'a', list: [{ arn: 'b', days: 1 }], nothing: null };
    assert.deepEqual(readable(guarded(given, 'arn')), { name: 'a', list: [{ arn: UNKNOWN, days: 1 }], nothing: null });
    assert.deepEqual(readable(guarded({ list: ['a', 'b'] }, '1')), { list: ['a', UNKNOWN] });
  });

  it('are found by path, unknown ones and missing ones too', () => {
    assert.equal(at({ a: [{ b: 1 }] }, 'a', 0, 'b'), 1);
    assert.equal(at({ a: 1 }, 'a', 'b'), undefined);
    assert.equal(at({ a: UNKNOWN }, 'a', 'b'), UNKNOWN);
    assert.equal(at(undefined, 'a'), undefined);
  });

  it('count as given, and as allowed, while they are unknown', () => {
    assert.deepEqual([UNKNOWN, 'a', 0, '', false, null, undefined].map(isGiven), [
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    assert.ok(isOneOf(UNKNOWN, true));
    assert.ok(!isOneOf('true', true));
  });

  it('are shown as JSON', () => {
    assert.deepEqual([undefined, null, 'a', 7, UNKNOWN].map(shown), [
      'not set',
      'not set',
      '"a"',
      '7',
      'not known yet',
    ]);
  });
});

describe('the kind of a resource', () => {
  it('is what sources call it, the former names of S3 included', () => {
    assert.deepEqual(['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2', 'pulumi:pulumi:Stack'].map(kindOf), [
      'aws.s3.Bucket',
      'aws.s3.Bucket',
      'pulumi.pulumi.Stack',
    ]);
  });
});
